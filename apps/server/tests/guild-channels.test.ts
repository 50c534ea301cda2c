import { expect, test } from "bun:test";
import type { GuildChannel } from "@palabre/protocol";
import { GuildChannelResponseSchema } from "discord-api-spec/zod";
import { AuditLogEvent, PermissionFlagsBits as P } from "discord-api-types/v10";
import { send } from "./chat.ts";
import { enrol } from "./guild.ts";
import { channelNames, makeChannel, planGuild } from "./guild-plan.ts";
import { startTestServer, type TestServer } from "./harness.ts";
import { listen } from "./listen.ts";
import { befriend, openChat, register } from "./people.ts";

const EVERYONE = P.ViewChannel | P.SendMessages | P.ReadMessageHistory;
const HIDDEN = { deny: String(P.ViewChannel) };

/** Alice owns a server; Bob manages channels and roles there, Carol is a member, Dave is none. */
async function start(server: TestServer) {
  const people = await register(server, "alice", "bob", "carol", "dave");
  const guild = await planGuild(people.alice, [
    { name: "@everyone", permissions: EVERYONE },
    { name: "helpers", permissions: 0n },
    { name: "mods", permissions: P.ManageChannels | P.ManageRoles | P.ManageMessages },
    { name: "chiefs", permissions: 0n },
  ]);
  await enrol(server, guild.id, people.bob, [guild.role("mods")]);
  await enrol(server, guild.id, people.carol);
  return { ...people, guild };
}

const entries = async (server: TestServer, guildId: string) => {
  let rows: { action_type: number; changes: string | null; options: string | null; reason: string | null }[] =
    [];
  await server.seed(async ({ sql }) => {
    rows = await sql
      .selectFrom("audit_log")
      .select(["action_type", "changes", "options", "reason"])
      .where("guild_id", "=", guildId)
      .orderBy("id")
      .execute();
  });
  return rows;
};

test("[CHANNEL1] a channel of each kind is the documented object, told to all who see it", async () => {
  await using server = await startTestServer();
  const { bob, carol, guild } = await start(server);
  await using ears = await listen(server, carol);
  for (const [type, fields] of [
    [0, { topic: "Numbers first", nsfw: true, rate_limit_per_user: 5, default_auto_archive_duration: 60 }],
    [2, { bitrate: 96_000, user_limit: 4 }],
    [4, {}],
    [5, { topic: "News", default_thread_rate_limit_per_user: 9 }],
    [15, { topic: "x".repeat(4_096), default_sort_order: 1, default_forum_layout: 2, flags: 16 }],
  ] as const) {
    const made = await bob.post<GuildChannel>(`/guilds/${guild.id}/channels`, {
      name: `kind ${type}`,
      type,
      ...fields,
    });
    expect(made.status).toBe(201);
    expect(GuildChannelResponseSchema.safeParse(made.body).error).toBeUndefined();
    expect(made.body).toMatchObject({ type, name: `kind ${type}`, guild_id: guild.id, ...fields });
    expect(await ears.next("CHANNEL_CREATE")).toEqual(made.body);
    expect((await carol.get(`/channels/${made.body.id}`)).body).toEqual(made.body);
  }
  const { body: list } = await carol.get<GuildChannel[]>(`/guilds/${guild.id}/channels`);
  expect(list.map(({ name }) => name)).toEqual([
    "general",
    "kind 0",
    "kind 2",
    "kind 4",
    "kind 5",
    "kind 15",
  ]);
});

test("[CHANNEL2] a forum's tags have ids of their own, and keep them", async () => {
  await using server = await startTestServer();
  const { bob, guild } = await start(server);
  const forum = await makeChannel(bob, guild.id, {
    name: "help",
    type: 15,
    available_tags: [
      { name: "solved", moderated: true, emoji_name: "✔" },
      { name: "open", id: "7" },
    ],
    default_reaction_emoji: { emoji_name: "👍" },
  });
  const [solved, open] = forum.available_tags ?? [];
  expect(solved).toMatchObject({ name: "solved", moderated: true, emoji_id: null, emoji_name: "✔️" });
  expect(open).toMatchObject({ name: "open", moderated: false, emoji_name: null });
  expect(open?.id).not.toBe("7");
  expect(forum.default_reaction_emoji).toEqual({ emoji_id: null, emoji_name: "👍" });

  const changed = await bob.patch<GuildChannel>(`/channels/${forum.id}`, {
    available_tags: [{ ...open, name: "unsolved" }, { name: "new" }],
    default_reaction_emoji: null,
  });
  expect(changed.body.available_tags?.map(({ name }) => name)).toEqual(["unsolved", "new"]);
  expect(changed.body.available_tags?.[0]?.id).toBe(open?.id ?? "");
  expect(changed.body.default_reaction_emoji).toBeNull();
  expect(GuildChannelResponseSchema.safeParse(changed.body).error).toBeUndefined();
});

