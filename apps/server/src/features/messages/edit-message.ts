import type { APIMessage } from "@palabre/protocol";
import { MessageFlags, PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Blobs } from "../../blobs/blobs.ts";
import { announce } from "../../bus/announce.ts";
import type { Tx } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { type AccessibleChannel, accessChannel } from "../channels/access.ts";
import { requireAwake, requireMayWrite } from "../channels/may-write.ts";
import type { Upload } from "../files/store-upload.ts";
import { everybodySees } from "../invites/find-invite.ts";
import { asDispatched } from "../message-core/as-dispatched.ts";
import { followEdit } from "../message-core/crossposts.ts";
import { inList } from "../message-core/in-list.ts";
import { hasPoll } from "../message-core/polls.ts";
import { presentMessage } from "../message-core/present.ts";
import { findMessage, insertMentions, type MessageRow } from "../message-core/queries.ts";
import { isWritten } from "../message-core/written.ts";
import { insertPoll } from "../polls/insert-poll.ts";
import type { EditMessageInput } from "./message-body.ts";
import { rewriteParts } from "./rewrite-parts.ts";
import { extraOf, findAddressees, type SendParts } from "./send-message.ts";

/**
 * Changes one's own message. Fields that are absent stay. `attachments` lists the files that stay by their ids; files
 * of the form come after them. New mentions show, but call nobody who was not called before.
 * @throws ApiError unknown_channel, unknown_message, cannot_edit_other, system_message, poll_message, cannot_message_user, empty_message,
 *   max_attachments; in a server missing_permissions, thread_archived, thread_locked
 */
export async function editMessage(
  parts: EditParts,
  actor: Actor,
  channelId: string,
  messageId: string,
  input: EditMessageInput,
  uploads: readonly Upload[],
): Promise<APIMessage> {
  return parts.db.transaction(async (tx) => {
    const channel = await accessChannel(tx.sql, actor, channelId);
    return rewriteOwnMessage(tx, parts, actor, channel, messageId, input, uploads);
  });
}

/** The same within a transaction, in a channel that its author sees. */
export async function rewriteOwnMessage(
  tx: Tx,
  parts: EditParts,
  actor: EditActor,
  channel: AccessibleChannel,
  messageId: string,
  input: EditMessageInput,
  uploads: readonly Upload[],
): Promise<APIMessage> {
  if (channel.guild_id !== null) {
    if ((channel.permissions & P.SendMessages) === 0n) throw new ApiError("missing_permissions");
    requireAwake(channel);
  }
  await tx.lock(`message:${messageId}`);
  const row = await findMessage(tx.sql, channel.id, messageId);
  if (!row) throw new ApiError("unknown_message");
  if (row.author_id !== actor.userId) throw new ApiError("cannot_edit_other");
  if (!isWritten(row)) throw new ApiError("system_message");
  // New words in an old message are new words.
  await requireMayWrite(tx.sql, channel, actor.userId);
  return rewriteMessage(tx, parts, actor, channel, row, input, uploads);
}

type EditParts = SendParts & { blobs: Blobs };
type EditActor = Pick<Actor, "userId" | "bot">;

/**
 * The same within a transaction that holds `message:ID`, whoever may.
 * @param isAnswer a message that was promised gets its words: as if it had been sent so
 */
export async function rewriteMessage(
  tx: Tx,
  { bus, urls, blobs, automod }: EditParts,
  actor: EditActor,
  channel: AccessibleChannel,
  row: MessageRow,
  input: EditMessageInput,
  uploads: readonly Upload[],
  isAnswer = false,
): Promise<APIMessage> {
  const { id: messageId, channel_id: channelId } = row;
  if (hasPoll(row)) throw new ApiError("poll_message");
  const parts = await rewriteParts(tx, blobs, actor, channel, row, input, uploads, isAnswer);
  const { content, flags, extra, words, isReworded, asked } = parts;
  if (asked) {
    await insertPoll(tx, row, asked, parts.use);
    extra.has_poll = true;
  }
  const answered = row.reference_id ? await findMessage(tx.sql, channelId, row.reference_id) : undefined;
  const changed = {
    ...row,
    content,
    flags,
    extra: extraOf(extra, 0),
    edited_at: isAnswer ? null : Date.now(),
  };
  if (isReworded) {
    await automod(tx, channel, { messageId, content: words, isNew: false, bot: actor.bot });
    const addressees = await findAddressees(
      tx,
      actor,
      channel,
      { content: words, allowed_mentions: input.allowed_mentions },
      answered,
    );
    changed.mention_everyone = addressees.everyone ? 1 : 0;
    if (channel.guild_id !== null) {
      // Such calls are counted by whoever reads: an edit takes them away, and adds none.
      if (row.mention_everyone === 0) changed.mention_everyone = 0;
      await keepRoleMentions(tx, messageId, addressees.roleIds);
    }
    const named = new Set([...addressees.mentionIds, ...addressees.everyoneIds]);
    const before = await tx.sql
      .selectFrom("message_mentions")
      .select("user_id")
      .where("message_id", "=", messageId)
      .execute();
    const gone = before.map(({ user_id }) => user_id).filter((id) => !named.has(id));
    if (gone.length > 0) {
      await tx.sql
        .deleteFrom("message_mentions")
        .where("message_id", "=", messageId)
        .where("user_id", "in", inList(gone))
        .execute();
    }
    await insertMentions(tx, row, addressees.mentionIds, 0);
    await insertMentions(tx, row, addressees.everyoneIds, 1);
  }
  await tx.sql
    .updateTable("messages")
    .set({
      content: changed.content,
      flags: changed.flags,
      extra: changed.extra,
      edited_at: changed.edited_at,
      mention_everyone: changed.mention_everyone,
    })
    .where("id", "=", messageId)
    .execute();

  if (await isStillPublic(tx, channel, row)) await followEdit(tx, { bus, urls }, changed);
  // One payload for everybody, hence without reactions: whether `me` reacted differs for each. They have not changed.
  const announced = await presentMessage(tx.sql, changed, { viewerId: null, urls });
  const d = await asDispatched(tx.sql, channel.guild_id, announced, channel.member);
  announce(tx, bus, `channel:${channelId}`, "MESSAGE_UPDATE", d);
  return presentMessage(tx.sql, changed, { viewerId: actor.userId, urls });
}

/** Whether what is published of it may change with it: not once its channel is hidden from somebody. */
async function isStillPublic(
  tx: Tx,
  { id, guild_id, type, name }: AccessibleChannel,
  { flags }: Pick<MessageRow, "flags">,
): Promise<boolean> {
  if (guild_id === null || (flags & MessageFlags.Crossposted) === 0) return false;
  return everybodySees(tx.sql, guild_id, { id, type, name });
}

/** Takes away what a message no longer calls. */
async function keepRoleMentions(tx: Tx, messageId: string, roleIds: readonly string[]): Promise<void> {
  let query = tx.sql.deleteFrom("message_role_mentions").where("message_id", "=", messageId);
  if (roleIds.length > 0) query = query.where("role_id", "not in", roleIds);
  await query.execute();
}
