import { expect, test } from "bun:test";
import type {
  AdminAuditEntry,
  AdminFigure,
  AdminGuild,
  FriendSuggestion,
  InstanceAnnouncement,
  ReadyGuild,
} from "@palabre/protocol";
import { createFigures } from "../src/features/admin/figures.ts";
import { enrol } from "./enrol.ts";
import { startTestServer } from "./harness.ts";
import { listen } from "./listen.ts";
import { befriend, openChat, register } from "./people.ts";

interface Found {
  guilds: AdminGuild[];
  total: number;
}

test("[ADMIN1] servers are found, given to a member, and deleted; their members are told", async () => {
  await using server = await startTestServer();
  const operator = await server.user("operator");
  const alice = await server.user("alice");
  const bob = await server.user("bob");
  const { body: tessera } = await alice.post<ReadyGuild>("/guilds", { name: "Tessera" });
  const { body: other } = await alice.post<ReadyGuild>("/guilds", { name: "Övrigt 100%" });
  await enrol(server, tessera.id, bob);
  const find = async (query: string) => (await operator.get<Found>(`/admin/guilds?${query}`)).body;
  expect(await find("")).toMatchObject({ total: 2, guilds: [{ id: other.id }, { id: tessera.id }] });
  for (const query of ["query=TESS", `query=${tessera.id}`]) {
    expect(await find(query)).toMatchObject({
      total: 1,
      guilds: [{ name: "Tessera", member_count: 2, owner: { username: "alice" } }],
    });
  }
  expect((await find("query=%C3%B6vrigt")).total).toBe(1);
  expect((await find("query=%25")).total).toBe(1);
  expect((await find(`limit=1&before=${other.id}`)).guilds).toMatchObject([{ id: tessera.id }]);

  await using b = await listen(server, bob);
  await using o = await listen(server, operator);
  const path = `/admin/guilds/${tessera.id}`;
  expect((await operator.patch(path, { owner_id: operator.id })).body).toMatchObject({ code: 50035 });
  expect((await operator.patch(path, { owner_id: bob.id })).body).toMatchObject({ owner_id: bob.id });
  expect(await b.next("GUILD_UPDATE")).toMatchObject({ owner_id: bob.id });
  // Running the instance lets nobody read.
  expect((await operator.get(`/guilds/${tessera.id}`)).body).toMatchObject({ code: 10004 });
  expect((await operator.delete(path)).status).toBe(204);
  expect(await b.next("GUILD_DELETE")).toEqual({ id: tessera.id });
  expect((await operator.delete(path)).body).toMatchObject({ code: 10004 });
  expect((await bob.get(`/guilds/${tessera.id}`)).body).toMatchObject({ code: 10004 });
  await o.settle();
  expect(o.received).toEqual([]);
});

