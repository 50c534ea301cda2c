import type { Draft } from "@palabre/protocol";
import { compileOnce, type Slots } from "../../db/compile-once.ts";
import type { Sql } from "../../db/database.ts";
import { iso } from "../users/present.ts";

/** Drafts that READY carries, the newest; older ones of somebody who keeps so many wait for nobody. */
const SHOWN = 200;

const selectDrafts = compileOnce((sql: Sql, { userId }: Slots<{ userId: string }>) =>
  sql
    .selectFrom("drafts as d")
    .innerJoin("channel_recipients as r", (on) =>
      on.onRef("r.channel_id", "=", "d.channel_id").onRef("r.user_id", "=", "d.user_id"),
    )
    .select(["d.channel_id", "d.content", "d.updated_at"])
    .where("d.user_id", "=", userId)
    .orderBy("d.updated_at", "desc")
    .limit(SHOWN),
);

const selectGuildDrafts = compileOnce((sql: Sql, { userId }: Slots<{ userId: string }>) =>
  sql
    .selectFrom("drafts as d")
    .innerJoin("channels as c", "c.id", "d.channel_id")
    .select(["d.channel_id", "d.content", "d.updated_at"])
    .where("d.user_id", "=", userId)
    .where("c.guild_id", "is not", null)
    .orderBy("d.updated_at", "desc")
    .limit(SHOWN),
);

/** The same in channels of servers, of those in `visible`. */
export async function readGuildDrafts(
  sql: Sql,
  userId: string,
  visible: ReadonlySet<string>,
): Promise<Draft[]> {
  const { rows } = await selectGuildDrafts(sql, { userId });
  return rows
    .filter((row) => visible.has(row.channel_id))
    .map((row) => ({ ...row, updated_at: iso(row.updated_at) }));
}

/** What one person has begun to write, the latest first. */
export async function readDrafts(sql: Sql, userId: string): Promise<Draft[]> {
  const { rows } = await selectDrafts(sql, { userId });
  return rows.map((row) => ({ ...row, updated_at: iso(row.updated_at) }));
}
