import {
  type APIMessage,
  compareSnowflakes,
  type Snowflake,
  snowflakeAt,
  snowflakeTime,
} from "@palabre/protocol";
import { api } from "../api.ts";
import { channelOf } from "../channel.ts";
import { store } from "../store.ts";
import type { State } from "../types.ts";
import { unreadOf } from "../unread.ts";

/** Milliseconds of rest before a draft goes to the server. */
const DRAFT_REST = 800;
/** Others show typing for ten seconds; saying it more often than this would be noise. */
const TYPING_EVERY = 8_000;

/** Marked unread by hand: they stay so until they are left. */
const heldUnread = new Set<Snowflake>();

/** Tells that a conversation is in sight and whether its present is; both count as reading it. */
export function setViewing(channelId: Snowflake, atBottom: boolean): void {
  store.send({ type: "viewing", channelId, atBottom });
  ackViewed();
}

/** Tells that a conversation is no more in sight. */
export function stopViewing(channelId: Snowflake): void {
  heldUnread.delete(channelId);
  store.send({ type: "left", channelId });
}

/** Marks what is in sight as read where its end is seen, if the page is in front. Cheap: runs on every change. */
export function ackViewed(): void {
  for (const channelId in store.get().viewing) ackInSight(channelId);
}

function ackInSight(channelId: Snowflake): void {
  const { viewing, windows } = store.get();
  if (!viewing[channelId]?.atBottom || heldUnread.has(channelId)) return;
  if (!unreadOf(store.get(), channelId).unread || !isPageInFront()) return;
  const window = windows[channelId];
  if (!window || window.hasAfter || window.stale || window.loading === "latest") return;
  ack(channelId);
}

export function isPageInFront(): boolean {
  return document.visibilityState === "visible" && document.hasFocus();
}

/** Marks the whole conversation as read, on every device. */
export function ack(channelId: Snowflake): void {
  const last = channelOf(store.get(), channelId)?.last_message_id;
  if (!last || !unreadOf(store.get(), channelId).unread) return;
  store.send({ type: "acked", channelId, messageId: last, mentionCount: 0 });
  // Read again at the next message or READY, should this be lost.
  api.readStates.ack(channelId, last).catch(() => {});
}

/** Marks the message and what follows as unread. */
export async function markUnread(channelId: Snowflake, messageId: Snowflake): Promise<void> {
  if (channelId in store.get().viewing) heldUnread.add(channelId);
  const ids = store.get().windows[channelId]?.ids ?? [];
  const at = ids.indexOf(messageId);
  // Read up to the message before; at the window's start, up to an id just below.
  const before = (at > 0 ? ids[at - 1] : undefined) ?? snowflakeAt(snowflakeTime(messageId) - 1);
  await api.readStates.ack(channelId, before, { manual: true });
}

/** Marks these conversations (or all) as read. */
export async function ackAll(channelIds?: readonly Snowflake[]): Promise<void> {
  const state = store.get();
  const read_states: { channel_id: Snowflake; message_id: Snowflake }[] = [];
  for (const id of channelIds ?? Object.keys(state.privateChannels)) {
    const last = channelOf(state, id)?.last_message_id;
    if (!last || !unreadOf(state, id).unread) continue;
    store.send({ type: "acked", channelId: id, messageId: last, mentionCount: 0 });
    read_states.push({ channel_id: id, message_id: last });
  }
  for (let n = 0; n < read_states.length; n += 100)
    await api.readStates.ackMany(read_states.slice(n, n + 100));
}

/** Reads the inbox's mentions; `read` stands in for the request in tests. */
export async function loadMentions(read = () => api.users.mentions({ limit: 50 })): Promise<void> {
  let before: State["readStates"];
  let messages: APIMessage[];
  let tries = 3;
  do {
    before = store.get().readStates;
    messages = await read();
    // Every mention that comes or goes counts in the read states; an answer from before it would undo it.
  } while (store.get().readStates !== before && --tries > 0);
  messages.sort((a, b) => compareSnowflakes(b.id, a.id));
  store.send({ type: "mentions_loaded", messages });
}

export async function dismissMention(messageId: Snowflake): Promise<void> {
  store.send({ type: "mention_dismissed", messageId });
  await api.users.dismissMention(messageId);
}

const draftTimers = new Map<Snowflake, ReturnType<typeof setTimeout>>();

/** Keeps what is typed, here at once and on every device a moment later. Typing nothing new changes nothing. */
export function setDraft(channelId: Snowflake, content: string): void {
  if ((store.get().drafts[channelId]?.content ?? "") === content) return;
  store.send({ type: "draft_typed", channelId, content, at: Date.now() });
  clearTimeout(draftTimers.get(channelId));
  draftTimers.set(
    channelId,
    setTimeout(() => void saveDraft(channelId), content === "" ? 0 : DRAFT_REST),
  );
}

async function saveDraft(channelId: Snowflake): Promise<void> {
  const draft = store.get().drafts[channelId];
  if (!draft?.unsent) return;
  const { content } = draft;
  try {
    await api.drafts.set(channelId, content);
    store.send({ type: "draft_saved", channelId, content });
  } catch {
    // Offline or refused: it stays here as unsent, and goes with the next change or reconnect.
  }
}

/** Sends the drafts that met no network. */
export function flushDrafts(): void {
  for (const draft of Object.values(store.get().drafts)) if (draft.unsent) void saveDraft(draft.channel_id);
}

const lastTyping = new Map<Snowflake, number>();

/** Tells the others that one types; call on every keystroke. */
export function startTyping(channelId: Snowflake): void {
  const now = Date.now();
  if (now - (lastTyping.get(channelId) ?? 0) < TYPING_EVERY) return;
  lastTyping.set(channelId, now);
  api.channels.typing(channelId).catch(() => {});
}

/** After a send the next keystroke tells again: the message took the sign away. */
export function stopTyping(channelId: Snowflake): void {
  lastTyping.delete(channelId);
}
