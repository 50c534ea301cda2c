import { expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import type { AdminAuditEntry, ReadyGuild } from "@palabre/protocol";
import { enrol } from "./enrol.ts";
import { PASSWORD, startTestServer, type TestServer } from "./harness.ts";
import { listen } from "./listen.ts";

// Each command is a process of its own.
setDefaultTimeout(120_000);

/** Runs a command as an operator does, beside the server that is running. */
async function palabre(server: TestServer, ...words: string[]) {
  const child = Bun.spawn([process.execPath, join(import.meta.dirname, "../src/cli.ts"), ...words], {
    env: {
      PATH: process.env.PATH ?? "",
      PALABRE_DATA: server.dataDir,
      PALABRE_LOG_LEVEL: "error",
      PALABRE_PUBLIC_URL: server.url,
      ...(server.databaseUrl !== undefined && { DATABASE_URL: server.databaseUrl }),
    },
    stdout: "pipe",
    stderr: "pipe",
  });
  const [out, err, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { code, out: out.trim(), err: err.trim() };
}

test("accounts are listed, disabled, enabled, and made admins; a server that runs follows", async () => {
  await using server = await startTestServer();
  const operator = await server.user("operator");
  const bob = await server.user("bob");
  const list = await palabre(server, "user", "list", "bo");
  expect(list).toMatchObject({ code: 0, out: `${bob.id}\tbob\tbob@example.org\n1 in all` });

  await using b = await listen(server, bob);
  expect(await palabre(server, "user", "disable", "Bob")).toMatchObject({ code: 0, out: "Bob is disabled." });
  expect(await b.closed).toBe(4004);
  expect((await bob.get("/users/@me")).status).toBe(401);
  await palabre(server, "user", "enable", "bob");
  const again = await server.request("POST", "/auth/login", { login: "bob", password: PASSWORD });
  expect(again.status).toBe(200);

  expect((await palabre(server, "user", "admin", "operator", "off")).code).toBe(1);
  await palabre(server, "user", "admin", "bob");
  expect((await palabre(server, "user", "list")).out).toContain("bob@example.org\tadmin");
  const { body: log } = await operator.get<AdminAuditEntry[]>("/admin/audit-log");
  expect(log.map(({ action, user }) => [action, user])).toEqual(Array(3).fill(["user.change", null]));
});

test("a link to choose a new password is printed, and opens", async () => {
  await using server = await startTestServer();
  await server.user("operator");
  const { out } = await palabre(server, "user", "reset-password", "operator");
  const [, token] = /^http\S+\/reset#token=(\S+)\nGood until /.exec(out) ?? [];
  const reset = await server.request("POST", "/auth/reset", { token, password: "another horse battery" });
  expect(reset.status).toBe(200);
});

test("limits are listed and set; a server that runs follows", async () => {
  await using server = await startTestServer();
  const operator = await server.user("operator");
  const bob = await server.user("bob");
  const { code, out } = await palabre(server, "limits");
  expect(code).toBe(0);
  expect(out).toContain("guilds\t200\tdefault 200\t1 to 200");
  expect(out).toContain("guild_creation\teveryone\tdefault everyone\teveryone or admins");
  expect(out).toContain("user_storage\tunlimited\tdefault unlimited\t");

  expect((await palabre(server, "limits", "set", "guild_creation", "admins")).out).toStartWith(
    "guild_creation\tadmins\t",
  );
  expect((await bob.post("/guilds", { name: "Tessera" })).body).toMatchObject({ code: 900_022 });
  await palabre(server, "limits", "set", "guild_creation", "default");
  expect((await bob.post("/guilds", { name: "Tessera" })).status).toBe(201);
  expect((await palabre(server, "limits", "set", "user_storage", "2G")).out).toStartWith(
    "user_storage\t2147483648\t",
  );
  expect(await palabre(server, "limits", "set", "guilds", "201")).toMatchObject({ code: 1, out: "" });
  expect(await palabre(server, "limits", "set", "wishes", "3")).toMatchObject({
    code: 1,
    err: "There is no limit wishes: see `limits`.",
  });
  expect((await palabre(server, "limits", "set", "guilds")).code).toBe(2);
  const { body: log } = await operator.get<AdminAuditEntry[]>("/admin/audit-log");
  expect(log.map(({ action, user }) => [action, user])).toEqual(Array(3).fill(["limits.change", null]));
});

test("servers are listed, given and deleted, and everybody is told what is announced", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const bob = await server.user("bob");
  const { body: guild } = await alice.post<ReadyGuild>("/guilds", { name: "Tessera" });
  await enrol(server, guild.id, bob);
  expect((await palabre(server, "server", "list")).out).toBe(
    `${guild.id}\tTessera\t2 members\talice\n1 in all`,
  );
  await using b = await listen(server, bob);
  expect((await palabre(server, "server", "owner", guild.id, "bob")).out).toBe("Tessera belongs to bob.");
  expect(await b.next("GUILD_UPDATE")).toMatchObject({ owner_id: bob.id });
  expect((await palabre(server, "server", "disable", guild.id)).out).toBe("Tessera is disabled.");
  expect(await b.next("GUILD_DELETE")).toEqual({ id: guild.id, unavailable: true });
  expect((await palabre(server, "server", "list")).out).toContain("\tbob\tdisabled\n");
  expect((await palabre(server, "server", "enable", guild.id)).out).toBe("Tessera is enabled.");
  expect(await b.closed).toBe(4000);
  await using c = await listen(server, bob);
  expect(c.ready.guilds).toHaveLength(1);
  await palabre(server, "announce", "Back at noon.");
  expect(await c.next("INSTANCE_ANNOUNCEMENT")).toMatchObject({ announcement: { text: "Back at noon." } });
  await palabre(server, "announce", "--clear");
  expect(await c.next("INSTANCE_ANNOUNCEMENT")).toEqual({ announcement: null });
  expect((await palabre(server, "server", "delete", guild.id)).code).toBe(0);
  expect(await c.next("GUILD_DELETE")).toEqual({ id: guild.id });
});

test("what is no command, and who is not there, changes nothing and says so", async () => {
  await using server = await startTestServer();
  await server.user("operator");
  for (const words of [["user", "forget", "operator"], ["announce"], ["server", "list", "a", "b"]]) {
    const { code, out } = await palabre(server, ...words);
    expect([words, code, out.startsWith("Usage:")]).toEqual([words, 2, true]);
  }
  for (const [words, sentence] of [
    [["user", "disable", "nobody"], "There is no account nobody."],
    [["server", "delete", "Tessera"], "A server is named by its id: see `server list`."],
    [["server", "delete", "123"], "Unknown Guild"],
  ] as const) {
    expect(await palabre(server, ...words)).toMatchObject({ code: 1, out: "", err: sentence });
  }
});
