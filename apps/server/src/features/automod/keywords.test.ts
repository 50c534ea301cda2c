import { expect, test } from "bun:test";
import { Keywords, plain } from "./keywords.ts";
import { compilePattern } from "./patterns.ts";

const found = (keywords: string[], text: string) => new Keywords(keywords).find(plain(text))?.keyword ?? null;

test("[AUTOMOD2] a keyword is a whole word, a star opens its end", () => {
  for (const [keyword, hits, misses] of [
    ["cat", ["cat", "a Cat!", "CAT", "the-cat-sat"], ["catch", "bobcat", "scatter"]],
    ["cat*", ["catch", "cat", "CATs"], ["bobcat", "scatter"]],
    ["*cat", ["bobcat", "cat"], ["catch", "scatter"]],
    ["*cat*", ["scatter", "catch", "bobcat", "cat"], ["c at"]],
    ["buy now", ["Buy now!", "please buy now"], ["buy nowhere", "buy  now"]],
    ["c++", ["c++", "I like C++."], ["c+"]],
    ["été", ["ÉTÉ", "l'été"], ["étés"]],
  ] as const) {
    for (const text of hits) expect([text, found([keyword], text)]).toEqual([text, keyword]);
    for (const text of misses) expect([text, found([keyword], text)]).toEqual([text, null]);
  }
});

test("[AUTOMOD2] width, and what nobody sees, hide nothing", () => {
  expect(found(["cat"], "ｃａｔ")).toBe("cat");
  expect(found(["cat"], "c\u200bat")).toBe("cat");
  expect(found(["*"], "anything")).toBe(null);
});

test("[AUTOMOD2] what lies in an allowed word is none", () => {
  const keywords = new Keywords(["*ass*"]);
  const allowed = new Keywords(["classic", "assert*"]);
  const check = (text: string) => keywords.find(text, allowed.spans(text));
  expect(check("a classic")).toBe(null);
  expect(check("assertion")).toBe(null);
  expect(check("a classic ass")).toEqual({ keyword: "*ass*", content: "ass" });
});

test("[AUTOMOD3] expressions of RE2 alone, and none that costs too much", () => {
  expect(compilePattern("b[a4]d+")?.find("so B4DD it is")).toBe("B4DD");
  expect(compilePattern("(a+)+$")?.find(`${"a".repeat(5_000)}!`)).toBe(null);
  for (const refused of ["(", "(?=a)b", "(a)\\1", "a{1001}", "(\\w{1,1000})z", "((a{1,30}){1,30})b"]) {
    expect([refused, compilePattern(refused)]).toEqual([refused, null]);
  }
});

test("many keywords and a long text take a bounded time", () => {
  const keywords = new Keywords(Array.from({ length: 6_000 }, (_, n) => `${"a".repeat(n % 59)}${n}`));
  const start = performance.now();
  expect(keywords.find("a".repeat(2_000))).toBe(null);
  expect(performance.now() - start).toBeLessThan(2_000);
});
