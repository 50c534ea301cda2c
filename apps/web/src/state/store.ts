/**
 * The web client's state: one store, one pure `apply`. Components read through these hooks and act through the
 * functions of `state/actions/*`; nothing else writes.
 *
 * | hook | gives |
 * |---|---|
 * | `useSelf()` | oneself; only below the signed-in shell |
 * | `useUser(id)` | a person one knows of, else undefined (strangers: `message.author`) |
 * | `useRelationship(id)`, `useRelationships(type?)` | friends (1), blocked (2), incoming (3), outgoing (4) |
 * | `useChannel(id)` | whatever one can write in: a private channel, one of a server, a thread |
 * | `usePrivateChannel(id)`, `usePrivateChannels()` | chats and rooms; all of them, last message first |
 * | `useMessages(channelId)` | the window: `ids`, `byId`, `hasBefore`, `hasAfter`, `loading`, `error`, `stale` |
 * | `useMessage(channelId, id)` | one message of the window |
 * | `usePending(channelId)` | messages not yet confirmed, in order |
 * | `useTyping(channelId)` | ids of others who type |
 * | `usePresence(userId)` | status, custom status (one's own as others see it) |
 * | `useUnread(id)` | `{unread, mentions}` |
 * | `useTotals()` | `{requests, mentions, unread}` over everything, for badges and the tab's title |
 * | `useViewing(id)` | of a conversation in sight: whether its end is, and `newAfter` for the "New" divider |
 * | `useSettings()`, `useDraft(id)`, `useConnection()` | |
 * | `useSuggestions()`, `useMentions()` | null until loaded |
 * | `useSelector(select, equal?)` | anything else |
 *
 * Servers: `state/guilds.ts`, `state/permissions.ts`, `state/guild-settings.ts`.
 *
 * What floats over the page (profile card, switcher, room settings) is opened through `state/overlays.ts`; keys are
 * answered with `useKey` of `features/switcher/keys.ts`.
 */
import {
  type APIMessage,
  compareSnowflakes,
  type Presence,
  RelationshipType,
  type Snowflake,
} from "@palabre/protocol";
import * as m from "../paraglide/messages.js";
import { apply } from "./apply/apply.ts";
import { channelOf } from "./channel.ts";
import { initialState } from "./initial.ts";
import { createStore, sameList, useSelect } from "./select.ts";
import type { MessageWindow, PendingMessage, State, StateEvent } from "./types.ts";
import { totals, unreadOf } from "./unread.ts";

export const store = createStore<State, StateEvent>(initialState, apply);

export function useSelector<T>(select: (state: State) => T, equal?: (a: T, b: T) => boolean): T {
  return useSelect(store, select, equal);
}

export function useSelf() {
  const self = useSelector((state) => state.self);
  if (!self) throw new Error("useSelf is for components below the signed-in shell");
  return self;
}

export const useSelfOrNull = () => useSelector((state) => state.self);

export const useUser = (id: Snowflake) =>
  useSelector((state) => (state.self?.id === id ? state.self : state.users[id]));

export const useRelationship = (id: Snowflake) => useSelector((state) => state.relationships[id]);

/** By name. */
export function useRelationships(type?: RelationshipType) {
  return useSelector((state) => {
    const all = Object.values(state.relationships);
    const wanted = type === undefined ? all : all.filter((relationship) => relationship.type === type);
    return wanted.sort((a, b) => nameOf(a.user).localeCompare(nameOf(b.user)));
  }, sameList);
}

export const useChannel = (id: Snowflake) => useSelector((state) => channelOf(state, id));
export const usePrivateChannel = (id: Snowflake) => useSelector((state) => state.privateChannels[id]);

/** Last message first; one without messages by its own age. */
export const usePrivateChannels = () => useSelector(sortedPrivateChannels, sameList);

export function sortedPrivateChannels(state: State) {
  return Object.values(state.privateChannels).sort((a, b) =>
    compareSnowflakes(b.last_message_id ?? b.id, a.last_message_id ?? a.id),
  );
}

