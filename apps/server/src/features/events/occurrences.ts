import { nextStart } from "@palabre/protocol";
import { GuildScheduledEventStatus as Status } from "discord-api-types/v10";
import { type EventRow, type OccurrenceChange, occurrenceChanges } from "../guild-core/present-event.ts";

/** The row with what follows from its changed occurrences: those that are past are forgotten. */
export function settle(row: EventRow): EventRow {
  const left = occurrenceChanges(row).filter(({ at }) => at >= row.starts_at);
  const next = left.find(({ at }) => at === row.starts_at);
  const isMoved = next !== undefined && (next.starts_at ?? next.ends_at) !== null;
  return {
    ...row,
    exceptions: left.length > 0 ? JSON.stringify(left) : null,
    moved_starts_at: next?.starts_at ?? null,
    moved_ends_at: isMoved ? endOf(row, next) : null,
  };
}

/** When an occurrence ends that was moved: as said, or after as long as it would have lasted. */
function endOf({ starts_at, ends_at }: EventRow, change: OccurrenceChange): number | null {
  if (change.ends_at !== null) return change.ends_at;
  return ends_at === null ? null : (change.starts_at ?? change.at) + (ends_at - starts_at);
}

/** When the occurrence at hand begins and ends. */
export const timesOf = (row: EventRow): { begins: number; ends: number | null } => ({
  begins: row.moved_starts_at ?? row.starts_at,
  ends: row.moved_ends_at ?? row.ends_at,
});

/** Whether the occurrence at hand is called off. */
export const isCalledOff = (row: EventRow): boolean =>
  occurrenceChanges(row).some(({ at, canceled }) => at === row.starts_at && canceled);

/** What an event becomes that is over: one that repeats is to come again, for as long as before. */
export function again(row: EventRow, now: number): EventRow {
  if (row.recurrence === null) return { ...row, status: Status.Completed };
  const starts_at = nextOccurrence(row, now);
  const ends_at = row.ends_at === null ? null : starts_at + (row.ends_at - row.starts_at);
  return settle({ ...row, status: Status.Scheduled, starts_at, ends_at });
}

/** The regular start of the first occurrence after the one at hand that is still to begin, moved ones as they were moved. */
function nextOccurrence(row: EventRow, now: number): number {
  const rule = JSON.parse(row.recurrence ?? "null");
  const changes = occurrenceChanges(row);
  const last = changes.at(-1)?.at ?? 0;
  let at = row.starts_at;
  while (at < last) {
    at = nextStart(rule, at, at);
    const moved = changes.find((change) => change.at === at)?.starts_at;
    if ((moved ?? at) > now) return at;
  }
  return nextStart(rule, row.starts_at, Math.max(now, at));
}

/** The occurrences around the one that regularly begins at `at`; null when there is none, or it is past. */
export function neighbours(row: EventRow, at: number): { before: number | null; after: number } | null {
  if (row.recurrence === null) return null;
  const rule = JSON.parse(row.recurrence);
  let before: number | null = null;
  let one = row.starts_at;
  while (one < at) {
    before = one;
    one = nextStart(rule, one, one);
  }
  return one === at ? { before, after: nextStart(rule, at, at) } : null;
}
