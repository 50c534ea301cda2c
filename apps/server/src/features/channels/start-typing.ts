import { PermissionFlagsBits } from "discord-api-types/v10";
import type { Bus } from "../../bus/bus.ts";
import type { Database } from "../../db/database.ts";
import type { Actor } from "../../http/env.ts";
import { accessChannel } from "./access.ts";
import { findOtherPerson, mayWriteTo } from "./may-write.ts";

/**
 * Shows that the actor is writing, for about ten seconds. In a chat of two whose other person would not get the
 * message nobody is shown anything, and the actor is not told.
 */
export async function startTyping(
  { db, bus }: { db: Database; bus: Bus },
  actor: Actor,
  channelId: string,
): Promise<void> {
  const channel = await accessChannel(db.read, actor, channelId, PermissionFlagsBits.SendMessages);
  const other = await findOtherPerson(db.read, channel, actor.userId);
  if (other !== null && !(await mayWriteTo(db.read, actor.userId, other, channel.owner_id))) return;
  bus.publish({
    kind: "dispatch",
    topic: `channel:${channelId}`,
    t: "TYPING_START",
    d: { channel_id: channelId, user_id: actor.userId, timestamp: Math.floor(Date.now() / 1000) },
  });
}