test("[ADMIN6] a server that is closed is there for nobody, until it is opened again", async () => {
  await using server = await startTestServer();
  const operator = await server.user("operator");
  const alice = await server.user("alice");
  const bob = await server.user("bob");
  const carol = await server.user("carol");
  const { body: guild } = await alice.post<ReadyGuild>("/guilds", { name: "Tessera" });
  await enrol(server, guild.id, bob);
  const general = guild.channels.find(({ type }) => type === 0)?.id ?? "";
  const { body: message } = await alice.post<{ id: string }>(`/channels/${general}/messages`, {
    content: "hi",
  });
  const { body: invite } = await alice.post<{ code: string }>(`/channels/${general}/invites`, {});
  const { body: template } = await alice.post<{ code: string }>(`/guilds/${guild.id}/templates`, {
    name: "T",
  });
  await alice.patch(`/guilds/${guild.id}`, { features: ["DISCOVERABLE"] });
  const path = `/admin/guilds/${guild.id}`;
  expect((await alice.patch(path, { disabled: true })).status).toBe(403);
  expect((await operator.patch(path, {})).body).toMatchObject({ code: 50035 });

  await using a = await listen(server, alice);
  await using b = await listen(server, bob);
  a.send(14, { guild_id: guild.id, channels: { [general]: [[0, 99]] } });
  await a.next("GUILD_MEMBER_LIST_UPDATE");
  expect((await operator.patch(path, { disabled: true })).body).toMatchObject({ disabled: true });
  const gone = { id: guild.id, unavailable: true };
  for (const listener of [a, b]) {
    expect(await listener.next("GUILD_DELETE")).toEqual(gone);
    listener.clear();
  }
  for (const [user, method, where, body] of [
    [alice, "GET", `/guilds/${guild.id}`],
    [alice, "PATCH", `/guilds/${guild.id}`, { name: "Mine" }],
    [alice, "DELETE", `/guilds/${guild.id}`],
    [bob, "GET", `/channels/${general}`],
    [bob, "GET", `/channels/${general}/messages`],
    [bob, "POST", `/channels/${general}/messages`, { content: "hello?" }],
    [bob, "PUT", `/channels/${general}/messages/${message.id}/reactions/👍/@me`],
    [carol, "GET", `/invites/${invite.code}`],
    [carol, "POST", `/invites/${invite.code}`],
    [carol, "GET", `/guilds/${guild.id}/preview`],
    [carol, "POST", `/discovery/guilds/${guild.id}/join`],
    [carol, "GET", `/guilds/templates/${template.code}`],
  ] as const) {
    expect([where, (await user.request(method, where, body)).status]).toEqual([where, 404]);
  }
  expect((await bob.get("/users/@me/guilds")).body).toEqual([]);
  expect((await carol.get<Found>("/discovery/guilds")).body.guilds).toEqual([]);
  b.send(8, { guild_id: guild.id, query: "", limit: 10 });
  // Given away meanwhile, nobody is told.
  expect((await operator.patch(path, { owner_id: bob.id })).body).toMatchObject({ owner_id: bob.id });
  for (const listener of [a, b]) {
    await listener.settle();
    expect(listener.received).toEqual([]);
  }
  await using later = await listen(server, bob);
  expect(later.ready.guilds).toEqual([]);
  expect(later.ready.unavailable_guilds).toEqual([
    { ...gone, unavailable: true, name: "Tessera", icon: null },
  ]);
  expect((await operator.get<Found>("/admin/guilds")).body.guilds).toMatchObject([{ disabled: true }]);

  expect((await operator.patch(path, { disabled: false })).body).toMatchObject({ disabled: false });
  for (const listener of [a, b, later]) expect(await listener.closed).toBe(4000);
  await using again = await listen(server, bob);
  expect(again.ready.unavailable_guilds).toEqual([]);
  expect(again.ready.guilds).toMatchObject([{ id: guild.id, owner_id: bob.id }]);
  await alice.post(`/channels/${general}/messages`, { content: "back" });
  expect(await again.next("MESSAGE_CREATE")).toMatchObject({ content: "back" });
  const { body: log } = await operator.get<AdminAuditEntry[]>("/admin/audit-log");
  expect(log.map(({ action }) => action)).toEqual(["guild.enable", "guild.owner", "guild.disable"]);

  // One may leave what is closed, and those who run the instance delete it.
  await operator.patch(path, { disabled: true });
  await again.next("GUILD_DELETE");
  expect((await alice.delete(`/users/@me/guilds/${guild.id}`)).status).toBe(204);
  expect((await operator.delete(path)).status).toBe(204);
  expect(await again.next("GUILD_DELETE", (d) => d.unavailable === undefined)).toEqual({ id: guild.id });
});

test("[ADMIN6] a server that is closed is in common for nobody", async () => {
  await using server = await startTestServer();
  const { operator, alice, bob, carol } = await register(server, "operator", "alice", "bob", "carol");
  const { body: guild } = await alice.post<ReadyGuild>("/guilds", { name: "Tessera" });
  await enrol(server, guild.id, bob);
  await befriend(alice, carol);
  await befriend(bob, carol);
  const close = (disabled: boolean) => operator.patch(`/admin/guilds/${guild.id}`, { disabled });
  const chat = await openChat(alice, bob);
  const write = () => alice.post(`/channels/${chat.id}/messages`, { content: "Hello" });
  const inCommon = async () => {
    const { body } = await alice.get<FriendSuggestion[]>("/users/@me/relationships/suggestions");
    return body.map(({ user, mutual_guilds }) => [user.id, mutual_guilds]);
  };
  expect(await inCommon()).toEqual([[bob.id, 1]]);
  expect((await close(true)).status).toBe(200);
  expect((await write()).body).toMatchObject({ code: 50007 });
  expect(await inCommon()).toEqual([[bob.id, 0]]);
  await close(false);
  expect((await write()).status).toBe(200);
});

test("[ADMIN2] what is announced reaches everybody, those who come later with READY", async () => {
  await using server = await startTestServer();
  const operator = await server.user("operator");
  const bob = await server.user("bob");
  await using b = await listen(server, bob);
  expect(b.ready.instance).toEqual({ announcement: null });
  const said = await operator.post<InstanceAnnouncement>("/admin/announcements", { text: "Back at noon." });
  expect(said).toMatchObject({ status: 201, body: { text: "Back at noon." } });
  expect(await b.next("INSTANCE_ANNOUNCEMENT")).toEqual({ announcement: said.body });
  await using later = await listen(server, bob);
  expect(later.ready.instance).toEqual({ announcement: said.body });
  expect((await operator.post("/admin/announcements", { text: " " })).body).toMatchObject({ code: 50035 });
  expect((await operator.delete("/admin/announcements")).status).toBe(204);
  expect(await b.next("INSTANCE_ANNOUNCEMENT")).toEqual({ announcement: null });
  await using last = await listen(server, bob);
  expect(last.ready.instance).toEqual({ announcement: null });
});

