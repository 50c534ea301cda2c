import type { APIMessage } from "@palabre/protocol";
import { MessageFlags, MessageType, PermissionFlagsBits as P } from "discord-api-types/v10";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Tx } from "../../db/database.ts";
import { ApiError, fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import type { CheckMessage } from "../automod/check-message.ts";
import { type AccessibleChannel, accessChannel } from "../channels/access.ts";
import { revealChat } from "../channels/hide-chat.ts";
import { requireMayWrite } from "../channels/may-write.ts";
import { listRecipientIds } from "../channels/members.ts";
import { lockArchived, stirThread } from "../channels/thread-life.ts";
import { withoutStrangeEmojis } from "../emojis/use-emojis.ts";
import { insertAttachments } from "../files/attachments.ts";
import type { Upload } from "../files/store-upload.ts";
import { isThread } from "../guild-core/access-guild.ts";
import { asDispatched } from "../message-core/as-dispatched.ts";
import type { AttachmentUrls } from "../message-core/attachment-urls.ts";
import { type AnyComponent, textOf } from "../message-core/component-tree.ts";
import { type MessageExtra, tracedUsers } from "../message-core/interaction-trace.ts";
import { assembleMessage, loadUsers, presentMessage, presentMessages } from "../message-core/present.ts";
import { findMessage, insertMessage, type MessageRow } from "../message-core/queries.ts";
import { isWritten } from "../message-core/written.ts";
import { insertPoll, requireMayAsk } from "../polls/insert-poll.ts";
import { wordsOf } from "../polls/poll-body.ts";
import { resolveStickers } from "../stickers/resolve-stickers.ts";
import {
  arrangeComponents,
  type Components,
  flagsOf,
  isV2,
  requireEmojis,
  requireFiles,
  requireNoneOfPeople,
} from "./components.ts";
import { findCalledRoles, findNamed } from "./guild-addressees.ts";
import { findMentions } from "./mentions.ts";
import type { CreateMessageInput } from "./message-body.ts";
import { takeTurn } from "./slow-mode.ts";

export interface SendParts {
  db: Database;
  bus: Bus;
  newId: () => string;
  urls: AttachmentUrls;
  automod: CheckMessage;
}

export interface Sent {
  message: APIMessage;
  /** This nonce was sent before: `message` is that one, nothing was written or announced, the uploads are not used. */
  repeated: boolean;
}

/**
 * Sends a message. A person's message with a nonce is sent once however often it is tried; a bot asks for that with
 * `enforce_nonce`.
 * @throws ApiError unknown_channel, missing_permissions, cannot_message_user, empty_message, invalid_form_body; in a
 *   server invalid_channel_type, thread_locked, slow_mode
 */
export async function sendMessage(
  parts: SendParts,
  actor: Actor,
  channelId: string,
  input: CreateMessageInput,
  uploads: readonly Upload[],
): Promise<Sent> {
  const needs = uploads.length > 0 ? P.SendMessages | P.AttachFiles : P.SendMessages;
  return parts.db.transaction(async (tx) => {
    const channel = await accessChannel(tx.sql, actor, channelId, needs);
    return writeMessage(tx, parts, actor, channel, input, uploads);
  });
}

/** How a message is signed whose author is no account, like a webhook's: this stands in its wire form. */
export type Signature = Pick<APIMessage, "author" | "webhook_id" | "application_id">;

/** How a message is written that is more than what its sender said. */
export interface Writing {
  /** It begins a forum's post, and has the id of its thread. */
  isFirst?: boolean;
  type?: MessageType;
  /** In the place of those its sender chose. */
  flags?: number;
  extra?: MessageExtra;
  /** Of an author who is nobody: they have read nothing by it, and join no thread. */
  signature?: Signature | undefined;
}

/**
 * The same within a transaction, in a channel where the actor may send messages and, if there are any, files.
 */
export async function writeMessage(
  tx: Tx,
  { bus, newId, urls, automod }: SendParts,
  actor: Actor,
  channel: AccessibleChannel,
  input: CreateMessageInput,
  uploads: readonly Upload[],
  { isFirst = false, type, flags = flagsOf(actor, input.flags), extra = {}, signature }: Writing = {},
): Promise<Sent> {
  const channelId = channel.id;
  const use = { applicationId: signature?.application_id ?? actor.userId, userId: actor.userId, channel };
  const content = await withoutStrangeEmojis(tx.sql, use, input.content ?? "");
  const embeds = embedsFor(channel, input);
  const components = componentsFor(actor, input, flags);
  await requireEmojis(tx.sql, use, components);
  const words = isV2(flags) ? textOf(components as unknown as AnyComponent[]) : content;
  const nonce = input.nonce ?? undefined;
  const keyed = nonce !== undefined && nonce !== "" && (!actor.bot || input.enforce_nonce === true);

  const otherId = await requireMayWrite(tx.sql, channel, actor.userId);
  const sticker_items = await resolveStickers(tx.sql, actor, channel, input.sticker_ids ?? []);
  const asked = input.poll ?? undefined;
  if (asked) await requireMayAsk(tx.sql, use, asked);
  const parts = embeds.length + uploads.length + components.length + sticker_items.length;
  const isEmpty = content === "" && !asked && parts === 0;
  if (isEmpty && (flags & MessageFlags.Loading) === 0) throw new ApiError("empty_message");
  const reference = await findReference(tx, channel, input);
  if (channel.rate_limit_per_user > 0 && channel.guild_id !== null) {
    const known = keyed ? await findByNonce(tx, actor, channelId, String(nonce)) : undefined;
    if (!known) await takeTurn(tx, channel, actor.userId);
  }
  const said = { content: words, allowed_mentions: input.allowed_mentions };
  const addressees = await findAddressees(tx, actor, channel, said, reference);
  await lockArchived(tx, channel);
  const row = await insertMessage(
    tx,
    {
      id: isFirst ? channelId : newId(),
      channel_id: channelId,
      author_id: actor.userId,
      type: type ?? (reference ? MessageType.Reply : MessageType.Default),
      content,
      nonce: keyed ? String(nonce) : null,
      flags,
      mention_everyone: addressees.everyone ? 1 : 0,
      reference_id: reference?.id ?? null,
      extra: extraOf(
        {
          ...extra,
          ...signature,
          ...(asked && { has_poll: true }),
          tts: input.tts ?? false,
          embeds,
          components,
          sticker_items,
        },
        flags,
      ),
    },
    {
      mentionIds: addressees.mentionIds,
      everyoneIds: addressees.everyoneIds,
      roleIds: addressees.roleIds,
      calledIds: otherId === null ? undefined : [otherId],
      authorReads: signature === undefined,
    },
  );
  if (!row)
    return { message: await presentRepeated(tx, actor, channelId, String(nonce), urls), repeated: true };
  const poll = asked && (await insertPoll(tx, row, asked));
  const heard = asked ? `${words}\n${wordsOf(asked)}`.trim() : words;
  await automod(tx, channel, { messageId: row.id, content: heard, isNew: true, bot: actor.bot });
  if (isThread(channel.type)) {
    // An answer to somebody who is there brings nobody in.
    const joins = signature === undefined && extra.made_by === undefined;
    const joinIds = [...(joins ? [actor.userId] : []), ...addressees.mentionIds];
    await stirThread(tx, bus, channelId, { joinIds, isFirst });
  }
  if (otherId !== null) await revealChat(tx, { bus }, channelId, channel.last_message_id);

  const attachments = await insertAttachments(tx, row, uploads, input.attachments ?? []);
  requireFiles(components, attachments);
  const named = await loadUsers(tx.sql, [row.author_id, ...addressees.mentionIds, ...tracedUsers(row)]);
  const message = assembleMessage(
    row,
    {
      users: named,
      mentions: new Map([[row.id, addressees.mentionIds]]),
      roleMentions: new Map([[row.id, addressees.roleIds]]),
      threads: new Map(),
      attachments: new Map([[row.id, attachments]]),
      reactions: new Map(),
      polls: new Map(poll && [[row.id, poll]]),
      referenced: new Map(),
    },
    { viewerId: null, urls },
  );
  if (reference) {
    const [answered] = await presentMessages(tx.sql, [reference], { viewerId: null, urls });
    message.referenced_message = answered ?? null;
  }
  if (nonce !== undefined) message.nonce = nonce;
  const d = await asDispatched(tx.sql, channel.guild_id, message, channel.member);
  announce(tx, bus, `channel:${channelId}`, "MESSAGE_CREATE", d);
  return { message, repeated: false };
}

async function findReference(
  tx: Tx,
  { id: channelId, permissions }: AccessibleChannel,
  { message_reference: reference }: CreateMessageInput,
): Promise<MessageRow | undefined> {
  if (!reference) return undefined;
  // A reply shows what it answers.
  if ((permissions & P.ReadMessageHistory) === 0n) throw new ApiError("missing_permissions");
  const inChannel = !reference.channel_id || reference.channel_id === channelId;
  const found = inChannel ? await findMessage(tx.sql, channelId, reference.message_id) : undefined;
  if (found && isWritten(found)) return found;
  if (!found && reference.fail_if_not_exists === false) return undefined;
  throw found
    ? fieldError(
        "message_reference",
        "REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE",
        "Cannot reply to a system message",
      )
    : fieldError("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message");
}

/** Whom the message names and calls, of those who are in the channel. */
export async function findAddressees(
  tx: Tx,
  actor: Pick<Actor, "userId">,
  channel: AccessibleChannel,
  input: Pick<CreateMessageInput, "content" | "allowed_mentions">,
  answered: Pick<MessageRow, "author_id"> | undefined,
): Promise<{ mentionIds: string[]; everyone: boolean; everyoneIds: string[]; roleIds: string[] }> {
  const allowed = input.allowed_mentions;
  const { userIds, roleIds, everyone } = findMentions(input.content ?? "", allowed);
  // Discord's rule: a reply calls whom it answers, unless allowed_mentions is given and does not say so.
  const callsAnswered = allowed ? allowed.replied_user === true : true;
  if (answered && callsAnswered && answered.author_id !== actor.userId) userIds.add(answered.author_id);
  const all = everyone && (channel.permissions & P.MentionEveryone) !== 0n;
  const { guild_id } = channel;
  if (guild_id !== null) {
    return {
      mentionIds: await findNamed(tx, { ...channel, guild_id }, [...userIds]),
      everyone: all,
      // Nobody by name: whoever reads counts such messages.
      everyoneIds: [],
      roleIds: await findCalledRoles(tx, { ...channel, guild_id }, roleIds),
    };
  }
  if (userIds.size === 0 && !all) return { mentionIds: [], everyone: false, everyoneIds: [], roleIds: [] };
  const present = await listRecipientIds(tx.sql, channel.id);
  return {
    mentionIds: present.filter((id) => userIds.has(id)),
    everyone: all,
    everyoneIds: all ? present.filter((id) => !userIds.has(id) && id !== actor.userId) : [],
    roleIds: [],
  };
}

/** Embeds are dropped, not refused, where one may not embed. */
export const embedsFor = (
  { permissions }: Pick<AccessibleChannel, "permissions">,
  { embeds }: Pick<CreateMessageInput, "embeds">,
) => ((permissions & P.EmbedLinks) === 0n ? [] : (embeds ?? []));

/**
 * The components of a new message, checked.
 * @throws ApiError invalid_form_body naming what does not go together
 */
export function componentsFor(
  actor: Pick<Actor, "bot">,
  input: Pick<CreateMessageInput, "content" | "embeds" | "components" | "sticker_ids" | "poll">,
  flags: number,
): Components {
  requireNoneOfPeople(actor, input.components);
  const v2 = isV2(flags);
  if (v2) requireComponentsAlone(input);
  return arrangeComponents(input.components ?? [], v2);
}

/** Refuses text, embeds and a poll beside components that hold all a message says. @throws ApiError invalid_form_body */
export function requireComponentsAlone({
  content,
  embeds,
  sticker_ids,
  poll,
}: {
  content?: string | null | undefined;
  embeds?: readonly unknown[] | null | undefined;
  sticker_ids?: readonly unknown[] | null | undefined;
  poll?: unknown;
}): void {
  const used = { content, embeds: embeds?.length, sticker_ids: sticker_ids?.length, poll };
  const field = Object.entries(used).find(([, value]) => value)?.[0];
  if (field === undefined) return;
  throw fieldError(
    field,
    "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
    `The '${field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`,
  );
}

/** What of the wire form has no column of its own; what is empty is left out. */
export function extraOf(given: MessageExtra, flags: number): string | null {
  const extra = { ...given };
  if (!extra.tts) delete extra.tts;
  if (!extra.embeds?.length || (flags & MessageFlags.SuppressEmbeds) !== 0) delete extra.embeds;
  if (!extra.components?.length) delete extra.components;
  if (!extra.sticker_items?.length) delete extra.sticker_items;
  return Object.keys(extra).length > 0 ? JSON.stringify(extra) : null;
}

const findByNonce = (tx: Tx, actor: Actor, channelId: string, nonce: string) =>
  tx.sql
    .selectFrom("messages")
    .selectAll()
    .where("author_id", "=", actor.userId)
    .where("channel_id", "=", channelId)
    .where("nonce", "=", nonce)
    .executeTakeFirst();

async function presentRepeated(
  tx: Tx,
  actor: Actor,
  channelId: string,
  nonce: string,
  urls: AttachmentUrls,
): Promise<APIMessage> {
  const row = await findByNonce(tx, actor, channelId, nonce);
  if (!row) throw new Error("the message of a nonce that is taken is gone");
  const message = await presentMessage(tx.sql, row, { viewerId: actor.userId, urls });
  message.nonce = nonce;
  return message;
}
