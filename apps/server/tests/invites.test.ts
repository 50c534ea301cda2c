import { expect, test } from "bun:test";
import type { ReadyGuild } from "@palabre/protocol";
import { GuildInviteResponseSchema, VanityURLResponseSchema } from "discord-api-spec/zod";
import { AuditLogEvent, PermissionFlagsBits as P } from "discord-api-types/v10";
import { createMemoryBus } from "../src/bus/memory.ts";
import { createTemporarySweep } from "../src/features/members/sweep-temporary.ts";
import { openTestDatabase } from "./database.ts";
import { PASSWORD, startTestServer } from "./harness.ts";
import { listen } from "./listen.ts";
import { register } from "./people.ts";
import { bits, giveRoles, invite, join, makeServer } from "./servers.ts";

interface InviteBody {
  code: string;
  uses: number;
  channel: { id: string; name: string | null };
}

const HIDDEN = {
  roles: [
    { id: 0, permissions: bits(P.ViewChannel, P.CreateInstantInvite) },
    { id: 1, name: "Moderators", permissions: bits(P.ManageChannels, P.ManageGuild, P.ViewAuditLog) },
  ],
  channels: [
    { id: 10, name: "general" },
    { id: 11, name: "security", permission_overwrites: [{ id: 0, type: 0, deny: bits(P.ViewChannel) }] },
  ],
  system_channel_id: 10,
};

test("[INVITE1] whoever may invite makes a code; who holds it sees the server's name, comes in, and is seen to", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol } = await register(server, "alice", "bob", "carol");
  const { id, general } = await makeServer(alice, [bob]);
  await using hers = await listen(server, alice);
  await using his = await listen(server, bob);
  const made = await bob.post<InviteBody>(`/channels/${general}/invites`, {});
  expect(made.status).toBe(200);
  expect(GuildInviteResponseSchema.safeParse(made.body).error).toBeUndefined();
  expect(made.body).toMatchObject({ uses: 0, max_uses: 0, max_age: 86_400, temporary: false, guild_id: id });
  expect(made.body.code).toMatch(/^[a-z0-9]{10}$/);
  expect(await hers.next("INVITE_CREATE")).toMatchObject({
    code: made.body.code,
    channel_id: general,
    inviter: { id: bob.id },
  });

  const preview = await server.request(
    "GET",
    `/invites/${made.body.code}?with_counts=true&with_expiration=true`,
  );
  expect(preview.status).toBe(200);
  expect(GuildInviteResponseSchema.safeParse(preview.body).error).toBeUndefined();
  expect(preview.body).toMatchObject({
    guild: { id, name: "Tessera" },
    channel: { id: general, name: "general" },
    inviter: { id: bob.id },
    approximate_member_count: 2,
    approximate_presence_count: 2,
  });
  expect(preview.body).not.toHaveProperty("uses");

  await using theirs = await listen(server, carol);
  const accepted = await carol.post<{ new_member: boolean }>(`/invites/${made.body.code}`);
  expect(accepted.status).toBe(200);
  expect(GuildInviteResponseSchema.safeParse(accepted.body).error).toBeUndefined();
  expect(accepted.body).toMatchObject({ guild: { id }, channel: { id: general }, new_member: true });
  expect(await theirs.next<ReadyGuild>("GUILD_CREATE")).toMatchObject({ id, member_count: 3 });
  expect(await hers.next("GUILD_MEMBER_ADD")).toMatchObject({ guild_id: id, user: { id: carol.id } });
  // Coming twice changes nothing.
  expect((await carol.post(`/invites/${made.body.code}`)).body).toMatchObject({ new_member: false });
  const listed = await alice.get<InviteBody[]>(`/guilds/${id}/invites`);
  expect(GuildInviteResponseSchema.safeParse(listed.body[0]).error).toBeUndefined();
  expect(listed.body.find(({ code }) => code === made.body.code)).toMatchObject({ uses: 1 });
  await his.settle();
  // Bob cannot manage channels: he is not told of invitations.
  expect(his.received.filter(({ t }) => t.startsWith("INVITE_"))).toEqual([]);
});