test("[CHANNEL3] what cannot be is refused by the field, and changes nothing", async () => {
  await using server = await startTestServer();
  const { bob, guild } = await start(server);
  const category = await makeChannel(bob, guild.id, { name: "rooms", type: 4 });
  for (const [body, field] of [
    [{ name: "" }, "name"],
    [{ name: "x".repeat(101) }, "name"],
    [{ name: "x", type: 3 }, "type"],
    [{ name: "x", topic: "x".repeat(1_025) }, "topic"],
    [{ name: "x", rate_limit_per_user: 21_601 }, "rate_limit_per_user"],
    [{ name: "x", type: 2, bitrate: 1 }, "bitrate"],
    [{ name: "x", position: -1 }, "position"],
    [{ name: "x", parent_id: "12345" }, "parent_id"],
    [{ name: "x", parent_id: guild.general }, "parent_id"],
    [{ name: "x", type: 4, parent_id: category.id }, "parent_id"],
    [{ name: "x", default_auto_archive_duration: 61 }, "default_auto_archive_duration"],
    [{ name: "x", type: 15, available_tags: [{ name: "a" }, { name: "a" }] }, "available_tags"],
    [{ name: "x", type: 15, default_reaction_emoji: { emoji_name: "no" } }, "default_reaction_emoji"],
    [{ name: "x", permission_overwrites: [{ id: "12345", allow: "0" }] }, "permission_overwrites"],
    [{ name: "x", permission_overwrites: [{ id: guild.id, deny: "-1" }] }, "permission_overwrites"],
    [{ name: "x", permission_overwrites: [{ id: guild.id }, { id: guild.id }] }, "permission_overwrites"],
  ] as const) {
    const { status, body: answer } = await bob.post<{ errors: object }>(`/guilds/${guild.id}/channels`, body);
    expect({ status, fields: Object.keys(answer.errors ?? {}) }).toEqual({ status: 400, fields: [field] });
  }
  expect(await channelNames(bob, guild.id)).toEqual(["general", "rooms"]);
  for (const [body, field] of [
    [{ type: 2 }, "type"],
    [{ type: 15 }, "type"],
    [{ name: null }, "name"],
    [{ topic: "x".repeat(1_025) }, "topic"],
    [{ parent_id: guild.general }, "parent_id"],
  ] as const) {
    const { status, body: answer } = await bob.patch<{ errors: object }>(`/channels/${guild.general}`, body);
    expect({ status, fields: Object.keys(answer.errors ?? {}) }).toEqual({ status: 400, fields: [field] });
  }
});

test("[CHANNEL3] a server has 500 channels, a category 50", async () => {
  await using server = await startTestServer();
  const { bob, guild } = await start(server);
  const category = await makeChannel(bob, guild.id, { name: "rooms", type: 4 });
  const stand = (id: bigint, parent: string | null) => ({
    id: String(id),
    type: 0,
    name: `n${id}`,
    icon: null,
    owner_id: null,
    dm_key: null,
    last_message_id: null,
    last_pin_at: null,
    created_at: 0,
    guild_id: guild.id,
    parent_id: parent,
  });
  await server.seed(async ({ sql }) => {
    const rows = Array.from({ length: 497 }, (_, n) =>
      stand(1_000n + BigInt(n), n < 50 ? category.id : null),
    );
    await sql.insertInto("channels").values(rows).execute();
  });
  const full = await bob.post(`/guilds/${guild.id}/channels`, { name: "x", parent_id: category.id });
  expect(full.body).toMatchObject({ code: 50035, errors: { parent_id: {} } });
  expect((await bob.patch(`/channels/${guild.general}`, { parent_id: category.id })).status).toBe(400);
  const moved = await bob.patch(`/guilds/${guild.id}/channels`, [
    { id: guild.general, parent_id: category.id },
  ]);
  expect(moved.body).toMatchObject({ code: 50035, errors: { 0: { parent_id: {} } } });
  await makeChannel(bob, guild.id, { name: "the last" });
  expect((await bob.post(`/guilds/${guild.id}/channels`, { name: "x" })).body).toMatchObject({ code: 30013 });
});

