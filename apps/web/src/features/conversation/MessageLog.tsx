import type { Snowflake } from "@palabre/protocol";
import {
  memo,
  type ReactElement,
  type KeyboardEvent as ReactKeyboardEvent,
  type Ref,
  type RefObject,
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { type CacheSnapshot, Virtualizer, type VirtualizerHandle } from "virtua";
import { compareRows, type LogRow } from "./rows.ts";

/** Pixels from either end at which more is asked for: a page is there before the eye is. */
const ASK_WITHIN = 1_600;
/** Milliseconds after a wheel, finger or key in which a scroll is somebody's doing. */
const HAND_FOR = 1_000;
/** Milliseconds after rows changed in which the list may still move by itself. */
const SETTLED_AFTER = 500;
/** Pixels from the end that still count as the end. */
const END_WITHIN = 32;

export interface MessageLogHandle {
  toEnd(): void;
  toMessage(id: Snowflake, align: "center" | "start"): void;
  /** Puts the keyboard on the last row. */
  focusLast(): void;
}

/** How high the rows of logs lately shown were: coming back to one then measures nothing. Bounded. */
const measured = new Map<string, { cache: CacheSnapshot; count: number; first: string; last: string }>();
const MEASURED_KEPT = 20;

export interface MessageLogProps {
  /** Whose log this is. */
  id: string;
  label: string;
  rows: readonly LogRow[];
  hasBefore: boolean;
  hasAfter: boolean;
  /** A page is on its way, or the last one failed: do not ask. */
  isHeld: boolean;
  /** The message to begin at, in place of the end. */
  startAt: Snowflake | null;
  renderRow: (row: LogRow, isCurrent: boolean) => ReactElement;
  onBefore: () => void;
  onAfter: () => void;
  /** Whether the present is in sight. */
  onEnd: (atEnd: boolean) => void;
  /** The first row in sight, for the pill. */
  onTop: (key: string | null) => void;
  /** A key pressed on a focused row. True when it was used. */
  onRowKey: (event: KeyboardEvent, row: LogRow, element: Element) => boolean;
  ref?: Ref<MessageLogHandle>;
}

/** On what got the focus by a press rather than by the keyboard. */
const POINTED = "data-pointed";

/**
 * A virtual list that stays put: what is added above moves nothing, what is added below is followed only by who
 * looks at the end. The rows are a window of the history; whoever comes near an end asks for more.
 */
export const MessageLog = memo(function MessageLog(props: MessageLogProps) {
  const {
    rows: wanted,
    hasBefore,
    hasAfter,
    isHeld,
    startAt,
    onBefore,
    onAfter,
    onEnd,
    onTop,
    onRowKey,
  } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const inner = useRef<HTMLDivElement>(null);
  const list = useRef<VirtualizerHandle>(null);
  const isScrolling = useRef(false);
  const resting = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(resting.current), []);
  const { rows, shift, epoch, isStaged, commit, rest } = useStagedRows(wanted, isScrolling);
  const [current, setCurrent] = useState<string | null>(null);
  const wantsFocus = useRef(false);
  const stuck = useRef(startAt === null);
  const lastOffset = useRef(0);
  const touchedAt = useRef(Number.NEGATIVE_INFINITY);
  const changedAt = useRef(0);
  const atEnd = useRef<boolean | null>(null);
  const held = useRef({ hasBefore, hasAfter, isHeld });
  held.current = { hasBefore, hasAfter, isHeld };

  useLayoutEffect(commit);

  const [known] = useState(() => {
    const found = measured.get(props.id);
    const isSame =
      found?.count === rows.length && found.first === rows[0]?.key && found.last === rows.at(-1)?.key;
    return isSame ? found.cache : undefined;
  });
  const lastRows = useRef(rows);
  lastRows.current = rows;
  const { id } = props;
  useLayoutEffect(
    () => () => {
      const [first] = lastRows.current;
      const last = lastRows.current.at(-1);
      if (!list.current || !first || !last) return;
      measured.delete(id);
      if (measured.size >= MEASURED_KEPT) measured.delete(measured.keys().next().value ?? "");
      const { cache } = list.current;
      measured.set(id, { cache, count: lastRows.current.length, first: first.key, last: last.key });
    },
    [id],
  );

  const toEnd = useCallback(() => {
    const element = scroller.current;
    if (element) element.scrollTop = element.scrollHeight;
  }, []);

  const look = useCallback(() => {
    const element = scroller.current;
    const handle = list.current;
    if (!element || !handle || element.clientHeight === 0) return;
    const { scrollTop, scrollHeight, clientHeight } = element;
    const left = scrollHeight - scrollTop - clientHeight;
    // The list moves the offset as well, while it learns how high new rows are: then only a hand lets go of the end.
    const now = performance.now();
    const byHand = now - touchedAt.current < HAND_FOR || now - changedAt.current > SETTLED_AFTER;
    if (left < END_WITHIN) stuck.current = true;
    else if (byHand && scrollTop < lastOffset.current - 1) stuck.current = false;
    lastOffset.current = scrollTop;
    const { hasBefore: more, hasAfter: newer, isHeld: wait } = held.current;
    if (!wait && more && scrollTop < ASK_WITHIN) onBefore();
    else if (!wait && newer && left < ASK_WITHIN) onAfter();
    const ends = !newer && left < END_WITHIN;
    if (ends !== atEnd.current) {
      atEnd.current = ends;
      onEnd(ends);
    }
    onTop(rows[handle.findItemIndex(scrollTop)]?.key ?? null);
  }, [rows, onBefore, onAfter, onEnd, onTop]);

  // Where to begin, each time another stretch of history is shown.
  const begun = useRef(-1);
  useLayoutEffect(() => {
    if (begun.current === epoch || rows.length === 0) return;
    begun.current = epoch;
    const index = startAt === null ? -1 : rows.findIndex((row) => row.key === startAt);
    stuck.current = index < 0 && !hasAfter;
    if (index < 0) list.current?.scrollToIndex(rows.length - 1, { align: "end" });
    else list.current?.scrollToIndex(index, { align: "center" });
  }, [epoch, rows, startAt, hasAfter]);

  useLayoutEffect(() => {
    changedAt.current = performance.now();
    if (rows.length > 0 && stuck.current && !held.current.hasAfter) {
      list.current?.scrollToIndex(rows.length - 1, { align: "end" });
    }
  }, [rows]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: looks again whenever what it reads through `held` changes.
  useEffect(() => {
    if (!isStaged) look();
  }, [look, isStaged, hasBefore, hasAfter, isHeld]);

  // What grows later (an image without a size, a block that unfolds, the composer) must not push the end away.
  useEffect(() => {
    const observer = new ResizeObserver(() => {
      if (stuck.current && !held.current.hasAfter) toEnd();
    });
    if (scroller.current) observer.observe(scroller.current);
    if (inner.current) observer.observe(inner.current);
    return () => observer.disconnect();
  }, [toEnd]);

  const currentIndex = current === null ? -1 : rows.findIndex((row) => row.key === current);
  const focusable = currentIndex >= 0 ? currentIndex : lastMessage(rows);

  const focusRow = useCallback(
    (index: number) => {
      const row = rows[index];
      if (!row) return;
      setCurrent(row.key);
      wantsFocus.current = true;
      list.current?.scrollToIndex(index, { align: "nearest" });
    },
    [rows],
  );

  useEffect(() => {
    if (!wantsFocus.current || current === null) return;
    const element = scroller.current?.querySelector<HTMLElement>(
      `[data-row="${CSS.escape(current)}"] article`,
    );
    if (!element) return;
    wantsFocus.current = false;
    element.focus({ preventScroll: true });
  });

  useImperativeHandle(
    props.ref,
    () => ({
      toEnd() {
        stuck.current = true;
        list.current?.scrollToIndex(rows.length - 1, { align: "end" });
      },
      toMessage(id, align) {
        const index = rows.findIndex((row) => row.key === id);
        if (index < 0) return;
        stuck.current = false;
        setCurrent(id);
        list.current?.scrollToIndex(index, { align, offset: align === "start" ? -72 : 0 });
      },
      focusLast: () => focusRow(lastMessage(rows)),
    }),
    [rows, focusRow],
  );

  function touched() {
    touchedAt.current = performance.now();
  }

  function onKeyDown(event: ReactKeyboardEvent) {
    const { target } = event;
    if (!(target instanceof HTMLElement) || target.tagName !== "ARTICLE") return;
    // Whoever pressed a message with the mouse and types means the composer: no letter may pin or delete.
    if (target.hasAttribute(POINTED) && !event.key.startsWith("Arrow")) return target.blur();
    const key = target.closest<HTMLElement>("[data-row]")?.dataset.row;
    const index = rows.findIndex((row) => row.key === key);
    const row = rows[index];
    if (!row) return;
    const step = (by: 1 | -1) => {
      for (let next = index + by; next >= 0 && next < rows.length; next += by) {
        if (rows[next]?.kind !== "intro") return focusRow(next);
      }
    };
    const moves: Record<string, () => void> = {
      ArrowUp: () => step(-1),
      ArrowDown: () => step(1),
      Home: () => focusRow(rows[0]?.kind === "intro" ? 1 : 0),
      End: () => focusRow(lastMessage(rows)),
    };
    const move = event.ctrlKey || event.metaKey || event.altKey ? undefined : moves[event.key];
    if (move) move();
    else if (!onRowKey(event.nativeEvent, row, target)) return;
    event.preventDefault();
  }

  return (
    <div
      ref={scroller}
      className="log scroll"
      role="log"
      aria-live="off"
      aria-label={props.label}
      onKeyDown={(event) => {
        touched();
        onKeyDown(event);
      }}
      onWheel={(event) => {
        touched();
        // Whoever turns the wheel up lets go of the end at once, even while rows are still being measured.
        if (event.deltaY < 0 && event.currentTarget.scrollTop > 0) stuck.current = false;
      }}
      onTouchMove={touched}
      onPointerDown={touched}
      onPointerMove={(event) => event.buttons !== 0 && touched()}
      onFocus={(event) => {
        event.target.toggleAttribute(POINTED, !event.target.matches(":focus-visible"));
        const key = event.target.closest<HTMLElement>("[data-row]")?.dataset.row;
        if (key) setCurrent(key);
      }}
    >
      <div ref={inner} className="log-inner">
        <Virtualizer
          key={epoch}
          ref={list}
          scrollRef={scroller}
          data={rows}
          shift={shift}
          bufferSize={400}
          cache={epoch === 0 ? known : undefined}
          keepMounted={currentIndex >= 0 ? [currentIndex] : undefined}
          onScroll={() => {
            isScrolling.current = true;
            clearTimeout(resting.current);
            look();
          }}
          onScrollEnd={() => {
            clearTimeout(resting.current);
            resting.current = setTimeout(() => {
              isScrolling.current = false;
              rest();
            }, REST_FOR);
          }}
        >
          {(row, index) => (
            <div
              key={row.key}
              data-row={row.key}
              className={index === rows.length - 1 ? "log-row is-last" : "log-row"}
            >
              {props.renderRow(row, index === focusable)}
            </div>
          )}
        </Virtualizer>
      </div>
    </div>
  );
});

function lastMessage(rows: readonly LogRow[]): number {
  return rows.findLastIndex((row) => row.kind === "message");
}

/** Milliseconds without a scroll that count as rest; a reader's pauses between two turns of the wheel are shorter. */
const REST_FOR = 1_000;
/** Rows that the window let go of and the list still holds, at most. */
const HELD = 3_000;

/**
 * The virtual list can keep its place when rows change at its start or elsewhere, not both at once; a full window
 * does both, as it drops at one end what it gains at the other. Then the end changes in a first pass and the start
 * in a second, before anything is painted.
 *
 * A change at the start makes the list count from its end until it rests: right while one scrolls up, wrong while one
 * scrolls down, when new rows at the end are still to be measured. So what is only dropped from the start is held
 * until the scroll rests.
 */
function useStagedRows(wanted: readonly LogRow[], isScrolling: RefObject<boolean>) {
  const shown = useRef<{ rows: readonly LogRow[]; wanted: readonly LogRow[]; epoch: number }>({
    rows: wanted,
    wanted,
    epoch: 0,
  });
  const [, again] = useState(0);
  const before = shown.current;
  let next: typeof before = { rows: wanted, wanted, epoch: before.epoch };
  let shift = false;
  let isStaged = false;
  const isHolding = before.rows !== before.wanted;
  if (before.wanted === wanted && (!isHolding || isScrolling.current)) {
    next = before;
  } else {
    const change = compareRows(before.rows, wanted);
    const atStart = change.removedStart + change.addedStart > 0;
    const atEnd = change.removedEnd + change.addedEnd > 0;
    const isOnlyDropped = change.removedStart > 0 && change.addedStart === 0;
    if (change.isOther) {
      next = { rows: wanted, wanted, epoch: before.epoch + 1 };
    } else if (isOnlyDropped && isScrolling.current && change.removedStart < HELD) {
      next = { ...next, rows: [...before.rows.slice(0, change.removedStart), ...wanted] };
    } else if (atStart && atEnd) {
      isStaged = true;
      const first = [...before.rows.slice(0, change.removedStart), ...wanted.slice(change.addedStart)];
      // Not held: the second pass follows at once.
      next = { ...next, rows: first, wanted: first };
    } else {
      shift = atStart && before.rows.length > 0;
    }
  }
  const commit = () => {
    shown.current = next;
    if (isStaged) again((count) => count + 1);
  };
  /** The scroll rests: what was held may go. */
  const rest = () => {
    if (shown.current.rows !== shown.current.wanted) again((count) => count + 1);
  };
  return { rows: next.rows, shift, epoch: next.epoch, isStaged, commit, rest };
}
