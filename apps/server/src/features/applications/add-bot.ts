import { AuditLogEvent, PermissionFlagsBits as P } from "discord-api-types/v10";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Tx } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { accessGuild, requireAboveRole } from "../guild-core/access-guild.ts";
import { writeAudit } from "../guild-core/audit.ts";
import { type RoleRow, toRole } from "../guild-core/present-guild.ts";
import { addMember } from "../guilds/join-guild.ts";
import { readLimit } from "../instance/limits.ts";
import { auditRole } from "../roles/audit-role.ts";
import { insertLowest } from "../roles/create-role.ts";
import { announceRole, findRole, readRoles } from "../roles/role-list.ts";
import { readIntegration } from "./integrations.ts";
import type { ApplicationRow } from "./present-application.ts";

/**
 * Brings an application's bot into a server, with the transaction, as somebody who holds Manage Server there agreed to. Of
 * the permissions only those count that they hold themselves. Of one that is there already the role changes, if
 * it stands below them.
 * @throws ApiError unknown_guild, missing_permissions, bot_not_public, max_roles, max_members, banned
 */
export async function addBot(
  tx: Tx,
  deps: { bus: Bus; newId: () => string },
  actor: Actor,
  {
    application,
    guildId,
    permissions,
  }: { application: ApplicationRow; guildId: string; permissions: bigint },
): Promise<void> {
  const { id, name } = application;
  await tx.lock(`guild:${guildId}`);
  const member = await accessGuild(tx.sql, actor, guildId, P.ManageGuild);
  if (application.is_public === 0 && application.owner_id !== actor.userId) {
    throw new ApiError("bot_not_public");
  }
  const granted = String(permissions & member.permissions);
  const known = await tx.sql
    .selectFrom("guild_integrations")
    .select(["id", "role_id"])
    .where("guild_id", "=", guildId)
    .where("application_id", "=", id)
    .executeTakeFirst();
  if (known) {
    if (known.role_id === null) return;
    const role = await findRole(tx.sql, guildId, known.role_id);
    if (role.permissions === granted) return;
    requireAboveRole(member, role);
    await tx.sql.updateTable("roles").set({ permissions: granted }).where("id", "=", role.id).execute();
    const after = announceRole(tx, deps.bus, "GUILD_ROLE_UPDATE", { ...role, permissions: granted });
    await auditRole(tx, deps, { guildId, actorId: actor.userId, reason: null }, toRole(role), after);
    return;
  }
  const roles = await readRoles(tx.sql, guildId);
  if (roles.length >= (await readLimit(tx.sql, "roles"))) throw new ApiError("max_roles");
  const integrationId = deps.newId();
  const role: RoleRow = {
    id: deps.newId(),
    guild_id: guildId,
    name,
    color: 0,
    hoist: 0,
    position: 1,
    permissions: granted,
    mentionable: 0,
    managed: 1,
    unicode_emoji: null,
    tags: JSON.stringify({ bot_id: id, integration_id: integrationId }),
  };
  await insertLowest(tx, deps.bus, role, roles);
  await tx.sql
    .insertInto("guild_integrations")
    .values({
      id: integrationId,
      guild_id: guildId,
      application_id: id,
      added_by: actor.userId,
      role_id: role.id,
      scopes: JSON.stringify(["bot", "applications.commands"]),
      created_at: Date.now(),
    })
    .execute();
  const isNew = await addMember(tx, deps, { guildId, userId: id, roleIds: [role.id] });
  if (!isNew) throw new Error("a bot without an integration is no member");
  const integration = await readIntegration(tx.sql, guildId, integrationId);
  const topic = `guild:${guildId}` as const;
  announce(tx, deps.bus, topic, "INTEGRATION_CREATE", { ...integration, guild_id: guildId });
  announce(tx, deps.bus, topic, "GUILD_INTEGRATIONS_UPDATE", { guild_id: guildId });
  announce(tx, deps.bus, topic, "GUILD_APPLICATION_COMMAND_INDEX_UPDATE", { guild_id: guildId });
  const action = AuditLogEvent.BotAdd;
  await writeAudit(tx, deps, { guildId, actorId: actor.userId, action, targetId: id });
}