test("[INVITE2] an invitation ends with its time and its uses", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, dave } = await register(server, "alice", "bob", "carol", "dave");
  const { id, general } = await makeServer(alice);
  await using hers = await listen(server, alice);
  const once = await invite(alice, general, { max_uses: 1 });
  await join(bob, once);
  expect(await hers.next("INVITE_DELETE")).toEqual({ guild_id: id, channel_id: general, code: once });
  expect(await carol.post(`/invites/${once}`)).toMatchObject({ status: 404, body: { code: 10006 } });

  const short = await invite(alice, general, { max_age: 1 });
  const twice = await invite(alice, general, { max_uses: 2 });
  await Bun.sleep(1_100);
  expect((await server.request("GET", `/invites/${short}`)).body).toMatchObject({ code: 10006 });
  expect((await carol.post(`/invites/${short}`)).body).toMatchObject({ code: 10006 });
  // A member who comes again uses nothing up.
  await join(bob, twice);
  const answers = await Promise.all([carol, dave].map((user) => user.post(`/invites/${twice}`)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect((await server.request("GET", `/invites/${twice}`)).status).toBe(404);
  expect((await alice.get<InviteBody[]>(`/guilds/${id}/invites`)).body).toEqual([]);
});

test("an invitation with few uses lets no more people in, however many come at once", async () => {
  await using server = await startTestServer();
  const { alice, ...others } = await register(server, "alice", "bob", "carol", "dave", "erin");
  const { id, general } = await makeServer(alice);
  const code = await invite(alice, general, { max_uses: 2 });
  const answers = await Promise.all(Object.values(others).map((user) => user.post(`/invites/${code}`)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 404, 404]);
  expect((await alice.get(`/guilds/${id}?with_counts=true`)).body).toMatchObject({
    approximate_member_count: 3,
  });
});

test("without `unique` one that is alike serves again; the fields have their bounds", async () => {
  await using server = await startTestServer();
  const { alice, bob } = await register(server, "alice", "bob");
  const { general } = await makeServer(alice, [bob]);
  const first = await invite(alice, general, { max_age: 3600 });
  expect(await invite(alice, general, { max_age: 3600 })).toBe(first);
  expect(await invite(alice, general, { max_age: 3600, unique: true })).not.toBe(first);
  expect(await invite(alice, general, { max_age: 1800 })).not.toBe(first);
  expect(await invite(bob, general, { max_age: 3600 })).not.toBe(first);
  for (const [body, field] of [
    [{ max_age: 604_801 }, "max_age"],
    [{ max_age: -1 }, "max_age"],
    [{ max_uses: 101 }, "max_uses"],
    [{ temporary: "yes" }, "temporary"],
  ] as const) {
    const answer = await alice.post<{ errors: object }>(`/channels/${general}/invites`, body);
    expect([answer.status, Object.keys(answer.body.errors)]).toEqual([400, [field]]);
  }
});

test("[INVITE3] a preview tells nothing that whoever joins would not see", async () => {
  await using server = await startTestServer();
  const { alice, bob, eve } = await register(server, "alice", "bob", "eve");
  const { guild, id, general } = await makeServer(alice, [bob], HIDDEN);
  const security = guild.channels.find(({ name }) => name === "security")?.id ?? "";
  const code = await invite(alice, security);
  const preview = await eve.get<InviteBody>(`/invites/${code}`);
  expect(preview.body.channel).toEqual({ id, type: 0, name: null } as never);
  expect(JSON.stringify(preview.body)).not.toContain(security);
  const accepted = await eve.post<InviteBody>(`/invites/${code}`);
  expect(accepted.status).toBe(200);
  expect(JSON.stringify(accepted.body)).not.toContain(security);
  expect((await alice.post<InviteBody>(`/invites/${code}`)).body.channel).toMatchObject({
    id: security,
    name: "security",
  });

  // Those who manage see all invitations, and of hidden channels not which they are.
  await giveRoles(server, id, bob, guild.roles.find(({ name }) => name === "Moderators")?.id);
  const { body } = await bob.get<InviteBody[]>(`/guilds/${id}/invites`);
  expect(body.find((one) => one.code === code)).toMatchObject({ uses: 1, channel: { id, name: null } });
  expect(JSON.stringify(body)).not.toContain(security);
  expect(await bob.get(`/channels/${security}/invites`)).toMatchObject({
    status: 404,
    body: { code: 10003 },
  });
  expect(await bob.post(`/channels/${security}/invites`, {})).toMatchObject({
    status: 404,
    body: { code: 10003 },
  });
  expect((await bob.get<InviteBody[]>(`/channels/${general}/invites`)).body).toHaveLength(1);
});

