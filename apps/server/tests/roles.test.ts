import { expect, test } from "bun:test";
import type { GuildChannel, PermissionExplanation } from "@palabre/protocol";
import { GuildRoleResponseSchema } from "discord-api-spec/zod";
import { type APIRole, AuditLogEvent, PermissionFlagsBits as P } from "discord-api-types/v10";
import { enrol } from "./guild.ts";
import { channelNames, makeChannel, planGuild } from "./guild-plan.ts";
import { startTestServer, type TestServer, type TestUser } from "./harness.ts";
import { listen } from "./listen.ts";
import { register } from "./people.ts";

const EVERYONE = P.ViewChannel | P.SendMessages | P.ReadMessageHistory;

/** Alice owns a server; Bob has `mods` and manages roles, Carol has none, Dave is no member. */
async function start(server: TestServer) {
  const people = await register(server, "alice", "bob", "carol", "dave");
  const guild = await planGuild(people.alice, [
    { name: "@everyone", permissions: EVERYONE },
    { name: "readers", permissions: 0n },
    { name: "helpers", permissions: P.KickMembers },
    { name: "mods", permissions: P.ManageRoles | P.ManageMessages },
    { name: "chiefs", permissions: P.Administrator },
  ]);
  await enrol(server, guild.id, people.bob, [guild.role("mods")]);
  await enrol(server, guild.id, people.carol);
  return { ...people, guild };
}

const order = async (user: TestUser, guildId: string) => {
  const { body } = await user.get<APIRole[]>(`/guilds/${guildId}/roles`);
  expect(body.every((role) => GuildRoleResponseSchema.safeParse(role).success)).toBe(true);
  return body.map(({ name, position }) => `${position} ${name}`);
};

test("[ROLE1] a new role stands right above @everyone, and the others move up", async () => {
  await using server = await startTestServer();
  const { bob, carol, guild } = await start(server);
  await using ears = await listen(server, carol);
  const made = await bob.post<APIRole>(`/guilds/${guild.id}/roles`, {
    name: "  Ünïcode  ",
    permissions: String(P.ManageMessages),
    color: 0xc8553d,
    hoist: true,
    mentionable: true,
    unicode_emoji: "🔥",
  });
  expect(made.status).toBe(200);
  expect(GuildRoleResponseSchema.safeParse(made.body).error).toBeUndefined();
  expect(made.body).toMatchObject({
    name: "Ünïcode",
    permissions: String(P.ManageMessages),
    position: 1,
    color: 0xc8553d,
    hoist: true,
    mentionable: true,
    managed: false,
    unicode_emoji: "🔥",
  });
  expect(await ears.next("GUILD_ROLE_CREATE")).toEqual({ guild_id: guild.id, role: made.body });
  expect((await carol.get(`/guilds/${guild.id}/roles/${made.body.id}`)).body).toEqual(made.body);
  const after = ["0 @everyone", "1 Ünïcode", "2 readers", "3 helpers", "4 mods", "5 chiefs"];
  expect(await order(carol, guild.id)).toEqual(after);
  const moved = ears.received.filter(({ t }) => t === "GUILD_ROLE_UPDATE").map(({ d }) => d.role.position);
  expect(moved).toEqual([5, 4, 3, 2]);

  const plain = await bob.post<APIRole>(`/guilds/${guild.id}/roles`);
  expect(plain.body).toMatchObject({
    name: "new role",
    permissions: String(EVERYONE),
    color: 0,
    hoist: false,
  });
});

