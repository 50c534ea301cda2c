import { expect, test } from "bun:test";
import type { ReadyGuild } from "@palabre/protocol";
import { GuildResponseSchema, MyGuildResponseSchema } from "discord-api-spec/zod";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { enrol, makeGuild } from "./guild.ts";
import { startTestServer } from "./harness.ts";
import { listen } from "./listen.ts";

test("a server is made with a name alone, and is the documented object", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const made = await alice.post<ReadyGuild>("/guilds", { name: "  Tessera  " });
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({ name: "Tessera", owner_id: alice.id, member_count: 1 });
  expect(made.body.channels.map(({ name }) => name).sort()).toEqual([
    "General",
    "Text channels",
    "Voice channels",
    "general",
  ]);
  const read = await alice.get<ReadyGuild>(`/guilds/${made.body.id}`);
  expect(GuildResponseSchema.safeParse(read.body).error).toBeUndefined();
  const list = await alice.get<unknown[]>("/users/@me/guilds?with_counts=true");
  expect(list.body).toHaveLength(1);
  expect(MyGuildResponseSchema.safeParse(list.body[0]).error).toBeUndefined();
  expect(list.body[0]).toMatchObject({ owner: true, approximate_member_count: 1 });
});

test("a server is made from a plan: roles, categories, hidden channels", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const bob = await server.user("bob");
  const made = await alice.post<ReadyGuild>("/guilds", {
    name: "Tessera",
    roles: [
      { id: 0, permissions: "68608" },
      { id: 1, name: "Maintainers", permissions: "8", color: 0xc8553d, hoist: true },
    ],
    channels: [
      { id: 10, type: 4, name: "Engine" },
      { id: 11, name: "storage", parent_id: 10, topic: "Numbers first" },
      {
        id: 12,
        name: "security",
        parent_id: 10,
        permission_overwrites: [
          { id: 0, type: 0, deny: "1024" },
          { id: 1, type: 0, allow: "1024" },
        ],
      },
    ],
    system_channel_id: 11,
  });
  expect(made.status).toBe(201);
  const names = (guild: ReadyGuild) => guild.channels.map(({ name }) => name).sort();
  expect(names(made.body)).toEqual(["Engine", "security", "storage"]);
  expect(made.body.roles.map(({ name, position }) => [name, position])).toEqual([
    ["@everyone", 0],
    ["Maintainers", 1],
  ]);
  const storage = made.body.channels.find(({ name }) => name === "storage");
  expect(made.body.system_channel_id).toBe(storage?.id);

  const security = made.body.channels.find(({ name }) => name === "security")?.id;
  await enrol(server, made.body.id, bob);
  expect((await bob.get(`/guilds/${made.body.id}`)).status).toBe(200);
  expect((await bob.get(`/channels/${storage?.id}/messages`)).status).toBe(200);
  expect((await bob.get<{ code: number }>(`/channels/${security}/messages`)).body.code).toBe(10003);
  expect(
    (await bob.post<{ code: number }>(`/channels/${security}/messages`, { content: "hi" })).body.code,
  ).toBe(10003);
});

test("[CHANNEL1] channels of a plan have the settings that channels made later have", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const voice = { bitrate: 96_000, user_limit: 3, rtc_region: "local", video_quality_mode: 2 };
  const settings = [
    { type: 2, ...voice, topic: "Bring tea", nsfw: true, rate_limit_per_user: 5 },
    { type: 13, ...voice },
    { type: 0, default_auto_archive_duration: 60, default_thread_rate_limit_per_user: 7 },
    {
      type: 15,
      flags: 16,
      default_sort_order: 1,
      default_forum_layout: 2,
      default_reaction_emoji: { emoji_name: "🐛" },
    },
    // What a kind of channel does not have is passed over.
    { type: 4, ...voice, topic: "None" },
  ].map((more, n) => ({ id: n, name: `channel-${n}`, ...more }));
  const { status, body: guild } = await alice.post<ReadyGuild>("/guilds", {
    name: "Tessera",
    channels: settings,
  });
  expect(status).toBe(201);
  const made = (channels: readonly Record<string, unknown>[]) =>
    channels.map(({ id: _, guild_id: __, position: ___, ...rest }) => rest);
  const { body: later } = await alice.post<ReadyGuild>("/guilds", { name: "Later", channels: [] });
  for (const { id: _, ...body } of settings) await alice.post(`/guilds/${later.id}/channels`, body);
  const [first, second] = await Promise.all(
    [guild, later].map(({ id }) => alice.get<Record<string, unknown>[]>(`/guilds/${id}/channels`)),
  );
  expect(made(first?.body ?? [])).toEqual(made(second?.body ?? []));
  expect(first?.body[0]).toMatchObject({ ...voice, topic: "Bring tea", nsfw: true, rate_limit_per_user: 5 });
  expect(first?.body[3]).toMatchObject({ flags: 16, default_sort_order: 1, default_forum_layout: 2 });
  const refused = await alice.post("/guilds", {
    name: "Tessera",
    channels: [{ id: 1, type: 2, name: "a", topic: "x".repeat(1_025) }],
  });
  expect(refused.body).toMatchObject({ code: 50035, errors: { channels: { 0: { topic: {} } } } });
  const full = await alice.post("/guilds", {
    name: "Tessera",
    channels: [{ type: 2, name: "a", user_limit: 100 }],
  });
  expect(full.body).toMatchObject({ code: 50035, errors: { channels: { 0: { user_limit: {} } } } });
});

