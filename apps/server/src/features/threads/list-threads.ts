import type { APIMessage, ThreadChannel } from "@palabre/protocol";
import { type APIThreadMember, ChannelType, PermissionFlagsBits as P } from "discord-api-types/v10";
import { sql as raw } from "kysely";
import type { Sql } from "../../db/database.ts";
import { spellings } from "../../db/spellings.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { accessGuildChannel } from "../channels/access.ts";
import { type GuildChannelRow, toThread, toThreadMember } from "../guild-core/present-guild.ts";
import { readGuildFor } from "../guild-core/read-guilds.ts";
import type { AttachmentUrls } from "../message-core/attachment-urls.ts";
import { inList } from "../message-core/in-list.ts";
import { presentMessages } from "../message-core/present.ts";
import type { SearchQuery } from "./thread-body.ts";

export interface ThreadList {
  threads: ThreadChannel[];
  /** One's own, of those one is in. */
  members: APIThreadMember[];
}

const PUBLIC = [ChannelType.PublicThread, ChannelType.AnnouncementThread];

/** Active threads of a server that the actor sees. @throws ApiError unknown_guild */
export async function listActive(
  sql: Sql,
  actor: Actor,
  guildId: string,
): Promise<ThreadList & { has_more: boolean }> {
  const guild = (await readGuildFor(sql, guildId, [actor.userId])).get(actor.userId);
  if (!guild) throw new ApiError("unknown_guild");
  const members = guild.threads.flatMap(({ member }) => (member ? [member as APIThreadMember] : []));
  return { threads: guild.threads, members, has_more: false };
}

/** Archived threads of a channel, the last archived first; `before` in milliseconds since 1970. */
export async function listArchived(
  sql: Sql,
  actor: Actor,
  channelId: string,
  kind: "public" | "private",
  { before, limit }: { before?: number | undefined; limit: number },
): Promise<ThreadList & { has_more: boolean }> {
  const needs = kind === "public" ? P.ReadMessageHistory : P.ReadMessageHistory | P.ManageThreads;
  const { guild_id } = await accessGuildChannel(sql, actor, channelId, needs);
  let query = sql
    .selectFrom("channels")
    .selectAll()
    .where("parent_id", "=", channelId)
    // One that was deleted waits for its messages to go.
    .where("guild_id", "=", guild_id)
    .where("archived", "=", 1)
    .where("type", "in", kind === "public" ? PUBLIC : [ChannelType.PrivateThread]);
  if (before !== undefined) query = query.where("archived_at", "<", before);
  const rows = await query
    .orderBy("archived_at", "desc")
    .limit(limit + 1)
    .execute();
  return page(sql, actor, rows, limit);
}

/** Archived private threads of a channel that the actor is in, the newest first. */
export async function listJoinedPrivate(
  sql: Sql,
  actor: Actor,
  channelId: string,
  { before, limit }: { before?: string | undefined; limit: number },
): Promise<ThreadList & { has_more: boolean }> {
  const { guild_id } = await accessGuildChannel(sql, actor, channelId, P.ReadMessageHistory);
  let query = sql
    .selectFrom("channels as c")
    .innerJoin("thread_members as t", "t.thread_id", "c.id")
    .selectAll("c")
    .where("t.user_id", "=", actor.userId)
    .where("c.parent_id", "=", channelId)
    .where("c.guild_id", "=", guild_id)
    .where("c.archived", "=", 1)
    .where("c.type", "=", ChannelType.PrivateThread);
  if (before !== undefined) query = query.where("c.id", "<", before);
  const rows = await query
    .orderBy("c.id", "desc")
    .limit(limit + 1)
    .execute();
  return page(sql, actor, rows, limit);
}

/** Public threads of a channel, or posts of a forum with what they begin with; pinned posts first. */
export async function searchThreads(
  sql: Sql,
  urls: AttachmentUrls,
  actor: Actor,
  channelId: string,
  query: SearchQuery,
): Promise<ThreadList & { has_more: boolean; total_results: number; first_messages: APIMessage[] }> {
  const { guild_id } = await accessGuildChannel(sql, actor, channelId, P.ReadMessageHistory);
  const { archived, tag = [], limit, offset, sort_order } = query;
  let found = sql
    .selectFrom("channels")
    .selectAll()
    .where("parent_id", "=", channelId)
    .where("guild_id", "=", guild_id)
    .where("archived", "=", archived ? 1 : 0)
    .where("type", "in", PUBLIC);
  if (tag.length > 0) {
    found = found.where((is) => is.or(tag.map((id) => is("extra", "like", `%"${id}"%`))));
  }
  if (query.name) {
    const holds = (text: string) =>
      raw<boolean>`lower(name) like ${`%${text.replace(/[\\%_]/g, "\\$&")}%`} escape '\\'`;
    const words = spellings(query.name.trim().toLowerCase());
    found = found.where((is) => is.or(words.map(holds)));
  }
  const { total } = await found
    .clearSelect()
    .select((e) => e.fn.countAll().as("total"))
    .executeTakeFirstOrThrow();
  // The archive may be long: it is walked in the order that its index has.
  const order = archived || query.sort_by === "archive_time" ? "archived_at" : ORDER[query.sort_by];
  if (!archived) found = found.orderBy(raw`flags & 2`, "desc");
  const rows = await found
    .orderBy(order, sort_order)
    .limit(limit + 1)
    .offset(offset)
    .execute();
  const list = await page(sql, actor, rows, limit);
  const first = await sql
    .selectFrom("messages")
    .selectAll()
    .where("id", "in", inList(list.threads.map(({ id }) => id)))
    .where((is) => is.or([is("channel_id", "=", channelId), is("channel_id", "=", is.ref("id"))]))
    .execute();
  const first_messages = await presentMessages(sql, first, { viewerId: actor.userId, urls });
  return { ...list, total_results: Number(total), first_messages };
}

const ORDER = { creation_time: "id", last_message_time: "last_message_id" } as const;

async function page(
  sql: Sql,
  actor: Actor,
  rows: readonly GuildChannelRow[],
  limit: number,
): Promise<ThreadList & { has_more: boolean }> {
  const shown = rows.slice(0, limit);
  const own = await sql
    .selectFrom("thread_members")
    .selectAll()
    .where("user_id", "=", actor.userId)
    .where("thread_id", "in", inList(shown.map(({ id }) => id)))
    .execute();
  const members = own.map(toThreadMember);
  const byId = new Map(members.map((member) => [member.id, member]));
  return {
    threads: shown.map((row) => {
      const member = byId.get(row.id);
      return member ? { ...toThread(row), member } : toThread(row);
    }),
    members,
    has_more: rows.length > limit,
  };
}

/** A thread as the actor sees it, for whoever was found to. */
export async function readThread(sql: Sql, actor: Actor, threadId: string): Promise<ThreadChannel> {
  const row = await sql.selectFrom("channels").selectAll().where("id", "=", threadId).executeTakeFirst();
  if (!row) throw new ApiError("unknown_channel");
  const [thread] = (await page(sql, actor, [row], 1)).threads;
  if (!thread) throw new ApiError("unknown_channel");
  return thread;
}
