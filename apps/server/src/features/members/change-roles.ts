import { type APIGuildMember, AuditLogEvent, PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Tx } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import {
  accessGuild,
  findMember,
  type GuildActor,
  requireAboveRole,
  requireHolds,
} from "../guild-core/access-guild.ts";
import { writeAudit } from "../guild-core/audit.ts";
import { recountRoles } from "../read-states/recount-roles.ts";
import { announceMember } from "./announce-member.ts";

interface Uses {
  db: Database;
  bus: Bus;
  newId: () => string;
}

/**
 * Gives a member a role, or takes it from them.
 * @throws ApiError unknown_guild, unknown_member, unknown_role, invalid_role, missing_permissions
 */
export async function setRole(
  deps: Uses,
  actor: Actor,
  { guildId, userId, roleId, given }: { guildId: string; userId: string; roleId: string; given: boolean },
  reason: string | null,
): Promise<APIGuildMember | null> {
  return deps.db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    const member = await accessGuild(tx.sql, actor, guildId, P.ManageRoles);
    const target = await findMember(tx.sql, guildId, userId);
    if (!target) throw new ApiError("unknown_member");
    // @everyone is everybody's.
    if (roleId === guildId) throw new ApiError("invalid_role");
    const has = target.roleIds.includes(roleId);
    const change = given ? { add: [roleId], remove: [] } : { add: [], remove: [roleId] };
    // Whoever may not touch the role is told so, even if there is nothing to do.
    await requireRoles(tx, member, [roleId], given ? [roleId] : []);
    if (has === given) return null;
    await changeRoles(tx, deps, member, target, change, reason);
    const after = await announceMember(tx, deps.bus, guildId, userId);
    await recountRoles(tx, deps.bus, target, [roleId]);
    return after;
  });
}

/**
 * Gives and takes roles, with the transaction; the caller holds `guild:ID`, and tells of it. Each role has to be below
 * the actor, whoever it is given to, and what is given has to be theirs; that of an application comes and goes with it.
 * @throws ApiError unknown_role, invalid_role, missing_permissions
 */
export async function changeRoles(
  tx: Tx,
  deps: Omit<Uses, "db">,
  actor: GuildActor,
  target: GuildActor,
  { add, remove }: { add: readonly string[]; remove: readonly string[] },
  reason: string | null,
): Promise<void> {
  const { guildId, userId } = target;
  if (add.length + remove.length === 0) return;
  if ((actor.permissions & P.ManageRoles) === 0n) throw new ApiError("missing_permissions");
  const names = await requireRoles(tx, actor, [...add, ...remove], add);
  if (add.length > 0) {
    await tx.sql
      .insertInto("member_roles")
      .values(add.map((role_id) => ({ guild_id: guildId, user_id: userId, role_id })))
      .execute();
  }
  if (remove.length > 0) {
    await tx.sql
      .deleteFrom("member_roles")
      .where("guild_id", "=", guildId)
      .where("user_id", "=", userId)
      .where("role_id", "in", remove)
      .execute();
  }
  const told = (ids: readonly string[]) => ids.map((id) => ({ id, name: names.get(id) ?? "" }));
  await writeAudit(tx, deps, {
    guildId,
    actorId: actor.userId,
    action: AuditLogEvent.MemberRoleUpdate,
    targetId: userId,
    changes: [
      ...(add.length > 0 ? [{ key: "$add", new_value: told(add) }] : []),
      ...(remove.length > 0 ? [{ key: "$remove", new_value: told(remove) }] : []),
    ],
    reason,
  });
}

/**
 * Refuses roles that the actor may not touch, or not give.
 * @returns the names of all of them
 * @throws ApiError unknown_role, invalid_role, missing_permissions
 */
export async function requireRoles(
  tx: Tx,
  actor: GuildActor,
  ids: readonly string[],
  given: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tx.sql
    .selectFrom("roles")
    .select(["id", "name", "position", "permissions", "managed"])
    .where("guild_id", "=", actor.guildId)
    .where("id", "in", ids)
    .execute();
  if (rows.length < new Set(ids).size) throw new ApiError("unknown_role");
  for (const row of rows) {
    requireAboveRole(actor, row);
    if (row.managed === 1) throw new ApiError("invalid_role");
    if (given.includes(row.id)) requireHolds(actor, BigInt(row.permissions));
  }
  return new Map(rows.map(({ id, name }) => [id, name]));
}
