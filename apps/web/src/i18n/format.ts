/** Dates, numbers, lists and sizes as the reader's language writes them. Times are ISO strings, Dates or milliseconds. */
import * as m from "../paraglide/messages.js";
import { formatLocale } from "./locale.ts";

export type Instant = string | number | Date;

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Intl objects are costly to build (tens of microseconds) and a log of messages asks for hundreds. */
const made = new Map<string, unknown>();
function cached<T>(kind: string, options: object, make: (locale: string) => T): T {
  const locale = formatLocale();
  const key = `${kind} ${locale} ${JSON.stringify(options)}`;
  const found = made.get(key) as T | undefined;
  if (found !== undefined) return found;
  const fresh = make(locale);
  made.set(key, fresh);
  return fresh;
}

function dates(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return cached("date", options, (locale) => new Intl.DateTimeFormat(locale, options));
}

function numbers(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return cached("number", options, (locale) => new Intl.NumberFormat(locale, options));
}

function relatives(options: Intl.RelativeTimeFormatOptions): Intl.RelativeTimeFormat {
  return cached("relative", options, (locale) => new Intl.RelativeTimeFormat(locale, options));
}

/** Calendar days from `from` to `to` in the reader's time zone: 1 is "yesterday" even across two hours. */
export function daysBetween(from: Instant, to: Instant): number {
  const start = new Date(from);
  const end = new Date(to);
  start.setHours(0, 0, 0, 0);
  end.setHours(0, 0, 0, 0);
  return Math.round((end.getTime() - start.getTime()) / day);
}

/** "10:14" */
export function formatTime(at: Instant): string {
  return dates({ hour: "2-digit", minute: "2-digit" }).format(new Date(at));
}

/** "Today", "Yesterday", "Tuesday", "3 December", "3 December 2024": for day separators. */
export function formatDay(at: Instant, now: Instant = Date.now()): string {
  const ago = daysBetween(at, now);
  if (ago === 0) return m.common_today();
  if (ago === 1) return m.common_yesterday();
  if (ago > 1 && ago < 7)
    return capitalize(dates({ weekday: "long", day: "numeric", month: "long" }).format(new Date(at)));
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return dates({ day: "numeric", month: "long", year: sameYear ? undefined : "numeric" }).format(
    new Date(at),
  );
}

/** "10:14", "Yesterday", "Tue", "3 Dec", "3 Dec 2024": the end slot of lists. */
export function formatStamp(at: Instant, now: Instant = Date.now()): string {
  const ago = daysBetween(at, now);
  if (ago <= 0) return formatTime(at);
  if (ago === 1) return m.common_yesterday();
  if (ago < 7) return capitalize(dates({ weekday: "short" }).format(new Date(at)));
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return dates({ day: "numeric", month: "short", year: sameYear ? undefined : "numeric" }).format(
    new Date(at),
  );
}

/** "3 December 2026" */
export function formatDate(at: Instant): string {
  return dates({ dateStyle: "long" }).format(new Date(at));
}

/** "3 December 2026 at 10:14": tooltips of times. */
export function formatDateTime(at: Instant): string {
  return dates({ dateStyle: "long", timeStyle: "short" }).format(new Date(at));
}

/** "3 minutes ago", "in 2 hours", "yesterday". */
export function formatRelative(at: Instant, now: Instant = Date.now()): string {
  const delta = new Date(at).getTime() - new Date(now).getTime();
  const size = Math.abs(delta);
  const say = relatives({ numeric: "auto" });
  if (size < 45 * second) return say.format(0, "second");
  if (size < hour) return say.format(Math.sign(delta) * Math.max(1, Math.round(size / minute)), "minute");
  if (size < day) return say.format(Math.sign(delta) * Math.round(size / hour), "hour");
  if (size < 30 * day) return say.format(-daysBetween(at, now), "day");
  if (size < 365 * day) return say.format(Math.sign(delta) * Math.round(size / (30 * day)), "month");
  return say.format(Math.sign(delta) * Math.round(size / (365 * day)), "year");
}

/** "2 days, 3 hours": at most two units. `ms` is milliseconds. */
export function formatDuration(ms: number): string {
  const units: [Intl.NumberFormatOptions["unit"], number][] = [
    ["day", day],
    ["hour", hour],
    ["minute", minute],
    ["second", second],
  ];
  const parts: string[] = [];
  let rest = Math.max(0, ms);
  for (const [unit, length] of units) {
    const count = Math.floor(rest / length);
    if (count === 0 && parts.length === 0 && unit !== "second") continue;
    rest -= count * length;
    if (count > 0 || parts.length === 0) {
      parts.push(numbers({ style: "unit", unit, unitDisplay: "long" }).format(count));
    }
    if (parts.length === 2 || (parts.length === 1 && unit === "second")) break;
  }
  return formatList(parts, "unit");
}

/** "Alice, Bob and Chloé" */
export function formatList(
  items: readonly string[],
  type: "conjunction" | "disjunction" | "unit" = "conjunction",
): string {
  const options = { style: "long", type } as const;
  return cached("list", options, (locale) => new Intl.ListFormat(locale, options)).format(items);
}

/** "12,480" */
export function formatNumber(value: number, options: Intl.NumberFormatOptions = {}): string {
  return numbers(options).format(value);
}

/** "64%" of a share from 0 to 1. */
export function formatPercent(share: number): string {
  return numbers({ style: "percent", maximumFractionDigits: 0 }).format(share);
}

/** "184 kB", "25 MB" ("184 ko", "25 Mo"), in powers of 1,024 like the limits of files. */
export function formatBytes(bytes: number): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;
  let value = bytes;
  let index = 0;
  while (value >= 1024 && index < units.length - 1) {
    value /= 1024;
    index += 1;
  }
  const unit = units[index] ?? "byte";
  const display = unit === "byte" ? "long" : "short";
  const digits = index > 0 && value < 10 ? 1 : 0;
  return numbers({ style: "unit", unit, unitDisplay: display, maximumFractionDigits: digits }).format(value);
}

function capitalize(text: string): string {
  return text.charAt(0).toLocaleUpperCase(formatLocale()) + text.slice(1);
}