test("[ADMIN3] what those who run the instance do is written down, without codes and passwords", async () => {
  await using server = await startTestServer();
  const operator = await server.user("operator");
  const bob = await server.user("bob");
  const { body: guild } = await bob.post<ReadyGuild>("/guilds", { name: "Tessera" });
  await operator.patch(`/admin/users/${bob.id}`, { premium: true });
  await operator.post(`/admin/users/${bob.id}/password-reset`);
  await operator.patch("/admin/settings", { name: "Here" });
  const { body: invite } = await operator.post<{ code: string }>("/admin/invites", {});
  await operator.delete(`/admin/invites/${invite.code}`);
  await operator.post("/admin/announcements", { text: "Hello" });
  await operator.delete(`/admin/guilds/${guild.id}`);
  await operator.delete("/admin/guilds/123456");
  const { body: log } = await operator.get<AdminAuditEntry[]>("/admin/audit-log");
  expect(log.map(({ action }) => action)).toEqual([
    "guild.delete",
    "announcement.create",
    "invite.delete",
    "invite.create",
    "settings.change",
    "user.password_reset",
    "user.change",
  ]);
  expect(log[0]).toMatchObject({
    user: { username: "operator" },
    target_id: guild.id,
    detail: { name: "Tessera" },
  });
  expect(log.at(-1)).toMatchObject({
    target_id: bob.id,
    detail: { premium: true },
    users: [{ username: "bob" }],
  });
  expect(JSON.stringify(log)).not.toContain(invite.code);
  const page = await operator.get<AdminAuditEntry[]>(`/admin/audit-log?limit=2&before=${log[1]?.id}`);
  expect(page.body.map(({ id }) => id)).toEqual(log.slice(2, 4).map(({ id }) => id));
});

test("[ADMIN4] figures are written once a minute and read as points of a chart", async () => {
  await using server = await startTestServer();
  const operator = await server.user("operator");
  await server.seed(async (tx) => {
    const context = { db: { read: tx.sql, transaction: (act: (t: typeof tx) => unknown) => act(tx) } };
    const parts = { context: { ...context, config: { nodeId: 3 } }, gateway: server.running.gateway };
    const metrics = { requests: () => 5, lagP99: () => 1.5 };
    const write = createFigures({ ...parts, metrics } as never);
    await write();
    await write();
    const old = { at: Date.now() - 20 * 86_400_000, node: 3, sessions: 7, users: 6, messages: 5 };
    await tx.sql
      .insertInto("instance_figures")
      .values({ ...old, requests: 4, lag_p99: 3_000, rss: 2 })
      .execute();
  });
  const day = await operator.get<AdminFigure[]>("/admin/figures");
  expect(day.body).toHaveLength(1);
  expect(day.body[0]).toMatchObject({ sessions: 0, requests: 0, lag_p99_ms: 1.5 });
  const month = new Date(Date.now() - 30 * 86_400_000).toISOString();
  const all = await operator.get<AdminFigure[]>(`/admin/figures?from=${month}`);
  expect(all.body).toHaveLength(2);
  expect(all.body[0]).toMatchObject({ sessions: 7, users: 6, messages: 5, requests: 4, minutes: 1 });
  expect((await operator.get("/admin/figures?from=yesterday")).body).toMatchObject({ code: 50035 });
});

test("everybody else is refused", async () => {
  await using server = await startTestServer();
  await server.user("operator");
  const bob = await server.user("bob");
  const { body: guild } = await bob.post<ReadyGuild>("/guilds", { name: "Tessera" });
  for (const [method, path] of [
    ["GET", "/admin/guilds"],
    ["PATCH", `/admin/guilds/${guild.id}`],
    ["DELETE", `/admin/guilds/${guild.id}`],
    ["POST", "/admin/announcements"],
    ["DELETE", "/admin/announcements"],
    ["GET", "/admin/audit-log"],
    ["GET", "/admin/figures"],
  ] as const) {
    const answer = await bob.request(method, path, method === "GET" ? undefined : {});
    expect([path, answer.status, (answer.body as { code: number }).code]).toEqual([path, 403, 50013]);
  }
  expect((await bob.get(`/guilds/${guild.id}`)).status).toBe(200);
});
