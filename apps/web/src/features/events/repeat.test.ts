import { expect, test } from "bun:test";
import type { APIGuildScheduledEventRecurrenceRule as Rule } from "discord-api-types/v10";
import { overwriteGetLocale } from "../../paraglide/runtime.js";
import { choiceText, fromRule, type Repeat, repeatText, toRule, weekdayOf } from "./repeat.ts";
import { fromField, toField } from "./when.ts";

overwriteGetLocale(() => "en");

const whole = (rule: Partial<Rule> | null) =>
  rule && ({ by_weekday: null, by_n_weekday: null, by_month: null, by_month_day: null, ...rule } as Rule);

test("what is chosen comes back, also where the day of UTC is another", () => {
  for (const hour of [0, 6, 12, 18, 23]) {
    const start = new Date(2026, 0, 8, hour, 30);
    for (const repeat of ["none", "daily", "weekdays", "monthly", "yearly"] satisfies Repeat[]) {
      expect(fromRule(whole(toRule(repeat, start, [])), start).repeat).toBe(repeat);
    }
    for (const repeat of ["weekly", "fortnightly"] satisfies Repeat[]) {
      const back = fromRule(whole(toRule(repeat, start, [5])), start);
      expect(back).toEqual({ repeat, days: [weekdayOf(start), 5] });
    }
  }
});

test("rules in words", () => {
  // A Thursday, the second of its month.
  const start = new Date(2026, 0, 8, 12);
  expect(choiceText("weekly", start, [5, 3])).toBe("Every week: Thursday and Saturday");
  expect(choiceText("monthly", start)).toBe("Every month, on the second Thursday");
  expect(choiceText("yearly", start)).toMatch(/8/);
  const byDate = whole({ frequency: 1, by_month_day: [8] });
  expect(byDate && repeatText(byDate, start)).toBe("Every month, on day 8");
});

test("a field holds the reader's time to the minute", () => {
  const at = new Date(2026, 0, 8, 9, 5);
  expect(toField(at)).toBe("2026-01-08T09:05");
  expect(fromField(toField(at))).toEqual(at);
  expect([toField(null), fromField("")]).toEqual(["", null]);
});
