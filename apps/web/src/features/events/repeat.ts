import {
  GuildScheduledEventRecurrenceRuleFrequency as Frequency,
  type APIGuildScheduledEventRecurrenceRule as Rule,
} from "discord-api-types/v10";
import { formatList } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { formatDayOfYear, weekdayName } from "./when.ts";

/** How an event repeats, as one chooses it. */
export type Repeat = "none" | "daily" | "weekdays" | "weekly" | "fortnightly" | "monthly" | "yearly";

/** 0 is Monday. */
export const weekdayOf = (at: Date): number => (at.getDay() + 6) % 7;
const utcWeekdayOf = (at: Date): number => (at.getUTCDay() + 6) % 7;

/** Rules count days in UTC: by how many these are ahead of the reader's at that moment. */
const ahead = (at: Date): number => (utcWeekdayOf(at) - weekdayOf(at) + 7) % 7;

/** The rule for a choice; `days` of the reader's week matter to the weekly ones. */
export function toRule(repeat: Repeat, start: Date, days: readonly number[]): Partial<Rule> | null {
  if (repeat === "none") return null;
  const shifted = (some: readonly number[]) => some.map((day) => (day + ahead(start)) % 7).sort();
  const rule = { start: start.toISOString(), interval: 1 };
  switch (repeat) {
    case "daily":
      return { ...rule, frequency: Frequency.Daily };
    case "weekdays":
      return { ...rule, frequency: Frequency.Daily, by_weekday: shifted([0, 1, 2, 3, 4]) };
    case "weekly":
    case "fortnightly": {
      const chosen = new Set([...days, weekdayOf(start)]);
      return {
        ...rule,
        frequency: Frequency.Weekly,
        interval: repeat === "weekly" ? 1 : 2,
        by_weekday: shifted([...chosen]),
      };
    }
    case "monthly": {
      const n = nthOf(start.getUTCDate());
      return { ...rule, frequency: Frequency.Monthly, by_n_weekday: [{ n, day: utcWeekdayOf(start) }] };
    }
    case "yearly":
      return {
        ...rule,
        frequency: Frequency.Yearly,
        by_month: [start.getUTCMonth() + 1],
        by_month_day: [start.getUTCDate()],
      };
  }
}

/** The choice that a rule stands for, and the days of the reader's week that it names. */
export function fromRule(rule: Rule | null, start: Date): { repeat: Repeat; days: number[] } {
  const days = (rule?.by_weekday ?? []).map((day) => (day - ahead(start) + 7) % 7).sort();
  if (rule === null) return { repeat: "none", days };
  switch (rule.frequency) {
    case Frequency.Daily:
      return {
        repeat: days.length === 0 ? "daily" : days.join() === "0,1,2,3,4" ? "weekdays" : "weekly",
        days,
      };
    case Frequency.Weekly:
      return { repeat: rule.interval === 2 ? "fortnightly" : "weekly", days };
    case Frequency.Monthly:
      return { repeat: "monthly", days };
    default:
      return { repeat: "yearly", days };
  }
}

const nthOf = (date: number) => Math.ceil(date / 7) as 1 | 2 | 3 | 4 | 5;

const MONTHLY = [
  m.events_repeat_monthly_1,
  m.events_repeat_monthly_2,
  m.events_repeat_monthly_3,
  m.events_repeat_monthly_4,
  m.events_repeat_monthly_5,
];

/** A rule in words: "Every week: Tuesday and Thursday". */
export function repeatText(rule: Rule, start: Date): string {
  const { repeat, days } = fromRule(rule, start);
  if (repeat === "monthly" && rule.by_n_weekday === null) {
    return m.events_repeat_monthly_date({ date: start.getDate() });
  }
  return choiceText(repeat, start, days);
}

/** A choice in words, for an event that begins then. */
export function choiceText(repeat: Repeat, start: Date, days: readonly number[] = []): string {
  const named = formatList(
    [...new Set(days.length > 0 ? days : [weekdayOf(start)])].sort().map((day) => weekdayName(day)),
  );
  switch (repeat) {
    case "none":
      return m.events_repeat_none();
    case "daily":
      return m.events_repeat_daily();
    case "weekdays":
      return m.events_repeat_weekdays();
    case "weekly":
      return m.events_repeat_weekly_on({ days: named });
    case "fortnightly":
      return m.events_repeat_fortnightly_on({ days: named });
    case "monthly": {
      const words = MONTHLY[nthOf(start.getDate()) - 1] ?? m.events_repeat_monthly_1;
      return words({ day: weekdayName(weekdayOf(start)) });
    }
    case "yearly":
      return m.events_repeat_yearly({ date: formatDayOfYear(start) });
  }
}
