import {
  type APIGuildMember,
  type APIRole,
  isAboveMember,
  type PermissionName,
  type Snowflake,
} from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { useOwnMember, useRoles } from "../../state/guilds.ts";
import { outranks, rolesOfGuild, useGuildPermissions } from "../../state/permissions.ts";
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
    isAboveMember(member: Pick<APIGuildMember, "user" | "roles">) {
      const guild = rolesOfGuild(store.get(), guildId);
      const selfId = store.get().self?.id;
      if (!guild || !own || selfId === undefined) return false;
      return isAboveMember(
        guild,
        { userId: selfId, roleIds: own.roles },
        { userId: member.user.id, roleIds: member.roles },
      );
    },
  };
}

export type Rank = ReturnType<typeof useRank>;
