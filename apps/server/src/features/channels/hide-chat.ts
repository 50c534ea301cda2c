import type { Bus } from "../../bus/bus.ts";
import type { Tx } from "../../db/database.ts";
import type { AccessibleChannel } from "./access.ts";
import { lockChannel } from "./lock-channel.ts";
import { closeChannel, openChannel } from "./open-channel.ts";
import { readPrivateChannelFor } from "./present.ts";

/** Puts a chat of two away for one of them, until something is written or they open it again. */
export async function hideChat(tx: Tx, bus: Bus, userId: string, channel: AccessibleChannel): Promise<void> {
  // A message either comes before the chat is put away, or brings it back.
  await lockChannel(tx, channel.id);
  const { numUpdatedRows } = await tx.sql
    .updateTable("channel_recipients")
    .set({ hidden: 1 })
    .where("channel_id", "=", channel.id)
    .where("user_id", "=", userId)
    .where("hidden", "=", 0)
    .executeTakeFirst();
  if (numUpdatedRows > 0n) closeChannel(tx, bus, userId, channel);
}

/**
 * Brings a chat of two back to those who had put it away, because something was written. To be called in the
 * transaction of the message, after it is inserted and before it is announced.
 * @param before the channel's last message before this one: CHANNEL_CREATE tells that, MESSAGE_CREATE the new one
 */
export async function revealChat(
  tx: Tx,
  { bus }: { bus: Bus },
  channelId: string,
  before: string | null,
): Promise<void> {
  const back = await tx.sql
    .updateTable("channel_recipients")
    .set({ hidden: 0 })
    .where("channel_id", "=", channelId)
    .where("hidden", "=", 1)
    .returning("user_id")
    .execute();
  if (back.length === 0) return;
  const ids = back.map(({ user_id }) => user_id);
  openChannel(tx, bus, await readPrivateChannelFor(tx.sql, ids, channelId, before));
}
