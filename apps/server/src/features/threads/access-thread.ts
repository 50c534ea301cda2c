import { PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Sql, Tx } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { type AccessibleGuildChannel, accessGuildChannel } from "../channels/access.ts";
import { isThread } from "../guild-core/access-guild.ts";
import type { GuildChannelRow } from "../guild-core/present-guild.ts";

/**
 * A channel of a server with the server's lock held: what is checked before it is written holds until then.
 * @throws ApiError unknown_channel, invalid_channel_type, missing_permissions
 */
export async function accessLocked(
  tx: Tx,
  actor: Actor,
  channelId: string,
  needs: bigint = P.ViewChannel,
): Promise<AccessibleGuildChannel> {
  const { guild_id } = await accessGuildChannel(tx.sql, actor, channelId, needs);
  await tx.lock(`guild:${guild_id}`);
  return accessGuildChannel(tx.sql, actor, channelId, needs);
}

/** A thread that the actor sees, and its row. @throws ApiError unknown_channel, invalid_channel_type */
export async function accessThread(
  tx: Tx,
  actor: Actor,
  threadId: string,
): Promise<{ channel: AccessibleGuildChannel; row: GuildChannelRow }> {
  const channel = await accessLocked(tx, actor, threadId);
  if (!isThread(channel.type)) throw new ApiError("invalid_channel_type");
  return { channel, row: await readRow(tx.sql, threadId) };
}

export async function readRow(sql: Sql, channelId: string): Promise<GuildChannelRow> {
  const row = await sql.selectFrom("channels").selectAll().where("id", "=", channelId).executeTakeFirst();
  if (!row) throw new ApiError("unknown_channel");
  return row;
}
