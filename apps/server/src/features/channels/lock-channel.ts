import type { Tx } from "../../db/database.ts";

/**
 * Waits for those who are writing in a channel, and has the next ones wait: whoever writes changes the channel's row
 * before read states and recipients, so whoever changes those takes the row first, too. Without it a message could fall
 * between two steps, and on PostgreSQL two transactions could wait for each other.
 */
export async function lockChannel(tx: Tx, channelId: string): Promise<void> {
  await tx.sql
    .updateTable("channels")
    .set((e) => ({ last_message_id: e.ref("last_message_id") }))
    .where("id", "=", channelId)
    .execute();
}
