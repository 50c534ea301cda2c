import type { APIGuildMember, APIRole, PermissionName, Snowflake } from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { useOwnMember, useRoles } from "../../state/guilds.ts";
import { outranks, useGuildPermissions } from "../../state/permissions.ts";
import { store, useSelector } from "../../state/store.ts";

/** How far one's own reach goes in a server, for what is offered and what is not. */
export function useRank(guildId: Snowflake) {
  const held = useGuildPermissions(guildId);
  const isOwner = useSelector((state) => state.guilds[guildId]?.owner_id === state.self?.id);
  // What is read with each question; this has the page drawn anew when it changes.
  useRoles(guildId);
  const own = useOwnMember(guildId);
  return {
    held,
    isOwner,
    has: (name: PermissionName) => (held & P[name]) !== 0n,
    isAbove: (role: APIRole) => outranks(store.get(), guildId, role),
    /** As `isAboveMember` of packages/protocol says it, by the function that every page has already. */
    isAboveMember({ user, roles }: Pick<APIGuildMember, "user" | "roles">) {
      const state = store.get();
      if (user.id === state.self?.id || user.id === state.guilds[guildId]?.owner_id) return false;
      if (isOwner) return true;
      const theirs = roles.flatMap((id) => state.roles[guildId]?.[id] ?? []);
      return (own?.roles.length ?? 0) > 0 && theirs.every((role) => outranks(state, guildId, role));
    },
  };
}

export type Rank = ReturnType<typeof useRank>;