test("[ROLE2] who may not manage roles, or stands below, changes nothing; who is no member learns nothing", async () => {
  await using server = await startTestServer();
  const { bob, carol, dave, guild } = await start(server);
  await using ears = await listen(server, carol);
  const base = `/guilds/${guild.id}/roles`;
  const acts = (id: string) =>
    [
      ["POST", base, {}],
      ["PATCH", base, [{ id, position: 1 }]],
      ["PATCH", `${base}/${id}`, { name: "mine" }],
      ["DELETE", `${base}/${id}`, undefined],
    ] as const;
  for (const [method, path, body] of acts(guild.role("readers"))) {
    expect((await carol.request(method, path, body)).body).toMatchObject({ code: 50013 });
    expect((await dave.request(method, path, body)).body).toMatchObject({ code: 10004 });
  }
  for (const path of [base, `${base}/${guild.id}`, `${base}/member-counts`]) {
    expect((await dave.get(path)).body).toMatchObject({ code: 10004 });
  }
  // Bob's own highest role, and the one above.
  for (const id of [guild.role("mods"), guild.role("chiefs")]) {
    for (const [method, path, body] of acts(id).slice(1)) {
      expect((await bob.request(method, path, body)).body).toMatchObject({ code: 50013 });
    }
  }
  for (const [method, path, body] of acts("12345").slice(1)) {
    expect((await bob.request(method, path, body)).body).toMatchObject({ code: 10011 });
  }
  // What Bob does not hold himself.
  for (const permissions of [P.KickMembers, P.Administrator]) {
    const body = { permissions: String(permissions) };
    expect((await bob.post(base, body)).body).toMatchObject({ code: 50013 });
    expect((await bob.patch(`${base}/${guild.role("readers")}`, body)).body).toMatchObject({ code: 50013 });
  }
  // What a role grants already may stay, and be taken.
  const helpers = `${base}/${guild.role("helpers")}`;
  const kept = String(P.KickMembers | P.ManageMessages);
  expect((await bob.patch<APIRole>(helpers, { permissions: kept })).body.permissions).toBe(kept);
  expect((await bob.patch<APIRole>(helpers, { permissions: "0" })).body.permissions).toBe("0");
  expect((await bob.patch(helpers, { permissions: String(P.KickMembers) })).body).toMatchObject({
    code: 50013,
  });
  await ears.settle();
  expect(ears.received.map(({ t, d }) => [t, d.role.permissions])).toEqual([
    ["GUILD_ROLE_UPDATE", kept],
    ["GUILD_ROLE_UPDATE", "0"],
  ]);
});

test("[ROLE3] @everyone stays: it is not deleted, moved, named or hoisted; what it may do changes", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, guild } = await start(server);
  const everyone = `/guilds/${guild.id}/roles/${guild.id}`;
  for (const who of [alice, bob]) {
    expect((await who.delete(everyone)).body).toMatchObject({ code: 50028 });
    for (const body of [{ hoist: true }, { name: "all" }, { color: 1 }, { mentionable: true }]) {
      expect((await who.patch(everyone, body)).body).toMatchObject({ code: 50035 });
    }
    const moved = await who.patch(`/guilds/${guild.id}/roles`, [{ id: guild.id, position: 2 }]);
    expect(moved.body).toMatchObject({ code: 50035, errors: { 0: { id: {} } } });
  }
  const changed = await bob.patch<APIRole>(everyone, {
    name: "@everyone",
    hoist: false,
    permissions: String(P.ViewChannel),
  });
  expect(changed.body).toMatchObject({ name: "@everyone", permissions: String(P.ViewChannel), position: 0 });
  expect((await carol.patch(everyone, { permissions: "0" })).body).toMatchObject({ code: 50013 });
  // A role that says nothing lifts nobody above @everyone's own powers.
  await alice.patch(everyone, { permissions: String(EVERYONE | P.ManageRoles) });
  expect((await carol.patch(everyone, { permissions: String(EVERYONE) })).body).toMatchObject({
    code: 50013,
  });
  expect((await carol.post<APIRole>(`/guilds/${guild.id}/roles`)).status).toBe(200);
});

test("[ROLE4] roles are put in order; from one's own highest up they stay", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, guild } = await start(server);
  const move = (who: TestUser, ...list: [name: string, position: number][]) =>
    who.patch<APIRole[]>(
      `/guilds/${guild.id}/roles`,
      list.map(([name, position]) => ({ id: guild.role(name), position })),
    );
  await using ears = await listen(server, carol);
  const answer = await move(bob, ["readers", 2]);
  expect(answer.status).toBe(200);
  expect(answer.body.map(({ name }) => name)).toEqual(["@everyone", "helpers", "readers", "mods", "chiefs"]);
  expect((await ears.next("GUILD_ROLE_UPDATE")).role).toMatchObject({ name: "helpers", position: 1 });
  expect((await ears.next("GUILD_ROLE_UPDATE")).role).toMatchObject({ name: "readers", position: 2 });
  for (const moves of [
    [["readers", 3]],
    [["readers", 4]],
    [["mods", 1]],
    [["chiefs", 1]],
    [
      ["mods", 4],
      ["chiefs", 3],
    ],
  ] as [string, number][][]) {
    expect((await move(bob, ...moves)).body).toMatchObject({ code: 50013 });
  }
  // A whole list as libraries send it, with what stays.
  const whole = await bob.patch<APIRole[]>(`/guilds/${guild.id}/roles`, [
    { id: guild.id, position: 0 },
    { id: guild.role("readers"), position: 1 },
    { id: guild.role("helpers"), position: 2 },
    { id: guild.role("mods"), position: 3 },
    { id: guild.role("chiefs"), position: 4 },
  ]);
  expect(whole.status).toBe(200);
  expect(await order(carol, guild.id)).toEqual([
    "0 @everyone",
    "1 readers",
    "2 helpers",
    "3 mods",
    "4 chiefs",
  ]);
  // Nothing takes the place of @everyone.
  await move(alice, ["chiefs", 0]);
  expect(await order(carol, guild.id)).toEqual([
    "0 @everyone",
    "1 chiefs",
    "2 readers",
    "3 helpers",
    "4 mods",
  ]);
  const twice = await move(alice, ["mods", 1], ["mods", 2]);
  expect(twice.body).toMatchObject({ code: 50035, errors: { 1: { id: {} } } });
});

