import { expect, test } from "bun:test";
import { overwriteGetLocale } from "../paraglide/runtime.js";
import {
  daysBetween,
  formatBytes,
  formatDay,
  formatDuration,
  formatList,
  formatRelative,
  formatStamp,
} from "./format.ts";

// Outside a browser there are no preferred languages, so both words and numbers are English.
overwriteGetLocale(() => "en");

const now = new Date(2026, 10, 24, 14, 30);
const at = (day: number, hour = 10, month = 10, year = 2026) => new Date(year, month, day, hour, 5);

test("days are those of the calendar, not of 24 hours", () => {
  expect(daysBetween(new Date(2026, 10, 23, 23, 59), new Date(2026, 10, 24, 0, 1))).toBe(1);
  expect(daysBetween(at(24, 1), now)).toBe(0);
});

test("day separators", () => {
  expect(formatDay(at(24), now)).toBe("Today");
  expect(formatDay(at(23), now)).toBe("Yesterday");
  expect(formatDay(at(21), now)).toContain("Saturday");
  expect(formatDay(at(3), now)).toBe("November 3");
  expect(formatDay(at(3, 10, 0, 2024), now)).toBe("January 3, 2024");
});

test("stamps in lists", () => {
  expect(formatStamp(at(24), now)).toMatch(/10:05/);
  expect(formatStamp(at(23), now)).toBe("Yesterday");
  expect(formatStamp(at(21), now)).toBe("Sat");
  expect(formatStamp(at(3), now)).toBe("Nov 3");
});

test("relative times", () => {
  expect(formatRelative(now.getTime() - 10_000, now)).toBe("now");
  expect(formatRelative(now.getTime() - 180_000, now)).toBe("3 minutes ago");
  expect(formatRelative(now.getTime() + 7_200_000, now)).toBe("in 2 hours");
  expect(formatRelative(at(22), now)).toBe("2 days ago");
});

test("sizes, durations, lists", () => {
  expect(formatBytes(0)).toBe("0 bytes");
  expect(formatBytes(184 * 1024)).toBe("184 kB");
  expect(formatBytes(25 * 1024 ** 2)).toBe("25 MB");
  expect(formatBytes(1.5 * 1024 ** 2)).toBe("1.5 MB");
  expect(formatDuration(0)).toBe("0 seconds");
  expect(formatDuration(61_000)).toBe("1 minute, 1 second");
  expect(formatDuration(2 * 86_400_000 + 3 * 3_600_000 + 5)).toBe("2 days, 3 hours");
  expect(formatList(["Alice", "Bob", "Chloé"])).toBe("Alice, Bob, and Chloé");
});
