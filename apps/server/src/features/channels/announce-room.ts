import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Tx } from "../../db/database.ts";
import { isoOrNull } from "../users/present.ts";
import { readMembers, rolesOf } from "./members.ts";

/**
 * Tells everyone in a room, with the transaction, how it is now. Without `recipients`, which each of them sees without
 * themselves: who comes and goes is told by CHANNEL_RECIPIENT_ADD and _REMOVE.
 */
export async function announceRoom(tx: Tx, bus: Bus, channelId: string): Promise<void> {
  const channel = await tx.sql
    .selectFrom("channels")
    .selectAll()
    .where("id", "=", channelId)
    .executeTakeFirstOrThrow();
  const d = {
    id: channel.id,
    type: channel.type,
    name: channel.name,
    icon: channel.icon,
    owner_id: channel.owner_id,
    last_message_id: channel.last_message_id,
    last_pin_timestamp: isoOrNull(channel.last_pin_at),
    recipient_roles: rolesOf(await readMembers(tx.sql, channelId)),
    flags: 0,
  };
  announce(tx, bus, `channel:${channelId}`, "CHANNEL_UPDATE", d);
}
