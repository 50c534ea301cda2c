import { expect, test } from "bun:test";
import { nextStart } from "@palabre/protocol";
import { recurrenceRule } from "./recurrence.ts";

/** A Thursday. */
const START = "2026-01-01T19:30:00.000Z";
const rule = (more: object) => recurrenceRule.parse({ start: START, interval: 1, ...more });
/** The starts that follow, each after the one before. */
function following(more: object, count: number, from = START): string[] {
  let at = Date.parse(from);
  return Array.from({ length: count }, () => {
    at = nextStart(rule(more), at, at);
    return new Date(at).toISOString().slice(0, 10);
  });
}

test("[EVENT5] the next start is the rule's next day, at the same time", () => {
  expect(nextStart(rule({ frequency: 3 }), Date.parse(START), Date.parse(START))).toBe(
    Date.parse("2026-01-02T19:30:00.000Z"),
  );
  expect(following({ frequency: 3, by_weekday: [0, 1, 2, 3, 4] }, 3)).toEqual([
    "2026-01-02",
    "2026-01-05",
    "2026-01-06",
  ]);
  expect(following({ frequency: 2 }, 2)).toEqual(["2026-01-08", "2026-01-15"]);
  expect(following({ frequency: 2, by_weekday: [3, 6] }, 3)).toEqual([
    "2026-01-04",
    "2026-01-08",
    "2026-01-11",
  ]);
  expect(following({ frequency: 2, interval: 2, by_weekday: [3] }, 2)).toEqual(["2026-01-15", "2026-01-29"]);
  expect(following({ frequency: 1, by_n_weekday: [{ n: 1, day: 3 }] }, 2)).toEqual([
    "2026-02-05",
    "2026-03-05",
  ]);
  expect(following({ frequency: 1, by_n_weekday: [{ n: 5, day: 3 }] }, 2)).toEqual([
    "2026-01-29",
    "2026-04-30",
  ]);
  expect(following({ frequency: 1 }, 2)).toEqual(["2026-02-01", "2026-03-01"]);
  // Months that are too short are left out.
  expect(following({ frequency: 1 }, 3, "2026-01-31T08:00:00Z")).toEqual([
    "2026-03-31",
    "2026-05-31",
    "2026-07-31",
  ]);
  expect(following({ frequency: 0 }, 2)).toEqual(["2027-01-01", "2028-01-01"]);
  expect(following({ frequency: 0, by_month: [2], by_month_day: [29] }, 2)).toEqual([
    "2028-02-29",
    "2032-02-29",
  ]);
  expect(following({ frequency: 0, by_month: [2], by_month_day: [29] }, 1, "2096-02-29T08:00:00Z")).toEqual([
    "2104-02-29",
  ]);
});

test("[EVENT5] what was left lying begins again in the future", () => {
  const late = Date.parse("2035-06-15T00:00:00Z");
  expect(new Date(nextStart(rule({ frequency: 2 }), Date.parse(START), late)).toISOString()).toBe(
    "2035-06-21T19:30:00.000Z",
  );
});

test("[EVENT5] rules that mean nothing are refused by their field", () => {
  for (const [more, field] of [
    [{ frequency: 4 }, "frequency"],
    [{ frequency: 2, interval: 3 }, "interval"],
    [{ frequency: 3, interval: 2 }, "interval"],
    [{ frequency: 2, by_weekday: [] }, "by_weekday"],
    [{ frequency: 2, by_weekday: [7] }, "by_weekday"],
    [{ frequency: 1, by_weekday: [1] }, "by_weekday"],
    [{ frequency: 2, by_n_weekday: [{ n: 1, day: 1 }] }, "by_n_weekday"],
    [{ frequency: 1, by_n_weekday: [{ n: 1, day: 1 }], by_month_day: [3] }, "by_month_day"],
    [{ frequency: 0, by_month: [2], by_month_day: [30] }, "by_month_day"],
    [{ frequency: 0, by_month: [2] }, "by_month_day"],
    [{ frequency: 0, by_year_day: [1] }, "by_year_day"],
    [{ frequency: 3, count: 5 }, "count"],
  ] as const) {
    const result = recurrenceRule.safeParse({ start: START, interval: 1, ...more });
    expect([field, result.error?.issues[0]?.path[0]]).toEqual([field, field]);
  }
});
