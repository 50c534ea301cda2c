import type { APIRole, Channel, GuildChannel, PrivateChannel, ThreadChannel } from "@palabre/protocol";
import { guildIdOf, isPrivate } from "../../../state/channel.ts";
import { rolesOf } from "../../../state/guilds.ts";
import type { KnownMember, State } from "../../../state/types.ts";

export interface Named {
  id: string;
  name: string;
}

/** Members of a server that one has heard of, oneself not among them. */
export function knownMembers(state: State, channel: Channel): readonly KnownMember[] {
  const guildId = guildIdOf(channel);
  if (guildId === null) return [];
  return Object.values(state.members[guildId] ?? {}).filter((member) => member.roles !== null);
}

/** Roles that a message here may call: those that anybody may, or all for whoever may call everyone. */
export function callableRoles(state: State, channel: Channel, mayCallAll: boolean): readonly APIRole[] {
  const guildId = guildIdOf(channel);
  if (guildId === null) return [];
  return rolesOf(state, guildId).filter((role) => role.id !== guildId && (role.mentionable || mayCallAll));
}

/** What `#` leads to: in a server its channels and threads, elsewhere rooms that have a name. */
export function linkable(
  state: State,
  channel: Channel,
): readonly (PrivateChannel | GuildChannel | ThreadChannel)[] {
  const guildId = guildIdOf(channel);
  if (guildId === null)
    return Object.values(state.privateChannels).filter((one) => one.type === 3 && one.name);
  return Object.values(state.guildChannels[guildId] ?? {}).filter((one) => one.type !== 4);
}

/** Everybody and everything that a text here may name. */
export function nameable(state: State, channel: Channel) {
  const guildId = guildIdOf(channel);
  const others = isPrivate(channel)
    ? channel.recipients
    : Object.values(state.members[guildId ?? ""] ?? {}).map((member) => member.user);
  const people = state.self ? [state.self, ...others] : others;
  return {
    people: people.map(({ id, username }): Named => ({ id, name: username })),
    roles:
      guildId === null
        ? []
        : rolesOf(state, guildId).flatMap((role) => (role.id === guildId ? [] : named(role))),
    rooms: linkable(state, channel).flatMap(named),
  };
}

const named = ({ id, name }: { id: string; name: string | null }): Named[] => (name ? [{ id, name }] : []);
