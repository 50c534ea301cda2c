import { daysBetween, type Instant } from "../../i18n/format.ts";
import { formatLocale } from "../../i18n/locale.ts";

/** Milliseconds before its start during which an event is about to begin. */
export const SOON_MS = 15 * 60_000;

const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(formatLocale(), options);

/** "Thursday, 3 December, 20:00 – 22:00": as the reader writes dates, in their time zone. */
export function whenInSentence(start: Instant, end: Instant | null, now: Instant = Date.now()): string {
  const from = new Date(start);
  const isFar = Math.abs(daysBetween(now, from)) > 300;
  const say = format({
    weekday: "long",
    day: "numeric",
    month: "long",
    year: isFar ? "numeric" : undefined,
    hour: "2-digit",
    minute: "2-digit",
  });
  return end === null ? say.format(from) : say.formatRange(from, new Date(end));
}

/** The same where it stands alone. */
export function formatWhen(start: Instant, end: Instant | null, now?: Instant): string {
  const text = whenInSentence(start, end, now);
  return text.charAt(0).toLocaleUpperCase(formatLocale()) + text.slice(1);
}

/** "3 December" */
export const formatDayOfYear = (at: Instant): string =>
  format({ day: "numeric", month: "long" }).format(new Date(at));

/** The day's name; 0 is Monday. */
export function weekdayName(day: number, weekday: "long" | "short" = "long"): string {
  // 1 January 2024 was a Monday.
  return format({ weekday, timeZone: "UTC" }).format(Date.UTC(2024, 0, 1 + day));
}

/** "Paris, UTC+1" or as near to that as the browser comes. */
export function zoneName(): string {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const part = format({ timeZoneName: "long" })
    .formatToParts(Date.now())
    .find(({ type }) => type === "timeZoneName");
  return part?.value ?? timeZone;
}

/** What a field of the kind `datetime-local` holds for that moment; "" for none. */
export function toField(at: Instant | null): string {
  if (at === null) return "";
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** The moment that a field holds, in the reader's time zone; null for none. */
export function fromField(value: string): Date | null {
  const date = new Date(value);
  return value === "" || Number.isNaN(date.getTime()) ? null : date;
}
