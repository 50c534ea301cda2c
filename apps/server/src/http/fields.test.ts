import { expect, test } from "bun:test";
import { codePoints, name, snowflake, text } from "./fields.ts";

test("lengths count what people count", () => {
  expect(codePoints("abc")).toBe(3);
  expect(codePoints("🌳🌳")).toBe(2);
  expect(codePoints("\ud83c")).toBe(1);
});

test("text is trimmed, freed of control characters, and bounded by code points", () => {
  const name = text(1, 4);
  expect(name.parse("  a\u0000b\n ")).toBe("ab");
  expect(name.parse("🌳🌳🌳🌳")).toBe("🌳🌳🌳🌳");
  expect(name.safeParse("12345").success).toBe(false);
  expect(name.safeParse(" \u0000 ").success).toBe(false);
  expect(name.parse("\ud83c")).toBe("\ufffd");
});

test("text with lines keeps its line breaks and tabs", () => {
  expect(text(0, 20, { lines: true }).parse("a\n\tb\r\u0007")).toBe("a\n\tb");
});

test("a name shows something, and what follows it reads as it is", () => {
  const rule = name(0, 32);
  expect(rule.parse(" Ada\u202eyrolav \u200b")).toBe("Adayrolav");
  expect(rule.parse("a\u2066b\u200fc\u0085")).toBe("abc");
  for (const nothing of ["\u200b", "\u3164", "\u2800\u2800", "\u200d\ufe0f", "\u00ad", " \u2003 "]) {
    expect(rule.parse(nothing)).toBe("");
    expect(name(1, 32).safeParse(nothing).success).toBe(false);
  }
  // Joined emoji, flags of regions and Persian need what is invisible by itself.
  for (const whole of ["👩‍👧", "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}", "می\u200cخواهم"]) {
    expect(rule.parse(whole)).toBe(whole);
  }
});

test("ids are strings of digits or small numbers, within 63 bits", () => {
  expect(snowflake.parse("175928847299117063")).toBe("175928847299117063");
  expect(snowflake.parse(12)).toBe("12");
  for (const bad of ["", "abc", "-1", "9223372036854775808", 1.5, -1, null]) {
    expect(snowflake.safeParse(bad).success).toBe(false);
  }
});
