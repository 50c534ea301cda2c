import { type APIMessage, compareSnowflakes, type Snowflake } from "@palabre/protocol";
import { api } from "../api.ts";
import { failureOf } from "../failure.ts";
import { store } from "../store.ts";
import type { PageDirection } from "../types.ts";

/** Messages asked for at a time. */
const PAGE = 50;

/** What is on its way, so that a scroll asks once. A newer jump replaces an older one's answer. */
const asked = new Map<Snowflake, { direction: PageDirection; abort: AbortController; done: Promise<void> }>();

/** Makes sure that there is something to show: the latest page, unless the window stands already. */
export function ensureLoaded(channelId: Snowflake): Promise<void> {
  const window = store.get().windows[channelId];
  if (window && !window.stale && (window.ids.length > 0 || !window.hasBefore)) return Promise.resolve();
  return window?.stale ? refresh(channelId) : loadLatest(channelId);
}

/** Loads the window again after changes may have been missed, at the place where it is looked at. */
export function refresh(channelId: Snowflake): Promise<void> {
  const { windows, viewing } = store.get();
  const window = windows[channelId];
  if (!window) return Promise.resolve();
  const middle = window.ids[Math.floor(window.ids.length / 2)];
  const atEnd = !window.hasAfter && (viewing[channelId]?.atBottom ?? true);
  return atEnd || !middle ? loadLatest(channelId) : loadAround(channelId, middle);
}

function loadLatest(channelId: Snowflake): Promise<void> {
  return load(channelId, "latest", null);
}

/** Older ones. Nothing happens while a page is on its way or none is left. */
export function loadBefore(channelId: Snowflake): Promise<void> {
  const window = store.get().windows[channelId];
  const first = window?.ids[0];
  if (!window?.hasBefore || !first || window.loading) return Promise.resolve();
  return load(channelId, "before", first);
}

export function loadAfter(channelId: Snowflake): Promise<void> {
  const window = store.get().windows[channelId];
  const last = window?.ids.at(-1);
  if (!window?.hasAfter || !last || window.loading) return Promise.resolve();
  return load(channelId, "after", last);
}

export function loadAround(channelId: Snowflake, messageId: Snowflake): Promise<void> {
  return load(channelId, "around", messageId);
}

/** Makes sure that `messageId` is in the window. Whether it is then: it may be deleted. */
export async function jumpTo(channelId: Snowflake, messageId: Snowflake): Promise<boolean> {
  const has = () => store.get().windows[channelId]?.byId[messageId] !== undefined;
  if (!has()) await loadAround(channelId, messageId);
  return has();
}

/** Back to the present. */
export function jumpToPresent(channelId: Snowflake): Promise<void> {
  const window = store.get().windows[channelId];
  return window && !window.hasAfter && !window.stale ? Promise.resolve() : loadLatest(channelId);
}

function load(channelId: Snowflake, direction: PageDirection, anchor: Snowflake | null): Promise<void> {
  const before = asked.get(channelId);
  if (before?.direction === direction && direction !== "around") return before.done;
  before?.abort.abort();
  const abort = new AbortController();
  const done = request(channelId, direction, anchor, abort.signal).finally(() => {
    if (asked.get(channelId)?.abort === abort) asked.delete(channelId);
  });
  asked.set(channelId, { direction, abort, done });
  return done;
}

async function request(
  channelId: Snowflake,
  direction: PageDirection,
  anchor: Snowflake | null,
  signal: AbortSignal,
): Promise<void> {
  store.send({ type: "page_requested", channelId, direction });
  const query = direction === "latest" ? {} : { [direction]: anchor };
  try {
    const messages = await api.messages.list(channelId, { ...query, limit: PAGE }, { signal });
    messages.sort((a, b) => compareSnowflakes(a.id, b.id));
    const full = fullness(direction, messages, anchor);
    store.send({ type: "page_loaded", channelId, direction, messages, anchor, full });
  } catch (error) {
    if (signal.aborted) return;
    store.send({ type: "page_failed", channelId, error: failureOf(error) });
  }
}

/** Whether each end of the page may have more behind it. Too hopeful costs one empty page, which then says no. */
function fullness(direction: PageDirection, messages: readonly APIMessage[], anchor: Snowflake | null) {
  if (direction === "around" && anchor) {
    const older = messages.filter((message) => compareSnowflakes(message.id, anchor) < 0).length;
    const newer = messages.filter((message) => compareSnowflakes(message.id, anchor) > 0).length;
    return { before: older >= PAGE / 2 - 1, after: newer >= PAGE / 2 - 1 };
  }
  const full = messages.length >= PAGE;
  return { before: full && direction !== "after", after: full && direction === "after" };
}
