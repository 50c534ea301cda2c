import { compareSnowflakes, RelationshipType, type Snowflake } from "@palabre/protocol";
import { channelOf, isThread } from "./channel.ts";
import { isMuted } from "./guild-settings.ts";
import type { State } from "./types.ts";

export interface Unread {
  unread: boolean;
  /** How much of it calls for oneself. */
  mentions: number;
}

/** The id up to which everything is read. In a server nobody has missed what was written before they came. */
export function readUpTo(state: State, channelId: Snowflake): Snowflake | null {
  const read = state.readStates[channelId]?.last_message_id;
  if (read != null) return read;
  const guildId = state.guildOf[channelId];
  return guildId === undefined ? null : (state.guilds[guildId]?.joinedId ?? null);
}

/** Whether something in the channel was not read, and how much of it calls for oneself. */
export function unreadOf(state: State, channelId: Snowflake): Unread {
  const channel = channelOf(state, channelId);
  const last = channel?.last_message_id;
  const upTo = readUpTo(state, channelId);
  const unread = last != null && (upTo === null || compareSnowflakes(last, upTo) > 0);
  const mentions = unread ? (state.readStates[channelId]?.mention_count ?? 0) : 0;
  // A thread that one has not joined calls by name only.
  if (channel && isThread(channel) && channel.member === undefined) return { unread: mentions > 0, mentions };
  return { unread, mentions };
}

/** The same for a whole server: what is muted is not unread, and still calls. */
export function guildUnread(state: State, guildId: Snowflake): Unread {
  const channels = state.guildChannels[guildId] ?? {};
  const { readStates, guildSettings } = state;
  const settings = guildSettings[guildId];
  const guild = state.guilds[guildId];
  const known = counted.get(channels);
  if (known?.readStates === readStates && known.settings === settings && known.guild === guild) {
    return known.value;
  }
  const value = { unread: false, mentions: 0 };
  const now = Date.now();
  for (const id of Object.keys(channels)) {
    const one = unreadOf(state, id);
    value.mentions += one.mentions;
    if (one.unread && !value.unread) value.unread = one.mentions > 0 || !isMuted(state, guildId, id, now);
  }
  counted.set(channels, { readStates, settings, guild, value });
  return value;
}

/** Asked for every server at every change: counted again only when something of it changed. */
const counted = new WeakMap<
  object,
  { readStates: object; settings: unknown; guild: unknown; value: Unread }
>();

export interface Totals {
  /** Friend requests that wait for an answer. */
  requests: number;
  /** Messages that call for oneself. */
  mentions: number;
  /** Conversations and servers with something unread. */
  unread: number;
  /** Of these, conversations outside of servers. */
  unreadPrivate: number;
}

export function totals(state: State): Totals {
  let mentions = 0;
  let unread = 0;
  const add = (one: Unread) => {
    mentions += one.mentions;
    if (one.unread) unread++;
  };
  for (const id of Object.keys(state.privateChannels)) add(unreadOf(state, id));
  const unreadPrivate = unread;
  for (const id of Object.keys(state.guilds)) add(guildUnread(state, id));
  let requests = 0;
  for (const relationship of Object.values(state.relationships)) {
    if (relationship.type === RelationshipType.IncomingRequest) requests++;
  }
  return { requests, mentions, unread, unreadPrivate };
}
