import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { conform } from "../conformance/conform.ts";
import { report } from "../conformance/report.ts";

test("as many operations answer as documented as docs/conformance.md says", async () => {
  const page = readFileSync(join(import.meta.dirname, "../../../docs/conformance.md"), "utf8");
  // What fell or rose stands in the difference; `npm run conformance` writes the page.
  expect(report(await conform())).toBe(page);
}, 60_000);