export const useMessages = (channelId: Snowflake): MessageWindow | undefined =>
  useSelector((state) => state.windows[channelId]);

export const useMessage = (channelId: Snowflake, id: Snowflake) =>
  useSelector((state) => state.windows[channelId]?.byId[id]);

export const usePending = (channelId: Snowflake): readonly PendingMessage[] =>
  useSelector((state) => state.outbox.filter((message) => message.channelId === channelId), sameList);

/** What bots told oneself alone in a conversation. */
export const useTold = (channelId: Snowflake): readonly APIMessage[] =>
  useSelector((state) => state.told.filter((message) => message.channel_id === channelId), sameList);

/** Ids of the others who type, the one who began first at the front. */
export const useTyping = (channelId: Snowflake): readonly Snowflake[] =>
  useSelector((state) => Object.keys(state.typing[channelId] ?? {}), sameList);

/** Someone of whom nothing is known looks offline. One's own: as chosen. */
export const usePresence = (userId: Snowflake): Presence =>
  useSelector((state) => presenceOf(state, userId), samePresence);

export function presenceOf(state: State, userId: Snowflake): Presence {
  if (state.self?.id === userId) {
    const { status, custom_status } = state.settings;
    return {
      user: state.self,
      status: status === "invisible" ? "offline" : status,
      activities: custom_status
        ? [
            {
              id: "custom",
              name: "Custom Status",
              type: 4,
              state: custom_status.text || null,
              created_at: 0,
              ...(custom_status.emoji_name && { emoji: { name: custom_status.emoji_name } }),
            },
          ]
        : [],
      client_status: {},
    };
  }
  return state.presences[userId] ?? OFFLINE;
}

const OFFLINE: Presence = { user: { id: "0" }, status: "offline", activities: [], client_status: {} };

function samePresence(a: Presence, b: Presence) {
  return a === b || (a.user.id === b.user.id && JSON.stringify(a) === JSON.stringify(b));
}

/** The words of a custom status, or undefined. */
export function customStatusOf(presence: Presence): { emoji: string | null; text: string } | undefined {
  const activity = presence.activities.find((one) => one.type === 4);
  if (!activity) return undefined;
  return { emoji: activity.emoji?.name ?? null, text: activity.state ?? "" };
}

export const useUnread = (id: Snowflake) =>
  useSelector(
    (state) => unreadOf(state, id),
    (a, b) => a.unread === b.unread && a.mentions === b.mentions,
  );

export const useTotals = () =>
  useSelector(
    totals,
    (a, b) =>
      a.requests === b.requests &&
      a.mentions === b.mentions &&
      a.unread === b.unread &&
      a.unreadPrivate === b.unreadPrivate,
  );

export const useViewing = (id: Snowflake) => useSelector((state) => state.viewing[id]);
export const useSettings = () => useSelector((state) => state.settings);
export const useDraft = (id: Snowflake) => useSelector((state) => state.drafts[id]?.content ?? "");
export const useConnection = () => useSelector((state) => state.connection);
export const useSuggestions = () => useSelector((state) => state.suggestions);
export const useMentions = () => useSelector((state) => state.mentions);

/** What to call someone: nickname, display name, user name. */
export function nameOf(
  user: { id?: Snowflake; username: string; global_name?: string | null },
  nickname?: string | null,
): string {
  // What the server calls an account that is gone; the id in it is the account's own, so nobody can choose it.
  if (user.id !== undefined && user.username === `deleted_user_${user.id}`) return m.common_deleted_user();
  return nickname || user.global_name || user.username;
}

/** Friends of whom one knows that they are not offline. */
export const useOnlineFriends = () =>
  useSelector(
    (state) =>
      Object.values(state.relationships)
        .filter(
          (one) =>
            one.type === RelationshipType.Friend &&
            (state.presences[one.id]?.status ?? "offline") !== "offline",
        )
        .sort((a, b) => nameOf(a.user).localeCompare(nameOf(b.user))),
    sameList,
  );
