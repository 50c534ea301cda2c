import { expect, test } from "bun:test";
import type { AdminInvite, AdminStats, AdminUser, Instance } from "@palabre/protocol";
import { PASSWORD, startTestServer } from "./harness.ts";
import { listen } from "./listen.ts";
import { receiveMails } from "./mailbox.ts";

interface Found {
  users: AdminUser[];
  total: number;
}

test("everybody else is refused everywhere, whatever they send", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const bob = await server.user("bob");
  for (const [method, path] of [
    ["GET", "/admin/users"],
    ["PATCH", `/admin/users/${bob.id}`],
    ["POST", `/admin/users/${alice.id}/password-reset`],
    ["GET", "/admin/settings"],
    ["PATCH", "/admin/settings"],
    ["GET", "/admin/invites"],
    ["POST", "/admin/invites"],
    ["DELETE", "/admin/invites/x"],
    ["GET", "/admin/stats"],
  ] as const) {
    const answer = await bob.request(method, path, method === "GET" ? undefined : { admin: true });
    expect([path, answer.status, (answer.body as { code: number }).code]).toEqual([path, 403, 50013]);
    expect((await server.request(method, path)).status).toBe(401);
  }
  await alice.patch(`/admin/users/${bob.id}`, { admin: true });
  expect((await bob.get("/admin/stats")).status).toBe(200);
  await alice.patch(`/admin/users/${bob.id}`, { admin: false });
  expect((await bob.get("/admin/stats")).status).toBe(403);
});

test("accounts are searched by name, display name, address and id, a page at a time", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const bob = await server.user("bob_100");
  const carol = await server.user("carol");
  await bob.patch("/users/@me", { global_name: "Robert 100%" });
  await carol.patch("/users/@me", { global_name: "Karolina Őry" });
  const search = async (query: string) => (await alice.get<Found>(`/admin/users?${query}`)).body;
  const names = async (query: string) => (await search(query)).users.map((user) => user.username);
  expect(await names("")).toEqual(["carol", "bob_100", "alice"]);
  expect(await names("query=ROB")).toEqual(["bob_100"]);
  for (const typed of ["őry", "ŐRY", "karolina ő"]) expect(await names(`query=${typed}`)).toEqual(["carol"]);
  expect(await names("query=100%25")).toEqual(["bob_100"]);
  expect(await names("query=%25")).toEqual(["bob_100"]);
  expect(await names("query=_")).toEqual(["bob_100"]);
  expect(await names("query=carol@EXAMPLE")).toEqual(["carol"]);
  expect(await names(`query=${bob.id}`)).toEqual(["bob_100"]);
  expect(await names("query=%5C'%22;--")).toEqual([]);
  expect(await names("query=9999999999999999999")).toEqual([]);
  const first = await search("limit=2");
  expect(first).toMatchObject({ total: 3, users: [{ username: "carol" }, { username: "bob_100" }] });
  expect(await names(`limit=2&before=${first.users[1]?.id}`)).toEqual(["alice"]);
  expect(first.users[0]).toMatchObject({ disabled: false, admin: false, last_used_at: expect.any(String) });
  for (const bad of ["limit=0", "limit=101", "limit=x", "before=x", `query=${"x".repeat(101)}`]) {
    expect((await alice.get(`/admin/users?${bad}`)).status).toBe(400);
  }
});

test("a disabled account is out at once, is told so only after the right password, and comes back", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const bob = await server.user("bob");
  await using socket = await listen(server, bob);
  const changed = await alice.patch<AdminUser>(`/admin/users/${bob.id}`, { disabled: true });
  expect(changed.body.disabled).toBe(true);
  expect(await socket.closed).toBe(4004);
  expect((await bob.get("/users/@me")).status).toBe(401);
  const login = (password: string) => server.request("POST", "/auth/login", { login: "bob", password });
  const wrong = await login("wrong password");
  expect(wrong.body).toEqual(
    (await server.request("POST", "/auth/login", { login: "x", password: "y" })).body,
  );
  expect((await login(PASSWORD)).body).toMatchObject({ code: 20013 });
  await alice.patch(`/admin/users/${bob.id}`, { disabled: false });
  expect((await login(PASSWORD)).status).toBe(200);
});

