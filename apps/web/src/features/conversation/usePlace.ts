import { type RefObject, useMemo } from "react";
import type { VirtualizerHandle } from "virtua";
import type { LogRow } from "./rows.ts";

/** Pixels from the end that still count as the end. */
export const END_WITHIN = 32;

/** Where a log is to stay while its rows are measured, grow and come: at its end, or with a row in sight. */
export type Aim = "end" | { key: string; align: "start" | "center" | "end"; offset: number };

/** Pixels: how far it is scrolled, how high all of it is, how high what one sees of it is. */
interface Measures {
  top: number;
  height: number;
  room: number;
}

export interface Shown {
  rows: readonly LogRow[];
  hasAfter: boolean;
}

export interface Place {
  /** Goes there and stays, until a hand moves the log. Whether that moved it. */
  aimAt(aim: Aim): boolean;
  /** Goes back where it is to stay. To be called after whatever may have moved it: rows came, or were measured. */
  keep(): boolean;
  /** A hand is about to move it: from then on nothing but the hand does. */
  handIs(moving: "up" | "down"): void;
  /** It was scrolled, by whomever. */
  scrolled(): void;
  /** It rests: a row that was gone to is let go of, and whoever came back to the end stays there. */
  rested(): void;
  /** Whether it follows its end. */
  follows(): boolean;
  /** Pixels from the end; 0 without a page. */
  left(): number;
}

/**
 * Keeps a log where it belongs. The list's own `scrollToIndex` goes on for as long as rows are measured and wins over
 * a wheel turned meanwhile, so it is not used: what is aimed at is gone to anew after each measurement, and given up
 * for good as soon as a hand moves the log.
 */
export function usePlace(
  scroller: RefObject<HTMLElement | null>,
  list: RefObject<VirtualizerHandle | null>,
  shown: RefObject<Shown>,
): Place {
  return useMemo(() => {
    let aim: Aim | null = null;
    let seen: Measures = { top: 0, height: 0, room: 0 };

    /** The offset at which the aim is met; null when there is nothing to do. */
    function target(element: HTMLElement, handle: VirtualizerHandle): number | null {
      const { rows, hasAfter } = shown.current;
      if (aim === null) return null;
      if (aim === "end") {
        if (hasAfter) return null;
        // What iOS has still to scroll by, since it must not while a finger's scroll runs out.
        const owed = -handle.getItemOffset(0);
        return owed === 0 ? element.scrollHeight : element.scrollHeight - element.clientHeight - owed;
      }
      const { key, align, offset } = aim;
      const index = rows.findIndex((row) => row.key === key);
      if (index < 0) return null;
      const spare = handle.getItemSize(index) - element.clientHeight;
      const share = { start: 0, center: 0.5, end: 1 }[align];
      return handle.getItemOffset(index) + spare * share + offset;
    }

    function keep(): boolean {
      const element = scroller.current;
      const handle = list.current;
      if (!element || !handle) return false;
      const { scrollTop } = element;
      const to = target(element, handle);
      if (to !== null) element.scrollTop = to;
      seen = measuresOf(element);
      return seen.top !== scrollTop;
    }

    const left = () => {
      const { top, height, room } = scroller.current ? measuresOf(scroller.current) : seen;
      return height - top - room;
    };
    const isAtPresent = () => !shown.current.hasAfter && left() < END_WITHIN;

    return {
      keep,
      left,
      follows: () => aim === "end",
      aimAt(next) {
        aim = next;
        return keep();
      },
      handIs(moving) {
        const mayMove = moving === "up" && (scroller.current?.scrollTop ?? 0) > 0;
        if (aim !== "end" || mayMove) aim = null;
      },
      scrolled() {
        if (!scroller.current) return;
        const before = seen;
        seen = measuresOf(scroller.current);
        const by = seen.top - before.top;
        // `keep` has noted every other move, and rows that are measured change the height: this one was a hand's, or
        // that of a screen reader, which no wheel or key tells.
        const isByHand = seen.height === before.height && seen.room === before.room && Math.abs(by) > 1;
        if (!isByHand) return;
        if (by > 0 && isAtPresent()) aim = "end";
        else if (aim !== "end" || left() > 1) aim = null;
      },
      rested() {
        if (aim !== "end") aim = isAtPresent() ? "end" : null;
      },
    };
  }, [scroller, list, shown]);
}

function measuresOf(element: HTMLElement): Measures {
  return { top: element.scrollTop, height: element.scrollHeight, room: element.clientHeight };
}
