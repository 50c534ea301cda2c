/**
 * What one reads of servers ("guild" on the wire), beside `store.ts`:
 *
 * | hook | gives |
 * |---|---|
 * | `useGuild(id)` | a server's own fields |
 * | `useRail()` | servers and folders, as the rail shows them |
 * | `useGuildChannels(id)` | its channels, categories and threads that one sees, unordered |
 * | `useRoles(id)` | its roles, highest first |
 * | `useOwnMember(id)`, `useMember(id, userId)` | oneself; somebody one has heard of, oneself too |
 * | `useMemberName(id, user)`, `useMemberColor(id, userId)` | how somebody is called and coloured there |
 * | `useMemberAvatar(id, userId)` | the picture they chose for it |
 * | `useGuildUnread(id)` | `{unread, mentions}` of a server |
 * | `useGuildSettings(id)` | what one wants to hear of it |
 * | `useListedPresence(id, userId)` | somebody's presence, out of those rows |
 * | `useMemberList(id)` | the rows of the members panel, as far as they were asked for |
 *
 * Permissions: `state/permissions.ts`. Channels are read with `useChannel` of `store.ts`, like private ones.
 */
import {
  type APIRole,
  type APIUser,
  compareRoles,
  compareSnowflakes,
  type GuildFolder,
  type Presence,
  type Snowflake,
  type UnavailableGuild,
  type UserGuildSettings,
} from "@palabre/protocol";
import { guildSettingsOf } from "./guild-settings.ts";
import { sameList } from "./select.ts";
import { nameOf, useSelector } from "./store.ts";
import type { Guild, KnownMember, State, Table } from "./types.ts";
import { guildUnread } from "./unread.ts";

export const useGuild = (id: Snowflake) => useSelector((state) => state.guilds[id]);

export const useUnavailableGuild = (id: Snowflake) => useSelector((state) => state.unavailableGuilds[id]);

/** Servers that are closed, by id. */
export const useUnavailableGuilds = (): readonly UnavailableGuild[] =>
  useSelector((state) => Object.values(state.unavailableGuilds), sameList);

/** A place of the rail: one server, or a folder of several. */
export interface RailPlace {
  /** The folder's id; null for a single server. */
  id: string | null;
  name: string | null;
  color: number | null;
  guilds: readonly Guild[];
}

export const useRail = (): readonly RailPlace[] => useSelector(railOf, sameRail);

/** Folders and servers in the order that was chosen; servers that stand nowhere follow, the one joined last at the end. */
export function railOf(state: State): RailPlace[] {
  const placed = new Set<Snowflake>();
  const places: RailPlace[] = [];
  for (const { id, name, color, guild_ids } of state.settings.guild_folders) {
    const guilds = guild_ids.flatMap((guildId) => {
      const guild = placed.has(guildId) ? undefined : state.guilds[guildId];
      placed.add(guildId);
      return guild ?? [];
    });
    if (guilds.length > 0) places.push({ id, name, color, guilds });
  }
  const others = Object.values(state.guilds)
    .filter((guild) => !placed.has(guild.id))
    .sort((a, b) => compareSnowflakes(a.joinedId, b.joinedId) || compareSnowflakes(a.id, b.id));
  return [...places, ...others.map((guild) => ({ id: null, name: null, color: null, guilds: [guild] }))];
}

/** The rail as `settings.guild_folders` keeps it. */
export const foldersOf = (places: readonly RailPlace[]): GuildFolder[] =>
  places.map(({ id, name, color, guilds }) => ({ id, name, color, guild_ids: guilds.map((one) => one.id) }));

function sameRail(a: readonly RailPlace[], b: readonly RailPlace[]): boolean {
  return (
    a.length === b.length &&
    a.every((place, n) => {
      const other = b[n];
      return (
        other !== undefined &&
        place.id === other.id &&
        place.name === other.name &&
        place.color === other.color &&
        sameList(place.guilds, other.guilds)
      );
    })
  );
}

export const orderedGuilds = (state: State): Guild[] => railOf(state).flatMap((place) => place.guilds);

const NONE: Table<never> = {};

export const useGuildChannels = (id: Snowflake): State["guildChannels"][string] =>
  useSelector((state) => state.guildChannels[id] ?? NONE);

export const useRoles = (guildId: Snowflake): readonly APIRole[] =>
  useSelector((state) => rolesOf(state, guildId), sameList);

/** Highest first. */
export function rolesOf(state: State, guildId: Snowflake): APIRole[] {
  return Object.values(state.roles[guildId] ?? NONE).sort((a, b) => compareRoles(b, a));
}

export const useOwnMember = (guildId: Snowflake) => useSelector((state) => state.ownMembers[guildId]);

export const useMember = (guildId: Snowflake, userId: Snowflake): KnownMember | undefined =>
  useSelector((state) => memberOf(state, guildId, userId));

function memberOf(state: State, guildId: Snowflake, userId: Snowflake): KnownMember | undefined {
  return userId === state.self?.id ? state.ownMembers[guildId] : state.members[guildId]?.[userId];
}

/** What somebody is called in a server; outside of one (null), what they call themselves. */
export function memberName(state: State, guildId: Snowflake | null, user: APIUser): string {
  return nameOf(user, guildId === null ? null : memberOf(state, guildId, user.id)?.nick);
}

export const useMemberName = (guildId: Snowflake | null, user: APIUser): string =>
  useSelector((state) => memberName(state, guildId, user));

/** The picture that somebody chose for a server; null when they look there as everywhere. */
export const useMemberAvatar = (guildId: Snowflake | null, userId: Snowflake): string | null =>
  useSelector((state) => (guildId === null ? null : (memberOf(state, guildId, userId)?.avatar ?? null)));

/** 0xRRGGBB of the highest of somebody's roles that has a colour; null when none has. */
function memberColor(state: State, guildId: Snowflake, userId: Snowflake): number | null {
  const table = state.roles[guildId];
  let highest: APIRole | null = null;
  for (const id of memberOf(state, guildId, userId)?.roles ?? []) {
    const role = table?.[id];
    if (role && role.color !== 0 && (highest === null || compareRoles(role, highest) > 0)) highest = role;
  }
  return highest?.color ?? null;
}

export const useMemberColor = (guildId: Snowflake | null, userId: Snowflake): number | null =>
  useSelector((state) => (guildId === null ? null : memberColor(state, guildId, userId)));

export const useGuildUnread = (guildId: Snowflake) =>
  useSelector(
    (state) => guildUnread(state, guildId),
    (a, b) => a.unread === b.unread && a.mentions === b.mentions,
  );

export const useGuildSettings = (guildId: Snowflake): UserGuildSettings =>
  useSelector(
    (state) => guildSettingsOf(state, guildId),
    (a, b) => a === b || JSON.stringify(a) === JSON.stringify(b),
  );

/** Somebody's presence as the list tells it that one looks at; undefined when they are not in its rows. */
export const useListedPresence = (guildId: Snowflake | null, userId: Snowflake): Presence | undefined =>
  useSelector((state) => {
    for (const item of Object.values(state.memberLists[guildId ?? ""]?.rows ?? {})) {
      if ("member" in item && item.member.user.id === userId) return item.member.presence;
    }
    return undefined;
  });

export const useMemberList = (guildId: Snowflake) => useSelector((state) => state.memberLists[guildId]);
