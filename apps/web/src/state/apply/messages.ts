import {
  type APIMessage,
  type Channel,
  compareSnowflakes,
  type LastMessage,
  type PollVoteChange,
  type Snowflake,
} from "@palabre/protocol";
import { sameEmoji } from "../../emoji/text.ts";
import { isEphemeral } from "../bot-message.ts";
import { calls, mentionsMe } from "../calls.ts";
import { channelOf, isPrivate, isThread, withChannel } from "../channel.ts";
import { drop, put } from "../table.ts";
import {
  type LocalEvents,
  type MessageWindow,
  type ReactionEvent,
  type ReceivedMessage,
  type State,
  TOLD_KEPT,
  WINDOWS,
} from "../types.ts";
import { readUpTo } from "../unread.ts";
import { appendLive, emptyWindow, mergePage, removeMessages, replaceMessage } from "../window.ts";
import type { OnDispatch, OnLocal } from "./apply.ts";
import { knownFrom } from "./members.ts";

type AnswerCount = NonNullable<NonNullable<APIMessage["poll"]>["results"]>["answer_counts"][number] & {
  version?: number;
};

const DELETED_KEPT = 200;
/** What a thread shows that it began with: nobody has it to read. */
const THREAD_STARTER = 21;

export const onDispatch: OnDispatch = {
  MESSAGE_CREATE: (state, message) =>
    isEphemeral(message) ? toldAlone(state, message) : received(state, message),
  MESSAGE_UPDATE(state, change) {
    if (isEphemeral(change)) {
      const told = state.told.map((one) => (one.id === change.id ? { ...one, ...change } : one));
      return { ...state, told };
    }
    const channelId = change.channel_id;
    const channel = state.privateChannels[channelId];
    const old = state.windows[channelId]?.byId[change.id];
    // An edit that the page already showed may come again, after a later one even.
    if (old && isOlder(change.edited_timestamp, old.edited_timestamp)) return state;
    let next = old
      ? withWindow(state, channelId, (window) =>
          replaceMessage(window, withVotesOf(old, { ...old, ...change })),
        )
      : state;
    if (channel?.last_message?.id === change.id && change.content !== undefined) {
      const last_message = { ...channel.last_message, content: preview(change.content) };
      next = withChannel(next, { ...channel, last_message });
    }
    next = withStarter(next, change.id, (shown) => ({ ...shown, ...change }));
    if (next.mentions?.some((one) => one.id === change.id)) {
      next = {
        ...next,
        mentions: next.mentions.map((one) => (one.id === change.id ? { ...one, ...change } : one)),
      };
    }
    return next;
  },
  MESSAGE_DELETE: (state, { channel_id, id }) => deleted(state, channel_id, [id]),
  MESSAGE_DELETE_BULK: (state, { channel_id, ids }) => deleted(state, channel_id, ids),
  MESSAGE_REACTION_ADD: (state, event) => reaction(state, event, true),
  MESSAGE_REACTION_REMOVE: (state, event) => reaction(state, event, false),
  MESSAGE_POLL_VOTE_ADD: (state, event) => voted(state, event, true),
  MESSAGE_POLL_VOTE_REMOVE: (state, event) => voted(state, event, false),
  MESSAGE_REACTION_REMOVE_ALL: (state, { channel_id, message_id }) =>
    withMessage(state, channel_id, message_id, (message) => ({ ...message, reactions: [] })),
  MESSAGE_REACTION_REMOVE_EMOJI: (state, { channel_id, message_id, emoji }) =>
    withMessage(state, channel_id, message_id, (message) => ({
      ...message,
      reactions: (message.reactions ?? []).filter((one) => !sameEmoji(one.emoji, emoji)),
    })),
};

