import type { ReadState } from "@palabre/protocol";
import { compileOnce } from "../../db/compile-once.ts";
import type { Sql } from "../../db/database.ts";

const selectReadStates = compileOnce<{ userId: string }, ReadState>((sql, { userId }) =>
  sql
    .selectFrom("read_states as s")
    .innerJoin("channel_recipients as r", (on) =>
      on.onRef("r.channel_id", "=", "s.channel_id").onRef("r.user_id", "=", "s.user_id"),
    )
    .select(["s.channel_id as id", "s.last_message_id", "s.mention_count"])
    .where("s.user_id", "=", userId)
    .orderBy("s.channel_id"),
);

/** How far one person has read in each conversation they are in, those they have put away included. */
export async function readReadStates(sql: Sql, userId: string): Promise<ReadState[]> {
  return (await selectReadStates(sql, { userId })).rows;
}