test("[ROLE5] with a role go what it gave and what channels said of it", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, guild } = await start(server);
  const readers = guild.role("readers");
  const club = await makeChannel(alice, guild.id, {
    name: "club",
    permission_overwrites: [
      { id: guild.id, type: 0, deny: String(P.ViewChannel) },
      { id: readers, type: 0, allow: String(P.ViewChannel) },
    ],
  });
  const erin = await server.user("erin");
  await enrol(server, guild.id, erin, [readers]);
  expect((await carol.get(`/guilds/${guild.id}/roles/member-counts`)).body).toEqual({
    [readers]: 1,
    [guild.role("helpers")]: 0,
    [guild.role("mods")]: 1,
    [guild.role("chiefs")]: 0,
  });
  expect(await channelNames(erin, guild.id)).toEqual(["club", "general"]);
  await using ears = await listen(server, erin);
  expect((await bob.delete(`/guilds/${guild.id}/roles/${readers}`)).status).toBe(204);
  expect(await ears.next("CHANNEL_DELETE")).toMatchObject({ id: club.id });
  expect(await ears.next("GUILD_ROLE_DELETE")).toEqual({ guild_id: guild.id, role_id: readers });
  expect(await channelNames(erin, guild.id)).toEqual(["general"]);
  const { body } = await alice.get<GuildChannel>(`/channels/${club.id}`);
  expect(body.permission_overwrites.map(({ id }) => id)).toEqual([guild.id]);
  await server.seed(async ({ sql }) => {
    expect(await sql.selectFrom("member_roles").selectAll().where("role_id", "=", readers).execute()).toEqual(
      [],
    );
    await sql.updateTable("roles").set({ managed: 1 }).where("id", "=", guild.role("helpers")).execute();
  });
  const managed = await alice.delete(`/guilds/${guild.id}/roles/${guild.role("helpers")}`);
  expect(managed.body).toMatchObject({ code: 50028 });
});

test("[ROLE6] bad input is refused by the field; a server has 250 roles", async () => {
  await using server = await startTestServer();
  const { alice, guild } = await start(server);
  const base = `/guilds/${guild.id}/roles`;
  for (const [body, field] of [
    [{ name: "x".repeat(101) }, "name"],
    [{ permissions: "-1" }, "permissions"],
    [{ permissions: {} }, "permissions"],
    [{ color: 0x1000000 }, "color"],
    [{ colors: { primary_color: -1 } }, "colors"],
    [{ hoist: 1 }, "hoist"],
    [{ unicode_emoji: "no" }, "unicode_emoji"],
    [{ icon: "data:image/png;base64,AAAA" }, "icon"],
  ] as const) {
    for (const answer of [
      await alice.post<{ errors: object }>(base, body),
      await alice.patch<{ errors: object }>(`${base}/${guild.role("helpers")}`, body),
    ]) {
      expect({ status: answer.status, fields: Object.keys(answer.body.errors ?? {}) }).toEqual({
        status: 400,
        fields: [field],
      });
    }
  }
  expect(await order(alice, guild.id)).toHaveLength(5);
  await server.seed(async ({ sql }) => {
    const rows = Array.from({ length: 245 }, (_, n) => ({
      id: String(1_000 + n),
      guild_id: guild.id,
      name: `n${n}`,
      position: 10 + n,
      permissions: "0",
    }));
    await sql.insertInto("roles").values(rows).execute();
  });
  expect((await alice.post(base, {})).body).toMatchObject({ code: 30005 });
});

