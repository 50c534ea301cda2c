import type { Topic } from "../../bus/bus.ts";
import { compileOnce } from "../../db/compile-once.ts";
import type { Sql } from "../../db/database.ts";

const selectShown = compileOnce<{ userId: string }, { channel_id: string }>((sql, { userId }) =>
  sql
    .selectFrom("channel_recipients")
    .select("channel_id")
    .where("user_id", "=", userId)
    .where("hidden", "=", 0),
);

/** The topics of the conversations that `userId` sees; one that is put away is not among them. */
export async function readChannelTopics(sql: Sql, userId: string): Promise<Topic[]> {
  const { rows } = await selectShown(sql, { userId });
  return rows.map(({ channel_id }) => `channel:${channel_id}` as const);
}
