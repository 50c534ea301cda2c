import { type AuditLogEvent, PermissionFlagsBits as P } from "discord-api-types/v10";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Sql } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { accessGuildChannel } from "../channels/access.ts";
import { findMember, permissionsIn } from "../guild-core/access-guild.ts";
import { writeAudit } from "../guild-core/audit.ts";
import { type ChannelInfo, findVoiceState, isVoice, readChannelInfos } from "../guild-core/voice-states.ts";

/** Of Discord's documentation; its types have no names for them yet. */
const STATUS_SET = 192 as AuditLogEvent;
const STATUS_CLEARED = 193 as AuditLogEvent;

/**
 * Says what people do in a voice channel, or nothing with null. It takes Set Voice Channel Status; of those who are not in
 * it Manage Channels, too.
 * @throws ApiError unknown_channel, invalid_channel_type, missing_permissions
 */
export async function setVoiceStatus(
  { db, bus, newId }: { db: Database; bus: Bus; newId: () => string },
  actor: Actor,
  channelId: string,
  status: string | null,
  reason: string | null,
): Promise<void> {
  await db.transaction(async (tx) => {
    const channel = await accessGuildChannel(
      tx.sql,
      actor,
      channelId,
      P.ViewChannel | P.SetVoiceChannelStatus,
    );
    if (!isVoice(channel.type)) throw new ApiError("invalid_channel_type");
    const here = await findVoiceState(tx.sql, channel.guild_id, actor.userId);
    if (here?.channel_id !== channelId && (channel.permissions & P.ManageChannels) === 0n) {
      throw new ApiError("missing_permissions");
    }
    if (status === null) {
      await tx.sql.deleteFrom("voice_statuses").where("channel_id", "=", channelId).execute();
    } else {
      await tx.sql
        .insertInto("voice_statuses")
        .values({ channel_id: channelId, guild_id: channel.guild_id, status })
        .onConflict((c) => c.column("channel_id").doUpdateSet({ status }))
        .execute();
    }
    const d = { id: channelId, guild_id: channel.guild_id, status };
    announce(tx, bus, `guild:${channel.guild_id}`, "VOICE_CHANNEL_STATUS_UPDATE", d);
    await writeAudit(
      tx,
      { bus, newId },
      {
        guildId: channel.guild_id,
        actorId: actor.userId,
        action: status === null ? STATUS_CLEARED : STATUS_SET,
        targetId: channelId,
        channelId,
        ...(status !== null && { options: { channel_id: channelId, status } }),
        reason,
      },
    );
  });
}

/** What the voice channels of a server that somebody sees say of themselves, and since when people are in them. */
export async function readChannelInfo(sql: Sql, userId: string, guildId: string): Promise<ChannelInfo[]> {
  const [infos, member] = await Promise.all([
    readChannelInfos(sql, guildId),
    findMember(sql, guildId, userId),
  ]);
  if (!member || infos.length === 0) return [];
  const infoOf = new Map(infos.map((one) => [one.id, one]));
  const rows = await sql
    .selectFrom("channels")
    .select(["id", "type", "parent_id"])
    .where("id", "in", [...infoOf.keys()])
    .execute();
  const seen = [];
  for (const { id, type, parent_id } of rows) {
    const held = await permissionsIn(sql, member, { id, guild_id: guildId, type, parent_id });
    const info = infoOf.get(id);
    if (info && (held & P.ViewChannel) !== 0n) seen.push(info);
  }
  return seen;
}
