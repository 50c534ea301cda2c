import type { MemberListUpdate } from "@palabre/protocol";

/** The members panel as one long column of rows of the same height, heads of groups among them. */
type Groups = MemberListUpdate["groups"];

/** Pixels. Heads are as high, with their space above. */
export const ROW_HEIGHT = 44;
/** Rows drawn beyond what is in sight, at either end. */
const BEYOND = 8;
/** Rows that a subscription names at once: the server takes no longer range. */
const RANGE = 100;

export interface Stretch {
  first: number;
  /** The last of them; less than `first` for none. */
  last: number;
}

/** Rows of a list, each group's head among them. */
export const countRows = (groups: Groups): number => groups.reduce((sum, { count }) => sum + count + 1, 0);

/** The group that a row is in, and whether the row is its head. */
export function placeIn(groups: Groups, row: number): { group: Groups[number]; isHead: boolean } | undefined {
  let start = 0;
  for (const group of groups) {
    if (row <= start + group.count) return { group, isHead: row === start };
    start += group.count + 1;
  }
  return undefined;
}

/** Rows to draw while `height` pixels from `top` are in sight. */
export function rowsInSight(top: number, height: number, count: number): Stretch {
  return {
    first: Math.max(0, Math.floor(top / ROW_HEIGHT) - BEYOND),
    last: Math.min(count, Math.ceil((top + height) / ROW_HEIGHT) + BEYOND) - 1,
  };
}

/** What to ask the server for: whole hundreds, so that a scroll of a few rows asks for nothing new. */
export function rangesOf({ first, last }: Stretch): [first: number, last: number][] {
  const ranges: [number, number][] = [];
  const start = first - (first % RANGE);
  for (let from = start; from <= Math.max(first, last); from += RANGE) ranges.push([from, from + RANGE - 1]);
  return ranges.slice(0, 5);
}

/** The next member's row from one, over heads; the same one at an end. */
export function stepRow(groups: Groups, row: number, by: 1 | -1): number {
  for (let next = row + by; next >= 0; next += by) {
    const place = placeIn(groups, next);
    if (!place) return row;
    if (!place.isHead) return next;
  }
  return row;
}