test("[CHANNEL4] who may not manage a channel is refused; who does not see it learns nothing", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, dave, guild } = await start(server);
  const secret = await makeChannel(alice, guild.id, {
    name: "secret",
    permission_overwrites: [{ id: guild.id, type: 0, ...HIDDEN }],
  });
  await using ears = await listen(server, bob);
  const acts = (id: string) =>
    [
      ["PATCH", `/channels/${id}`, { name: "mine" }],
      ["DELETE", `/channels/${id}`, undefined],
      ["PUT", `/channels/${id}/permissions/${carol.id}`, { type: 1, allow: "1024" }],
      ["DELETE", `/channels/${id}/permissions/${guild.id}`, undefined],
    ] as const;
  for (const [method, path, body] of acts(guild.general)) {
    expect((await carol.request(method, path, body)).body).toMatchObject({ code: 50013 });
    expect((await dave.request(method, path, body)).body).toMatchObject({ code: 10003 });
  }
  for (const [method, path, body] of [
    ["GET", `/channels/${secret.id}`, undefined],
    ...acts(secret.id),
  ] as const) {
    for (const who of [bob, carol, dave]) {
      expect(await who.request(method, path, body)).toMatchObject({ status: 404, body: { code: 10003 } });
    }
  }
  expect((await carol.post(`/guilds/${guild.id}/channels`, { name: "x" })).body).toMatchObject({
    code: 50013,
  });
  expect((await dave.post(`/guilds/${guild.id}/channels`, { name: "x" })).body).toMatchObject({
    code: 10004,
  });
  expect((await dave.get(`/guilds/${guild.id}/channels`)).body).toMatchObject({ code: 10004 });
  expect((await dave.patch(`/guilds/${guild.id}/channels`, [])).body).toMatchObject({ code: 10004 });
  const move = [{ id: secret.id, position: 0 }];
  expect((await bob.patch(`/guilds/${guild.id}/channels`, move)).body).toMatchObject({ code: 10003 });
  expect(
    (await carol.patch(`/guilds/${guild.id}/channels`, [{ id: guild.general, position: 3 }])).body,
  ).toMatchObject({ code: 50013 });
  expect(await channelNames(bob, guild.id)).toEqual(["general"]);
  expect(await channelNames(alice, guild.id)).toEqual(["general", "secret"]);
  await ears.settle();
  expect(ears.received).toEqual([]);
});

test("[CHANNEL5] a channel made in a category has its overwrites, and follows it until it has its own", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, guild } = await start(server);
  const category = await makeChannel(alice, guild.id, {
    name: "staff",
    type: 4,
    permission_overwrites: [
      { id: guild.id, type: 0, ...HIDDEN },
      { id: guild.role("mods"), type: 0, allow: String(P.ViewChannel) },
    ],
  });
  const synced = await makeChannel(bob, guild.id, { name: "plans", parent_id: category.id });
  const own = await makeChannel(alice, guild.id, {
    name: "open",
    parent_id: category.id,
    permission_overwrites: [],
  });
  expect(synced.permission_overwrites).toHaveLength(2);
  expect(own.permission_overwrites).toEqual([]);
  expect(await channelNames(carol, guild.id)).toEqual(["general", "open"]);

  await using ears = await listen(server, carol);
  const shown = await alice.put(`/channels/${category.id}/permissions/${carol.id}`, {
    type: 1,
    allow: String(P.ViewChannel),
  });
  expect(shown.status).toBe(204);
  expect((await ears.next<GuildChannel>("CHANNEL_CREATE")).id).toBe(category.id);
  expect((await ears.next<GuildChannel>("CHANNEL_CREATE")).id).toBe(synced.id);
  expect(await channelNames(carol, guild.id)).toEqual(["general", "open", "plans", "staff"]);

  // On its own from here on.
  await alice.put(`/channels/${synced.id}/permissions/${guild.role("helpers")}`, { type: 0, deny: "2048" });
  await alice.delete(`/channels/${category.id}/permissions/${carol.id}`);
  expect(await channelNames(carol, guild.id)).toEqual(["general", "open", "plans"]);

  const locked = await alice.patch(`/guilds/${guild.id}/channels`, [
    { id: synced.id, parent_id: category.id, lock_permissions: true },
    { id: own.id, lock_permissions: true },
  ]);
  expect(locked.status).toBe(204);
  expect(await channelNames(carol, guild.id)).toEqual(["general"]);
});