test("[INVITE4] one's own invitation one takes back; others' with the permission", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, eve } = await register(server, "alice", "bob", "carol", "eve");
  const { guild, id, general } = await makeServer(alice, [bob, carol], HIDDEN);
  const [his, hers] = [await invite(bob, general), await invite(alice, general, { unique: true })];
  for (const [user, code] of [
    [eve, his],
    [carol, his],
    [bob, hers],
  ] as const) {
    expect(await user.delete(`/invites/${code}`)).toMatchObject({ status: 403, body: { code: 50013 } });
  }
  expect((await bob.get(`/guilds/${id}/invites`)).body).toMatchObject({ code: 50013 });
  expect((await bob.get(`/channels/${general}/invites`)).body).toMatchObject({ code: 50013 });
  expect((await eve.get(`/guilds/${id}/invites`)).body).toMatchObject({ code: 10004 });
  expect((await eve.post(`/channels/${general}/invites`, {})).body).toMatchObject({ code: 10003 });
  expect((await alice.get<InviteBody[]>(`/guilds/${id}/invites`)).body).toHaveLength(3);

  const gone = await bob.delete(`/invites/${his}`);
  expect(gone.status).toBe(200);
  expect(GuildInviteResponseSchema.safeParse(gone.body).error).toBeUndefined();
  expect((await server.request("GET", `/invites/${his}`)).status).toBe(404);
  await giveRoles(server, id, carol, guild.roles.find(({ name }) => name === "Moderators")?.id);
  await using theirs = await listen(server, carol);
  const headers = { "X-Audit-Log-Reason": "too%20many" };
  expect((await carol.request("DELETE", `/invites/${hers}`, undefined, headers)).status).toBe(200);
  expect(await theirs.next("INVITE_DELETE")).toMatchObject({ code: hers });
  expect(await theirs.next("GUILD_AUDIT_LOG_ENTRY_CREATE")).toMatchObject({
    action_type: AuditLogEvent.InviteDelete,
    user_id: carol.id,
    reason: "too many",
    changes: expect.arrayContaining([{ key: "code", old_value: hers }]),
  });
});

