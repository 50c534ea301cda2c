import { type APIRole, PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Tx } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { accessGuild, requireHolds } from "../guild-core/access-guild.ts";
import type { RoleRow } from "../guild-core/present-guild.ts";
import { readLimit } from "../instance/limits.ts";
import { auditRole } from "./audit-role.ts";
import { type RoleBody, toColumns } from "./role-body.ts";
import { announceRole, placeRoles, readRoles } from "./role-list.ts";

/**
 * Makes a role, right above @everyone. Unless said otherwise it grants what @everyone may.
 * @throws ApiError unknown_guild, missing_permissions, max_roles
 */
export async function createRole(
  deps: { db: Database; bus: Bus; newId: () => string },
  actor: Actor,
  guildId: string,
  body: RoleBody,
  reason: string | null,
): Promise<APIRole> {
  return deps.db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    const member = await accessGuild(tx.sql, actor, guildId, P.ManageRoles);
    requireHolds(member, body.permissions ?? 0n);
    const roles = await readRoles(tx.sql, guildId);
    if (roles.length >= (await readLimit(tx.sql, "roles"))) throw new ApiError("max_roles");
    const everyone = BigInt(roles.find(({ id }) => id === guildId)?.permissions ?? 0);
    const row: RoleRow = {
      id: deps.newId(),
      guild_id: guildId,
      name: "new role",
      color: 0,
      hoist: 0,
      position: 1,
      permissions: String(everyone & member.permissions),
      mentionable: 0,
      managed: 0,
      unicode_emoji: null,
      tags: null,
      ...toColumns(body),
    };
    const role = await insertLowest(tx, deps.bus, row, roles);
    await auditRole(tx, deps, { guildId, actorId: actor.userId, reason }, null, role);
    return role;
  });
}

/**
 * Puts a new role right above @everyone, with the transaction, and tells everybody in the server.
 * @param roles what `readRoles` gave
 */
export async function insertLowest(
  tx: Tx,
  bus: Bus,
  row: RoleRow,
  roles: readonly RoleRow[],
): Promise<APIRole> {
  await placeRoles(tx, bus, makingRoom(roles.filter(({ id }) => id !== row.guild_id)));
  await tx.sql.insertInto("roles").values(row).execute();
  return announceRole(tx, bus, "GUILD_ROLE_CREATE", row);
}

/** Who has to move up so that position 1 is free: as many as stand without a gap. */
function makingRoom(roles: readonly RoleRow[]): { role: RoleRow; position: number }[] {
  const places: { role: RoleRow; position: number }[] = [];
  let free = 2;
  for (const role of roles) {
    if (role.position >= free) break;
    places.push({ role, position: free++ });
  }
  // From the top, so that at no moment two stand in one place.
  return places.reverse();
}
