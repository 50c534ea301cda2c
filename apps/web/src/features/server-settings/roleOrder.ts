import type { APIRole, Snowflake } from "@palabre/protocol";

export interface RoleMove {
  id: Snowflake;
  position: number;
}

/**
 * What to tell the server so that the role stands at `to` in the list. `roles`: highest first, @everyone last, which
 * never moves. Only the roles between both places change, so that none above is touched.
 */
export function moveRole(roles: readonly APIRole[], id: Snowflake, to: number): RoleMove[] {
  const movable = roles.slice(0, -1);
  const from = movable.findIndex((role) => role.id === id);
  const target = Math.max(0, Math.min(to, movable.length - 1));
  const moved = movable[from];
  if (!moved || target === from) return [];
  const next = movable.toSpliced(from, 1).toSpliced(target, 0, moved);
  const first = Math.min(from, target);
  const last = Math.max(from, target);
  // The places of these roles, shared out anew. Where two stood on one, all below are counted from the bottom.
  const places = movable.slice(first, last + 1).map((role) => role.position);
  const isClear = new Set(places).size === places.length;
  return next.flatMap((role, index) => {
    const position = isClear
      ? index >= first && index <= last
        ? (places[index - first] ?? role.position)
        : role.position
      : next.length - index;
    return position === role.position ? [] : { id: role.id, position };
  });
}
