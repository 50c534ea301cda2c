import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const rulesIn = (text: string, pattern: RegExp) =>
  new Set(Array.from(text.matchAll(pattern), ([, rule]) => rule));

test("every numbered rule of docs/protocol.md is held by a test, and every rule a test names stands there", () => {
  const documented = rulesIn(
    readFileSync(join(import.meta.dirname, "../../../../docs/protocol.md"), "utf8"),
    /^- \*\*([A-Z]{3,}\d+)\*\*/gm,
  );
  const tested = new Set<string | undefined>();
  for (const file of readdirSync(import.meta.dirname).filter((name) => name.endsWith(".test.ts"))) {
    const text = readFileSync(join(import.meta.dirname, file), "utf8");
    for (const rule of rulesIn(text, /["`[]([A-Z]{3,}\d+)[\]"]/g)) tested.add(rule);
  }
  expect([...documented].filter((rule) => !tested.has(rule))).toEqual([]);
  expect([...tested].filter((rule) => !documented.has(rule))).toEqual([]);
});