export const onLocal: OnLocal = {
  page_requested: (state, { channelId, direction }) =>
    touchWindow(
      withWindow(state, channelId, (window) => ({ ...window, loading: direction, error: null }), true),
      channelId,
    ),
  page_loaded: pageLoaded,
  page_failed: (state, { channelId, error }) =>
    withWindow(state, channelId, (window) => ({ ...window, loading: null, error })),
  reacted(state, { channelId, messageId, emoji, add }) {
    if (!state.self) return state;
    const event = { channel_id: channelId, message_id: messageId, user_id: state.self.id, emoji };
    return reaction(state, event, add);
  },
  mentions_loaded: (state, { messages }) => ({ ...state, mentions: messages }),
  mention_dismissed: (state, { messageId }) =>
    state.mentions ? { ...state, mentions: state.mentions.filter((one) => one.id !== messageId) } : state,
};

/** Stands beside the history: it is never the last message of its channel, and nothing of it is unread. */
function toldAlone(state: State, message: APIMessage): State {
  const others = state.told.filter((one) => one.id !== message.id);
  return { ...state, told: [...others, message].slice(-TOLD_KEPT) };
}

/** A message came, live or as the answer to a send. */
export function received(state: State, message: ReceivedMessage): State {
  const channelId = message.channel_id;
  let next = arrived(state, message);
  const guildId = next.guildOf[channelId];
  if (guildId !== undefined) next = knownFrom(next, guildId, [message]);
  if (message.nonce !== undefined && message.author.id === state.self?.id) {
    const nonce = String(message.nonce);
    const outbox = next.outbox.filter((pending) => pending.nonce !== nonce);
    if (outbox.length !== next.outbox.length) next = { ...next, outbox };
  }
  const typists = next.typing[channelId];
  if (typists && message.author.id in typists) {
    next = { ...next, typing: put(next.typing, channelId, drop(typists, message.author.id)) };
  }
  const atBottom = next.viewing[channelId]?.atBottom ?? true;
  return withWindow(next, channelId, (window) => appendLive(window, message, atBottom));
}

/** What a message changes outside its window: the list's second line, what is unread, mentions. */
function arrived(state: State, message: APIMessage): State {
  const channelId = message.channel_id;
  const channel = channelOf(state, channelId);
  if (!channel || message.type === THREAD_STARTER) return state;
  const mine = message.author.id === state.self?.id;
  let next = state;
  if (isNewer(message.id, channel.last_message_id)) {
    next = withChannel(next, withLast(channel, message));
  }
  const told = isNewer(message.id, state.toldUpTo[channelId] ?? null);
  const counted = state.counted[channelId] ?? [];
  const read = state.readStates[channelId] ?? { id: channelId, last_message_id: null, mention_count: 0 };
  if (mine) {
    // Whoever writes has read.
    if (told && isNewer(message.id, read.last_message_id)) {
      const after = { ...read, last_message_id: message.id, mention_count: 0 };
      next = {
        ...next,
        readStates: put(next.readStates, channelId, after),
        counted: drop(next.counted, channelId),
      };
    }
  } else if (told && isNewer(message.id, readUpTo(state, channelId)) && calls(state, message)) {
    if (!counted.includes(message.id)) {
      const after = { ...read, mention_count: read.mention_count + 1 };
      next = {
        ...next,
        readStates: put(next.readStates, channelId, after),
        counted: put(next.counted, channelId, [...counted, message.id].slice(-DELETED_KEPT)),
      };
    }
  }
  const { mentions } = next;
  if (mentions && !mine && mentionsMe(state, message) && !mentions.some((one) => one.id === message.id)) {
    next = { ...next, mentions: [message, ...mentions].slice(0, 100) };
  }
  return next;
}

/** The channel after its newest message. */
function withLast(channel: Channel, message: APIMessage): Channel {
  const last_message_id = message.id;
  if (isPrivate(channel)) return { ...channel, last_message_id, last_message: lastMessageOf(message) };
  if (isThread(channel)) {
    // Neither what tells of a pin nor a post's first message is an answer.
    const isCounted = (message.type === 0 || message.type === 19) && message.id !== channel.id;
    return { ...channel, last_message_id, message_count: channel.message_count + (isCounted ? 1 : 0) };
  }
  return { ...channel, last_message_id };
}

