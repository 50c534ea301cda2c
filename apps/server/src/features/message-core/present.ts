import type { APIMessage, APIUser } from "@palabre/protocol";
import { snowflakeTime } from "@palabre/protocol";
import {
  type APIAttachment,
  type APIPoll,
  type APIReaction,
  AttachmentFlags,
  MessageFlags,
  MessageReferenceType,
  MessageType,
} from "discord-api-types/v10";
import { compileOnce } from "../../db/compile-once.ts";
import type { Sql } from "../../db/database.ts";
import { type GuildChannelRow, toThread } from "../guild-core/present-guild.ts";
import { iso, isoOrNull, toUser, USER_COLUMNS, type UserRow } from "../users/present.ts";
import type { AttachmentUrls } from "./attachment-urls.ts";
import { withFiles } from "./component-tree.ts";
import { inList } from "./in-list.ts";
import { type MessageExtra, presentTrace, tracedUsers } from "./interaction-trace.ts";
import { loadPolls } from "./polls.ts";
import type { AttachmentRow, MessageRow } from "./queries.ts";
import { readReactionEmojis } from "./reaction-emojis.ts";

/** What belongs to messages, by message id unless said otherwise. */
export interface Related {
  /** By user id: authors and those mentioned. */
  users: Map<string, APIUser>;
  mentions: Map<string, string[]>;
  /** Roles that are called. */
  roleMentions: Map<string, string[]>;
  /** Threads that began with a message, by the id of both. */
  threads: Map<string, GuildChannelRow>;
  attachments: Map<string, AttachmentRow[]>;
  /** Empty for payloads that go to several people: `me` differs for each. */
  reactions: Map<string, APIReaction[]>;
  /** With `me_voted` false for payloads that go to several people. */
  polls: Map<string, APIPoll>;
  /** By the id of the message referred to; what is absent was deleted. */
  referenced: Map<string, MessageRow>;
}

export interface Viewer {
  /** Whose `me` the reactions carry; null leaves reactions out, as a payload for several people needs. */
  viewerId: string | null;
  urls: AttachmentUrls;
}

// Every message sent and every page read asks these.
const selectUsers = compileOnce<Ids, UserRow>((sql, { ids }) =>
  sql.selectFrom("users").select(USER_COLUMNS).where("id", "in", ids),
);
const selectMessages = compileOnce<Ids, MessageRow>((sql, { ids }) =>
  sql.selectFrom("messages").selectAll().where("id", "in", ids),
);
const selectMentions = compileOnce<Ids, { message_id: string; user_id: string }>((sql, { ids }) =>
  sql
    .selectFrom("message_mentions")
    .select(["message_id", "user_id"])
    .where("message_id", "in", ids)
    .where("everyone", "=", 0)
    .orderBy("message_id")
    .orderBy("user_id"),
);
const selectRoleMentions = compileOnce<Ids, { message_id: string; role_id: string }>((sql, { ids }) =>
  sql
    .selectFrom("message_role_mentions")
    .select(["message_id", "role_id"])
    .where("message_id", "in", ids)
    .orderBy("message_id")
    .orderBy("role_id"),
);
const selectThreads = compileOnce<Ids, GuildChannelRow>((sql, { ids }) =>
  sql.selectFrom("channels").selectAll().where("id", "in", ids).where("archived", "is not", null),
);
const selectAttachments = compileOnce<Ids, AttachmentRow>((sql, { ids }) =>
  sql
    .selectFrom("attachments")
    .selectAll()
    .where("message_id", "in", ids)
    .orderBy("message_id")
    .orderBy("position"),
);
const selectReactions = compileOnce<Ids & { viewerId: string }, ReactionCount>((sql, { ids, viewerId }) =>
  sql
    .selectFrom("reactions")
    .select(({ fn, eb }) => [
      "message_id",
      "emoji",
      fn.countAll<number>().as("count"),
      fn.min("created_at").as("first"),
      fn.max(eb.case().when("user_id", "=", viewerId).then(eb.lit(1)).else(eb.lit(0)).end()).as("me"),
    ])
    .where("message_id", "in", ids)
    .groupBy(["message_id", "emoji"])
    .orderBy("first")
    .orderBy("emoji"),
);

interface Ids {
  ids: string[];
}
interface ReactionCount {
  message_id: string;
  emoji: string;
  count: number;
  first: number;
  me: number;
}