test("[CHANNEL6] overwrites give and take nothing that whoever sets them does not hold, nor of roles above", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, dave, guild } = await start(server);
  const put = (who: typeof bob, target: string, body: object) =>
    who.put<{ code: number }>(`/channels/${guild.general}/permissions/${target}`, body);
  const bits = (...list: bigint[]) => String(list.reduce((all, bit) => all | bit, 0n));

  // Whoever closes a channel can open it again.
  for (const deny of [P.SendMessages, P.SendMessages, 0n, P.SendMessages]) {
    expect((await put(bob, guild.id, { type: 0, deny: bits(deny) })).status).toBe(204);
  }
  expect((await put(bob, carol.id, { allow: bits(P.ManageMessages) })).status).toBe(204);
  for (const [target, body] of [
    // What Bob does not hold, given or taken.
    [carol.id, { type: 1, allow: bits(P.MentionEveryone) }],
    [guild.role("helpers"), { type: 0, deny: bits(P.Connect) }],
    // Manage Roles is for administrators to give.
    [carol.id, { type: 1, allow: bits(P.ManageRoles) }],
    // His own highest role, and one above.
    [guild.role("mods"), { type: 0, allow: bits(P.ViewChannel) }],
    [guild.role("chiefs"), { type: 0, deny: bits(P.ViewChannel) }],
  ] as const) {
    expect(await put(bob, target, body)).toMatchObject({ status: 403, body: { code: 50013 } });
  }
  // Nobody's, and a role taken for a member.
  for (const [target, body] of [
    [dave.id, { type: 1, allow: "0" }],
    [carol.id, { type: 0, allow: "0" }],
    [guild.role("helpers"), { type: 1, allow: "0" }],
  ] as const) {
    expect((await put(alice, target, body)).body).toMatchObject({
      code: 50035,
      errors: { overwrite_id: {} },
    });
  }
  // A whole list is held to the same; what stays as it is may be repeated.
  await put(alice, guild.role("chiefs"), { type: 0, allow: bits(P.MentionEveryone) });
  const { body: general } = await bob.get<GuildChannel>(`/channels/${guild.general}`);
  const list = general.permission_overwrites;
  expect(list).toHaveLength(3);
  const patch = (permission_overwrites: unknown) =>
    bob.patch<GuildChannel>(`/channels/${guild.general}`, { permission_overwrites });
  expect((await patch(list.filter(({ id }) => id !== guild.role("chiefs")))).body).toMatchObject({
    code: 50013,
  });
  const without = await patch(list.filter(({ id }) => id !== carol.id));
  expect(without.status).toBe(200);
  expect(without.body.permission_overwrites.map(({ id }) => id).sort()).toEqual(
    [guild.id, guild.role("chiefs")].sort(),
  );
  const remove = (who: typeof bob, id: string) => who.delete(`/channels/${guild.general}/permissions/${id}`);
  expect((await remove(bob, carol.id)).body).toMatchObject({ code: 10009 });
  expect((await remove(bob, guild.role("chiefs"))).body).toMatchObject({ code: 50013 });
  expect((await remove(alice, guild.role("chiefs"))).status).toBe(204);
  // Administrator and what is of the whole server is dropped.
  await put(alice, carol.id, { type: 1, allow: bits(P.Administrator, P.BanMembers, P.ViewChannel) });
  const { body: after } = await bob.get<GuildChannel>(`/channels/${guild.general}`);
  expect(after.permission_overwrites.find(({ id }) => id === carol.id)?.allow).toBe(bits(P.ViewChannel));
});