function lastMessageOf(message: APIMessage): LastMessage {
  return {
    id: message.id,
    author_id: message.author.id,
    content: preview(message.content || (message.poll?.question.text ?? "")),
    attachments: message.attachments.length,
    ...(message.sticker_items && { sticker: message.sticker_items[0]?.name }),
    type: message.type,
  };
}

const preview = (content: string) => [...content].slice(0, 120).join("");

function deleted(state: State, channelId: Snowflake, ids: readonly Snowflake[]): State {
  let next: State = {
    ...state,
    deleted: [...state.deleted, ...ids].slice(-DELETED_KEPT),
    told: state.told.filter((one) => !ids.includes(one.id)),
  };
  const before = next.windows[channelId];
  next = withWindow(next, channelId, (window) => removeMessages(window, ids));
  for (const id of ids) next = withStarter(next, id, () => null);
  const channel = next.privateChannels[channelId];
  if (channel?.last_message && ids.includes(channel.last_message.id)) {
    // The list's second line falls back to the message before, when it is known.
    const window = next.windows[channelId];
    const last = window && !window.hasAfter ? window.byId[window.ids.at(-1) ?? ""] : undefined;
    const last_message = last ? lastMessageOf(last) : null;
    next = withChannel(next, { ...channel, last_message });
  }
  const read = next.readStates[channelId];
  if (read && read.mention_count > 0) {
    const unreadCalls = ids.filter((id) => {
      const message = before?.byId[id];
      const mine = message?.author.id === state.self?.id;
      return (
        state.counted[channelId]?.includes(id) ||
        (message && !mine && isNewer(id, readUpTo(state, channelId)) && calls(state, message))
      );
    }).length;
    if (unreadCalls > 0) {
      const mention_count = Math.max(0, read.mention_count - unreadCalls);
      const left = (next.counted[channelId] ?? []).filter((id) => !ids.includes(id));
      next = {
        ...next,
        readStates: put(next.readStates, channelId, { ...read, mention_count }),
        counted: put(next.counted, channelId, left),
      };
    }
  }
  if (next.mentions?.some((one) => ids.includes(one.id))) {
    next = { ...next, mentions: next.mentions.filter((one) => !ids.includes(one.id)) };
  }
  return next;
}

function reaction(state: State, event: ReactionEvent, add: boolean): State {
  const mine = event.user_id === state.self?.id;
  return withMessage(state, event.channel_id, event.message_id, (message) => {
    const reactions = message.reactions ?? [];
    const found = reactions.find((one) => sameEmoji(one.emoji, event.emoji));
    // One's own comes twice: from this tab at once, and from the server.
    if (mine && (found?.me ?? false) === add) return message;
    if (!found) {
      if (!add) return message;
      return {
        ...message,
        reactions: [
          ...reactions,
          {
            emoji: event.emoji,
            count: 1,
            me: mine,
            me_burst: false,
            count_details: { burst: 0, normal: 1 },
            burst_colors: [],
          },
        ],
      };
    }
    const count = found.count + (add ? 1 : -1);
    const changed = {
      ...found,
      count,
      me: mine ? add : found.me,
      count_details: { burst: 0, normal: count },
    };
    return {
      ...message,
      reactions:
        count <= 0
          ? reactions.filter((one) => one !== found)
          : reactions.map((one) => (one === found ? changed : one)),
    };
  });
}

/** A vote tells how many there are then: told twice, or after a later one, it counts once. */
function voted(state: State, event: PollVoteChange, me_voted: boolean): State {
  return withMessage(state, event.channel_id, event.message_id, (message) =>
    withCounts(message, (one) =>
      one.id !== event.answer_id || event.version <= (one.version ?? 0)
        ? one
        : {
            ...one,
            count: event.count,
            version: event.version,
            ...(event.user_id === state.self?.id && { me_voted }),
          },
    ),
  );
}

