import { compareSnowflakes, RelationshipType, type Snowflake } from "@palabre/protocol";
import { channelOf } from "./channel.ts";
import type { State } from "./types.ts";

/** Whether something in the channel was not read, and how much of it calls for oneself. */
export function unreadOf(state: State, channelId: Snowflake): { unread: boolean; mentions: number } {
  const last = channelOf(state, channelId)?.last_message_id;
  const read = state.readStates[channelId];
  const unread =
    last != null && (read?.last_message_id == null || compareSnowflakes(last, read.last_message_id) > 0);
  return { unread, mentions: unread ? (read?.mention_count ?? 0) : 0 };
}

export interface Totals {
  /** Friend requests that wait for an answer. */
  requests: number;
  /** Messages that call for oneself. */
  mentions: number;
  /** Conversations with something unread. */
  unread: number;
}

export function totals(state: State): Totals {
  let mentions = 0;
  let unread = 0;
  for (const id of Object.keys(state.privateChannels)) {
    const one = unreadOf(state, id);
    mentions += one.mentions;
    if (one.unread) unread++;
  }
  let requests = 0;
  for (const relationship of Object.values(state.relationships)) {
    if (relationship.type === RelationshipType.IncomingRequest) requests++;
  }
  return { requests, mentions, unread };
}
