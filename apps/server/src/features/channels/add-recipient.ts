import { MessageType, PermissionFlagsBits } from "discord-api-types/v10";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { lockSight, syncSight } from "../friends/sight.ts";
import { readLimit } from "../instance/limits.ts";
import { insertSystemMessage } from "../message-core/system-message.ts";
import { readUser } from "../users/profile.ts";
import { accessRoom } from "./access.ts";
import { requireFriends } from "./create-room.ts";
import { lockChannel } from "./lock-channel.ts";
import { readMembers } from "./members.ts";
import { openChannel } from "./open-channel.ts";
import { readPrivateChannelFor } from "./present.ts";

/**
 * Adds a friend of the actor to a room; somebody who is in it already stays as they are.
 * @throws ApiError unknown_channel, cannot_act_on_dm, missing_permissions, invalid_recipients, max_recipients
 */
export async function addRecipient(
  deps: { db: Database; bus: Bus; newId: () => string },
  actor: Actor,
  channelId: string,
  userId: string,
): Promise<void> {
  const { db, bus } = deps;
  await db.transaction(async (tx) => {
    await lockSight(tx);
    const channel = await accessRoom(tx.sql, actor, channelId, PermissionFlagsBits.CreateInstantInvite);
    const members = await readMembers(tx.sql, channelId);
    if (members.some((member) => member.user_id === userId)) return;
    await requireFriends(tx, actor.userId, [userId]);
    if (members.length >= (await readLimit(tx.sql, "room_size"))) throw new ApiError("max_recipients");

    await lockChannel(tx, channelId);
    const now = Date.now();
    await tx.sql
      .insertInto("channel_recipients")
      .values({ channel_id: channelId, user_id: userId, role: "member", joined_at: now, role_since: now })
      .execute();
    // What was written before they came counts as read.
    await tx.sql
      .insertInto("read_states")
      .values({ user_id: userId, channel_id: channelId, last_message_id: channel.last_message_id })
      .onConflict((c) =>
        c
          .columns(["user_id", "channel_id"])
          .doUpdateSet({ last_message_id: channel.last_message_id, mention_count: 0 }),
      )
      .execute();
    const { last_message_id } = channel;
    if (last_message_id !== null) {
      const d = { channel_id: channelId, message_id: last_message_id, mention_count: 0 };
      announce(tx, bus, `user:${userId}`, "MESSAGE_ACK", d);
    }
    await syncSight(
      tx,
      bus,
      userId,
      members.map((member) => member.user_id),
    );
    openChannel(tx, bus, await readPrivateChannelFor(tx.sql, [userId], channelId));
    const d = { channel_id: channelId, user: await readUser(tx.sql, userId), role: "member" };
    announce(tx, bus, `channel:${channelId}`, "CHANNEL_RECIPIENT_ADD", d);
    await insertSystemMessage(tx, deps, {
      channelId,
      authorId: actor.userId,
      type: MessageType.RecipientAdd,
      mentionIds: [userId],
    });
  });
}