test("[INVITE5] nobody comes in while invitations are paused, nor who is banned or in too many servers", async () => {
  await using server = await startTestServer();
  const { alice, bob, eve } = await register(server, "alice", "bob", "eve");
  const { id, general } = await makeServer(alice, [bob]);
  const code = await invite(alice, general);
  expect((await alice.patch(`/guilds/${id}`, { features: ["INVITES_DISABLED"] })).status).toBe(200);
  expect(await eve.post(`/invites/${code}`)).toMatchObject({ status: 403, body: { code: 900_005 } });
  expect((await bob.post(`/invites/${code}`)).status).toBe(200);
  expect((await alice.patch(`/guilds/${id}`, { features: [] })).status).toBe(200);
  const incidents = (until: number) =>
    JSON.stringify({ invites_disabled_until: new Date(until).toISOString() });
  await server.seed(async ({ sql }) => {
    await sql
      .updateTable("guilds")
      .set({ incidents: incidents(Date.now() + 60_000) })
      .where("id", "=", id)
      .execute();
  });
  expect((await eve.post(`/invites/${code}`)).body).toMatchObject({ code: 900_005 });
  await server.seed(async ({ sql }) => {
    await sql
      .updateTable("guilds")
      .set({ incidents: incidents(Date.now() - 1_000) })
      .where("id", "=", id)
      .execute();
    await sql
      .insertInto("bans")
      .values({ guild_id: id, user_id: eve.id, reason: null, created_at: Date.now() })
      .execute();
  });
  expect(await eve.post(`/invites/${code}`)).toMatchObject({ status: 403, body: { code: 40007 } });
  await server.seed(async ({ sql }) => {
    await sql.deleteFrom("bans").execute();
    await sql
      .insertInto("guild_members")
      .values(
        Array.from({ length: 200 }, (_, n) => ({ guild_id: String(n + 1), user_id: eve.id, joined_at: 0 })),
      )
      .execute();
  });
  expect(await eve.post(`/invites/${code}`)).toMatchObject({ status: 400, body: { code: 30001 } });
  expect((await eve.get(`/guilds/${id}`)).status).toBe(404);
  expect((await alice.get<InviteBody[]>(`/guilds/${id}/invites`)).body[0]).toMatchObject({ uses: 1 });
});

test("[INVITE6] who registers with an invitation lands in the server", async () => {
  await using server = await startTestServer();
  const { alice } = await register(server, "alice");
  const { id, general } = await makeServer(alice);
  const code = await invite(alice, general);
  await using hers = await listen(server, alice);
  const newcomer = (username: string, invited: string) =>
    server.request<{ token: string; user_id: string }>("POST", "/auth/register", {
      username,
      email: `${username}@example.org`,
      password: PASSWORD,
      invite: invited,
    });
  const bob = await newcomer("bob", code);
  expect(bob.status).toBe(201);
  expect(await hers.next("GUILD_MEMBER_ADD")).toMatchObject({ user: { id: bob.body.user_id } });
  await using his = await listen(server, { token: bob.body.token });
  expect(his.ready.guilds.map((guild) => guild.id)).toEqual([id]);
  // One that is none, or not now, is no reason not to have an account.
  const carol = await newcomer("carol", "nonsense99");
  expect(carol.status).toBe(201);
  await alice.patch(`/guilds/${id}`, { features: ["INVITES_DISABLED"] });
  expect((await newcomer("dave", code)).status).toBe(201);
  expect((await alice.get(`/guilds/${id}?with_counts=1`)).body).toMatchObject({
    approximate_member_count: 2,
    approximate_presence_count: 2,
  });
});

test("where accounts come by invitation, one to a server is none to the instance", async () => {
  await using server = await startTestServer({ PALABRE_REGISTRATION: "invite" });
  const alice = await server.user("alice");
  const { general } = await makeServer(alice);
  const code = await invite(alice, general);
  const answer = await server.request("POST", "/auth/register", {
    username: "bob",
    email: "bob@example.org",
    password: PASSWORD,
    invite: code,
  });
  expect(answer).toMatchObject({ status: 403, body: { code: 900_002 } });
});

