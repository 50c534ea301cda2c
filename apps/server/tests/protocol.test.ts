import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { startTestServer } from "./harness.ts";

const page = readFileSync(join(import.meta.dirname, "../../../docs/protocol.md"), "utf8");
/** Where tests of the protocol lie. */
const FOLDERS = [
  ".",
  "../src/gateway",
  "../src/http",
  "../src/features/automod",
  "../../../packages/protocol/src",
].map((folder) => join(import.meta.dirname, folder));

const all = (text: string, pattern: RegExp) =>
  new Set(Array.from(text.matchAll(pattern), ([, found = ""]) => found));

test("every numbered rule of docs/protocol.md is held by a test, and every rule a test names stands there", () => {
  const documented = all(page, /^- \*\*([A-Z]{3,}\d+)\*\*/gm);
  const tested = new Set<string>();
  for (const folder of FOLDERS) {
    for (const file of readdirSync(folder).filter((name) => name.endsWith(".test.ts"))) {
      for (const rule of all(readFileSync(join(folder, file), "utf8"), /["`[]([A-Z]{3,}\d+)[\]"]/g)) {
        tested.add(rule);
      }
    }
  }
  expect([...documented].filter((rule) => !tested.has(rule))).toEqual([]);
  expect([...tested].filter((rule) => !documented.has(rule))).toEqual([]);
});

test("docs/protocol.md lists every address of the API, and none that is not there", async () => {
  await using server = await startTestServer();
  const served = new Set(
    server.running.routes
      .filter(({ method, path }) => method !== "ALL" && path.startsWith("/api/v10/"))
      .map(({ method, path }) => `${method} ${path.slice("/api/v10".length).replace(/:(\w+)/g, "{$1}")}`),
  );
  const listed = all(page, /`((?:GET|POST|PUT|PATCH|DELETE) \/[^\s`]+)`/g);
  expect([...served].filter((address) => !listed.has(address))).toEqual([]);
  expect([...listed].filter((address) => !served.has(address))).toEqual([]);
});