test("somebody always runs the server, also when two admins step down at once", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const bob = await server.user("bob");
  for (const change of [{ admin: false }, { disabled: true }]) {
    expect((await alice.patch(`/admin/users/${alice.id}`, change)).status).toBe(400);
  }
  await alice.patch(`/admin/users/${bob.id}`, { admin: true });
  const answers = await Promise.all([
    alice.patch(`/admin/users/${alice.id}`, { admin: false }),
    bob.patch(`/admin/users/${bob.id}`, { admin: false }),
  ]);
  expect(answers.map((answer) => answer.status).sort()).toEqual([200, 400]);
});

test("premium is given and taken, and its holder's devices hear of it", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const bob = await server.user("bob");
  await using socket = await listen(server, bob);
  await alice.patch(`/admin/users/${bob.id}`, { premium: true });
  expect(await socket.next("USER_UPDATE")).toMatchObject({ premium: true });
  expect((await alice.patch(`/admin/users/${BigInt(bob.id) + 1n}`, { premium: true })).status).toBe(404);
  expect((await alice.patch(`/admin/users/${bob.id}`, { premium: "yes" })).status).toBe(400);
});

test("a link made by an admin sets a new password, once, and is mailed too", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const bob = await server.user("bob");
  await receiveMails(server, bob.email, 1);
  const made = await alice.post<{ url: string; expires_at: string }>(`/admin/users/${bob.id}/password-reset`);
  const token = new URL(made.body.url).hash.replace("#token=", "");
  expect((await receiveMails(server, bob.email, 2))[1]?.token).toBe(token);
  expect(Date.parse(made.body.expires_at)).toBeGreaterThan(Date.now());
  const reset = () => server.request("POST", "/auth/reset", { token, password: "chosen anew" });
  expect((await reset()).status).toBe(200);
  expect((await reset()).status).toBe(400);
  expect((await bob.get("/users/@me")).status).toBe(401);
});

test("invitations are made, listed and taken back", async () => {
  await using server = await startTestServer({ PALABRE_REGISTRATION: "invite" });
  const alice = await server.user("alice");
  const made = await alice.post<AdminInvite>("/admin/invites", {});
  expect(made.body).toMatchObject({ uses: 0, max_uses: null, expires_at: null, created_by: alice.id });
  expect((await alice.get<AdminInvite[]>("/admin/invites")).body).toEqual([made.body]);
  for (const bad of [
    { max_uses: 0 },
    { max_uses: 1.5 },
    { expires_in: 1 },
    { expires_in: 1e12 },
    { max_uses: "x" },
  ]) {
    expect((await alice.post("/admin/invites", bad)).status).toBe(400);
  }
  expect((await alice.delete(`/admin/invites/${made.body.code}`)).status).toBe(204);
  expect((await alice.delete(`/admin/invites/${made.body.code}`)).body).toMatchObject({ code: 10006 });
  expect((await alice.get<AdminInvite[]>("/admin/invites")).body).toEqual([]);
});

test("name, words and mode of the instance are chosen, and shown to everybody", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const change = {
    name: "Chez Alice",
    description: "Two\nlines",
    contact: "alice@example.org",
    registration: "closed",
  };
  expect((await alice.patch("/admin/settings", change)).body).toEqual(change);
  expect((await alice.get("/admin/settings")).body).toEqual(change);
  expect((await server.request<Instance>("GET", "/instance")).body).toMatchObject(change);
  for (const bad of [
    { name: "" },
    { registration: "maybe" },
    { contact: 5 },
    { description: "x".repeat(1_001) },
  ]) {
    expect((await alice.patch("/admin/settings", bad)).status).toBe(400);
  }
  expect((await alice.get("/admin/settings")).body).toEqual(change);
});

test("figures say what is there", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  await server.user("bob");
  await using socket = await listen(server, alice);
  expect(socket.ready).toBeDefined();
  const { body } = await alice.get<AdminStats>("/admin/stats");
  expect(body).toMatchObject({
    users: { total: 2, active_24h: 2, disabled: 0 },
    messages: { total: 0, last_24h: 0 },
    connections: { sockets: 1, sessions: 1, users: 1, resumable: 0 },
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
  });
  expect(body.storage.database_bytes).toBeGreaterThan(0);
  expect(body.memory.rss_bytes).toBeGreaterThan(0);
  expect(body.event_loop.lag_p99_ms).toBeGreaterThanOrEqual(0);
});
