import { compareRoles } from "@palabre/protocol";
import { type APIRole, PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Bus } from "../../bus/bus.ts";
import type { Database } from "../../db/database.ts";
import { ApiError, fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { accessGuild, type GuildActor } from "../guild-core/access-guild.ts";
import { type RoleRow, toRole } from "../guild-core/present-guild.ts";
import { auditRole } from "./audit-role.ts";
import type { RoleMove } from "./role-body.ts";
import { placeRoles, readRoles } from "./role-list.ts";

/**
 * Orders roles anew: those named come to stand at their positions, counted from 1 above @everyone, the others keep their
 * order around them. Roles from one's own highest up stay as they are.
 * @throws ApiError unknown_guild, unknown_role, missing_permissions, invalid_form_body
 */
export async function moveRoles(
  deps: { db: Database; bus: Bus; newId: () => string },
  actor: Actor,
  guildId: string,
  moves: readonly RoleMove[],
  reason: string | null,
): Promise<APIRole[]> {
  return deps.db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    const member = await accessGuild(tx.sql, actor, guildId, P.ManageRoles);
    const roles = await readRoles(tx.sql, guildId);
    const before = roles.filter(({ id }) => id !== guildId);
    const after = reorder(guildId, before, moves);
    if (!member.isOwner) requireSameAbove(member, before, after);
    const places = after
      .map((role, n) => ({ role, position: n + 1 }))
      .filter(({ role, position }) => role.position !== position);
    const was = new Map(places.map(({ role }) => [role.id, toRole(role)]));
    await placeRoles(tx, deps.bus, places);
    const named = new Set(moves.map(({ id }) => id));
    for (const { role } of places) {
      if (!named.has(role.id)) continue;
      const act = { guildId, actorId: actor.userId, reason };
      await auditRole(tx, deps, act, was.get(role.id) ?? null, toRole(role));
    }
    return roles.toSorted(compareRoles).map(toRole);
  });
}

/** @throws ApiError unknown_role; invalid_form_body for @everyone, and for what is named twice */
function reorder(guildId: string, roles: readonly RoleRow[], moves: readonly RoleMove[]): RoleRow[] {
  const byId = new Map(roles.map((role) => [role.id, role]));
  const moved = new Map<RoleRow, number>();
  for (const [n, { id, position }] of moves.entries()) {
    if (position === null || position === undefined) continue;
    if (id === guildId) {
      if (position === 0) continue;
      throw fieldError(`${n}.id`, "ROLE_EVERYONE_FIXED", "@everyone stays below all others.");
    }
    const role = byId.get(id);
    if (role === undefined) throw new ApiError("unknown_role");
    if (moved.has(role)) throw fieldError(`${n}.id`, "BASE_TYPE_DUPLICATE", "This id stands twice.");
    moved.set(role, position);
  }
  const order = roles.filter((role) => !moved.has(role));
  // Of two that are to stand in one place the one that is above now stays above.
  for (const [role, position] of Array.from(moved).sort((a, b) => a[1] - b[1] || compareRoles(a[0], b[0]))) {
    order.splice(Math.max(0, position - 1), 0, role);
  }
  return order;
}

function requireSameAbove({ top }: GuildActor, before: readonly RoleRow[], after: readonly RoleRow[]): void {
  const above = before.filter((role) => compareRoles(top, role) <= 0);
  const stayed = above.length === 0 || after.slice(-above.length).every((role, n) => role === above[n]);
  if (!stayed) throw new ApiError("missing_permissions");
}
