import {
  GuildScheduledEventRecurrenceRuleFrequency as Frequency,
  type APIGuildScheduledEventRecurrenceRule as Rule,
} from "discord-api-types/v10";
import { z } from "zod";

const none = z.null().optional();
const weekday = z.int().min(0).max(6);

/** What repeats needs no more than this; finer rules than Discord itself takes are refused by the field's name. */
export const recurrenceRule = z
  .object({
    start: z.iso.datetime({ offset: true }),
    end: none,
    frequency: z.literal([Frequency.Yearly, Frequency.Monthly, Frequency.Weekly, Frequency.Daily]),
    interval: z.int().min(1).max(2).default(1),
    by_weekday: z.array(weekday).min(1).max(7).nullish(),
    by_n_weekday: z
      .array(z.object({ n: z.int().min(1).max(5), day: weekday }))
      .length(1)
      .nullish(),
    by_month: z.array(z.int().min(1).max(12)).length(1).nullish(),
    by_month_day: z.array(z.int().min(1).max(31)).length(1).nullish(),
    by_year_day: none,
    count: none,
  })
  .superRefine((rule, context) => {
    const refuse = (field: keyof Rule, message: string) =>
      context.addIssue({ code: "custom", path: [field], message });
    const { frequency } = rule;
    const isByWeek = frequency === Frequency.Weekly || frequency === Frequency.Daily;
    if (rule.interval > 1 && frequency !== Frequency.Weekly) {
      refuse("interval", "Must be 1 unless it is weekly.");
    }
    if (rule.by_weekday && !isByWeek) refuse("by_weekday", "Is of weekly and daily rules.");
    if (rule.by_n_weekday && frequency !== Frequency.Monthly) refuse("by_n_weekday", "Is of monthly rules.");
    if (rule.by_month && frequency !== Frequency.Yearly) refuse("by_month", "Is of yearly rules.");
    if (rule.by_month_day && frequency !== Frequency.Yearly && frequency !== Frequency.Monthly) {
      refuse("by_month_day", "Is of yearly and monthly rules.");
    }
    if (rule.by_month_day && rule.by_n_weekday) refuse("by_month_day", "Excludes by_n_weekday.");
    if (frequency === Frequency.Yearly && !rule.by_month !== !rule.by_month_day) {
      refuse("by_month_day", "Goes with by_month.");
    }
    const [month] = rule.by_month ?? [];
    const [day] = rule.by_month_day ?? [];
    if (month !== undefined && day !== undefined && day > (LONGEST[month - 1] ?? 31)) {
      refuse("by_month_day", "That month has no such day.");
    }
  })
  .transform(
    (rule): Rule => ({
      start: rule.start,
      end: null,
      frequency: rule.frequency,
      interval: rule.interval,
      by_weekday: rule.by_weekday ? [...new Set(rule.by_weekday)].sort() : null,
      by_n_weekday: (rule.by_n_weekday as Rule["by_n_weekday"]) ?? null,
      by_month: rule.by_month ?? null,
      by_month_day: rule.by_month_day ?? null,
      by_year_day: null,
      count: null,
    }),
  );

/** Days of each month, of February in a leap year. */
const LONGEST = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
