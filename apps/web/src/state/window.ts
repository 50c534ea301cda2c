import { type APIMessage, compareSnowflakes, type Snowflake } from "@palabre/protocol";
import { drop, put, tableOf } from "./table.ts";
import { type MessageWindow, type PageDirection, WINDOW_SIZE } from "./types.ts";

export const emptyWindow: MessageWindow = {
  ids: [],
  byId: {},
  hasBefore: true,
  hasAfter: false,
  loading: null,
  error: null,
  stale: false,
};

/**
 * The window after a message arrived live. It is left out when it does not touch the window, and when the window
 * is full and its reader looks at older ones: `hasAfter` then says that there is more.
 */
export function appendLive(window: MessageWindow, message: APIMessage, atBottom: boolean): MessageWindow {
  if (window.byId[message.id]) return replaceMessage(window, message);
  if (window.hasAfter) return window;
  const first = window.ids[0];
  if (first !== undefined && window.hasBefore && compareSnowflakes(message.id, first) < 0) return window;
  if (window.ids.length >= WINDOW_SIZE && !atBottom) return { ...window, hasAfter: true };
  const ids = insertId(window.ids, message.id);
  return trimStart({ ...window, ids, byId: { ...window.byId, [message.id]: message } });
}

/** Keeps order even when two commits were announced in another order than their ids'. */
function insertId(ids: readonly Snowflake[], id: Snowflake): readonly Snowflake[] {
  let at = ids.length;
  while (at > 0 && compareSnowflakes(ids[at - 1] ?? "0", id) > 0) at--;
  return ids.toSpliced(at, 0, id);
}

export function replaceMessage(window: MessageWindow, message: APIMessage): MessageWindow {
  return window.byId[message.id] ? { ...window, byId: put(window.byId, message.id, message) } : window;
}

export function removeMessages(window: MessageWindow, gone: readonly Snowflake[]): MessageWindow {
  const here = gone.filter((id) => id in window.byId);
  if (here.length === 0) return window;
  return {
    ...window,
    ids: window.ids.filter((id) => !here.includes(id)),
    byId: here.reduce(drop, window.byId),
  };
}

export interface LoadedPage {
  direction: PageDirection;
  /** Oldest first. */
  messages: readonly APIMessage[];
  anchor: Snowflake | null;
  full: { before: boolean; after: boolean };
  /** The newest message the channel is known to have: a page that was read before it does not reach the end. */
  lastKnown: Snowflake | null;
}

/** The window with a page put to it. A page that no longer fits, since the window moved on meanwhile, changes nothing. */
export function mergePage(window: MessageWindow, page: LoadedPage): MessageWindow {
  const calm: MessageWindow = { ...window, loading: null, error: null };
  const ids = page.messages.map((message) => message.id);
  const byId = tableOf(page.messages, (message) => message.id);
  const last = ids.at(-1);
  const behind = last !== undefined && page.lastKnown !== null && compareSnowflakes(page.lastKnown, last) > 0;
  switch (page.direction) {
    case "latest": {
      // What came live while the page was on its way follows it, or lies in it: commits are not announced in the
      // order of their ids. Older ones stay if no hole lies between.
      const first = ids[0];
      const isLive = (id: Snowflake) =>
        last === undefined ||
        compareSnowflakes(id, last) > 0 ||
        (!window.stale && !(id in byId) && compareSnowflakes(id, first ?? last) > 0);
      const live = window.hasAfter ? [] : window.ids.filter(isLive);
      const isFollowed = live.some((id) => last === undefined || compareSnowflakes(id, last) > 0);
      const joins = !window.stale && !window.hasAfter && first !== undefined && first in window.byId;
      const older = joins ? window.ids.filter((id) => compareSnowflakes(id, first) < 0) : [];
      const kept = tableOf(
        [...older, ...live].flatMap((id) => window.byId[id] ?? []),
        (message) => message.id,
      );
      return trimStart({
        ...calm,
        ids: [...older, ...[...ids, ...live].sort(compareSnowflakes)],
        byId: { ...kept, ...byId },
        hasBefore: older.length > 0 ? window.hasBefore : page.full.before,
        hasAfter: behind && !isFollowed,
        stale: false,
      });
    }
    case "around":
      return {
        ...calm,
        ids,
        byId,
        hasBefore: page.full.before,
        hasAfter: page.full.after || behind,
        stale: false,
      };
    case "before": {
      if (page.anchor !== window.ids[0]) return calm;
      return trimEnd({
        ...calm,
        ids: [...ids, ...window.ids],
        byId: { ...window.byId, ...byId },
        hasBefore: page.full.before,
      });
    }
    case "after": {
      if (page.anchor !== window.ids.at(-1)) return calm;
      return trimStart({
        ...calm,
        ids: [...window.ids, ...ids],
        byId: { ...window.byId, ...byId },
        hasAfter: page.full.after || behind,
      });
    }
  }
}

function trimStart(window: MessageWindow): MessageWindow {
  const over = window.ids.length - WINDOW_SIZE;
  return over <= 0 ? window : { ...keep(window, window.ids.slice(over)), hasBefore: true };
}

function trimEnd(window: MessageWindow): MessageWindow {
  const over = window.ids.length - WINDOW_SIZE;
  return over <= 0 ? window : { ...keep(window, window.ids.slice(0, WINDOW_SIZE)), hasAfter: true };
}

function keep(window: MessageWindow, ids: readonly Snowflake[]): MessageWindow {
  const messages = ids.flatMap((id) => window.byId[id] ?? []);
  return { ...window, ids, byId: tableOf(messages, (message) => message.id) };
}