/** What is told to all says nothing of one's own votes. */
const withVotesOf = (old: APIMessage, message: APIMessage): APIMessage =>
  withCounts(message, (one) => ({
    ...one,
    me_voted: old.poll?.results?.answer_counts.some(({ id, me_voted }) => me_voted && id === one.id) ?? false,
  }));

function withCounts(message: APIMessage, change: (one: AnswerCount) => AnswerCount): APIMessage {
  const { poll } = message;
  if (!poll?.results) return message;
  const answer_counts = poll.results.answer_counts.map(change);
  return { ...message, poll: { ...poll, results: { ...poll.results, answer_counts } } };
}

function pageLoaded(state: State, event: LocalEvents["page_loaded"]): State {
  const { channelId } = event;
  if (!state.windows[channelId]) return state;
  const messages = event.messages.filter((message) => !state.deleted.includes(message.id));
  const guildId = state.guildOf[channelId];
  const named = guildId === undefined ? state : knownFrom(state, guildId, messages);
  const lastKnown = channelOf(state, channelId)?.last_message_id ?? null;
  return withWindow(named, channelId, (window) =>
    mergePage(window, {
      ...event,
      messages,
      lastKnown: lastKnown && state.deleted.includes(lastKnown) ? null : lastKnown,
    }),
  );
}

/** What became of a message, in the thread that began with it, which shows it first. */
function withStarter(state: State, id: Snowflake, change: (shown: APIMessage) => APIMessage | null): State {
  const { ids, byId } = state.windows[id] ?? emptyWindow;
  const starter = ids.map((one) => byId[one]).find((one) => one?.type === THREAD_STARTER);
  const shown = starter?.referenced_message;
  if (!starter || !shown) return state;
  return withMessage(state, id, starter.id, () => ({ ...starter, referenced_message: change(shown) }));
}

function withWindow(
  state: State,
  channelId: Snowflake,
  change: (window: MessageWindow) => MessageWindow,
  create = false,
): State {
  const window = state.windows[channelId] ?? (create ? emptyWindow : undefined);
  if (!window) return state;
  const windows = put(state.windows, channelId, change(window));
  return windows === state.windows ? state : { ...state, windows };
}

/** Moves the window to the end of the order of use; drops the one used longest ago when there are too many. */
export function touchWindow(state: State, channelId: Snowflake): State {
  if (!state.windows[channelId] || state.windowOrder.at(-1) === channelId) return state;
  const order = [...state.windowOrder.filter((id) => id !== channelId), channelId];
  const extra = order.slice(0, Math.max(0, order.length - WINDOWS));
  return {
    ...state,
    windowOrder: order.slice(extra.length),
    windows: extra.reduce(drop, state.windows),
  };
}

function withMessage(
  state: State,
  channelId: Snowflake,
  id: Snowflake,
  change: (message: APIMessage) => APIMessage,
): State {
  const message = state.windows[channelId]?.byId[id];
  if (!message) return state;
  const changed = change(message);
  return changed === message
    ? state
    : withWindow(state, channelId, (window) => replaceMessage(window, changed));
}

/** `last_message_id` after a change of a channel: what came live meanwhile is newer than what the change was made from. */
export function newest(
  known: { last_message_id?: Snowflake | null } | undefined,
  change: { last_message_id?: Snowflake | null },
): { last_message_id?: Snowflake } {
  const last = known?.last_message_id;
  return last != null && isNewer(last, change.last_message_id) ? { last_message_id: last } : {};
}

export function isNewer(id: Snowflake, than: Snowflake | null | undefined): boolean {
  return than == null || compareSnowflakes(id, than) > 0;
}

function isOlder(time: string | null | undefined, than: string | null | undefined): boolean {
  return time != null && than != null && Date.parse(time) < Date.parse(than);
}
