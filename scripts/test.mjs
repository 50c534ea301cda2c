// Everything: checks, unit tests, the server over both databases, the browser. `npm test -- server` runs what is named.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ensureChromium, startPostgres } from "./machine.mjs";
import { bunPath, ensurePackages, ensureServer, ensureWebClient, root, run, say } from "./setup.mjs";

const PARTS = ["check", "unit", "server", "postgres", "browser"];

const named = process.argv.slice(2);
for (const part of named) {
  if (!PARTS.includes(part)) {
    console.error(`There is no part "${part}": ${PARTS.join(", ")}.`);
    process.exit(2);
  }
}
const wanted = (part) => named.length === 0 || named.includes(part);
/** For tests that ask a server hundreds of things on a busy machine; what hangs still ends. */
const patience = "--timeout=30000";
const total = { passed: 0, failed: 0 };
/** Of failed browser tests, how many pages are shown, and how many lines of each. */
const PAGES_SHOWN = 3;
const LINES_SHOWN = 150;

ensurePackages();
if (wanted("check")) run("node", ["scripts/check.mjs"]);
const bun = bunPath();
if (wanted("unit")) {
  // The benchmarks run the server that `npm start` runs.
  ensureServer();
  test("unit tests", bun, ["test", patience, "packages", "apps/web", "bench"]);
}
if (wanted("server")) test("server over SQLite", bun, ["test", patience, "apps/server"]);
if (wanted("postgres")) {
  const cluster = await startPostgres();
  try {
    test("server over PostgreSQL", bun, ["test", patience, "apps/server/tests", "apps/server/src/db"], {
      PALABRE_TEST_POSTGRES: cluster.url,
    });
  } finally {
    cluster.stop();
  }
}
if (wanted("browser")) {
  ensureWebClient();
  ensureServer();
  const output = test(
    "browser",
    "npx",
    ["--no-install", "playwright", "test", "--config", "e2e/playwright.config.ts"],
    {
      CHROMIUM: ensureChromium(),
      BUN: bun,
    },
  );
  showPages(output);
}

console.log(`\n${total.passed} passed, ${total.failed} failed`);
if (total.failed > 0 || total.passed === 0) process.exitCode = 1;

/** Runs one suite, shows its output and returns it, and adds up what its last lines count. */
function test(title, command, args, env = {}) {
  say(`\n── ${title}`);
  const result = spawnSync(command, args, {
    cwd: root,
    env: { ...process.env, ...env, FORCE_COLOR: "0" },
    stdio: ["ignore", "pipe", "pipe"],
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  const output = `${result.stdout}${result.stderr}`;
  process.stdout.write(output);
  const count = (pattern) => [...output.matchAll(pattern)].reduce((sum, match) => sum + Number(match[1]), 0);
  const passed = count(/^\s*(\d+) pass(?:ed)?\b/gm);
  const failed = count(/^\s*(\d+) (?:fail(?:ed)?|flaky)\b/gm);
  total.passed += passed;
  total.failed += failed;
  if (result.status !== 0 && failed === 0) total.failed++;
  if (passed === 0) total.failed++;
  return output;
}

/** What the pages of the first failed browser tests looked like, for whoever has only the log. */
function showPages(output) {
  const named = [...output.matchAll(/^\s*Error Context: (\S+)$/gm)].map((match) => match[1]);
  for (const path of named.slice(0, PAGES_SHOWN)) {
    say(`\n── ${path}`);
    try {
      say(readFileSync(join(root, path), "utf8").split("\n").slice(0, LINES_SHOWN).join("\n"));
    } catch (error) {
      say(String(error));
    }
  }
}