test("a plan that does not fit together is refused by the field, and makes nothing", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  for (const [body, field] of [
    [{ name: "x" }, "name"],
    [{ name: "Tessera", channels: [{ name: "a", parent_id: 7 }] }, "channels"],
    [{ name: "Tessera", roles: [{ id: 1 }, { id: 1 }] }, "roles"],
    [
      {
        name: "Tessera",
        channels: [{ id: 1, name: "a", permission_overwrites: [{ id: 5, type: 0, deny: "1" }] }],
      },
      "channels",
    ],
    [{ name: "Tessera", icon: "no image" }, "icon"],
  ] as const) {
    const answer = await alice.post<{ code: number; errors: object }>("/guilds", body);
    expect(answer.status).toBe(400);
    expect(answer.body.code).toBe(50035);
    expect(Object.keys(answer.body.errors)).toEqual([field]);
  }
  expect((await alice.get("/users/@me/guilds")).body).toEqual([]);
});

test("who is no member learns nothing of a server", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const bob = await server.user("bob");
  const { body: guild } = await alice.post<ReadyGuild>("/guilds", { name: "Tessera" });
  for (const answer of [
    await bob.get(`/guilds/${guild.id}`),
    await bob.patch(`/guilds/${guild.id}`, { name: "Mine now" }),
    await bob.delete(`/guilds/${guild.id}`),
    await bob.delete(`/users/@me/guilds/${guild.id}`),
    await bob.get("/guilds/123456789"),
  ]) {
    expect(answer).toMatchObject({ status: 404, body: { code: 10004 } });
  }
});

test("a member leaves; the owner hands over first, and alone deletes", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const bob = await server.user("bob");
  const { body: guild } = await alice.post<ReadyGuild>("/guilds", { name: "Tessera" });
  await enrol(server, guild.id, bob);
  expect((await bob.patch(`/guilds/${guild.id}`, { name: "Mine" })).body).toMatchObject({ code: 50013 });
  expect((await bob.delete(`/guilds/${guild.id}`)).body).toMatchObject({ code: 50013 });
  expect((await alice.delete(`/users/@me/guilds/${guild.id}`)).body).toMatchObject({ code: 50055 });
  expect((await alice.patch(`/guilds/${guild.id}`, { owner_id: "5" })).status).toBe(400);

  const handed = await alice.patch(`/guilds/${guild.id}`, { owner_id: bob.id, name: "Tesserae" });
  expect(handed.body).toMatchObject({ owner_id: bob.id, name: "Tesserae" });
  expect((await alice.delete(`/users/@me/guilds/${guild.id}`)).status).toBe(204);
  expect((await alice.get(`/guilds/${guild.id}`)).status).toBe(404);
  expect((await bob.delete(`/guilds/${guild.id}`)).status).toBe(204);
  const channel = guild.channels.find(({ type }) => type === 0);
  expect((await bob.get(`/channels/${channel?.id}/messages`)).body).toMatchObject({ code: 10003 });
});

test("whose account goes hands a server to the one who is left, or takes it along", async () => {
  await using server = await startTestServer();
  await server.user("operator");
  const alice = await server.user("alice");
  const bob = await server.user("bob");
  const { body: shared } = await alice.post<ReadyGuild>("/guilds", { name: "Shared" });
  const { body: alone } = await alice.post<ReadyGuild>("/guilds", { name: "Alone" });
  await enrol(server, shared.id, bob);
  expect((await alice.post("/users/@me/delete", { password: alice.password })).status).toBe(204);
  expect((await bob.get(`/guilds/${shared.id}`)).body).toMatchObject({ owner_id: bob.id });
  expect((await bob.get(`/guilds/${alone.id}`)).status).toBe(404);
});

test("a server names no channel that the one who names it does not see; what stays may be any", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const mia = await server.user("mia");
  const { id, channel, role } = await makeGuild(alice);
  await enrol(server, id, mia, [role("mods")]);
  await alice.patch(`/guilds/${id}/roles/${role("mods")}`, { permissions: String(P.ManageGuild) });
  const path = `/guilds/${id}`;
  const refused = await mia.patch(path, { system_channel_id: channel("staff") });
  const unknown = await mia.patch(path, { system_channel_id: "1300000000000000020" });
  expect(refused.status).toBe(400);
  expect(refused.body).toEqual(unknown.body);
  expect((await alice.patch(path, { system_channel_id: channel("staff") })).status).toBe(200);
  const renamed = { name: "Mosaic", system_channel_id: channel("staff") };
  expect((await mia.patch(path, renamed)).status).toBe(200);
});

test("[LEAVE2] a server that one leaves, or that is deleted, stands in nobody's rail any more", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const bob = await server.user("bob");
  const ids: string[] = [];
  for (let n = 0; n < 3; n++) {
    const { body } = await alice.post<ReadyGuild>("/guilds", { name: `Server ${n}` });
    ids.push(body.id);
    await enrol(server, body.id, bob);
  }
  const [left, kept, deleted] = ids;
  const folder = { id: "1", name: "Some", color: null };
  const rail = [
    { ...folder, guild_ids: [left, kept] },
    { ...folder, id: null, name: null, guild_ids: [deleted] },
  ];
  for (const user of [alice, bob]) await user.patch("/users/@me/settings", { guild_folders: rail });
  await using hers = await listen(server, alice);
  await using his = await listen(server, bob);
  await bob.delete(`/users/@me/guilds/${left}`);
  expect((await his.next("USER_SETTINGS_UPDATE")).guild_folders).toEqual([
    { ...folder, guild_ids: [kept] },
    rail[1],
  ]);
  await alice.delete(`/guilds/${deleted}`);
  expect((await his.next("USER_SETTINGS_UPDATE")).guild_folders).toEqual([{ ...folder, guild_ids: [kept] }]);
  expect((await hers.next("USER_SETTINGS_UPDATE")).guild_folders).toEqual([rail[0]]);
});
