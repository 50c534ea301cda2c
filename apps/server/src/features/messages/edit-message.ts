import { type APIMessage, LIMITS } from "@palabre/protocol";
import { MessageFlags, PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Blobs } from "../../blobs/blobs.ts";
import { announce } from "../../bus/announce.ts";
import type { Tx } from "../../db/database.ts";
import { ApiError, fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { type AccessibleChannel, accessChannel } from "../channels/access.ts";
import { requireAwake, requireMayWrite } from "../channels/may-write.ts";
import { withoutStrangeEmojis } from "../emojis/use-emojis.ts";
import { insertAttachments } from "../files/attachments.ts";
import { deleteFiles } from "../files/delete-files.ts";
import type { Upload } from "../files/store-upload.ts";
import { everybodySees } from "../invites/find-invite.ts";
import { asDispatched } from "../message-core/as-dispatched.ts";
import { type AnyComponent, textOf } from "../message-core/component-tree.ts";
import { followEdit } from "../message-core/crossposts.ts";
import { inList } from "../message-core/in-list.ts";
import type { MessageExtra } from "../message-core/interaction-trace.ts";
import { hasPoll } from "../message-core/polls.ts";
import { presentMessage } from "../message-core/present.ts";
import { findMessage, insertMentions, type MessageRow } from "../message-core/queries.ts";
import { isWritten } from "../message-core/written.ts";
import { insertPoll, requireMayAsk } from "../polls/insert-poll.ts";
import {
  arrangeComponents,
  flagsOf,
  isV2,
  requireEmojis,
  requireFiles,
  requireNoneOfPeople,
} from "./components.ts";
import type { EditMessageInput } from "./message-body.ts";
import {
  embedsFor,
  extraOf,
  findAddressees,
  requireComponentsAlone,
  type SendParts,
} from "./send-message.ts";

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
  const files = await tx.sql
    .selectFrom("attachments")
    .selectAll()
    .where("message_id", "=", messageId)
    .orderBy("position")
    .execute();
  const ownIds = new Set(files.map(({ id }) => id));
  const notes = input.attachments ?? null;
  const stray = (notes ?? []).findIndex(
    ({ id }) => !ownIds.has(id) && !uploads.some(({ index }) => String(index) === id),
  );
  if (stray !== -1) {
    throw fieldError(`attachments.${stray}.id`, "MESSAGE_ATTACHMENT_NOT_FOUND", "No such attachment.");
  }
  const kept = notes ? files.filter(({ id }) => notes.some((note) => note.id === id)) : files;
  if (kept.length + uploads.length > LIMITS.filesPerMessage) throw new ApiError("max_attachments");

  const asked = input.poll ?? undefined;
  if (asked && !isAnswer) throw fieldError("poll", "POLL_NOT_EDITABLE", "A poll comes with a new message.");
  const extra = row.extra ? (JSON.parse(row.extra) as MessageExtra) : {};
  const use = { applicationId: extra.application_id ?? actor.userId, userId: actor.userId, channel };
  if (asked) await requireMayAsk(tx.sql, use, asked);
  const content =
    input.content === undefined ? row.content : await withoutStrangeEmojis(tx.sql, use, input.content ?? "");
  requireNoneOfPeople(actor, input.components);
  if (input.embeds !== undefined) extra.embeds = embedsFor(channel, input);
  const flags = changeFlags(actor, row.flags, input.flags) & (isAnswer ? ~MessageFlags.Loading : -1);
  if (isV2(flags)) {
    requireComponentsAlone({ content, embeds: extra.embeds, sticker_ids: extra.sticker_items, poll: asked });
  }
  if (input.components !== undefined) {
    extra.components = arrangeComponents(input.components ?? [], isV2(flags));
    await requireEmojis(tx.sql, use, extra.components);
  }
  const isEmpty =
    content === "" &&
    !asked &&
    kept.length + uploads.length + (extra.embeds?.length ?? 0) === 0 &&
    !extra.components?.length &&
    !extra.sticker_items?.length;
  if (isEmpty) throw new ApiError("empty_message");
  const words = isV2(flags) ? textOf((extra.components ?? []) as unknown as AnyComponent[]) : content;

  const dropped = files.filter((file) => !kept.includes(file));
  await deleteFiles(tx, blobs, dropped);
  for (const note of notes ?? []) {
    if (!ownIds.has(note.id) || note.description === undefined) continue;
    await tx.sql
      .updateTable("attachments")
      .set({ description: note.description || null })
      .where("id", "=", note.id)
      .execute();
  }
  const last = files.at(-1)?.position ?? -1;
  const added = await insertAttachments(tx, row, uploads, notes ?? [], last + 1);
  requireFiles(extra.components ?? [], [...kept, ...added]);

  if (asked) {
    await insertPoll(tx, row, asked);
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
  if (input.content !== undefined || (isV2(flags) && input.components !== undefined)) {
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

/** Embeds are hidden and shown again; a message made of components stays one. */
export function changeFlags(
  actor: Pick<Actor, "bot">,
  before: number,
  given: number | null | undefined,
): number {
  if (given === undefined || given === null) return before;
  const settable = MessageFlags.SuppressEmbeds;
  const added = flagsOf(actor, given) & MessageFlags.IsComponentsV2;
  return (before & ~settable) | (given & settable) | added;
}
