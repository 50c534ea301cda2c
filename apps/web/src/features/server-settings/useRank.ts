import type { APIRole, PermissionName, Snowflake } from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { useRoles } from "../../state/guilds.ts";
import { outranks, useGuildPermissions } from "../../state/permissions.ts";
import { store, useSelector } from "../../state/store.ts";

/** How far one's own reach goes in a server, for what is offered and what is not. */
export function useRank(guildId: Snowflake) {
  const held = useGuildPermissions(guildId);
  const isOwner = useSelector((state) => state.guilds[guildId]?.owner_id === state.self?.id);
  // Roles are read with each question; this has the page drawn anew when they change.
  useRoles(guildId);
  return {
    held,
    isOwner,
    has: (name: PermissionName) => (held & P[name]) !== 0n,
    isAbove: (role: APIRole) => outranks(store.get(), guildId, role),
  };
}

export type Rank = ReturnType<typeof useRank>;
