import { expect, test } from "bun:test";
import type { APIMessage, ReadyGuild, Report } from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { enrol, grant } from "./enrol.ts";
import { startTestServer, type TestServer, type TestUser } from "./harness.ts";
import { listen } from "./listen.ts";

const SETTLES = P.ManageMessages | P.ModerateMembers;

/** Alice's server; Bob is a member, Mod settles reports and does not see "staff". The operator runs the instance. */
async function setUp(server: TestServer) {
  const operator = await server.user("operator");
  const alice = await server.user("alice");
  const bob = await server.user("bob");
  const mod = await server.user("mod");
  const { body: guild } = await alice.post<ReadyGuild>("/guilds", {
    name: "Tessera",
    roles: [{ id: 0, permissions: String(P.ViewChannel | P.SendMessages | P.ReadMessageHistory) }],
    channels: [
      { id: 1, name: "general" },
      { id: 2, name: "staff", permission_overwrites: [{ id: 0, type: 0, deny: String(P.ViewChannel) }] },
    ],
  });
  for (const user of [bob, mod]) await enrol(server, guild.id, user);
  await grant(server, guild.id, mod, SETTLES);
  const channel = (name: string) => guild.channels.find((one) => one.name === name)?.id ?? "";
  const say = async (user: TestUser, name: string, content: string) =>
    (await user.post<APIMessage>(`/channels/${channel(name)}/messages`, { content })).body.id;
  const list = `/guilds/${guild.id}/reports`;
  return { operator, alice, bob, mod, guild, channel, say, list };
}

test("[REPORT1] a message is reported; those who settle it are told, whoever wrote it is not", async () => {
  await using server = await startTestServer();
  const { operator, alice, bob, mod, channel, say, list } = await setUp(server);
  const message_id = await say(bob, "general", "buy my coins");
  await using m = await listen(server, mod);
  await using b = await listen(server, bob);
  await using o = await listen(server, operator);
  const body = { channel_id: channel("general"), message_id, reason: "spam", comment: "again" };
  expect(await alice.post("/reports", body)).toMatchObject({ status: 204, body: null });
  const told = await m.next<Report>("REPORT_CREATE");
  expect(told).toMatchObject({
    status: "open",
    reason: "spam",
    comment: "again",
    content: "buy my coins",
    escalated: false,
    message_id,
    user: { username: "bob" },
    reporter: { username: "alice" },
  });
  // Once is enough.
  expect((await alice.post("/reports", { ...body, reason: "other" })).status).toBe(204);
  expect((await mod.get<Report[]>(list)).body).toEqual([told]);

  const settled = await mod.patch<Report>(`${list}/${told.id}`, {
    status: "resolved",
    outcome: "Removed it.",
  });
  expect(settled.body).toMatchObject({
    status: "resolved",
    outcome: "Removed it.",
    handled_by: { username: "mod" },
  });
  expect(await m.next<Report>("REPORT_UPDATE")).toEqual(settled.body);
  expect((await mod.get(`${list}?status=open`)).body).toEqual([]);
  for (const listener of [b, o]) {
    await listener.settle();
    expect(listener.received).toEqual([]);
  }
  expect((await operator.get("/admin/reports")).body).toEqual([]);
  const reopened = await mod.patch<Report>(`${list}/${told.id}`, { status: "open" });
  expect(reopened.body).toMatchObject({ status: "open", handled_by: null, handled_at: null });
});

test("[REPORT2] only what one sees is reported, and never oneself", async () => {
  await using server = await startTestServer();
  const { alice, bob, guild, channel, say, list } = await setUp(server);
  const carol = await server.user("carol");
  const hidden = await say(alice, "staff", "between us");
  const own = await say(bob, "general", "mine");
  const report = (user: TestUser, body: object) => user.post("/reports", { reason: "other", ...body });
  for (const [answer, code] of [
    [await report(bob, { channel_id: channel("staff"), message_id: hidden }), 10003],
    [await report(bob, { channel_id: channel("general"), message_id: hidden }), 10008],
    [await report(carol, { channel_id: channel("general"), message_id: own }), 10003],
    [await report(carol, { guild_id: guild.id, user_id: bob.id }), 10004],
    [await report(bob, { guild_id: guild.id, user_id: carol.id }), 10007],
    [await report(bob, { user_id: "123456789" }), 10013],
    [await report(bob, { channel_id: channel("general"), message_id: own }), 50035],
    [await report(bob, {}), 50035],
    [await report(bob, { message_id: own }), 50035],
    [await bob.post("/reports", { user_id: alice.id, reason: "boring" }), 50035],
    [await report(bob, { user_id: alice.id, comment: "x".repeat(1_001) }), 50035],
  ] as const) {
    expect(answer.body).toMatchObject({ code });
  }
  expect((await alice.get(list)).body).toEqual([]);
});

