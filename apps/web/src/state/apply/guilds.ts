import {
  type APIRole,
  compareSnowflakes,
  type GuildChannel,
  type ReadyGuild,
  type Snowflake,
  snowflakeAt,
  type ThreadChannel,
  type UnavailableGuild,
} from "@palabre/protocol";
import type { APISoundboardSound } from "discord-api-types/v10";
import { withoutChannels } from "../channel.ts";
import { drop, put, tableOf } from "../table.ts";
import type { Guild, State, Table } from "../types.ts";
import type { OnDispatch, OnLocal } from "./apply.ts";
import { plainEvent } from "./events.ts";
import { isNewer } from "./messages.ts";

export const onDispatch: OnDispatch = {
  GUILD_CREATE: (state, guild) => withGuild(state, guild),
  GUILD_UPDATE: (state, change) => withFields(state, change.id, () => change),
  GUILD_STICKERS_UPDATE: (state, { guild_id, stickers }) => withFields(state, guild_id, () => ({ stickers })),
  GUILD_SOUNDBOARD_SOUND_CREATE: withSound,
  GUILD_SOUNDBOARD_SOUND_UPDATE: withSound,
  GUILD_SOUNDBOARD_SOUND_DELETE: withSound,
  GUILD_DELETE(state, { id, unavailable }) {
    const closed = unavailable ? state.guilds[id] : undefined;
    const { unavailableGuilds: before } = state;
    return {
      ...withoutGuild(state, id),
      unavailableGuilds: closed ? put(before, id, closedOf(closed)) : drop(before, id),
    };
  },
  GUILD_EMOJIS_UPDATE(state, { guild_id, emojis }) {
    const guild = state.guilds[guild_id];
    return guild ? { ...state, guilds: put(state.guilds, guild_id, { ...guild, emojis }) } : state;
  },
  GUILD_ROLE_CREATE: (state, { guild_id, role }) => withRole(state, guild_id, role),
  GUILD_ROLE_UPDATE: (state, { guild_id, role }) => withRole(state, guild_id, role),
  GUILD_ROLE_DELETE: (state, { guild_id, role_id }) => withoutRole(state, guild_id, role_id),
  USER_GUILD_SETTINGS_UPDATE: (state, settings) => ({
    ...state,
    guildSettings: put(state.guildSettings, settings.guild_id, settings),
  }),
};

export const onLocal: OnLocal = {
  guild_settings_changed: (state, { settings }) => ({
    ...state,
    guildSettings: put(state.guildSettings, settings.guild_id, settings),
  }),
};

/** The tables of all servers, out of READY. */
export function guildTables(guilds: readonly ReadyGuild[]): GuildTables {
  return {
    guilds: tableOf(guilds.map(guildOf), (guild) => guild.id),
    roles: each(guilds, (guild) => tableOf(guild.roles, (role) => role.id)),
    guildChannels: each(guilds, channelsOf),
    guildOf: Object.fromEntries(
      guilds.flatMap((guild) => Object.keys(channelsOf(guild)).map((id) => [id, guild.id])),
    ),
    ownMembers: Object.fromEntries(guilds.flatMap((guild) => guild.members.map((own) => [guild.id, own]))),
    events: each(guilds, (guild) =>
      tableOf(guild.guild_scheduled_events.map(plainEvent), (event) => event.id),
    ),
    interests: Object.fromEntries(
      guilds.flatMap((guild) =>
        guild.guild_scheduled_events.flatMap((event) => (event.user_rsvp ? [[event.id, true] as const] : [])),
      ),
    ),
    voices: each(guilds, (guild) =>
      tableOf(
        guild.voice_states.map((one) => ({ ...one, guild_id: guild.id })),
        (one) => one.user_id,
      ),
    ),
    stages: tableOf(
      guilds.flatMap((guild) => guild.stage_instances),
      (stage) => stage.channel_id,
    ),
  };
}

type GuildTables = Pick<
  State,
  | "guilds"
  | "roles"
  | "guildChannels"
  | "guildOf"
  | "ownMembers"
  | "events"
  | "interests"
  | "voices"
  | "stages"
>;

/** The newest message of each channel when a server was told of. */
export function toldOf(guild: ReadyGuild): [Snowflake, Snowflake | null][] {
  return [...guild.channels, ...guild.threads].map((channel) => [
    channel.id,
    channel.last_message_id ?? null,
  ]);
}

function withGuild(state: State, guild: ReadyGuild): State {
  const tables = guildTables([guild]);
  const before = Object.keys(state.guildChannels[guild.id] ?? {});
  const gone = before.filter((id) => !(id in tables.guildOf));
  const cleared = gone.length > 0 ? withoutChannels(state, gone) : state;
  // What READY told already may be told again, as it was earlier: nothing counts a second time.
  const told = toldOf(guild).filter(([id, last]) => last !== null && isNewer(last, state.toldUpTo[id]));
  return {
    ...cleared,
    guilds: { ...cleared.guilds, ...tables.guilds },
    unavailableGuilds: drop(cleared.unavailableGuilds, guild.id),
    roles: { ...cleared.roles, ...tables.roles },
    guildChannels: { ...cleared.guildChannels, ...tables.guildChannels },
    guildOf: { ...cleared.guildOf, ...tables.guildOf },
    ownMembers: { ...cleared.ownMembers, ...tables.ownMembers },
    events: { ...cleared.events, ...tables.events },
    voices: { ...cleared.voices, ...tables.voices },
    // What closed meanwhile is not among those that are told.
    stages: { ...before.reduce(drop, cleared.stages), ...tables.stages },
    interests: { ...cleared.interests, ...tables.interests },
    toldUpTo: { ...cleared.toldUpTo, ...Object.fromEntries(told) },
  };
}