/** Rows as their wire form, in the order given. A handful of queries however many rows there are. */
export async function presentMessages(
  sql: Sql,
  rows: readonly MessageRow[],
  viewer: Viewer,
): Promise<APIMessage[]> {
  if (rows.length === 0) return [];
  const related = await loadRelated(sql, rows, viewer.viewerId);
  return rows.map((row) => assembleMessage(row, related, viewer));
}

export async function presentMessage(sql: Sql, row: MessageRow, viewer: Viewer): Promise<APIMessage> {
  return assembleMessage(row, await loadRelated(sql, [row], viewer.viewerId), viewer);
}

async function loadRelated(sql: Sql, rows: readonly MessageRow[], viewerId: string | null): Promise<Related> {
  const referenced = await loadReferenced(sql, rows);
  const all = [...rows, ...referenced.values()];
  const mentions = await loadMentions(sql, all);
  const roleMentions = await loadRoleMentions(sql, all);
  const threads = await loadThreads(sql, all);
  const polls = await loadPolls(sql, all, viewerId);
  const [attachments, reactions, users] = await Promise.all([
    loadAttachments(sql, all),
    viewerId === null
      ? new Map<string, APIReaction[]>()
      : loadReactions(
          sql,
          rows.map(({ id }) => id),
          viewerId,
        ),
    loadUsers(sql, [
      ...all.map((row) => row.author_id),
      ...[...mentions.values()].flat(),
      ...all.flatMap(tracedUsers),
    ]),
  ]);
  return { users, mentions, roleMentions, threads, attachments, reactions, polls, referenced };
}

export async function loadUsers(sql: Sql, ids: Iterable<string>): Promise<Map<string, APIUser>> {
  const { rows } = await selectUsers(sql, { ids: inList(ids) });
  return new Map(rows.map((row) => [row.id, toUser(row)]));
}

async function loadReferenced(sql: Sql, rows: readonly MessageRow[]): Promise<Map<string, MessageRow>> {
  const ids = rows.flatMap((row) => (showsAnother(row) && row.reference_id ? [row.reference_id] : []));
  if (ids.length === 0) return new Map();
  const { rows: found } = await selectMessages(sql, { ids: inList(ids) });
  return new Map(found.map((row) => [row.id, row]));
}

async function loadMentions(sql: Sql, rows: readonly MessageRow[]): Promise<Map<string, string[]>> {
  // Only what names or replies to somebody has mentions: most pages need no query at all.
  const ids = rows
    .filter((row) => row.content.includes("<@") || row.type !== MessageType.Default || namesInside(row))
    .map(({ id }) => id);
  if (ids.length === 0) return new Map();
  const { rows: found } = await selectMentions(sql, { ids: inList(ids) });
  return group(found, (row) => [row.message_id, row.user_id]);
}

async function loadRoleMentions(sql: Sql, rows: readonly MessageRow[]): Promise<Map<string, string[]>> {
  const ids = rows.filter((row) => row.content.includes("<@&") || namesInside(row)).map(({ id }) => id);
  if (ids.length === 0) return new Map();
  const { rows: found } = await selectRoleMentions(sql, { ids: inList(ids) });
  return group(found, (row) => [row.message_id, row.role_id]);
}

async function loadThreads(sql: Sql, rows: readonly MessageRow[]): Promise<Map<string, GuildChannelRow>> {
  const ids = rows.filter(({ flags }) => (flags & MessageFlags.HasThread) !== 0).map(({ id }) => id);
  if (ids.length === 0) return new Map();
  const { rows: found } = await selectThreads(sql, { ids: inList(ids) });
  return new Map(found.map((row) => [row.id, row]));
}

async function loadAttachments(sql: Sql, rows: readonly MessageRow[]): Promise<Map<string, AttachmentRow[]>> {
  // The files of a published message are not copied with it.
  const sourceOf = (row: MessageRow) => (isCopy(row) && row.reference_id) || row.id;
  const { rows: found } = await selectAttachments(sql, { ids: inList(rows.map(sourceOf)) });
  const files = group(found, (row) => [row.message_id, row]);
  for (const row of rows) if (isCopy(row)) files.set(row.id, files.get(sourceOf(row)) ?? []);
  return files;
}

