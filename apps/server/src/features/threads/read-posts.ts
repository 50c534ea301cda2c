import type { APIMessage } from "@palabre/protocol";
import { ChannelType, PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Sql } from "../../db/database.ts";
import type { Actor } from "../../http/env.ts";
import { accessGuildChannel } from "../channels/access.ts";
import type { AttachmentUrls } from "../message-core/attachment-urls.ts";
import { inList } from "../message-core/in-list.ts";
import { presentMessages } from "../message-core/present.ts";

/** By the post's id; null for one whose first message was deleted. */
type PostData = Record<string, { first_message: APIMessage | null }>;

/** What posts of a forum begin with, for whoever has the posts already. Those that are not the forum's are left out. */
export async function readPosts(
  sql: Sql,
  urls: AttachmentUrls,
  actor: Actor,
  forumId: string,
  threadIds: readonly string[],
): Promise<{ threads: PostData }> {
  const { guild_id } = await accessGuildChannel(sql, actor, forumId, P.ReadMessageHistory);
  const posts = await sql
    .selectFrom("channels")
    .select("id")
    .where("id", "in", inList(threadIds))
    .where("parent_id", "=", forumId)
    .where("guild_id", "=", guild_id)
    .where("type", "=", ChannelType.PublicThread)
    .execute();
  const rows = await sql
    .selectFrom("messages")
    .selectAll()
    .where("id", "in", inList(posts.map(({ id }) => id)))
    .whereRef("channel_id", "=", "id")
    .execute();
  const first = await presentMessages(sql, rows, { viewerId: actor.userId, urls });
  const byId = new Map(first.map((message) => [message.id, message]));
  return {
    threads: Object.fromEntries(posts.map(({ id }) => [id, { first_message: byId.get(id) ?? null }])),
  };
}
