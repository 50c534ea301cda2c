import { LIMITS } from "@palabre/protocol";
import { PermissionFlagsBits as P, ReactionType } from "discord-api-types/v10";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Sql, Tx } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import type { CheckMember } from "../automod/check-profile.ts";
import { type AccessibleChannel, accessChannel } from "../channels/access.ts";
import { findOtherPerson, requireAwake } from "../channels/may-write.ts";
import { rightsTo } from "../emojis/use-emojis.ts";
import { isBlockedBetween } from "../friends/relations.ts";
import { readMember } from "../guild-core/members.ts";
import { guildOf } from "../message-core/as-dispatched.ts";
import { isCustom } from "../message-core/emoji.ts";
import { findMessage, type MessageRow } from "../message-core/queries.ts";
import { readReactionEmojis } from "../message-core/reaction-emojis.ts";

export interface ReactionParts {
  db: Database;
  bus: Bus;
}

/** Where a reaction hangs. */
export interface Target {
  channelId: string;
  messageId: string;
}

/**
 * Adds the actor's reaction. One that is there already stays, unannounced.
 * @param emoji what it is kept under
 * @throws ApiError unknown_channel, unknown_message, unknown_emoji, reaction_blocked, automod_blocked, unverified, verification_wait,
 *   max_reactions
 */
export async function addReaction(
  { db, bus, checkMember }: ReactionParts & { checkMember: CheckMember },
  actor: Actor,
  target: Target,
  emoji: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    const { channel, row } = await accessMessage(tx, actor, target, P.ReadMessageHistory);
    requireAwake(channel);
    if (channel.member !== null && !actor.bot) await checkMember(tx.sql, channel.member);
    // In a chat of two a block closes the chat; elsewhere it keeps one away from the other's own messages.
    const otherId = (await findOtherPerson(tx.sql, channel, actor.userId)) ?? row.author_id;
    if (otherId !== actor.userId && (await isBlockedBetween(tx.sql, actor.userId, otherId))) {
      throw new ApiError("reaction_blocked");
    }
    const known = await tx.sql
      .selectFrom("reactions")
      .select("emoji")
      .distinct()
      .where("message_id", "=", row.id)
      .execute();
    const isNew = !known.some((one) => one.emoji === emoji);
    // Joining those who reacted is free, but not for those who are left with looking on.
    const mayAdd = (channel.permissions & P.AddReactions) !== 0n;
    if (!mayAdd && (isNew || isRestricted(channel))) throw new ApiError("missing_permissions");
    if (isNew && isCustom(emoji)) await requireMayUse(tx.sql, actor, channel, emoji);
    if (isNew && known.length >= LIMITS.reactionsPerMessage) throw new ApiError("max_reactions");
    const { numInsertedOrUpdatedRows } = await tx.sql
      .insertInto("reactions")
      .values({ message_id: row.id, user_id: actor.userId, emoji, created_at: Date.now() })
      .onConflict((c) => c.doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows !== 1n) return;
    const { guild_id } = channel;
    announce(tx, bus, `channel:${row.channel_id}`, "MESSAGE_REACTION_ADD", {
      user_id: actor.userId,
      channel_id: row.channel_id,
      message_id: row.id,
      ...(guild_id !== null && { guild_id, member: await readMember(tx.sql, guild_id, actor.userId) }),
      message_author_id: row.author_id,
      emoji: await readReactionEmoji(tx.sql, emoji),
      burst: false,
      type: ReactionType.Normal,
    });
  });
}

/**
 * A new custom emoji takes the right to use it there.
 * @throws ApiError unknown_emoji, missing_permissions
 */
async function requireMayUse(sql: Sql, actor: Actor, channel: AccessibleChannel, id: string): Promise<void> {
  const { userId } = actor;
  const found = (await rightsTo(sql, { applicationId: userId, userId, channel }, [id])).get(id);
  if (!found || found.right === "unknown") throw new ApiError("unknown_emoji");
  if (found.right !== "usable") throw new ApiError("missing_permissions");
}

/**
 * Takes back a reaction: one's own, or with MANAGE_MESSAGES another's. One that is not there is as good as gone.
 * @throws ApiError unknown_channel, unknown_message, missing_permissions
 */
export async function removeReaction(
  { db, bus }: ReactionParts,
  actor: Actor,
  target: Target,
  emoji: string,
  userId: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    const needs = userId === actor.userId ? P.ReadMessageHistory : P.ManageMessages;
    const { channel, row } = await accessMessage(tx, actor, target, needs);
    requireAwake(channel);
    const { numDeletedRows } = await tx.sql
      .deleteFrom("reactions")
      .where("message_id", "=", row.id)
      .where("emoji", "=", emoji)
      .where("user_id", "=", userId)
      .executeTakeFirst();
    if (numDeletedRows === 0n) return;
    announce(tx, bus, `channel:${row.channel_id}`, "MESSAGE_REACTION_REMOVE", {
      user_id: userId,
      channel_id: row.channel_id,
      message_id: row.id,
      ...guildOf(channel),
      emoji: await readReactionEmoji(tx.sql, emoji),
      burst: false,
      type: ReactionType.Normal,
    });
  });
}

/**
 * Takes everybody's reactions off a message, or those with one emoji.
 * @throws ApiError unknown_channel, unknown_message, missing_permissions
 */
export async function clearReactions(
  { db, bus }: ReactionParts,
  actor: Actor,
  target: Target,
  emoji?: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    const { channel, row } = await accessMessage(tx, actor, target, P.ManageMessages);
    requireAwake(channel);
    let query = tx.sql.deleteFrom("reactions").where("message_id", "=", row.id);
    if (emoji !== undefined) query = query.where("emoji", "=", emoji);
    const { numDeletedRows } = await query.executeTakeFirst();
    if (numDeletedRows === 0n) return;
    const where = { channel_id: row.channel_id, message_id: row.id, ...guildOf(channel) };
    if (emoji === undefined)
      announce(tx, bus, `channel:${row.channel_id}`, "MESSAGE_REACTION_REMOVE_ALL", where);
    else {
      const d = { ...where, emoji: await readReactionEmoji(tx.sql, emoji) };
      announce(tx, bus, `channel:${row.channel_id}`, "MESSAGE_REACTION_REMOVE_EMOJI", d);
    }
  });
}

const readReactionEmoji = async (sql: Sql, key: string) => (await readReactionEmojis(sql, [key]))(key);

/** In time-out, or before the rules are accepted. */
const isRestricted = ({ member }: AccessibleChannel): boolean =>
  member?.permissionMember.timedOut === true || member?.pending === true;

/** A message and its channel, the message's lock held: reactions to one message are counted one after the other. */
async function accessMessage(
  tx: Tx,
  actor: Actor,
  { channelId, messageId }: Target,
  needs: bigint,
): Promise<{ channel: AccessibleChannel; row: MessageRow }> {
  const channel = await accessChannel(tx.sql, actor, channelId, needs);
  await tx.lock(`message:${messageId}`);
  const row = await findMessage(tx.sql, channelId, messageId);
  if (!row) throw new ApiError("unknown_message");
  return { channel, row };
}
