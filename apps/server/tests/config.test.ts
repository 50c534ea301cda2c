import { expect, test } from "bun:test";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ConfigError, parseConfig } from "../src/config.ts";

const refusal = (env: Record<string, string>): string => {
  try {
    parseConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return "";
};

test("without any variable there are sensible values", () => {
  expect(parseConfig({ PATH: "/bin", HOME: "/root" })).toMatchObject({
    port: 8080,
    dataDir: "./data",
    publicUrl: undefined,
    databaseUrl: undefined,
    rateLimits: true,
    registration: "open",
    maxFileBytes: 25 * 1024 ** 2,
    nodeId: 0,
    trustedProxies: 0,
  });
});

test("sizes have units, addresses lose their last slash, empty means absent", () => {
  expect(parseConfig({ PALABRE_MAX_FILE: "100k" }).maxFileBytes).toBe(102_400);
  expect(parseConfig({ PALABRE_MAX_FILE: "2 GiB" }).maxFileBytes).toBe(2 * 1024 ** 3);
  expect(parseConfig({ PALABRE_MAX_FILE: "12345" }).maxFileBytes).toBe(12_345);
  expect(parseConfig({ PALABRE_PUBLIC_URL: "https://chat.example.org/" }).publicUrl).toBe(
    "https://chat.example.org",
  );
  expect(parseConfig({ PORT: "", DATABASE_URL: " " })).toMatchObject({ port: 8080, databaseUrl: undefined });
});

test("what is wrong is refused by name, in a sentence that says what is wanted", () => {
  for (const [name, value] of [
    ["PORT", "http"],
    ["PORT", "65536"],
    ["PORT", "-1"],
    ["PALABRE_PUBLIC_URL", "chat.example.org"],
    ["PALABRE_PUBLIC_URL", "ftp://chat.example.org"],
    ["DATABASE_URL", "mysql://x"],
    ["SMTP_URL", "mail.example.org"],
    ["PALABRE_MAIL_FROM", "nobody"],
    ["PALABRE_RATE_LIMITS", "yes"],
    ["PALABRE_REGISTRATION", "sometimes"],
    ["PALABRE_MAX_FILE", "25X"],
    ["PALABRE_MAX_FILE", "0"],
    ["PALABRE_MAX_FILE", "5G"],
    ["PALABRE_NODE_ID", "1024"],
    ["PALABRE_LOG_LEVEL", "loud"],
    ["PALABRE_LOG_FORM", "xml"],
    ["PALABRE_TRUSTED_PROXIES", "11"],
  ] as const) {
    expect(refusal({ [name]: value })).toMatch(new RegExp(`^${name} must be .+\\.$`));
  }
});

test("a password in an address is not repeated", () => {
  expect(refusal({ DATABASE_URL: "mysql://user:hunter2@host/db" })).not.toContain("hunter2");
  expect(refusal({ SMTP_URL: "user:hunter2@host" })).not.toContain("hunter2");
});

test("a variable that is none of ours, yet looks it, is a misspelling", () => {
  expect(refusal({ PALABRE_DATE: "./data" })).toMatch(/^PALABRE_DATE is not a setting of Palabre/);
});

test("the server says so and ends, rather than start with a setting it does not understand", async () => {
  const child = Bun.spawn([process.execPath, join(import.meta.dirname, "../src/main.ts")], {
    env: { PATH: process.env.PATH ?? "", PORT: "http" },
    stderr: "pipe",
    stdout: "ignore",
  });
  expect(await child.exited).toBe(2);
  expect((await new Response(child.stderr).text()).trim()).toMatch(/^PORT must be .+, not "http"\.$/);
});

test("every setting stands in docs/configuration.md", async () => {
  const source = await readFile(join(import.meta.dirname, "../src/config.ts"), "utf8");
  const docs = await readFile(join(import.meta.dirname, "../../../docs/configuration.md"), "utf8");
  const names = [...source.matchAll(/^ {2}([A-Z][A-Z_]+): \[/gm)].map(([, name]) => name ?? "");
  expect(names).toContain("PALABRE_DATA");
  for (const name of names) expect(docs).toContain(`\`${name}\``);
});
