import { ChannelType, MessageType } from "discord-api-types/v10";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Tx } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { lockSight, syncSight } from "../friends/sight.ts";
import { insertSystemMessage } from "../message-core/system-message.ts";
import { readUser } from "../users/profile.ts";
import { type AccessibleChannel, accessChannel, accessRoom } from "./access.ts";
import { announceRoom } from "./announce-room.ts";
import { hideChat } from "./hide-chat.ts";
import { lockChannel } from "./lock-channel.ts";
import { readMembers, successorOf } from "./members.ts";
import { closeChannel } from "./open-channel.ts";

interface Deps {
  bus: Bus;
  newId: () => string;
}

/**
 * Takes somebody out of a room: the owner anyone, an admin those who are neither; oneself is leaving. Nothing that
 * happens there afterwards reaches them.
 * @returns whether the room is empty now, and its messages are to be purged
 * @throws ApiError unknown_channel, cannot_act_on_dm, unknown_user, missing_permissions
 */
export async function removeRecipient(
  deps: Deps & { db: Database },
  actor: Actor,
  channelId: string,
  userId: string,
): Promise<boolean> {
  return deps.db.transaction(async (tx) => {
    await lockSight(tx);
    const channel = await accessRoom(tx.sql, actor, channelId);
    if (userId !== actor.userId) {
      if (channel.role === "member") throw new ApiError("missing_permissions");
      const target = (await readMembers(tx.sql, channelId)).find((member) => member.user_id === userId);
      if (!target) throw new ApiError("unknown_user");
      if (channel.role === "admin" && target.role !== "member") throw new ApiError("missing_permissions");
    }
    return takeOut(tx, deps, channel, userId, actor.userId);
  });
}

/**
 * Leaves a room, or puts a chat of two away.
 * @returns whether a room is empty now, and its messages are to be purged
 */
export async function leaveChannel(
  deps: Deps & { db: Database },
  actor: Actor,
  channelId: string,
): Promise<boolean> {
  return deps.db.transaction(async (tx) => {
    await lockSight(tx);
    const channel = await accessChannel(tx.sql, actor, channelId);
    if (channel.type === ChannelType.GroupDM) {
      return takeOut(tx, deps, channel, actor.userId, actor.userId);
    }
    await hideChat(tx, deps.bus, actor.userId, channel);
    return false;
  });
}

/** Takes an account that is being deleted out of every room. Chats of two stay, for the other person. */
export async function leaveAllRooms(tx: Tx, deps: Deps, userId: string): Promise<void> {
  await lockSight(tx);
  const rooms = await tx.sql
    .selectFrom("channel_recipients as r")
    .innerJoin("channels as c", "c.id", "r.channel_id")
    .select("c.id")
    .where("r.user_id", "=", userId)
    .where("c.type", "=", ChannelType.GroupDM)
    .orderBy("c.id")
    .execute();
  for (const { id } of rooms) {
    await takeOut(tx, deps, await accessChannel(tx.sql, { userId }, id), userId, userId);
  }
}

/** Whether the room is empty now. */
async function takeOut(
  tx: Tx,
  deps: Deps,
  channel: AccessibleChannel,
  userId: string,
  byId: string,
): Promise<boolean> {
  const { bus } = deps;
  await lockChannel(tx, channel.id);
  for (const table of ["channel_recipients", "read_states", "drafts"] as const) {
    await tx.sql
      .deleteFrom(table)
      .where("channel_id", "=", channel.id)
      .where("user_id", "=", userId)
      .execute();
  }
  const left = await readMembers(tx.sql, channel.id);
  closeChannel(tx, bus, userId, channel);
  if (left.length === 0) return true;

  await syncSight(
    tx,
    bus,
    userId,
    left.map((member) => member.user_id),
  );
  const d = { channel_id: channel.id, user: await readUser(tx.sql, userId) };
  announce(tx, bus, `channel:${channel.id}`, "CHANNEL_RECIPIENT_REMOVE", d);
  if (channel.owner_id === userId) {
    const heir = successorOf(left);
    if (heir) await makeOwner(tx, channel.id, heir.user_id);
    await announceRoom(tx, bus, channel.id);
  }
  await insertSystemMessage(tx, deps, {
    channelId: channel.id,
    authorId: byId,
    type: MessageType.RecipientRemove,
    mentionIds: [userId],
  });
  return false;
}

/** Makes a member the owner. The one before must have left, or been given another role. */
export async function makeOwner(tx: Tx, channelId: string, userId: string): Promise<void> {
  await tx.sql.updateTable("channels").set({ owner_id: userId }).where("id", "=", channelId).execute();
  await tx.sql
    .updateTable("channel_recipients")
    .set({ role: "owner", role_since: Date.now() })
    .where("channel_id", "=", channelId)
    .where("user_id", "=", userId)
    .execute();
}
