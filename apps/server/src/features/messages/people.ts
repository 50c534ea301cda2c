import type { Sql } from "../../db/database.ts";

/** Everybody in a channel, in a fixed order. A room holds LIMITS.roomSize. */
export async function listRecipientIds(sql: Sql, channelId: string): Promise<string[]> {
  const rows = await sql
    .selectFrom("channel_recipients")
    .select("user_id")
    .where("channel_id", "=", channelId)
    .orderBy("user_id")
    .execute();
  return rows.map((row) => row.user_id);
}
