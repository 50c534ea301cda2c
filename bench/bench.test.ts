import { afterAll, expect, test } from "bun:test";
import { benchmarks } from "./benchmarks/benchmarks.ts";
import { killChildren } from "./child-process.ts";
import { type Figure, isMet, ratioOf, renderTable } from "./figures.ts";

afterAll(killChildren);

const figure: Figure = {
  key: "x",
  what: "things",
  unit: "/s",
  value: 3_000,
  reference: { what: "other things", value: 1_500 },
};

test("an aim looks at the ratio or at the value", () => {
  expect(ratioOf(figure)).toBe(2);
  expect(isMet(figure)).toBeUndefined();
  expect(isMet({ ...figure, aim: { of: "ratio", bound: "at least", limit: 2 } })).toBe(true);
  expect(isMet({ ...figure, aim: { of: "ratio", bound: "at least", limit: 2.1 } })).toBe(false);
  expect(isMet({ ...figure, aim: { of: "value", bound: "at most", limit: 2_999 } })).toBe(false);
});

test("the table is Markdown, a line a figure", () => {
  const lines = renderTable([{ ...figure, aim: { of: "ratio", bound: "at least", limit: 3 } }]).split("\n");
  expect(lines).toHaveLength(3);
  expect(lines[2]).toContain("3,000 /s");
  expect(lines[2]).toContain("2.00 ×");
  expect(lines[2]).toMatch(/≥ 3 × \| no/);
  expect(new Set(lines.map((line) => line.split("|").length)).size).toBe(1);
});

// They check what they count: that each session got each message once and in order, that what was acknowledged is
// there. In small they say nothing about speed, but they run.
for (const [letter, measure] of Object.entries(benchmarks)) {
  test(`benchmark ${letter} runs, in small`, async () => {
    const figures = await measure({ scale: "smoke", profileDir: undefined, say: () => {} });
    expect(figures.length).toBeGreaterThan(0);
    for (const { value, reference, key } of figures) {
      expect(key).toBe(letter);
      expect(value).toBeFinite();
      expect(reference.value).toBeFinite();
    }
  }, 20_000);
}
