import type { PrivateChannel } from "@palabre/protocol";
import type { Bus } from "../../bus/bus.ts";
import type { Tx } from "../../db/database.ts";
import type { AccessibleChannel } from "./access.ts";

/** Lets people into a channel, with the transaction: what happens there from now on reaches them. */
export function openChannel(tx: Tx, bus: Bus, channels: ReadonlyMap<string, PrivateChannel>): void {
  tx.afterCommit(() => {
    for (const [userId, channel] of channels) {
      bus.publish({ kind: "tap", userId, topic: `channel:${channel.id}`, open: true });
      bus.publish({ kind: "dispatch", topic: `user:${userId}`, t: "CHANNEL_CREATE", d: channel });
    }
  });
}

/** Puts somebody out of a channel, with the transaction: the tap closes before anything else is told. */
export function closeChannel(
  tx: Tx,
  bus: Bus,
  userId: string,
  channel: Pick<AccessibleChannel, "id" | "type" | "name">,
): void {
  const { id, type, name } = channel;
  tx.afterCommit(() => {
    bus.publish({ kind: "tap", userId, topic: `channel:${id}`, open: false });
    bus.publish({ kind: "dispatch", topic: `user:${userId}`, t: "CHANNEL_DELETE", d: { id, type, name } });
  });
}
