import { computeChannelPermissions } from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Sql } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { AccessibleGuildChannel } from "../channels/access.ts";
import { readOverwrites } from "../guild-core/access-guild.ts";

/** Whether every member sees the channel, whatever their roles: what is hidden from some is published to nobody. */
export async function isForEveryone(
  sql: Sql,
  { id, guild_id, type }: Pick<AccessibleGuildChannel, "id" | "guild_id" | "type">,
): Promise<boolean> {
  const role = await sql
    .selectFrom("roles")
    .select(["id", "permissions"])
    .where("id", "=", guild_id)
    .executeTakeFirst();
  if (!role) return false;
  const everyone = { id: role.id, permissions: BigInt(role.permissions) };
  const guild = { id: guild_id, ownerId: "0", roles: new Map([[guild_id, everyone]]) };
  const overwrites = await readOverwrites(sql, id);
  const held = computeChannelPermissions(guild, { userId: "1", roleIds: [] }, overwrites, type);
  return (held & P.ViewChannel) !== 0n;
}

/** As what is published is signed: `Tessera #news`. */
export async function nameOfSource(
  sql: Sql,
  { guild_id, name }: Pick<AccessibleGuildChannel, "guild_id" | "name">,
): Promise<string> {
  const guild = await sql.selectFrom("guilds").select("name").where("id", "=", guild_id).executeTakeFirst();
  if (!guild) throw new ApiError("unknown_guild");
  return `${guild.name} #${name ?? ""}`;
}