test("[REPORT3] who does not settle reports reads none; of a hidden channel only who sees it", async () => {
  await using server = await startTestServer();
  const { alice, bob, mod, guild, channel, say, list } = await setUp(server);
  const carol = await server.user("carol");
  const dave = await server.user("dave");
  await enrol(server, guild.id, dave);
  const visible = await say(bob, "general", "rude");
  await using m = await listen(server, mod);
  await using a = await listen(server, alice);
  await dave.post("/reports", { channel_id: channel("general"), message_id: visible, reason: "harassment" });
  const first = await m.next<Report>("REPORT_CREATE");
  await a.next("REPORT_CREATE");

  // Dave sees the staff's channel for a moment.
  await server.seed(async ({ sql }) => {
    await sql
      .insertInto("channel_overwrites")
      .values({ channel_id: channel("staff"), target_id: dave.id, type: 1, allow: "1024", deny: "0" })
      .execute();
  });
  const hidden = await say(alice, "staff", "fire him");
  // About the owner, who would read it: those who run the instance have it, too.
  await dave.post("/reports", { channel_id: channel("staff"), message_id: hidden, reason: "other" });
  await m.settle();
  await a.settle();
  for (const { received } of [m, a]) {
    expect(received.filter(({ t }) => t === "REPORT_CREATE")).toHaveLength(1);
  }
  expect((await mod.get<Report[]>(list)).body.map(({ id }) => id)).toEqual([first.id]);
  expect((await alice.get<Report[]>(list)).body.map(({ id }) => id)).toEqual([first.id]);
  for (const [user, code] of [
    [bob, 50013],
    [dave, 50013],
    [carol, 10004],
  ] as const) {
    expect((await user.get(list)).body).toMatchObject({ code });
    expect((await user.patch(`${list}/${first.id}`, { status: "resolved" })).body).toMatchObject({ code });
  }
  let second: string | undefined;
  await server.seed(async ({ sql }) => {
    const rows = await sql.selectFrom("reports").select(["id", "escalated"]).orderBy("id", "desc").execute();
    expect(rows[0]?.escalated).toBe(1);
    second = rows[0]?.id;
  });
  const refused = await mod.patch(`${list}/${second}`, { status: "resolved" });
  expect(refused.body).toMatchObject({ code: 900010 });
  expect((await mod.patch(`${list}/${guild.id}`, {})).body).toMatchObject({ code: 900010 });
});

test("[REPORT4] private chats, accounts, what is illegal and what is escalated are for those who run the instance", async () => {
  await using server = await startTestServer();
  const { operator, alice, bob, mod, channel, say, list, guild } = await setUp(server);
  await using o = await listen(server, operator);
  await alice.post("/reports", { user_id: bob.id, reason: "spam" });
  expect(await o.next<Report>("REPORT_CREATE")).toMatchObject({ guild_id: null, for_instance: true });
  const illegal = await say(bob, "general", "stolen cards");
  await alice.post("/reports", {
    channel_id: channel("general"),
    message_id: illegal,
    reason: "illegal",
  });
  await o.next<Report>("REPORT_CREATE", ({ message_id }) => message_id === illegal);
  await alice.post("/reports", { guild_id: guild.id, user_id: bob.id, reason: "other" });
  const [mine] = (await mod.get<Report[]>(list)).body;
  expect((await operator.get<Report[]>("/admin/reports")).body).toHaveLength(2);
  await mod.patch(`${list}/${mine?.id}`, { escalated: true });
  const { body: all } = await operator.get<Report[]>("/admin/reports?status=open");
  expect(all).toHaveLength(3);
  const settled = await operator.patch<Report>(`/admin/reports/${mine?.id}`, { status: "dismissed" });
  expect(settled.body).toMatchObject({ status: "dismissed", handled_by: { username: "operator" } });
  expect((await operator.get<Report[]>(`/admin/reports?limit=1&before=${mine?.id}`)).body).toHaveLength(1);
  for (const user of [alice, mod]) {
    expect((await user.get("/admin/reports")).body).toMatchObject({ code: 50013 });
    expect((await user.patch(`/admin/reports/${mine?.id}`, {})).body).toMatchObject({ code: 50013 });
  }
  expect((await operator.patch("/admin/reports/123456", {})).body).toMatchObject({ code: 900010 });
});

test("[REPORT1] reporting takes its time", async () => {
  await using server = await startTestServer({ PALABRE_RATE_LIMITS: "on" });
  const operator = await server.user("operator");
  const bob = await server.user("bob");
  for (let n = 0; n < 10; n++) await bob.post("/reports", { user_id: operator.id, reason: "other" });
  expect((await bob.post("/reports", { user_id: operator.id, reason: "other" })).status).toBe(429);
});