test("[CHANNEL7] several channels move at once, or none does", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, guild } = await start(server);
  const category = await makeChannel(bob, guild.id, { name: "rooms", type: 4 });
  const one = await makeChannel(bob, guild.id, { name: "one" });
  const hidden = await makeChannel(alice, guild.id, {
    name: "hidden",
    type: 4,
    permission_overwrites: [{ id: guild.id, type: 0, ...HIDDEN }],
  });
  await using ears = await listen(server, carol);
  const moved = await bob.patch(`/guilds/${guild.id}/channels`, [
    { id: one.id, position: 0, parent_id: category.id },
    { id: guild.general, position: 9 },
    { id: category.id },
  ]);
  expect(moved.status).toBe(204);
  expect(await ears.next("CHANNEL_UPDATE")).toMatchObject({
    id: one.id,
    position: 0,
    parent_id: category.id,
  });
  expect(await ears.next("CHANNEL_UPDATE")).toMatchObject({ id: guild.general, position: 9 });
  await ears.settle();
  expect(ears.received).toHaveLength(2);
  ears.clear();
  for (const second of [
    { id: one.id, parent_id: hidden.id },
    { id: category.id, parent_id: category.id },
    { id: guild.general, position: 2 },
    { id: "12345", position: 1 },
  ]) {
    const refused = await bob.patch(`/guilds/${guild.id}/channels`, [
      { id: guild.general, position: 1 },
      second,
    ]);
    expect([400, 404]).toContain(refused.status);
  }
  // What a hidden category says is not to be found out by taking it over.
  expect((await alice.patch(`/channels/${one.id}`, { parent_id: hidden.id })).status).toBe(200);
  const spied = await bob.patch(`/guilds/${guild.id}/channels`, [{ id: one.id, lock_permissions: true }]);
  expect(spied.body).toMatchObject({ code: 50035, errors: { 0: { parent_id: {} } } });
  expect((await bob.patch(`/channels/${one.id}`, { lock_permissions: true })).status).toBe(400);
  await ears.settle();
  expect(ears.received.map(({ d }) => d.id)).toEqual([one.id]);
  expect((await carol.get<GuildChannel>(`/channels/${guild.general}`)).body.position).toBe(9);
});

test("[CHANNEL8] a deleted category leaves its channels at the top level", async () => {
  await using server = await startTestServer();
  const { bob, carol, guild } = await start(server);
  const category = await makeChannel(bob, guild.id, { name: "rooms", type: 4 });
  const one = await makeChannel(bob, guild.id, { name: "one", parent_id: category.id });
  await using ears = await listen(server, carol);
  const gone = await bob.delete(`/channels/${category.id}`);
  expect(gone.body).toMatchObject({ id: category.id, type: 4 });
  expect(GuildChannelResponseSchema.safeParse(gone.body).error).toBeUndefined();
  expect(await ears.next("CHANNEL_UPDATE")).toMatchObject({ id: one.id, parent_id: null });
  expect(await ears.next("CHANNEL_DELETE")).toMatchObject({ id: category.id, guild_id: guild.id });
  expect(await channelNames(carol, guild.id)).toEqual(["general", "one"]);
});

test("[CHANNEL8] with a channel go its messages, invitations, threads, and what the server named it for", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, guild } = await start(server);
  await alice.patch(`/guilds/${guild.id}`, { system_channel_id: guild.general });
  const { id: message } = await send(carol, guild.general, "soon gone");
  await server.seed(async ({ sql }) => {
    await sql
      .insertInto("guild_invites")
      .values({
        code: "abcdef",
        guild_id: guild.id,
        channel_id: guild.general,
        inviter_id: null,
        max_age: 0,
        max_uses: 0,
        created_at: 0,
        expires_at: null,
      })
      .execute();
  });
  await using ears = await listen(server, carol);
  expect((await bob.delete(`/channels/${guild.general}`)).status).toBe(200);
  await ears.next("CHANNEL_DELETE");
  expect(await ears.next("GUILD_UPDATE")).toMatchObject({ system_channel_id: null });
  await ears.settle();
  expect(ears.received.map(({ t }) => t)).toEqual(["CHANNEL_DELETE", "GUILD_UPDATE"]);
  for (const path of ["", "/messages", `/messages/${message}`]) {
    for (const who of [alice, carol]) {
      expect((await who.get(`/channels/${guild.general}${path}`)).body).toMatchObject({ code: 10003 });
    }
  }
  expect(await channelNames(alice, guild.id)).toEqual([]);
  await server.seed(async ({ sql }) => {
    expect(await sql.selectFrom("guild_invites").selectAll().execute()).toEqual([]);
  });
});

