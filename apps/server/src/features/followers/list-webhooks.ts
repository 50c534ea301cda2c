import { PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Sql } from "../../db/database.ts";
import type { Actor } from "../../http/env.ts";
import { accessGuildChannel } from "../channels/access.ts";

/** What a channel follows, as the documented webhooks of type 2. @throws ApiError unknown_channel, missing_permissions */
export async function listWebhooks(sql: Sql, actor: Actor, channelId: string) {
  await accessGuildChannel(sql, actor, channelId, P.ManageWebhooks);
  const rows = await sql
    .selectFrom("channel_followers as f")
    .innerJoin("channels as c", "c.id", "f.source_id")
    .innerJoin("guilds as g", "g.id", "c.guild_id")
    .select(["f.webhook_id", "f.target_guild_id", "c.id as source_id", "c.name as source_name"])
    .select(["g.id as guild_id", "g.name as guild_name", "g.icon as guild_icon"])
    .where("f.target_id", "=", channelId)
    .orderBy("f.webhook_id")
    .execute();
  return rows.map((row) => ({
    id: row.webhook_id,
    type: 2,
    guild_id: row.target_guild_id,
    channel_id: channelId,
    name: `${row.guild_name} #${row.source_name ?? ""}`,
    avatar: null,
    application_id: null,
    source_guild: { id: row.guild_id, name: row.guild_name, icon: row.guild_icon },
    source_channel: { id: row.source_id, name: row.source_name ?? "" },
  }));
}