test("[INVITE7] a server chooses a code of its own; nobody else has it", async () => {
  await using server = await startTestServer();
  const { alice, bob, eve } = await register(server, "alice", "bob", "eve");
  const { id, general } = await makeServer(alice, [bob]);
  const { id: other } = await makeServer(eve);
  const empty = await alice.get(`/guilds/${id}/vanity-url`);
  expect(VanityURLResponseSchema.safeParse(empty.body).error).toBeUndefined();
  expect(empty.body).toEqual({ code: null, uses: 0 });
  await using his = await listen(server, bob);
  expect((await alice.patch(`/guilds/${id}/vanity-url`, { code: "Tessera" })).body).toEqual({
    code: "tessera",
    uses: 0,
  });
  expect(await his.next("GUILD_UPDATE")).toMatchObject({ vanity_url_code: "tessera" });
  expect((await server.request("GET", "/invites/TESSERA")).body).toMatchObject({
    guild: { id },
    channel: { id: general },
    expires_at: null,
  });
  await join(await server.user("carol"), "tessera");
  expect((await alice.get(`/guilds/${id}/vanity-url`)).body).toEqual({ code: "tessera", uses: 1 });

  const taken = await eve.patch(`/guilds/${other}/vanity-url`, { code: "tessera" });
  expect(taken).toMatchObject({ status: 400, body: { code: 50020, errors: { code: {} } } });
  for (const code of ["x", "a".repeat(33), "a b", "é-é", 5]) {
    expect(await eve.patch(`/guilds/${other}/vanity-url`, { code })).toMatchObject({
      status: 400,
      body: { code: 50035 },
    });
  }
  // A link of another server's that is spread, whether it still stands or has run out.
  const random = await invite(alice, general);
  for (const code of [random, "abcdefghjk"]) {
    expect((await eve.patch(`/guilds/${other}/vanity-url`, { code })).body).toMatchObject({
      code: 50035,
      errors: { code: {} },
    });
  }
  expect((await bob.patch(`/guilds/${id}/vanity-url`, { code: "mine" })).body).toMatchObject({ code: 50013 });
  expect((await bob.get(`/guilds/${id}/vanity-url`)).body).toMatchObject({ code: 50013 });
  expect((await eve.get(`/guilds/${id}/vanity-url`)).body).toMatchObject({ code: 10004 });
  expect((await alice.patch(`/guilds/${id}/vanity-url`, { code: null })).body).toEqual({
    code: null,
    uses: 0,
  });
  expect((await server.request("GET", "/invites/tessera")).status).toBe(404);
});

test("[INVITE8] whoever came for a while goes with their last session, unless a role was given", async () => {
  const big = (id: string) => `157529505000000000${id}`;
  await using db = await openTestDatabase();
  const bus = createMemoryBus();
  const told: string[] = [];
  bus.subscribe((one) => one.kind === "dispatch" && told.push(`${one.t} ${one.topic}`));
  await db.transaction(async ({ sql }) => {
    await sql
      .insertInto("guilds")
      .values({ id: "9", name: "Tessera", owner_id: big("1"), description: null, icon: null, created_at: 0 })
      .execute();
    for (const id of ["1", "2", "3", "4", "5"].map(big)) {
      await sql
        .insertInto("users")
        .values({
          id,
          username: `u${id}`,
          email: null,
          email_key: null,
          password_hash: null,
          global_name: null,
          avatar: null,
          disabled_at: null,
          deleted_at: null,
          created_at: 0,
        })
        .execute();
      const temporary = id === big("5") ? (0 as const) : (1 as const);
      await sql
        .insertInto("guild_members")
        .values({ guild_id: "9", user_id: id, joined_at: 1_000, temporary })
        .execute();
    }
    await sql
      .insertInto("member_roles")
      .values({ guild_id: "9", user_id: big("3"), role_id: "8" })
      .execute();
  });
  const connected = new Set([big("4")]);
  let time = 0;
  const sweep = createTemporarySweep(
    { db, bus },
    (id) => connected.has(id),
    () => time,
  );
  const left = async () => {
    const rows = await db.read.selectFrom("guild_members").select("user_id").orderBy("user_id").execute();
    return rows.map(({ user_id }) => user_id.at(-1)).join("");
  };
  // Who has just come has time to connect.
  for (let n = 0; n < 2; n++) await sweep();
  expect(await left()).toBe("12345");
  time = 10 * 60_000;
  await sweep();
  expect(await left()).toBe("12345");
  await sweep();
  expect(await left()).toBe("1345");
  expect(told).toEqual(["GUILD_MEMBER_REMOVE guild:9", `GUILD_DELETE user:${big("2")}`]);
  connected.clear();
  await sweep();
  connected.add(big("4"));
  await sweep();
  connected.clear();
  await sweep();
  expect(await left()).toBe("1345");
  await sweep();
  expect(await left()).toBe("135");
});
