import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Sql } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { accessGuild, requireAboveRole } from "../guild-core/access-guild.ts";
import { forgetRole } from "../guild-core/emojis.ts";
import { toRole } from "../guild-core/present-guild.ts";
import { recountRoles } from "../read-states/recount-roles.ts";
import { auditRole } from "./audit-role.ts";
import { findRole } from "./role-list.ts";

/** Members whose counts are told anew at once; those of the others come right with what they read next. */
const RECOUNTED = 200;

/**
 * Deletes a role below one's own highest, and with it what channels say of it. Members simply no longer have it: of
 * each is told, to them alone, only what no longer calls them.
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
    const called = await findCalled(tx.sql, roleId);
    await tx.sql.deleteFrom("member_roles").where("role_id", "=", roleId).execute();
    await tx.sql.deleteFrom("channel_overwrites").where("target_id", "=", roleId).execute();
    announce(tx, deps.bus, `guild:${guildId}`, "GUILD_ROLE_DELETE", { guild_id: guildId, role_id: roleId });
    await forgetRole(tx, deps.bus, guildId, roleId);
    for (const userId of called) await recountRoles(tx, deps.bus, { guildId, userId }, [roleId]);
    await auditRole(tx, deps, { guildId, actorId: actor.userId, reason }, toRole(row), null);
  });
}

/** Those who had the role, if it was ever called: the counts of the others stay. */
async function findCalled(sql: Sql, roleId: string): Promise<string[]> {
  const rows = await sql
    .selectFrom("member_roles as own")
    .select("own.user_id")
    .where("own.role_id", "=", roleId)
    .where((is) =>
      is.exists(
        is.selectFrom("message_role_mentions as r").select("r.role_id").where("r.role_id", "=", roleId),
      ),
    )
    .orderBy("own.user_id")
    .limit(RECOUNTED)
    .execute();
  return rows.map(({ user_id }) => user_id);
}
