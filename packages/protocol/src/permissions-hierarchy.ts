import type { PermissionMember } from "./permissions.ts";
import { compareSnowflakes } from "./snowflake.ts";

/*
 * Who is above whom. Source: "Permission Hierarchy" of Discord's public documentation; docs/protocol.md, HIERARCHY1
 * and on.
 */

export interface RankedRole {
  id: string;
  position: number;
}

export interface RankedGuild {
  id: string;
  ownerId: string;
  roles: ReadonlyMap<string, RankedRole>;
}

type RankedMember = Pick<PermissionMember, "userId" | "roleIds">;

/**
 * Positive when `a` is above `b`, so that sorting puts the lowest first. At equal positions the older id is above.
 * It knows nothing of @everyone, which stays lowest as long as no other role has position 0.
 */
export function compareRoles(a: RankedRole, b: RankedRole): number {
  return a.position - b.position || compareSnowflakes(b.id, a.id);
}

/** The role above all others of `roles`; null when there is none. */
export function highestRole<Role extends RankedRole>(roles: Iterable<Role>): Role | null {
  let highest: Role | null = null;
  for (const role of roles) if (highest === null || compareRoles(role, highest) > 0) highest = role;
  return highest;
}

/**
 * Whether `actor` may act on `target` as far as rank goes: the owner on everyone else, nobody on the owner or on
 * themself, others on those whose highest role is below their own.
 */
export function isAboveMember(guild: RankedGuild, actor: RankedMember, target: RankedMember): boolean {
  if (actor.userId === target.userId || target.userId === guild.ownerId) return false;
  if (actor.userId === guild.ownerId) return true;
  const own = highestRole(rolesOf(guild, actor));
  const theirs = highestRole(rolesOf(guild, target));
  if (own === null) return false;
  return theirs === null || compareRoles(own, theirs) > 0;
}

/** Whether `actor` may act on `role`: the owner on each, others on those below their highest; @everyone is the lowest. */
export function isAboveRole(guild: RankedGuild, actor: RankedMember, role: RankedRole): boolean {
  if (actor.userId === guild.ownerId) return true;
  const own = highestRole(rolesOf(guild, actor));
  if (own === null) return false;
  return role.id === guild.id || compareRoles(own, role) > 0;
}

/** The member's roles that are there, without @everyone. */
function rolesOf(guild: RankedGuild, member: RankedMember): RankedRole[] {
  const roles: RankedRole[] = [];
  for (const id of member.roleIds) {
    const role = id === guild.id ? undefined : guild.roles.get(id);
    if (role !== undefined) roles.push(role);
  }
  return roles;
}
