import type { Topic } from "../../bus/bus.ts";
import type { Sql } from "../../db/database.ts";

/** The topics of the conversations that `userId` sees; one that is put away is not among them. */
export async function readChannelTopics(sql: Sql, userId: string): Promise<Topic[]> {
  const rows = await sql
    .selectFrom("channel_recipients")
    .select("channel_id")
    .where("user_id", "=", userId)
    .where("hidden", "=", 0)
    .execute();
  return rows.map(({ channel_id }) => `channel:${channel_id}` as const);
}