test("[CHANNEL8] a community keeps the channels that it needs", async () => {
  await using server = await startTestServer();
  const { alice, guild } = await start(server);
  const changed = await alice.patch(`/guilds/${guild.id}`, {
    features: ["COMMUNITY"],
    rules_channel_id: guild.general,
  });
  expect(changed.status).toBe(200);
  expect((await alice.delete(`/channels/${guild.general}`)).body).toMatchObject({ code: 50074 });
});

test("[CHANNEL9] a text channel becomes one for announcements and back, with all it had", async () => {
  await using server = await startTestServer();
  const { bob, carol, guild } = await start(server);
  const { id } = await send(carol, guild.general, "kept");
  const news = await bob.patch<GuildChannel>(`/channels/${guild.general}`, { type: 5, topic: " News " });
  expect(news.body).toMatchObject({ type: 5, topic: "News", last_message_id: id });
  const text = await bob.patch<GuildChannel>(`/channels/${guild.general}`, { type: 0, topic: "" });
  expect(text.body).toMatchObject({ type: 0, topic: null, last_message_id: id });
});

test("[CHANNEL10] every change stands in the audit log with what it changed and why", async () => {
  await using server = await startTestServer();
  const { bob, carol, guild } = await start(server);
  const why = { "X-Audit-Log-Reason": encodeURIComponent("tidying up, à fond") };
  const made = await bob.request<GuildChannel>("POST", `/guilds/${guild.id}/channels`, { name: "one" }, why);
  const { id } = made.body;
  await bob.request("PATCH", `/channels/${id}`, { name: "two", topic: "T" }, why);
  await bob.request("PATCH", `/channels/${id}`, { name: "two" }, why);
  await bob.request("PUT", `/channels/${id}/permissions/${carol.id}`, { type: 1, allow: "1024" }, why);
  await bob.request("PUT", `/channels/${id}/permissions/${carol.id}`, { type: 1, deny: "1024" }, why);
  await bob.request("DELETE", `/channels/${id}/permissions/${carol.id}`, undefined, why);
  await bob.request("DELETE", `/channels/${id}`, undefined, why);
  const rows = await entries(server, guild.id);
  expect(rows.map(({ action_type }) => action_type)).toEqual([
    AuditLogEvent.ChannelCreate,
    AuditLogEvent.ChannelUpdate,
    AuditLogEvent.ChannelOverwriteCreate,
    AuditLogEvent.ChannelOverwriteUpdate,
    AuditLogEvent.ChannelOverwriteDelete,
    AuditLogEvent.ChannelDelete,
  ]);
  expect(rows.every(({ reason }) => reason === "tidying up, à fond")).toBe(true);
  const changes = rows.map((row) => JSON.parse(row.changes ?? "[]"));
  expect(changes[0]).toContainEqual({ key: "name", new_value: "one" });
  expect(changes[1]).toEqual([
    { key: "name", old_value: "one", new_value: "two" },
    { key: "topic", new_value: "T" },
  ]);
  expect(changes[2]).toContainEqual({ key: "allow", new_value: "1024" });
  expect(changes[3]).toContainEqual({ key: "deny", old_value: "0", new_value: "1024" });
  expect(changes[4]).toContainEqual({ key: "deny", old_value: "1024" });
  expect(changes[5]).toContainEqual({ key: "name", old_value: "two" });
  expect(JSON.parse(rows[2]?.options ?? "{}")).toEqual({ id: carol.id, type: "1" });
});

test("[CHANNEL11] chats and rooms are left as they were at the same addresses", async () => {
  await using server = await startTestServer();
  const { alice, bob, guild } = await start(server);
  await befriend(alice, bob);
  const chat = await openChat(alice, bob);
  expect((await alice.get(`/channels/${chat.id}`)).body).toMatchObject({ type: 1 });
  expect((await alice.patch(`/channels/${chat.id}`, { name: "x" })).body).toMatchObject({ code: 50003 });
  const put = await alice.put(`/channels/${chat.id}/permissions/${guild.id}`, { type: 0 });
  expect(put.body).toMatchObject({ code: 50024 });
  expect((await alice.delete(`/channels/${chat.id}`)).status).toBe(200);
});