test("[ROLE7] every change stands in the audit log with what it changed and why", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, guild } = await start(server);
  await using ears = await listen(server, alice);
  await using deaf = await listen(server, carol);
  const base = `/guilds/${guild.id}/roles`;
  const why = { "X-Audit-Log-Reason": "order" };
  const { body: role } = await bob.request<APIRole>("POST", base, { name: "one" }, why);
  await bob.request("PATCH", `${base}/${role.id}`, { name: "two", color: 7 }, why);
  await bob.request("PATCH", `${base}/${role.id}`, { name: "two" }, why);
  await bob.request("PATCH", base, [{ id: role.id, position: 2 }], why);
  await bob.request("DELETE", `${base}/${role.id}`, undefined, why);
  const entries = [
    [AuditLogEvent.RoleCreate, { key: "name", new_value: "one" }],
    [AuditLogEvent.RoleUpdate, { key: "name", old_value: "one", new_value: "two" }],
    [AuditLogEvent.RoleUpdate, { key: "position", old_value: 1, new_value: 2 }],
    [AuditLogEvent.RoleDelete, { key: "color", old_value: 7 }],
  ] as const;
  for (const [action, change] of entries) {
    const entry = await ears.next("GUILD_AUDIT_LOG_ENTRY_CREATE");
    expect(entry).toMatchObject({
      action_type: action,
      target_id: role.id,
      user_id: bob.id,
      reason: "order",
    });
    expect(entry.changes).toContainEqual(change);
  }
  await deaf.settle();
  expect(deaf.received.some(({ t }) => t === "GUILD_AUDIT_LOG_ENTRY_CREATE")).toBe(false);
});

test("[ROLE8] why somebody may or may not is told step by step, to those who may know", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, dave, guild } = await start(server);
  const helpers = guild.role("helpers");
  const erin = await server.user("erin");
  await enrol(server, guild.id, erin, [helpers]);
  const club = await makeChannel(alice, guild.id, {
    name: "club",
    permission_overwrites: [
      { id: guild.id, type: 0, deny: String(P.ViewChannel) },
      { id: helpers, type: 0, allow: String(P.ViewChannel), deny: String(P.SendMessages) },
    ],
  });
  const ask = (who: TestUser, query: string) =>
    who.get<PermissionExplanation>(`/guilds/${guild.id}/permissions/explain?${query}`);

  const { body } = await ask(alice, `user_id=${erin.id}&channel_id=${club.id}`);
  expect(body).toEqual({
    guild_id: guild.id,
    channel_id: club.id,
    user_id: erin.id,
    role_ids: [helpers],
    permissions: String(P.ViewChannel | P.ReadMessageHistory | P.KickMembers),
    steps: [
      { kind: "everyone", id: guild.id, allowed: String(EVERYONE), denied: "0", after: String(EVERYONE) },
      {
        kind: "role",
        id: helpers,
        allowed: String(P.KickMembers),
        denied: "0",
        after: String(EVERYONE | P.KickMembers),
      },
      {
        kind: "overwrite_everyone",
        id: guild.id,
        allowed: "0",
        denied: String(P.ViewChannel),
        after: String((EVERYONE | P.KickMembers) & ~P.ViewChannel),
      },
      {
        kind: "overwrite_role",
        id: helpers,
        allowed: "0",
        denied: String(P.SendMessages),
        after: String(P.ReadMessageHistory | P.KickMembers),
      },
      {
        kind: "overwrite_role",
        id: helpers,
        allowed: String(P.ViewChannel),
        denied: "0",
        after: String(P.ViewChannel | P.ReadMessageHistory | P.KickMembers),
      },
    ],
  });
  // The same for whoever has that role, and nothing but it.
  const asRole = await ask(alice, `role_ids=${helpers}&channel_id=${club.id}`);
  expect(asRole.body).toEqual({ ...body, user_id: null });
  expect((await ask(bob, "role_ids=")).body).toMatchObject({ role_ids: [], permissions: String(EVERYONE) });
  expect((await ask(erin, "")).body).toMatchObject({
    user_id: erin.id,
    channel_id: null,
    permissions: String(EVERYONE | P.KickMembers),
  });
  expect((await ask(erin, `channel_id=${club.id}`)).body).toEqual(body);
  expect((await ask(bob, `user_id=${alice.id}`)).body.steps.map(({ kind }) => kind)).toEqual(["owner"]);

  for (const [who, query, code] of [
    [carol, `user_id=${erin.id}`, 50013],
    [carol, `role_ids=${helpers}`, 50013],
    [erin, `user_id=${carol.id}&channel_id=${club.id}`, 50013],
    [bob, `user_id=${erin.id}&channel_id=${club.id}`, 10003],
    [carol, `channel_id=${club.id}`, 10003],
    [bob, "channel_id=12345", 10003],
    [bob, `user_id=${dave.id}`, 10007],
    [bob, "role_ids=12345", 10011],
    [bob, "role_ids=a,b", 50035],
    [bob, `user_id=${erin.id}&role_ids=${helpers}`, 50035],
    [dave, "", 10004],
  ] as const) {
    expect((await ask(who, query)).body).toMatchObject({ code });
  }
});
