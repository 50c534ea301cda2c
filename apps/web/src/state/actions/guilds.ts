import type { NewGuild, Reasoned } from "@palabre/client";
import type { ChannelOverride, GuildFolder, Snowflake, UserGuildSettings } from "@palabre/protocol";
import type { RESTPatchAPIChannelJSONBody, RESTPostAPIGuildChannelJSONBody } from "discord-api-types/v10";
import { guildApi } from "../guild-api.ts";
import { guildSettingsOf, overrideOf } from "../guild-settings.ts";
import { store } from "../store.ts";
import type { State } from "../types.ts";
import { changeSettings } from "./settings.ts";

/** Milliseconds to wait for the dispatch that follows an answer. */
const TOLD_WITHIN = 5_000;

/** Makes a server; its id, once it is in the state. */
export async function createGuild(guild: NewGuild): Promise<Snowflake> {
  const { id } = await guildApi.guilds.create(guild);
  await until((state) => id in state.guilds);
  return id;
}

/** Comes into a server of the directory. */
export async function joinListed(guildId: Snowflake): Promise<void> {
  await guildApi.discovery.join(guildId);
  await until((state) => guildId in state.guilds);
}

export async function leaveGuild(guildId: Snowflake): Promise<void> {
  await guildApi.guilds.leave(guildId);
  store.send({ type: "dispatch", t: "GUILD_DELETE", d: { id: guildId }, at: Date.now() });
}

/** Makes a channel or category; its id, once it is in the state. */
export async function createChannel(
  guildId: Snowflake,
  channel: RESTPostAPIGuildChannelJSONBody,
): Promise<Snowflake> {
  const { id } = await guildApi.guildChannels.create(guildId, channel);
  await until((state) => id in state.guildOf);
  return id;
}

export const updateChannel = (id: Snowflake, change: RESTPatchAPIChannelJSONBody, call?: Reasoned) =>
  guildApi.guildChannels.update(id, change, call);

export const deleteChannel = (id: Snowflake) => guildApi.guildChannels.remove(id);

interface Place {
  id: Snowflake;
  position: number;
  parent_id?: Snowflake | null;
}

/** Moves channels, seen at once; puts them back, and rejects, when the server refuses. */
export async function moveChannels(guildId: Snowflake, places: readonly Place[]): Promise<void> {
  const channels = store.get().guildChannels[guildId] ?? {};
  const before = places.flatMap(({ id }): Place[] => {
    const channel = channels[id];
    return channel && "position" in channel
      ? [{ id, position: channel.position, parent_id: channel.parent_id }]
      : [];
  });
  const show = (all: readonly Place[]) => {
    for (const d of all) store.send({ type: "dispatch", t: "CHANNEL_UPDATE", d, at: Date.now() });
  };
  show(places);
  try {
    await guildApi.guildChannels.move(guildId, [...places]);
  } catch (error) {
    show(before);
    throw error;
  }
}

/** Order and folders of the rail. */
export const saveFolders = (guild_folders: GuildFolder[]) => changeSettings({ guild_folders });

/** Changes what one hears of a server, here at once; takes it back, and rejects, when the server refuses. */
export async function changeGuildSettings(
  guildId: Snowflake,
  change: Partial<Omit<UserGuildSettings, "guild_id">>,
): Promise<void> {
  const before = guildSettingsOf(store.get(), guildId);
  store.send({ type: "guild_settings_changed", settings: { ...before, ...change } });
  try {
    await guildApi.guilds.updateSettings(guildId, change);
  } catch (error) {
    store.send({ type: "guild_settings_changed", settings: before });
    throw error;
  }
}

/** The same for one channel or category. */
export function changeChannelSettings(
  guildId: Snowflake,
  channelId: Snowflake,
  change: Partial<Omit<ChannelOverride, "channel_id">>,
): Promise<void> {
  const { channel_overrides } = guildSettingsOf(store.get(), guildId);
  const before = overrideOf(guildSettingsOf(store.get(), guildId), channelId) ?? {
    channel_id: channelId,
    message_notifications: 3,
    muted: false,
    mute_config: null,
    collapsed: false,
  };
  return changeGuildSettings(guildId, {
    channel_overrides: [
      ...channel_overrides.filter((one) => one.channel_id !== channelId),
      { ...before, ...change },
    ],
  });
}

/** Changes who one is in a server: seen here at once, and by the others as soon as they are told. */
export async function updateOwnMember(
  guildId: Snowflake,
  change: Parameters<typeof guildApi.members.updateOwn>[1],
): Promise<void> {
  const member = await guildApi.members.updateOwn(guildId, change);
  store.send({
    type: "dispatch",
    t: "GUILD_MEMBER_UPDATE",
    d: { ...member, guild_id: guildId },
    at: Date.now(),
  });
}

/** Waits until the state is so; a dispatch that is late must not keep somebody waiting for ever. */
function until(holds: (state: State) => boolean): Promise<void> {
  if (holds(store.get())) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(done, TOLD_WITHIN);
    const stop = store.subscribe(() => holds(store.get()) && done());
  });
}