async function loadReactions(
  sql: Sql,
  ids: readonly string[],
  viewerId: string,
): Promise<Map<string, APIReaction[]>> {
  const { rows: found } = await selectReactions(sql, { ids: inList(ids), viewerId });
  const emojiOf = await readReactionEmojis(
    sql,
    found.map(({ emoji }) => emoji),
  );
  return group(found, (row) => {
    const count = Number(row.count);
    const reaction: APIReaction = {
      emoji: emojiOf(row.emoji),
      count,
      count_details: { burst: 0, normal: count },
      burst_colors: [],
      me: Number(row.me) === 1,
      me_burst: false,
    };
    return [row.message_id, reaction];
  });
}

export function assembleMessage(row: MessageRow, related: Related, viewer: Viewer): APIMessage {
  const message = assembleBase(row, related, viewer.urls);
  const reactions = related.reactions.get(row.id);
  if (reactions) message.reactions = reactions;
  const thread = related.threads.get(row.id);
  if (thread) message.thread = toThread(thread) as unknown as NonNullable<APIMessage["thread"]>;
  // A copy of a published message says where it comes from itself.
  if (!row.reference_id || isCopy(row)) return message;
  // So does a thread's first message, which refers to the channel above.
  message.message_reference ??= {
    type: MessageReferenceType.Default,
    channel_id: row.channel_id,
    message_id: row.reference_id,
  };
  if (showsAnother(row)) {
    const referenced = related.referenced.get(row.reference_id);
    // A reply shows what it answers, yet not what that one answered in turn; a thread what it began with.
    message.referenced_message = referenced ? assembleBase(referenced, related, viewer.urls) : null;
  }
  return message;
}

function assembleBase(row: MessageRow, related: Related, urls: AttachmentUrls): APIMessage {
  const { made_by, has_poll, ...extra } = row.extra ? (JSON.parse(row.extra) as MessageExtra) : {};
  const attachments = (related.attachments.get(row.id) ?? []).map((a) => presentAttachment(a, urls));
  if (extra.components) extra.components = withFiles(extra.components, row.id, attachments);
  const poll = has_poll ? related.polls.get(row.id) : undefined;
  return {
    id: row.id,
    channel_id: row.channel_id,
    author: related.users.get(row.author_id) ?? nobody(row.author_id),
    type: row.type,
    content: row.content,
    timestamp: iso(snowflakeTime(row.id)),
    edited_timestamp: isoOrNull(row.edited_at),
    tts: false,
    mention_everyone: row.mention_everyone === 1,
    mentions: (related.mentions.get(row.id) ?? []).map((id) => related.users.get(id) ?? nobody(id)),
    mention_roles: related.roleMentions.get(row.id) ?? [],
    attachments,
    embeds: [],
    components: [],
    pinned: row.pinned_at !== null,
    flags: row.flags,
    ...(made_by && presentTrace(made_by, related.users)),
    ...(poll && { poll }),
    ...(extra as Partial<APIMessage>),
  };
}

export function presentAttachment(row: AttachmentRow, urls: AttachmentUrls): APIAttachment {
  const url = urls.sign(row.channel_id, row.id, row.filename);
  const attachment: APIAttachment = {
    id: row.id,
    filename: row.filename,
    size: row.size,
    url,
    proxy_url: url,
    content_type: row.content_type,
  };
  if (row.description !== null) attachment.description = row.description;
  if (row.width !== null && row.height !== null) {
    attachment.width = row.width;
    attachment.height = row.height;
  }
  if (row.placeholder !== null) attachment.placeholder = row.placeholder;
  if (row.spoiler === 1) attachment.flags = AttachmentFlags.IsSpoiler;
  return attachment;
}

/** A message whose texts stand in its components may name people there. */
const namesInside = ({ flags }: Pick<MessageRow, "flags">): boolean =>
  (flags & MessageFlags.IsComponentsV2) !== 0;

const isCopy = ({ flags }: Pick<MessageRow, "flags">): boolean => (flags & MessageFlags.IsCrosspost) !== 0;

function showsAnother({ type }: Pick<MessageRow, "type">): boolean {
  return type === MessageType.Reply || type === MessageType.ThreadStarterMessage;
}

/** Rows of users are kept when accounts are deleted; this stands in should one be missing all the same. */
function nobody(id: string): APIUser {
  return toUser({
    id,
    username: `deleted_user_${id}`,
    global_name: null,
    avatar: null,
    is_bot: 0,
    deleted_at: 0,
  });
}

function group<R, V>(rows: readonly R[], entry: (row: R) => [string, V]): Map<string, V[]> {
  const groups = new Map<string, V[]>();
  for (const row of rows) {
    const [key, value] = entry(row);
    const list = groups.get(key);
    if (list) list.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}
