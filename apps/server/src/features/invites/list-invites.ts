import { LIMITS } from "@palabre/protocol";
import type { APIExtendedInvite, APIInvite } from "discord-api-types/v10";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Sql } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { accessGuildChannel } from "../channels/access.ts";
import { accessGuild, type GuildActor } from "../guild-core/access-guild.ts";
import { toUser, USER_COLUMNS } from "../users/present.ts";
import { everybodySees, findInvite, type InviteRow, seenChannels } from "./find-invite.ts";
import { toInvite, toMetadata } from "./present-invite.ts";

/**
 * The invitations to a channel, the newest first.
 * @throws ApiError unknown_channel, missing_permissions, invalid_channel_type
 */
export async function listChannelInvites(
  sql: Sql,
  actor: Actor,
  channelId: string,
): Promise<APIExtendedInvite[]> {
  const { member } = await accessGuildChannel(sql, actor, channelId, P.ManageChannels);
  const rows = await usable(sql, member.guildId).where("channel_id", "=", channelId).execute();
  return presentInvites(sql, member, rows, true);
}

/**
 * The invitations to a server, the newest first: with their uses for those who hold Manage Guild, without them for those
 * who hold View Audit Log alone. One that leads to a channel they do not see is there, and does not say where it leads.
 * @throws ApiError unknown_guild, missing_permissions
 */
export async function listGuildInvites(sql: Sql, actor: Actor, guildId: string): Promise<APIInvite[]> {
  const member = await accessGuild(sql, actor, guildId);
  const manages = (member.permissions & P.ManageGuild) !== 0n;
  if (!manages && (member.permissions & P.ViewAuditLog) === 0n) throw new ApiError("missing_permissions");
  return presentInvites(sql, member, await usable(sql, guildId).execute(), manages);
}

/** What somebody who holds a code is shown, a member or not: nothing that whoever joins would not see. */
export async function previewInvite(
  sql: Sql,
  code: string,
): Promise<{ invite: APIInvite; guildId: string; memberCount: number }> {
  const invite = await findInvite(sql, code);
  const { guild, row, channel } = invite;
  const shown = channel && (await everybodySees(sql, guild.id, channel)) ? channel : null;
  const inviter = row?.inviter_id
    ? await sql
        .selectFrom("users")
        .select(USER_COLUMNS)
        .where("id", "=", row.inviter_id)
        .where("deleted_at", "is", null)
        .executeTakeFirst()
    : undefined;
  return {
    invite: toInvite({ ...invite, channel: shown, inviter: inviter && toUser(inviter) }),
    guildId: guild.id,
    memberCount: guild.member_count,
  };
}

const usable = (sql: Sql, guildId: string) =>
  sql
    .selectFrom("guild_invites")
    .selectAll()
    .where("guild_id", "=", guildId)
    .where((is) => is.or([is("expires_at", "is", null), is("expires_at", ">", Date.now())]))
    .orderBy("created_at", "desc")
    .orderBy("code")
    .limit(LIMITS.guildInvites);

async function presentInvites(
  sql: Sql,
  member: GuildActor,
  rows: readonly InviteRow[],
  withMetadata: boolean,
): Promise<APIExtendedInvite[]> {
  if (rows.length === 0) return [];
  const { guildId } = member;
  const guild = await sql
    .selectFrom("guilds")
    .selectAll()
    .where("id", "=", guildId)
    .executeTakeFirstOrThrow();
  const channels = await sql
    .selectFrom("channels")
    .select(["id", "type", "name"])
    .where("guild_id", "=", guildId)
    .where("id", "in", [...new Set(rows.map(({ channel_id }) => channel_id))])
    .execute();
  const inviters = [...new Set(rows.flatMap(({ inviter_id }) => inviter_id ?? []))];
  const users =
    inviters.length === 0
      ? []
      : await sql.selectFrom("users").select(USER_COLUMNS).where("id", "in", inviters).execute();
  const seen = await seenChannels(sql, member, channels);
  const channelOf = new Map(channels.map((channel) => [channel.id, channel]));
  const userOf = new Map(users.map((user) => [user.id, toUser(user)]));
  return rows.flatMap((row) => {
    const channel = channelOf.get(row.channel_id);
    if (!channel) return [];
    const inviter = userOf.get(row.inviter_id ?? "");
    const told = toInvite({
      code: row.code,
      guild,
      row,
      channel: seen.has(channel.id) ? channel : null,
      inviter,
    });
    return [{ ...told, ...(withMetadata && toMetadata(row)) } as APIExtendedInvite];
  });
}
