import { PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Sql } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { findChannel } from "../channels/access.ts";
import { accessGuild } from "../guild-core/access-guild.ts";
import type { EventWebhookRow } from "./hook.ts";

/**
 * A server's own event webhook, if the actor manages webhooks there. One of a channel is for those who see the channel and
 * manage its webhooks; where the channel is gone, for whoever manages those of the server, who can end it.
 * @throws ApiError unknown_guild, missing_permissions, unknown_event_webhook
 */
export async function accessEventWebhook(
  sql: Sql,
  actor: Actor,
  guildId: string,
  id: string,
): Promise<EventWebhookRow> {
  await accessGuild(sql, actor, guildId, P.ManageWebhooks);
  const row = await sql
    .selectFrom("event_webhooks")
    .selectAll()
    .where("id", "=", id)
    .where("guild_id", "=", guildId)
    .executeTakeFirst();
  if (!row || !(await isTheirs(sql, actor, row.channel_id))) throw new ApiError("unknown_event_webhook");
  return row;
}

/** All of a server that the actor may see, the oldest first; there are few. @throws ApiError unknown_guild, missing_permissions */
export async function listEventWebhooks(sql: Sql, actor: Actor, guildId: string): Promise<EventWebhookRow[]> {
  await accessGuild(sql, actor, guildId, P.ManageWebhooks);
  const rows = await sql
    .selectFrom("event_webhooks")
    .selectAll()
    .where("guild_id", "=", guildId)
    .orderBy("id")
    .execute();
  const theirs = await Promise.all(rows.map(({ channel_id }) => isTheirs(sql, actor, channel_id)));
  return rows.filter((_, index) => theirs[index]);
}

async function isTheirs(sql: Sql, actor: Actor, channelId: string | null): Promise<boolean> {
  if (channelId === null) return true;
  const channel = await findChannel(sql, actor, channelId);
  if (channel) return (channel.permissions & P.ManageWebhooks) !== 0n;
  const known = await sql.selectFrom("channels").select("id").where("id", "=", channelId).executeTakeFirst();
  return known === undefined;
}
