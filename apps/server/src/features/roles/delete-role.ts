import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { accessGuild, requireAboveRole } from "../guild-core/access-guild.ts";
import { toRole } from "../guild-core/present-guild.ts";
import { auditRole } from "./audit-role.ts";
import { findRole } from "./role-list.ts";

/**
 * Deletes a role below one's own highest, and with it what channels say of it. Members simply no longer have it: nothing
 * is told of each.
 * @throws ApiError unknown_guild, unknown_role, missing_permissions; invalid_role for @everyone and what is managed
 */
export async function deleteRole(
  deps: { db: Database; bus: Bus; newId: () => string },
  actor: Actor,
  { guildId, roleId }: { guildId: string; roleId: string },
  reason: string | null,
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    const member = await accessGuild(tx.sql, actor, guildId, P.ManageRoles);
    const row = await findRole(tx.sql, guildId, roleId);
    requireAboveRole(member, row);
    if (roleId === guildId || row.managed === 1) throw new ApiError("invalid_role");
    await tx.sql.deleteFrom("roles").where("id", "=", roleId).execute();
    await tx.sql.deleteFrom("member_roles").where("role_id", "=", roleId).execute();
    await tx.sql.deleteFrom("channel_overwrites").where("target_id", "=", roleId).execute();
    announce(tx, deps.bus, `guild:${guildId}`, "GUILD_ROLE_DELETE", { guild_id: guildId, role_id: roleId });
    await auditRole(tx, deps, { guildId, actorId: actor.userId, reason }, toRole(row), null);
  });
}
