import { expect, test } from "bun:test";
import fc from "fast-check";
import { normaliseEmoji } from "./emoji.ts";

test("emoji of every kind are taken", () => {
  for (const emoji of ["🔥", "👍🏽", "❤️", "🇫🇷", "1️⃣", "👩‍❤️‍👨", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🏳️‍🌈", "👨‍👩‍👧‍👦", "🕵🏽‍♂️"]) {
    expect(normaliseEmoji(emoji)).toBe(emoji);
  }
});

test("one picture has one spelling", () => {
  expect(normaliseEmoji("\u2764")).toBe("\u2764\uFE0F");
  expect(normaliseEmoji("👍\uFE0F")).toBe("👍");
  expect(normaliseEmoji("🏳\u200d🌈")).toBe("🏳️‍🌈");
  expect(normaliseEmoji("1\u20e3")).toBe("1️⃣");
  expect(normaliseEmoji("🕵\u200d♂")).toBe("🕵️‍♂️");
});

test("what is no single emoji is refused", () => {
  for (const text of [
    "",
    "a",
    "1",
    "👍👍",
    "👍a",
    "name:123",
    "\u200d",
    "\uFE0F",
    "❤️".repeat(40),
    "<script>",
  ]) {
    expect(normaliseEmoji(text)).toBeNull();
  }
});

test("a normal form is its own normal form", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 4 }), (text) => {
      const normal = normaliseEmoji(text);
      if (normal !== null) expect(normaliseEmoji(normal)).toBe(normal);
    }),
  );
});
