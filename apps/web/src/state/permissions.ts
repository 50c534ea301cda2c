import {
  type APIGuildMember,
  type APIOverwrite,
  type APIRole,
  computeBasePermissions,
  computeChannelPermissions,
  computeThreadPermissions,
  isAboveRole,
  type PermissionGuild,
  type PermissionMember,
  type PermissionOverwrite,
  parsePermissions,
  type RankedGuild,
  type RankedRole,
  type Snowflake,
} from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { isThread } from "./channel.ts";
import { useSelector } from "./store.ts";
import type { State, Table } from "./types.ts";

/**
 * What one may do in servers, by the functions that the server itself asks. The server has the last word: here this
 * only keeps out of sight what it would refuse. Bits by their names in `PermissionFlagsBits` of discord-api-types.
 */

/** In the server as a whole. */
export const useGuildPermissions = (guildId: Snowflake): bigint =>
  useSelector((state) => guildPermissions(state, guildId));

/** In a channel or thread of a server; 0 elsewhere. */
export const usePermissions = (channelId: Snowflake): bigint =>
  useSelector((state) => channelPermissions(state, channelId));

export const hasBits = (held: bigint, bits: bigint): boolean => (held & bits) === bits;

export function guildPermissions(state: State, guildId: Snowflake): bigint {
  const guild = rolesOfGuild(state, guildId);
  const member = ownMember(state, guildId);
  return guild && member ? computeBasePermissions(guild, member) : 0n;
}

export function channelPermissions(state: State, channelId: Snowflake): bigint {
  const guildId = state.guildOf[channelId];
  const member = guildId === undefined ? undefined : ownMember(state, guildId);
  return guildId === undefined || !member ? 0n : permissionsIn(state, guildId, channelId, member);
}

/** Whether whoever has no role sees the channel: if not, it is shown with a lock. */
export function isOpenToAll(state: State, guildId: Snowflake, channelId: Snowflake): boolean {
  // Asked by every row of a list at every change: what it hangs on are a few objects that seldom change.
  const channel = state.guildChannels[guildId]?.[channelId];
  const guild = rolesOfGuild(state, guildId);
  if (!channel || !guild) return false;
  const parent = state.guildChannels[guildId]?.[channel.parent_id ?? ""];
  const known = open.get(channel);
  if (known && known.guild === guild && known.parent === parent) return known.isOpen;
  const nobody = { userId: "0", roleIds: [] };
  const isOpen = hasBits(permissionsIn(state, guildId, channelId, nobody), P.ViewChannel);
  open.set(channel, { guild, parent, isOpen });
  return isOpen;
}

const open = new WeakMap<object, { guild: object; parent: object | undefined; isOpen: boolean }>();

/** Whether one may change or give a role, as far as rank goes. */
export function outranks(state: State, guildId: Snowflake, role: RankedRole): boolean {
  const guild = rolesOfGuild(state, guildId);
  const member = ownMember(state, guildId);
  return guild !== undefined && member !== undefined && isAboveRole(guild, member, role);
}

/** What `member` holds in a channel or thread that I see; also somebody who is not there, for "view as role". */
export function permissionsIn(
  state: State,
  guildId: Snowflake,
  channelId: Snowflake,
  member: PermissionMember,
): bigint {
  const guild = rolesOfGuild(state, guildId);
  const channel = state.guildChannels[guildId]?.[channelId];
  if (!guild || !channel) return 0n;
  if (!isThread(channel)) {
    return computeChannelPermissions(guild, member, parsed(channel.permission_overwrites), channel.type);
  }
  const parent = state.guildChannels[guildId]?.[channel.parent_id];
  if (!parent || isThread(parent)) return 0n;
  return computeThreadPermissions(guild, member, parsed(parent.permission_overwrites), {
    isPrivate: channel.type === 12,
    isMember: channel.member !== undefined,
  });
}

function ownMember(state: State, guildId: Snowflake): PermissionMember | undefined {
  const own = state.ownMembers[guildId];
  return own && state.self ? memberOf(own, state.self.id) : undefined;
}

function memberOf(member: APIGuildMember, userId: Snowflake): PermissionMember {
  const until = member.communication_disabled_until;
  return {
    userId,
    roleIds: member.roles,
    timedOut: until != null && Date.parse(until) > Date.now(),
    pending: member.pending === true,
  };
}

/** Roles and overwrites as numbers: read once for each time they change, not for each question. */
const guilds = new WeakMap<Table<APIRole>, PermissionGuild & RankedGuild>();
const overwrites = new WeakMap<readonly APIOverwrite[], PermissionOverwrite[]>();

/** A server as `packages/protocol` asks for it. */
function rolesOfGuild(state: State, guildId: Snowflake): (PermissionGuild & RankedGuild) | undefined {
  const table = state.roles[guildId];
  const ownerId = state.guilds[guildId]?.owner_id;
  if (!table || ownerId === undefined) return undefined;
  const known = guilds.get(table);
  if (known?.ownerId === ownerId) return known;
  const roles = new Map(
    Object.values(table).map(({ id, position, permissions }) => [
      id,
      { id, position, permissions: parsePermissions(permissions) ?? 0n },
    ]),
  );
  const guild = { id: guildId, ownerId, roles };
  guilds.set(table, guild);
  return guild;
}

function parsed(list: readonly APIOverwrite[]): PermissionOverwrite[] {
  const known = overwrites.get(list);
  if (known) return known;
  const made = list.map(({ id, type, allow, deny }) => ({
    id,
    type,
    allow: parsePermissions(allow) ?? 0n,
    deny: parsePermissions(deny) ?? 0n,
  }));
  overwrites.set(list, made);
  return made;
}
