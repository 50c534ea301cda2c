import { ChannelType, PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Sql } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { type AccessibleChannel, accessGuildChannel } from "../channels/access.ts";
import { isSame, type WebhookRow } from "./webhook.ts";

/** None is there while its server is closed. */
const selectWebhook = (sql: Sql, id: string) =>
  sql
    .selectFrom("webhooks as w")
    .innerJoin("guilds as g", "g.id", "w.guild_id")
    .selectAll("w")
    .where("w.id", "=", id)
    .where("g.disabled_at", "is", null)
    .executeTakeFirst();

/**
 * An incoming webhook, if the actor sees its channel and manages webhooks there; null when there is none of that id.
 * @throws ApiError unknown_webhook, missing_permissions
 */
export async function findWebhook(sql: Sql, actor: Actor, webhookId: string): Promise<WebhookRow | null> {
  const row = await selectWebhook(sql, webhookId);
  if (!row) return null;
  const channel = await accessGuildChannel(sql, actor, row.channel_id).catch((error: unknown) => {
    throw error instanceof ApiError ? new ApiError("unknown_webhook") : error;
  });
  if ((channel.permissions & P.ManageWebhooks) === 0n) throw new ApiError("missing_permissions");
  return row;
}

/** The same where there has to be one. */
export async function accessWebhook(sql: Sql, actor: Actor, webhookId: string): Promise<WebhookRow> {
  const row = await findWebhook(sql, actor, webhookId);
  if (!row) throw new ApiError("unknown_webhook");
  return row;
}

/**
 * A webhook for whoever has its token.
 * @throws ApiError unknown_webhook, invalid_webhook_token
 */
export async function accessByToken(sql: Sql, webhookId: string, token: string): Promise<WebhookRow> {
  const row = await selectWebhook(sql, webhookId);
  if (!row) throw new ApiError("unknown_webhook");
  if (!isSame(row.token, token)) throw new ApiError("invalid_webhook_token");
  return row;
}

/** What a webhook may do in its channel and the threads of it: Discord's rules, slow mode included. */
const HELD =
  P.ViewChannel |
  P.SendMessages |
  P.ReadMessageHistory |
  P.AttachFiles |
  P.EmbedLinks |
  P.MentionEveryone |
  P.SendPolls |
  P.ManageThreads |
  P.BypassSlowmode;

/**
 * Where a webhook posts: its channel, or with `threadId` a thread of it that is not private.
 * @throws ApiError unknown_webhook when the channel is gone, unknown_channel for what is no thread of it
 */
export async function placeOf(
  sql: Sql,
  webhook: Pick<WebhookRow, "guild_id" | "channel_id">,
  threadId?: string,
): Promise<AccessibleChannel & { guild_id: string }> {
  const row = await sql
    .selectFrom("channels")
    .selectAll()
    .where("id", "=", threadId ?? webhook.channel_id)
    .where("guild_id", "=", webhook.guild_id)
    .executeTakeFirst();
  if (threadId === undefined && !row) throw new ApiError("unknown_webhook");
  // A private thread is for those who are in it, and whoever is named there comes into it.
  const isPlace =
    threadId === undefined ||
    (row?.archived !== null &&
      row?.parent_id === webhook.channel_id &&
      row.type !== ChannelType.PrivateThread);
  if (!row || !isPlace) throw new ApiError("unknown_channel");
  return { ...row, guild_id: webhook.guild_id, role: "member", permissions: HELD, member: null };
}

const PLACES: readonly ChannelType[] = [
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.GuildVoice,
  ChannelType.GuildStageVoice,
  ChannelType.GuildForum,
];

/**
 * A channel that a webhook may be put into by the actor.
 * @throws ApiError unknown_channel, missing_permissions, invalid_channel_type
 */
export async function accessPlace(sql: Sql, actor: Actor, channelId: string) {
  const channel = await accessGuildChannel(sql, actor, channelId, P.ManageWebhooks);
  if (!PLACES.includes(channel.type)) throw new ApiError("invalid_channel_type");
  return channel;
}
