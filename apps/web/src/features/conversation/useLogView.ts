import { type APIMessage, compareSnowflakes, type Snowflake } from "@palabre/protocol";
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from "react";
import * as m from "../../paraglide/messages.js";
import {
  ensureLoaded,
  jumpTo,
  jumpToPresent,
  loadAfter,
  loadAround,
  loadBefore,
  refresh,
} from "../../state/actions/history.ts";
import { ack, setViewing, stopViewing } from "../../state/actions/reading.ts";
import { withTold } from "../../state/bot-message.ts";
import { store, useMessages, usePending, useTold, useViewing } from "../../state/store.ts";
import type { MessageWindow, PendingMessage } from "../../state/types.ts";
import { toast } from "../../ui/toast.ts";
import type { MessageLogHandle } from "./MessageLog.tsx";
import { type LogRow, rowsOf, THREAD_STARTER, type Unread, unreadIn } from "./rows.ts";

const FLASH_FOR = 1_200;
const NOTHING: Pick<MessageWindow, "ids" | "byId"> = { ids: [], byId: {} };

/** What a conversation shows of its history, and the ways through it. */
export interface LogView {
  window: MessageWindow | undefined;
  messages: readonly APIMessage[];
  pending: readonly PendingMessage[];
  rows: readonly LogRow[];
  log: RefObject<MessageLogHandle | null>;
  /** The message to begin at; null for the present. */
  startAt: Snowflake | null;
  /** Nobody has written yet. */
  isEmpty: boolean;
  /** Whether the present is in sight. */
  atEnd: boolean;
  /** Messages of others that came since it was. */
  arrived: number;
  unread: Unread | null;
  /** Whether the first unread lies above what is in sight. */
  isNewAbove: boolean;
  /** The first row in sight. */
  top: string | null;
  /** The message that was just gone to. */
  flashing: Snowflake | null;
  onEnd: (isEnd: boolean) => void;
  onTop: (key: string | null) => void;
  onBefore: () => void;
  onAfter: () => void;
  jump: (id: Snowflake) => Promise<void>;
  toPresent: () => Promise<void>;
  toUnread: () => Promise<void>;
  markRead: () => void;
  /** Shows the "New" line again that was put away. */
  showNew: () => void;
}

/** The log of one conversation, in sight for as long as the component stands. `onJumped`: it is at `jumpId`. */
export function useLogView(
  channelId: Snowflake,
  selfId: Snowflake,
  jumpId: Snowflake | null,
  onJumped: () => void,
): LogView {
  const window = useMessages(channelId);
  const pending = usePending(channelId);
  const viewing = useViewing(channelId);
  const log = useRef<MessageLogHandle>(null);
  const [flashing, flash] = useFlash();
  const [atEnd, setAtEnd] = useState(true);
  const [top, setTop] = useState<string | null>(null);
  const [seenUpTo, setSeenUpTo] = useState<Snowflake | null>(null);
  const [dismissedNew, setDismissedNew] = useState<Snowflake | null>(null);

  const newAfter = viewing && viewing.newAfter !== dismissedNew ? viewing.newAfter : null;
  const { ids, byId } = window ?? NOTHING;
  const { hasBefore = true, hasAfter = false } = window ?? {};
  const told = useTold(channelId);
  const messages = useMemo(
    () =>
      withTold(
        ids.flatMap((id) => byId[id] ?? []),
        told,
        { hasBefore, hasAfter },
      ),
    [ids, byId, told, hasBefore, hasAfter],
  );
  const isStart = window !== undefined && !window.hasBefore;
  const rows = useMemo(
    () => rowsOf({ messages, pending, isStart, isEnd: !window?.hasAfter, selfId, newAfter }),
    [messages, pending, isStart, window?.hasAfter, selfId, newAfter],
  );
  const unread = useMemo(
    () => unreadIn(messages, newAfter, selfId, isStart),
    [messages, newAfter, selfId, isStart],
  );
  const latest = useRef({ messages, rows });
  latest.current = { messages, rows };

  // What is in sight, for read states here and everywhere.
  useEffect(() => setViewing(channelId, atEnd), [channelId, atEnd]);
  useEffect(() => () => stopViewing(channelId), [channelId]);
  useEffect(() => {
    if (jumpId === null) void ensureLoaded(channelId);
  }, [channelId, jumpId]);
  const isStale = window?.stale ?? false;
  useEffect(() => {
    if (isStale) void refresh(channelId);
  }, [isStale, channelId]);

  const jump = useCallback(
    async (id: Snowflake) => {
      if (!(await jumpTo(channelId, id))) {
        toast({ tone: "neutral", title: m.conversation_message_gone() });
        return;
      }
      afterLayout(() => {
        log.current?.toMessage(id, "center");
        flash(id);
      });
    },
    [channelId, flash],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: a jump happens once for each address.
  useEffect(() => {
    if (jumpId === null) return;
    void jump(jumpId).then(onJumped);
  }, [jumpId, jump]);

  const toPresent = useCallback(async () => {
    await jumpToPresent(channelId);
    requestAnimationFrame(() => log.current?.toEnd());
  }, [channelId]);

  async function toUnread() {
    if (newAfter === null) return;
    if (unread?.isMore) await loadAround(channelId, newAfter === "0" ? channelId : newAfter);
    afterLayout(() => {
      const first = latest.current.rows.find((row) => row.kind === "message" && row.isNew);
      if (first) log.current?.toMessage(first.key, "start");
    });
  }

  const markRead = useCallback(() => {
    ack(channelId);
    setDismissedNew(store.get().viewing[channelId]?.newAfter ?? null);
    void toPresent();
  }, [channelId, toPresent]);

  const onEnd = useCallback((isEnd: boolean) => {
    setAtEnd(isEnd);
    setSeenUpTo(isEnd ? null : (latest.current.messages.at(-1)?.id ?? null));
  }, []);
  const arrived = useMemo(
    () =>
      seenUpTo === null
        ? 0
        : messages.filter((one) => one.author.id !== selfId && compareSnowflakes(one.id, seenUpTo) > 0)
            .length,
    [messages, seenUpTo, selfId],
  );

  return {
    window,
    messages,
    pending,
    rows,
    log,
    startAt: jumpId,
    isEmpty: isStart && pending.length === 0 && messages.every(({ type }) => type === THREAD_STARTER),
    atEnd,
    arrived,
    unread,
    isNewAbove: unread !== null && (unread.isMore || isAbove(rows, top)),
    top,
    flashing,
    onEnd,
    onTop: setTop,
    onBefore: useCallback(() => void loadBefore(channelId), [channelId]),
    onAfter: useCallback(() => void loadAfter(channelId), [channelId]),
    jump,
    toPresent,
    toUnread,
    markRead,
    showNew: useCallback(() => setDismissedNew(null), []),
  };
}

/** The rows stand after the next paint; a new stretch of history is laid out before one can scroll in it. */
function afterLayout(run: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(run));
}

/** A message that is lit for a moment. */
function useFlash(): [Snowflake | null, (id: Snowflake) => void] {
  const [flashing, setFlashing] = useState<Snowflake | null>(null);
  const flash = useCallback((id: Snowflake) => {
    setFlashing(id);
    setTimeout(() => setFlashing((now) => (now === id ? null : now)), FLASH_FOR);
  }, []);
  return [flashing, flash];
}

/** Whether the "New" line stands above the first row in sight. */
function isAbove(rows: readonly LogRow[], top: string | null): boolean {
  const first = rows.findIndex((row) => row.kind === "message" && row.isNew);
  const seen = rows.findIndex((row) => row.key === top);
  return first >= 0 && seen > first;
}
