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
import { compareRows, type LogRow, SCROLLING } from "./rows.ts";
import { type Aim, END_WITHIN, usePlace } from "./usePlace.ts";

/** Pixels from either end at which more is asked for: a page is there before the eye is. */
const ASK_WITHIN = 1_600;
/** Pixels by which a finger trembles without scrolling. */
const TREMBLE = 8;
/** Pixels over a message that one goes to: what was said before it shows as well. */
const ROOM_ABOVE = 72;

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
  const { rows, shift, epoch, isStaged, commit, rest } = useStagedRows(wanted, isScrolling, list);
  const [current, setCurrent] = useState<string | null>(null);
  const wantsFocus = useRef(false);
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
  const shown = useRef({ rows, hasAfter });
  shown.current = { rows, hasAfter };
  const place = usePlace(scroller, list, shown);
  const { id } = props;
  useLayoutEffect(
    () => () => {
      const { rows } = shown.current;
      const [first] = rows;
      const last = rows.at(-1);
      if (!list.current || !first || !last) return;
      measured.delete(id);
      if (measured.size >= MEASURED_KEPT) measured.delete(measured.keys().next().value ?? "");
      const { cache } = list.current;
      measured.set(id, { cache, count: rows.length, first: first.key, last: last.key });
    },
    [id],
  );

  const look = useCallback(() => {
    const element = scroller.current;
    const handle = list.current;
    if (!element || !handle || element.clientHeight === 0) return;
    const { scrollTop } = element;
    const left = place.left();
    const { hasBefore: more, hasAfter: newer, isHeld: wait } = held.current;
    if (!wait && more && scrollTop < ASK_WITHIN) onBefore();
    else if (!wait && newer && left < ASK_WITHIN) onAfter();
    const ends = !newer && (place.follows() || left < END_WITHIN);
    if (ends !== atEnd.current) {
      atEnd.current = ends;
      onEnd(ends);
    }
    onTop(rows[handle.findItemIndex(scrollTop)]?.key ?? null);
  }, [place, rows, onBefore, onAfter, onEnd, onTop]);

  const goTo = useCallback(
    (aim: Aim) => {
      // What moves comes to rest; what stands where it was sent rests already.
      if (place.aimAt(aim)) {
        clearTimeout(resting.current);
        isScrolling.current = true;
      } else if (!isScrolling.current) {
        place.rested();
      }
      look();
    },
    [place, look],
  );

  // Where to begin, each time another stretch of history is shown.
  const begun = useRef(-1);
  const lastKey = useRef<string>(undefined);
  useLayoutEffect(() => {
    const last = rows.at(-1)?.key;
    const isNewer = lastKey.current !== last;
    lastKey.current = last;
    if (begun.current !== epoch && last !== undefined) {
      begun.current = epoch;
      scroller.current?.removeAttribute(SCROLLING);
      const start = rows.find((row) => row.key === startAt);
      if (start) place.aimAt({ key: start.key, align: "center", offset: 0 });
      else place.aimAt(hasAfter ? { key: last, align: "end", offset: 0 } : "end");
    } else if (isNewer && atEnd.current && !hasAfter) {
      // Who was told to see the end goes on seeing it.
      place.aimAt("end");
    } else {
      place.keep();
    }
  }, [place, epoch, rows, startAt, hasAfter]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: looks again whenever what it reads through `held` changes.
  useEffect(() => {
    if (!isStaged) look();
  }, [look, isStaged, hasBefore, hasAfter, isHeld]);

  const currentIndex = current === null ? -1 : rows.findIndex((row) => row.key === current);
  const focusable = currentIndex >= 0 ? currentIndex : lastMessage(rows);

  const focusRow = useCallback(
    (index: number) => {
      const row = rows[index];
      if (!row) return;
      setCurrent(row.key);
      wantsFocus.current = true;
      const handle = list.current;
      const element = scroller.current;
      if (!handle || !element) return;
      const top = handle.getItemOffset(index) - element.scrollTop;
      if (top < 0) goTo({ key: row.key, align: "start", offset: 0 });
      else if (top + handle.getItemSize(index) > element.clientHeight)
        goTo({ key: row.key, align: "end", offset: 0 });
    },
    [rows, goTo],
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
      toEnd: () => goTo("end"),
      toMessage(id, align) {
        if (!rows.some((row) => row.key === id)) return;
        setCurrent(id);
        goTo({ key: id, align, offset: align === "start" ? -ROOM_ABOVE : 0 });
      },
      focusLast: () => focusRow(lastMessage(rows)),
    }),
    [rows, goTo, focusRow],
  );

  const finger = useRef(0);

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
      onKeyDown={onKeyDown}
      onWheel={(event) => {
        // With Ctrl it zooms.
        if (event.deltaY !== 0 && !event.ctrlKey) place.handIs(event.deltaY < 0 ? "up" : "down");
      }}
      onTouchStart={(event) => {
        finger.current = event.touches[0]?.clientY ?? 0;
      }}
      onTouchMove={(event) => {
        const by = (event.touches[0]?.clientY ?? 0) - finger.current;
        if (Math.abs(by) > TREMBLE) place.handIs(by > 0 ? "up" : "down");
      }}
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
            scroller.current?.setAttribute(SCROLLING, "");
            place.scrolled();
            look();
          }}
          // An image without a size, a block that unfolds, the composer: none may push the end away.
          onResize={() => {
            place.keep();
            look();
          }}
          onScrollEnd={() => {
            clearTimeout(resting.current);
            scroller.current?.removeAttribute(SCROLLING);
            pointAgain(inner.current);
            resting.current = setTimeout(() => {
              isScrolling.current = false;
              place.rested();
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

/** The row that came to lie under a mouse at rest is told so: the browser says it only while rows move. */
function pointAgain(inner: Element | null): void {
  const event = new PointerEvent("pointermove", { bubbles: true, pointerType: "mouse" });
  inner?.querySelector("article:hover")?.dispatchEvent(event);
}

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
function useStagedRows(
  wanted: readonly LogRow[],
  isScrolling: RefObject<boolean>,
  list: RefObject<VirtualizerHandle | null>,
) {
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
      // A list that does not know its own height yet would wait for a scroll that never comes, and show nothing.
      shift = atStart && before.rows.length > 0 && Boolean(list.current?.viewportSize);
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
