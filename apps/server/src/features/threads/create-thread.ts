import type { APIMessage, ThreadChannel } from "@palabre/protocol";
import {
  AuditLogEvent,
  ChannelType,
  MessageFlags,
  MessageReferenceType,
  MessageType,
  PermissionFlagsBits as P,
} from "discord-api-types/v10";
import { announce } from "../../bus/announce.ts";
import type { Tx } from "../../db/database.ts";
import { ApiError, fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import type { AccessibleChannel } from "../channels/access.ts";
import { ARCHIVE_AFTER, addToThread, archiveTime, requireRoomForThread } from "../channels/thread-life.ts";
import type { Upload } from "../files/store-upload.ts";
import { auditPlace, writeAudit } from "../guild-core/audit.ts";
import { type ChannelExtra, extraOf, toThread, toThreadMember } from "../guild-core/present-guild.ts";
import { asDispatched } from "../message-core/as-dispatched.ts";
import { presentMessage } from "../message-core/present.ts";
import { findMessage, moveLastMessage } from "../message-core/queries.ts";
import { countMessage } from "../message-core/read-states.ts";
import { insertSystemMessage } from "../message-core/system-message.ts";
import { isWritten } from "../message-core/written.ts";
import { type SendParts, type Signature, writeMessage } from "../messages/send-message.ts";
import { takeTurn } from "../messages/slow-mode.ts";
import { accessLocked, readRow } from "./access-thread.ts";
import { checkName } from "./check-name.ts";
import { requireTags } from "./tags.ts";
import type { CreateThreadInput } from "./thread-body.ts";

type Parent = AccessibleChannel & { guild_id: string };
type Made = ThreadChannel & { message?: APIMessage };

/**
 * A thread in a channel, or a post in a forum with the message it begins with.
 * @throws ApiError unknown_channel, missing_permissions, invalid_channel_type, max_threads, tag_required, slow_mode,
 *   automod_blocked, invalid_form_body, and what refuses a message
 */
export async function createThread(
  parts: SendParts,
  actor: Actor,
  channelId: string,
  input: CreateThreadInput,
  uploads: readonly Upload[],
  reason: string | null,
): Promise<Made> {
  return parts.db.transaction(async (tx) => {
    const parent = await accessLocked(tx, actor, channelId);
    if (parent.type === ChannelType.GuildForum)
      return createPost(tx, parts, actor, parent, input, uploads, reason);
    const type = typeIn(parent, input.type);
    const needs = type === ChannelType.PrivateThread ? P.CreatePrivateThreads : P.CreatePublicThreads;
    requireHeld(parent, needs);
    const id = parts.newId();
    const thread = await insertThread(tx, parts, actor, parent, { id, type, input, reason });
    if (type !== ChannelType.PrivateThread) {
      await insertSystemMessage(tx, parts, {
        channelId: parent.id,
        guildId: parent.guild_id,
        authorId: actor.userId,
        type: MessageType.ThreadCreated,
        content: thread.name,
        extra: {
          message_reference: {
            type: MessageReferenceType.Default,
            channel_id: id,
            guild_id: parent.guild_id,
          },
        },
      });
    }
    return thread;
  });
}

/**
 * A thread that begins with a message, whose id it gets.
 * @throws ApiError as above, and unknown_message, system_message, thread_exists
 */
export async function createThreadFrom(
  parts: SendParts,
  actor: Actor,
  channelId: string,
  messageId: string,
  input: CreateThreadInput,
  reason: string | null,
): Promise<Made> {
  const { bus, urls } = parts;
  return parts.db.transaction(async (tx) => {
    const parent = await accessLocked(tx, actor, channelId);
    const type = typeIn(parent, undefined, ChannelType.PublicThread);
    requireHeld(parent, P.CreatePublicThreads | P.ReadMessageHistory);
    await tx.lock(`message:${messageId}`);
    const row = await findMessage(tx.sql, channelId, messageId);
    if (!row) throw new ApiError("unknown_message");
    if (!isWritten(row)) {
      throw new ApiError("system_message");
    }
    const known = await tx.sql
      .selectFrom("channels")
      .select("id")
      .where("id", "=", messageId)
      .executeTakeFirst();
    if (known) throw new ApiError("thread_exists");
    const thread = await insertThread(tx, parts, actor, parent, { id: messageId, type, input, reason });
    const flags = row.flags | MessageFlags.HasThread;
    await tx.sql.updateTable("messages").set({ flags }).where("id", "=", messageId).execute();
    const message = await presentMessage(tx.sql, { ...row, flags }, { viewerId: null, urls });
    const d = await asDispatched(tx.sql, parent.guild_id, message);
    announce(tx, bus, `channel:${channelId}`, "MESSAGE_UPDATE", d);
    await insertSystemMessage(tx, parts, {
      channelId: thread.id,
      guildId: parent.guild_id,
      authorId: row.author_id,
      type: MessageType.ThreadStarterMessage,
      referenceId: messageId,
      authorReads: false,
      isNews: false,
      extra: {
        message_reference: {
          type: MessageReferenceType.Default,
          channel_id: channelId,
          message_id: messageId,
          guild_id: parent.guild_id,
        },
      },
    });
    return thread;
  });
}

/**
 * A post within a transaction that holds `guild:ID`.
 * @param signature of an author who is nobody (see writeMessage): nobody is in the post then
 */
export async function createPost(
  tx: Tx,
  parts: SendParts,
  actor: Actor,
  forum: Parent,
  input: CreateThreadInput,
  uploads: readonly Upload[],
  reason: string | null,
  signature?: Signature,
): Promise<Made> {
  const { message } = input;
  if (!message) throw fieldError("message", "BASE_TYPE_REQUIRED", "This field is required");
  requireHeld(forum, uploads.length > 0 ? P.SendMessages | P.AttachFiles : P.SendMessages);
  const applied_tags = requireTags(forum, forum.permissions, [], input.applied_tags ?? []);
  await takeTurn(tx, forum, actor.userId);
  const id = parts.newId();
  const type = ChannelType.PublicThread;
  const thread = await insertThread(tx, parts, actor, forum, {
    id,
    type,
    input,
    reason,
    applied_tags,
    isNobodys: signature !== undefined,
  });
  const place = {
    ...forum,
    id,
    type,
    parent_id: forum.id,
    owner_id: actor.userId,
    last_message_id: null,
    archived: 0 as const,
    extra: null,
    rate_limit_per_user: 0,
  };
  // New in the forum is what was posted there; whoever posts has seen what is there.
  await moveLastMessage(tx.sql, { id, channelId: forum.id });
  if (!signature) await countMessage(tx, { id, channel_id: forum.id, author_id: actor.userId }, []);
  const sent = await writeMessage(tx, parts, actor, place, message, uploads, { isFirst: true, signature });
  return { ...thread, last_message_id: id, message: sent.message };
}

function requireHeld({ permissions }: Parent, needs: bigint): void {
  if ((permissions & needs) !== needs) throw new ApiError("missing_permissions");
}

/** As documented: without a type it is private, except in an announcement channel. */
function typeIn(
  { type }: Parent,
  asked: number | null | undefined,
  usual: ChannelType = ChannelType.PrivateThread,
): ChannelType.AnnouncementThread | ChannelType.PublicThread | ChannelType.PrivateThread {
  const isNews = type === ChannelType.GuildAnnouncement;
  if (!isNews && type !== ChannelType.GuildText) throw new ApiError("invalid_channel_type");
  const wanted = asked ?? (isNews ? ChannelType.AnnouncementThread : usual);
  if (isNews !== (wanted === ChannelType.AnnouncementThread)) {
    throw fieldError("type", "BASE_TYPE_CHOICES", "This channel has no threads of that type.");
  }
  return wanted as ReturnType<typeof typeIn>;
}

async function insertThread(
  tx: Tx,
  parts: SendParts,
  actor: Actor,
  parent: Parent,
  of: {
    id: string;
    type: ChannelType;
    input: CreateThreadInput;
    reason: string | null;
    applied_tags?: string[];
    isNobodys?: boolean;
  },
): Promise<ThreadChannel> {
  const { id, type, input } = of;
  await requireRoomForThread(tx, parent.guild_id);
  await checkName(tx, parts.automod, actor, parent, { id, type }, input.name);
  const defaults = extraOf(parent);
  const extra: ChannelExtra = {
    auto_archive_duration:
      input.auto_archive_duration ?? defaults.default_auto_archive_duration ?? ARCHIVE_AFTER,
  };
  if (type === ChannelType.PrivateThread) extra.invitable = input.invitable ?? true;
  if (of.applied_tags) extra.applied_tags = of.applied_tags;
  const now = Date.now();
  const json = JSON.stringify(extra);
  await tx.sql
    .insertInto("channels")
    .values({
      id,
      type,
      name: input.name,
      icon: null,
      owner_id: actor.userId,
      dm_key: null,
      last_message_id: null,
      last_pin_at: null,
      created_at: now,
      guild_id: parent.guild_id,
      parent_id: parent.id,
      rate_limit_per_user: input.rate_limit_per_user ?? defaults.default_thread_rate_limit_per_user ?? 0,
      extra: json,
      archived: 0,
      archived_at: now,
      archives_at: archiveTime({ extra: json, flags: 0 }, now),
    })
    .execute();
  const thread = toThread(await readRow(tx.sql, id));
  const d = { ...thread, newly_created: true };
  announce(tx, parts.bus, `guild:${parent.guild_id}`, "THREAD_CREATE", d);
  await writeAudit(tx, parts, {
    guildId: parent.guild_id,
    actorId: of.isNobodys ? null : actor.userId,
    action: AuditLogEvent.ThreadCreate,
    targetId: id,
    channelId: auditPlace(thread),
    changes: [
      { key: "name", new_value: thread.name },
      { key: "type", new_value: thread.type },
      { key: "auto_archive_duration", new_value: extra.auto_archive_duration },
    ],
    reason: of.reason,
  });
  if (of.isNobodys) return thread;
  const [member] = await addToThread(
    tx,
    parts.bus,
    { id, guild_id: parent.guild_id, last_message_id: null },
    [actor.userId],
  );
  return { ...thread, member_count: 1, ...(member && { member: toThreadMember(member) }) };
}
