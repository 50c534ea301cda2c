import {
  type APIUser,
  type Channel,
  compareSnowflakes,
  type GuildChannel,
  RelationshipType,
  type ThreadChannel,
} from "@palabre/protocol";
import { isThread } from "../../state/channel.ts";
import { isMuted } from "../../state/guild-settings.ts";
import { nameOf } from "../../state/store.ts";
import type { State } from "../../state/types.ts";
import { guildUnread, unreadOf } from "../../state/unread.ts";
import { fuzzyMatch } from "./fuzzy.ts";

export interface Page {
  id: string;
  name: string;
  to: string;
}

export type Result =
  | { kind: "channel"; id: string; name: string; at: number[] }
  | { kind: "server"; id: string; name: string; at: number[] }
  | { kind: "friend"; id: string; name: string; user: APIUser; at: number[] }
  | { kind: "page"; id: string; name: string; to: string; at: number[] };

const MOST = 12;

/**
 * Where one may want to go. Without a query: what is unread, then the conversations used last. With one: the best
 * fits; where they fit alike chats between two, friends, rooms, pages, and what is unread before what is not.
 */
export function findResults(
  state: State,
  query: string,
  pages: readonly Page[],
  name: (channel: Channel) => string,
): Result[] {
  const channels = Object.values(state.privateChannels);
  const ofServers = Object.values(state.guildChannels).flatMap((table) =>
    Object.values(table).filter((channel) => channel.type !== 4 && isKnown(channel)),
  );
  if (query.trim() === "") {
    const fresh = ofServers.filter(
      ({ id, guild_id }) => unreadOf(state, id).unread && !isMuted(state, guild_id, id),
    );
    return [...channels, ...fresh]
      .map((channel) => ({ channel, unread: unreadOf(state, channel.id).unread }))
      .sort(
        (a, b) =>
          Number(b.unread) - Number(a.unread) ||
          compareSnowflakes(
            b.channel.last_message_id ?? b.channel.id,
            a.channel.last_message_id ?? a.channel.id,
          ),
      )
      .slice(0, MOST)
      .map(({ channel }) => ({ kind: "channel", id: channel.id, name: name(channel), at: [] }));
  }
  const scored: { result: Result; score: number }[] = [];
  const known = new Set<string>();
  const add = (result: Result, bonus: number, ...others: string[]) => {
    const match = fuzzyMatch(query.trim(), result.name);
    const best = Math.max(
      match?.score ?? 0,
      ...others.map((text) => fuzzyMatch(query.trim(), text)?.score ?? 0),
    );
    if (match || best > 0) scored.push({ result: { ...result, at: match?.at ?? [] }, score: best + bonus });
  };
  for (const channel of channels) {
    const [user] = channel.recipients;
    if (channel.type === 1 && user) known.add(user.id);
    add(
      { kind: "channel", id: channel.id, name: name(channel), at: [] },
      // A name fits the one who bears it before the rooms that are only called after their people.
      (channel.type === 1 ? 4 : channel.name ? 2 : 0) + (unreadOf(state, channel.id).unread ? 2 : 0),
      ...(channel.type === 1 && user ? [user.username] : []),
    );
  }
  for (const channel of ofServers) {
    const unread = unreadOf(state, channel.id).unread;
    const server = state.guilds[channel.guild_id]?.name ?? "";
    add(
      { kind: "channel", id: channel.id, name: name(channel), at: [] },
      1 + (unread ? 2 : 0),
      // "tess gen" finds #general of Tessera.
      `${server} ${channel.name}`,
    );
  }
  for (const guild of Object.values(state.guilds)) {
    add(
      { kind: "server", id: guild.id, name: guild.name, at: [] },
      guildUnread(state, guild.id).unread ? 5 : 3,
    );
  }
  for (const { user, type, nickname } of Object.values(state.relationships)) {
    // A friend with whom one talks already is found as that conversation.
    if (type !== RelationshipType.Friend || known.has(user.id)) continue;
    add({ kind: "friend", id: user.id, name: nameOf(user, nickname), user, at: [] }, 3, user.username);
  }
  for (const page of pages) add({ kind: "page", ...page, at: [] }, 0);
  return scored
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST)
    .map((one) => one.result);
}

/** Closed threads are found in their channel. */
function isKnown(channel: GuildChannel | ThreadChannel): boolean {
  return !isThread(channel) || !channel.thread_metadata.archived;
}
