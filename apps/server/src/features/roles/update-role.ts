import { type APIRole, PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Bus } from "../../bus/bus.ts";
import type { Database } from "../../db/database.ts";
import { fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { accessGuild, requireAboveRole, requireHolds } from "../guild-core/access-guild.ts";
import { toRole } from "../guild-core/present-guild.ts";
import { auditRole } from "./audit-role.ts";
import { type RoleBody, toColumns } from "./role-body.ts";
import { announceRole, findRole } from "./role-list.ts";

/**
 * Changes a role below one's own highest. Of @everyone only what it may do changes.
 * @throws ApiError unknown_guild, unknown_role, missing_permissions, invalid_form_body
 */
export async function updateRole(
  deps: { db: Database; bus: Bus; newId: () => string },
  actor: Actor,
  { guildId, roleId }: { guildId: string; roleId: string },
  body: RoleBody,
  reason: string | null,
): Promise<APIRole> {
  return deps.db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    const member = await accessGuild(tx.sql, actor, guildId, P.ManageRoles);
    const row = await findRole(tx.sql, guildId, roleId);
    requireAboveRole(member, row);
    const before = toRole(row);
    const columns = toColumns(body);
    requireHolds(member, BigInt(columns.permissions ?? 0) & ~BigInt(row.permissions));
    if (roleId === guildId) {
      for (const key of ["name", "color", "hoist", "mentionable", "unicode_emoji"] as const) {
        if (columns[key] !== undefined && columns[key] !== row[key]) {
          throw fieldError(key, "ROLE_EVERYONE_FIXED", "Of @everyone only the permissions change.");
        }
      }
    }
    const after = { ...row, ...columns };
    if (JSON.stringify(toRole(after)) === JSON.stringify(before)) return before;
    await tx.sql.updateTable("roles").set(columns).where("id", "=", roleId).execute();
    const role = announceRole(tx, deps.bus, "GUILD_ROLE_UPDATE", after);
    await auditRole(tx, deps, { guildId, actorId: actor.userId, reason }, before, role);
    return role;
  });
}
