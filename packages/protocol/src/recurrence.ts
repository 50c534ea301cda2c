import type { APIGuildScheduledEventRecurrenceRule as Rule } from "discord-api-types/v10";

/** Frequencies of GuildScheduledEventRecurrenceRuleFrequency; what is left is yearly. */
const MONTHLY = 1;
const WEEKLY = 2;
const DAILY = 3;

const DAY_MS = 86_400_000;
/** The longest wait for a day that comes: 29 February, over the turn of a century. */
const MOST_DAYS = 8 * 366 + 1;

/**
 * The first start after `after` of what began at `startsAt`, at the same time of the day; milliseconds since 1970. Days
 * are those of UTC, as on Discord.
 */
export function nextStart(rule: Rule, startsAt: number, after: number): number {
  const first = new Date(startsAt);
  const anchor = startOfWeek(startsAt);
  // What ended long ago begins again in the future: days that are past are left out in one step.
  const skipped = Math.max(0, Math.floor((after - startsAt) / DAY_MS) - 1);
  for (let n = skipped + 1; n <= skipped + MOST_DAYS; n++) {
    const at = startsAt + n * DAY_MS;
    if (at > after && isDay(rule, new Date(at), first, anchor)) return at;
  }
  throw new Error("a rule that the schema took has a next day");
}

function isDay(rule: Rule, at: Date, first: Date, anchor: number): boolean {
  const day = (at.getUTCDay() + 6) % 7;
  const date = at.getUTCDate();
  switch (rule.frequency) {
    case DAILY:
      return rule.by_weekday === null || rule.by_weekday.includes(day);
    case WEEKLY: {
      const weeks = Math.round((startOfWeek(at.getTime()) - anchor) / (7 * DAY_MS));
      if (weeks % rule.interval !== 0) return false;
      return rule.by_weekday === null ? day === (first.getUTCDay() + 6) % 7 : rule.by_weekday.includes(day);
    }
    case MONTHLY: {
      const [nth] = rule.by_n_weekday ?? [];
      if (nth) return day === nth.day && Math.ceil(date / 7) === nth.n;
      return date === (rule.by_month_day?.[0] ?? first.getUTCDate());
    }
    default:
      return (
        at.getUTCMonth() + 1 === (rule.by_month?.[0] ?? first.getUTCMonth() + 1) &&
        date === (rule.by_month_day?.[0] ?? first.getUTCDate())
      );
  }
}

/** Midnight of the Monday before. */
function startOfWeek(at: number): number {
  const days = Math.floor(at / DAY_MS);
  // 1 January 1970 was a Thursday.
  return (days - ((days + 3) % 7)) * DAY_MS;
}
