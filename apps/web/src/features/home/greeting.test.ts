import { afterEach, expect, test } from "bun:test";
import { overwriteGetLocale } from "../../paraglide/runtime.js";
import { greeting, summary } from "./greeting.ts";

afterEach(() => overwriteGetLocale(() => "en"));

test("greets by the hour", () => {
  overwriteGetLocale(() => "en");
  expect([4, 5, 11, 12, 17, 18].map((hour) => greeting(hour, "Maud").split(",")[0])).toEqual([
    "Good evening",
    "Good morning",
    "Good morning",
    "Good afternoon",
    "Good afternoon",
    "Good evening",
  ]);
});

test("says what waits, with numbers up to ten in words", () => {
  overwriteGetLocale(() => "en");
  expect(summary(2, 3, 9)).toBe(
    "Two people want to be friends, three messages mention you. The rest can wait.",
  );
  expect(summary(1, 0, 0)).toBe("One person wants to be friends. The rest can wait.");
  expect(summary(0, 11, 0)).toBe("11 messages mention you. The rest can wait.");
  expect(summary(0, 0, 10)).toBe("Ten conversations have something new. Nothing else needs you.");
  expect(summary(0, 0, 0)).toBe("Nothing needs you. Enjoy the shade.");
});

test("in French too", () => {
  overwriteGetLocale(() => "fr");
  expect(summary(2, 1, 0)).toBe(
    "Deux personnes souhaitent vous ajouter en ami, un message vous mentionne. Le reste peut attendre.",
  );
  expect(summary(0, 0, 4)).toBe("Quatre conversations ont du nouveau. Rien d’autre ne vous attend.");
});
