import { computeChannelPermissions, type PermissionGuild } from "@palabre/protocol";
import { ChannelType, PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Sql } from "../../db/database.ts";
import { type GuildChannelKey, isThread, readOverwrites } from "./access-guild.ts";

/**
 * Those of `userIds` who are members and see the channel; of a thread: its channel, since whoever is named in a thread
 * comes into it. A fixed number of queries.
 */
export async function findViewers(
  sql: Sql,
  channel: GuildChannelKey,
  userIds: readonly string[],
): Promise<string[]> {
  if (userIds.length === 0) return [];
  const guildId = channel.guild_id;
  const members = await sql
    .selectFrom("guild_members as m")
    .innerJoin("guilds as g", "g.id", "m.guild_id")
    .select(["m.user_id", "g.owner_id"])
    .where("m.guild_id", "=", guildId)
    .where("m.user_id", "in", [...userIds])
    .orderBy("m.user_id")
    .execute();
  const [first] = members;
  if (!first) return [];
  const owned = await sql
    .selectFrom("member_roles")
    .select(["user_id", "role_id"])
    .where("guild_id", "=", guildId)
    .where(
      "user_id",
      "in",
      members.map(({ user_id }) => user_id),
    )
    .execute();
  const roles = await sql
    .selectFrom("roles")
    .select(["id", "permissions"])
    .where("guild_id", "=", guildId)
    .where("id", "in", [guildId, ...new Set(owned.map(({ role_id }) => role_id))])
    .execute();
  const overwrites = await readOverwrites(
    sql,
    isThread(channel.type) ? (channel.parent_id ?? channel.id) : channel.id,
  );
  const guild: PermissionGuild = {
    id: guildId,
    ownerId: first.owner_id,
    roles: new Map(roles.map(({ id, permissions }) => [id, { id, permissions: BigInt(permissions) }])),
  };
  const rolesOf = Map.groupBy(owned, ({ user_id }) => user_id);
  return members
    .filter(({ user_id }) => {
      const roleIds = (rolesOf.get(user_id) ?? []).map(({ role_id }) => role_id);
      const held = computeChannelPermissions(
        guild,
        { userId: user_id, roleIds },
        overwrites,
        ChannelType.GuildText,
      );
      return (held & P.ViewChannel) !== 0n;
    })
    .map(({ user_id }) => user_id);
}
