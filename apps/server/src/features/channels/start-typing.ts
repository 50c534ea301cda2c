import { PermissionFlagsBits } from "discord-api-types/v10";
import type { Bus } from "../../bus/bus.ts";
import type { Database } from "../../db/database.ts";
import type { Actor } from "../../http/env.ts";
import { readMember } from "../guild-core/members.ts";
import { accessChannel } from "./access.ts";
import { findOtherPerson, mayWriteTo, requireMayWrite } from "./may-write.ts";

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
  if (channel.guild_id !== null) await requireMayWrite(db.read, channel, actor.userId);
  const other = await findOtherPerson(db.read, channel, actor.userId);
  if (other !== null && !(await mayWriteTo(db.read, actor.userId, other, channel.owner_id))) return;
  const d = { channel_id: channelId, user_id: actor.userId, timestamp: Math.floor(Date.now() / 1000) };
  const { guild_id } = channel;
  bus.publish({
    kind: "dispatch",
    topic: `channel:${channelId}`,
    t: "TYPING_START",
    d: guild_id ? { ...d, guild_id, member: await readMember(db.read, guild_id, actor.userId) } : d,
  });
}
