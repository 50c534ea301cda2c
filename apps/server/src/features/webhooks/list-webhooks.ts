import { PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Sql } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { accessGuildChannel } from "../channels/access.ts";
import { listFollowed } from "../followers/list-webhooks.ts";
import { heldIn, readChannelList } from "../guild-channels/guild-channel-list.ts";
import { accessGuild } from "../guild-core/access-guild.ts";
import { inList } from "../message-core/in-list.ts";
import { loadUsers } from "../message-core/present.ts";
import { findWebhook } from "./access-webhook.ts";
import { toWebhook, type WebhookRow } from "./webhook.ts";

/** For those who are logged in: with who made it, and with the token where it is theirs to know. */
export async function presentWebhooks(sql: Sql, actor: Actor, rows: readonly WebhookRow[], base: string) {
  const creators = await loadUsers(
    sql,
    rows.flatMap(({ creator_id }) => creator_id ?? []),
  );
  return rows.map((row) =>
    toWebhook(row, { viewerId: actor.userId, base, creator: creators.get(row.creator_id ?? "") }),
  );
}

/**
 * The webhooks of a channel, then what it follows; there are few of each.
 * @throws ApiError unknown_channel, missing_permissions
 */
export async function listOfChannel(sql: Sql, actor: Actor, channelId: string, base: string) {
  await accessGuildChannel(sql, actor, channelId, P.ManageWebhooks);
  const rows = await sql
    .selectFrom("webhooks")
    .selectAll()
    .where("channel_id", "=", channelId)
    .orderBy("id")
    .execute();
  return [
    ...(await presentWebhooks(sql, actor, rows, base)),
    ...(await listFollowed(sql, "target_id", channelId)),
  ];
}

/**
 * The same of a whole server, in those channels where one manages webhooks: what one may not see does not exist.
 * @throws ApiError unknown_guild, missing_permissions
 */
export async function listOfGuild(sql: Sql, actor: Actor, guildId: string, base: string) {
  const member = await accessGuild(sql, actor, guildId, P.ManageWebhooks);
  const channels = await readChannelList(sql, guildId);
  const needs = P.ViewChannel | P.ManageWebhooks;
  const isMine = (channelId: string) => {
    const channel = channels.get(channelId);
    return channel !== undefined && (heldIn(member, channel) & needs) === needs;
  };
  const rows = await sql
    .selectFrom("webhooks")
    .selectAll()
    .where("guild_id", "=", guildId)
    .where("channel_id", "in", inList([...channels.keys()].filter(isMine)))
    .orderBy("id")
    .execute();
  const followed = await listFollowed(sql, "target_guild_id", guildId);
  return [
    ...(await presentWebhooks(sql, actor, rows, base)),
    ...followed.filter(({ channel_id }) => isMine(channel_id)),
  ];
}

/**
 * One of either kind.
 * @throws ApiError unknown_webhook, missing_permissions
 */
export async function readWebhook(sql: Sql, actor: Actor, webhookId: string, base: string) {
  const row = await findWebhook(sql, actor, webhookId);
  if (row) return (await presentWebhooks(sql, actor, [row], base))[0];
  const [follow] = await listFollowed(sql, "webhook_id", webhookId);
  if (!follow) throw new ApiError("unknown_webhook");
  const channel = await accessGuildChannel(sql, actor, follow.channel_id).catch((error: unknown) => {
    throw error instanceof ApiError ? new ApiError("unknown_webhook") : error;
  });
  if ((channel.permissions & P.ManageWebhooks) === 0n) throw new ApiError("missing_permissions");
  return follow;
}
