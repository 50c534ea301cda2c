import { expect, test } from "bun:test";
import { expiresAt } from "./expiry.ts";

const wednesday = new Date(2030, 0, 2, 15, 20);

test("hours are counted from now", () => {
  expect(expiresAt("half_hour", wednesday)).toBe(new Date(2030, 0, 2, 15, 50).toISOString());
  expect(expiresAt("four_hours", wednesday)).toBe(new Date(2030, 0, 2, 19, 20).toISOString());
});

test("today ends at midnight, the week with Sunday", () => {
  expect(expiresAt("today", wednesday)).toBe(new Date(2030, 0, 3).toISOString());
  expect(expiresAt("week", wednesday)).toBe(new Date(2030, 0, 7).toISOString());
  expect(expiresAt("week", new Date(2030, 0, 6, 10))).toBe(new Date(2030, 0, 7).toISOString());
  expect(expiresAt("week", new Date(2030, 0, 7, 10))).toBe(new Date(2030, 0, 14).toISOString());
});

test("until I clear it has no end", () => {
  expect(expiresAt("never", wednesday)).toBeNull();
});