function withFields(state: State, id: Snowflake, change: (guild: Guild) => Partial<ReadyGuild>): State {
  const guild = state.guilds[id];
  if (!guild) return state;
  return { ...state, guilds: put(state.guilds, id, { ...guild, ...fieldsOf(change(guild)) }) };
}

/** One that has a name came or changed, another is gone; the oldest first. */
function withSound(state: State, sound: Partial<APISoundboardSound> & { sound_id: Snowflake }): State {
  return withFields(state, sound.guild_id ?? "", ({ soundboard_sounds: before }) => {
    const others = before.filter((one) => one.sound_id !== sound.sound_id);
    if (isSound(sound)) others.push(sound);
    return { soundboard_sounds: others.sort((a, b) => compareSnowflakes(a.sound_id, b.sound_id)) };
  });
}

const isSound = (sound: Partial<APISoundboardSound>): sound is APISoundboardSound => "name" in sound;

const closedOf = ({ id, name, icon }: Guild): UnavailableGuild => ({
  id,
  name,
  icon: icon ?? null,
  unavailable: true,
});

function withoutGuild(state: State, id: Snowflake): State {
  if (!(id in state.guilds)) {
    // READY left the server out, and what one chose for it was told once more.
    return id in state.guildSettings ? { ...state, guildSettings: drop(state.guildSettings, id) } : state;
  }
  const cleared = withoutChannels(state, Object.keys(state.guildChannels[id] ?? {}));
  return {
    ...cleared,
    guilds: drop(cleared.guilds, id),
    roles: drop(cleared.roles, id),
    guildChannels: drop(cleared.guildChannels, id),
    ownMembers: drop(cleared.ownMembers, id),
    events: drop(cleared.events, id),
    voices: drop(cleared.voices, id),
    members: drop(cleared.members, id),
    memberLists: drop(cleared.memberLists, id),
    guildSettings: drop(cleared.guildSettings, id),
  };
}

function withRole(state: State, guildId: Snowflake, role: APIRole): State {
  const roles = state.roles[guildId];
  return roles ? { ...state, roles: put(state.roles, guildId, put(roles, role.id, role)) } : state;
}

/** A role that is gone is gone from members and overwrites too: nobody is told of each. */
function withoutRole(state: State, guildId: Snowflake, roleId: Snowflake): State {
  const roles = state.roles[guildId];
  if (!roles) return state;
  const own = state.ownMembers[guildId];
  const without = <T extends { roles: Snowflake[] }>(member: T): T =>
    member.roles.includes(roleId) ? { ...member, roles: member.roles.filter((id) => id !== roleId) } : member;
  return {
    ...state,
    roles: put(state.roles, guildId, drop(roles, roleId)),
    ownMembers: own ? put(state.ownMembers, guildId, without(own)) : state.ownMembers,
    guildChannels: put(
      state.guildChannels,
      guildId,
      mapTable(state.guildChannels[guildId] ?? {}, (channel) =>
        "permission_overwrites" in channel && channel.permission_overwrites.some((one) => one.id === roleId)
          ? {
              ...channel,
              permission_overwrites: channel.permission_overwrites.filter((one) => one.id !== roleId),
            }
          : channel,
      ),
    ),
  };
}

function mapTable<T>(table: Table<T>, change: (value: T) => T): Table<T> {
  let next = table;
  for (const [key, value] of Object.entries(table)) next = put(next, key, change(value));
  return next;
}

function guildOf(guild: ReadyGuild): Guild {
  return { ...fieldsOf(guild), joinedId: snowflakeAt(Date.parse(guild.joined_at)) };
}

type OwnTables = Exclude<keyof ReadyGuild, keyof Guild>;

/** A server's own fields: what has a table of its own is not kept twice, or one of the two would grow old. */
function fieldsOf<T extends object>(guild: T): Omit<T, OwnTables> {
  const {
    members,
    channels,
    threads,
    roles,
    guild_scheduled_events,
    voice_states,
    stage_instances,
    ...fields
  } = guild as T & Partial<ReadyGuild>;
  return fields as Omit<T, OwnTables>;
}

function channelsOf(guild: ReadyGuild): Table<GuildChannel | ThreadChannel> {
  const all = [...guild.channels, ...guild.threads].map((channel) => ({ ...channel, guild_id: guild.id }));
  return tableOf(all, (channel) => channel.id);
}

function each<T>(guilds: readonly ReadyGuild[], make: (guild: ReadyGuild) => T): Table<T> {
  return Object.fromEntries(guilds.map((guild) => [guild.id, make(guild)]));
}
