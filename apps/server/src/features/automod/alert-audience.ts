import { computeChannelPermissions, type PermissionOverwrite } from "@palabre/protocol";
import { ChannelType, OverwriteType, PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Sql } from "../../db/database.ts";
import { isThread, readOverwrites } from "../guild-core/access-guild.ts";
import { findViewers } from "../guild-core/find-viewers.ts";

/**
 * Whether all who see the alert channel see the other one, too, so that an alert tells nobody what they may not read.
 * Where that cannot be said for sure, the answer is no.
 */
export async function mayReadAlert(
  sql: Sql,
  guildId: string,
  alertChannelId: string,
  channelId: string,
): Promise<boolean> {
  if (alertChannelId === channelId) return true;
  const channel = await sql
    .selectFrom("channels")
    .select(["id", "type", "parent_id"])
    .where("id", "=", channelId)
    .where("guild_id", "=", guildId)
    .executeTakeFirst();
  if (!channel || channel.type === ChannelType.PrivateThread) return false;
  const placeId = isThread(channel.type) ? (channel.parent_id ?? channelId) : channelId;
  if (placeId === alertChannelId) return true;
  const there = await readOverwrites(sql, alertChannelId);
  const here = await readOverwrites(sql, placeId);
  if (sayTheSame(there, here)) return true;
  // Without denials of single roles and members, somebody sees the channel when one of their roles does.
  if (here.some(({ id, deny }) => id !== guildId && (deny & P.ViewChannel) !== 0n)) return false;
  const roles = await sql
    .selectFrom("roles")
    .select(["id", "permissions"])
    .where("guild_id", "=", guildId)
    .execute();
  const guild = {
    id: guildId,
    ownerId: "",
    roles: new Map(roles.map(({ id, permissions }) => [id, { id, permissions: BigInt(permissions) }])),
  };
  const sees = (roleId: string, overwrites: readonly PermissionOverwrite[]) => {
    const nobody = { userId: "nobody", roleIds: roleId === guildId ? [] : [roleId] };
    return (
      (computeChannelPermissions(guild, nobody, overwrites, ChannelType.GuildText) & P.ViewChannel) !== 0n
    );
  };
  if (roles.some(({ id }) => sees(id, there) && !sees(id, here))) return false;
  const named = there.flatMap(({ id, type, allow }) =>
    type === OverwriteType.Member && (allow & P.ViewChannel) !== 0n ? [id] : [],
  );
  const key = { guild_id: guildId, type: ChannelType.GuildText, parent_id: null };
  const readers = await findViewers(sql, { ...key, id: alertChannelId }, named);
  return (await findViewers(sql, { ...key, id: placeId }, readers)).length === readers.length;
}

function sayTheSame(a: readonly PermissionOverwrite[], b: readonly PermissionOverwrite[]): boolean {
  const ofView = (overwrites: readonly PermissionOverwrite[]) =>
    overwrites
      .map(({ id, type, allow, deny }) => `${id} ${type} ${allow & P.ViewChannel} ${deny & P.ViewChannel}`)
      .sort()
      .join();
  return ofView(a) === ofView(b);
}
