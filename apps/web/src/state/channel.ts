import type { Channel, PrivateChannel, Snowflake, ThreadChannel } from "@palabre/protocol";
import { drop, put } from "./table.ts";
import type { State } from "./types.ts";

/**
 * Channels stand in two places: private ones in one table, those of each server in a table of its own, so that a
 * message costs a copy of its own table and not of all that a member of 200 servers sees. Who only has an id asks here.
 */
export function channelOf(state: State, id: Snowflake): Channel | undefined {
  const own = state.privateChannels[id];
  if (own) return own;
  const guildId = state.guildOf[id];
  return guildId === undefined ? undefined : state.guildChannels[guildId]?.[id];
}

export function isPrivate(channel: Channel): channel is PrivateChannel {
  return channel.type === 1 || channel.type === 3;
}

export function isThread(channel: Channel): channel is ThreadChannel {
  return channel.type === 10 || channel.type === 11 || channel.type === 12;
}

/** The server's id; null for a private channel. */
export const guildIdOf = (channel: Channel): Snowflake | null =>
  isPrivate(channel) ? null : channel.guild_id;

/** The state with the channel, in the place of an older one or as a new one. */
export function withChannel(state: State, channel: Channel): State {
  if (isPrivate(channel)) {
    return { ...state, privateChannels: put(state.privateChannels, channel.id, channel) };
  }
  const { id, guild_id: guildId } = channel;
  return {
    ...state,
    guildOf: put(state.guildOf, id, guildId),
    guildChannels: put(state.guildChannels, guildId, put(state.guildChannels[guildId] ?? {}, id, channel)),
  };
}

/** The state without these channels and what one sees in them: messages, who types. */
export function withoutChannels(state: State, ids: readonly Snowflake[]): State {
  const gone = new Set(ids);
  let { guildChannels } = state;
  for (const id of ids) {
    const guildId = state.guildOf[id];
    const table = guildId === undefined ? undefined : guildChannels[guildId];
    if (guildId !== undefined && table) guildChannels = put(guildChannels, guildId, drop(table, id));
  }
  return {
    ...state,
    privateChannels: ids.reduce(drop, state.privateChannels),
    guildChannels,
    guildOf: ids.reduce(drop, state.guildOf),
    stages: ids.reduce(drop, state.stages),
    voiceInfo: ids.reduce(drop, state.voiceInfo),
    typing: ids.reduce(drop, state.typing),
    windows: ids.reduce(drop, state.windows),
    windowOrder: state.windowOrder.some((id) => gone.has(id))
      ? state.windowOrder.filter((id) => !gone.has(id))
      : state.windowOrder,
  };
}
