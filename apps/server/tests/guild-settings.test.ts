import { expect, test } from "bun:test";
import { LIMITS, type UserGuildSettings } from "@palabre/protocol";
import { send } from "./chat.ts";
import { enrol, makeGuild } from "./guild.ts";
import { startTestServer } from "./harness.ts";
import { listen } from "./listen.ts";

const UNTOUCHED = {
  message_notifications: 3,
  muted: false,
  mute_config: null,
  suppress_everyone: false,
  suppress_roles: false,
  hide_muted_channels: false,
  channel_overrides: [],
  highlight_words: [],
};

test("[NOTIFY1] what one wants to hear of a server is one's own, told to one's devices, and in READY", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const bob = await server.user("bob");
  const guild = await makeGuild(alice);
  await enrol(server, guild.id, bob);
  await using forAlice = await listen(server, alice);
  await using forBob = await listen(server, bob);
  expect(forBob.ready.user_guild_settings).toEqual([]);
  const path = `/users/@me/guilds/${guild.id}/settings`;
  expect((await bob.get(path)).body).toEqual({ ...UNTOUCHED, guild_id: guild.id });

  const general = guild.channel("general");
  const end_time = "2100-01-01T00:00:00.000Z";
  const changed = await bob.patch<UserGuildSettings>(path, {
    message_notifications: 1,
    muted: true,
    mute_config: { end_time, selected_time_window: 900 },
    highlight_words: ["kysely", "kysely", "  SQLite "],
    channel_overrides: [{ channel_id: general, message_notifications: 0 }],
  });
  const expected = {
    ...UNTOUCHED,
    guild_id: guild.id,
    message_notifications: 1,
    muted: true,
    mute_config: { end_time },
    highlight_words: ["kysely", "SQLite"],
    channel_overrides: [
      { channel_id: general, message_notifications: 0, muted: false, mute_config: null, collapsed: false },
    ],
  } as const;
  expect(changed).toMatchObject({ status: 200, body: expected });
  expect(await forBob.next("USER_GUILD_SETTINGS_UPDATE")).toEqual(expected);
  // An object changes what it names, and what says nothing goes.
  const slow = guild.channel("slow");
  const merged = await bob.patch<UserGuildSettings>(path, {
    muted: false,
    channel_overrides: { [slow]: { muted: true }, [general]: { message_notifications: 3 } },
  });
  expect(merged.body).toMatchObject({ muted: false, mute_config: null, message_notifications: 1 });
  expect(merged.body.channel_overrides.map((one) => [one.channel_id, one.muted])).toEqual([[slow, true]]);
  await using again = await listen(server, bob);
  expect(again.ready.user_guild_settings).toEqual([merged.body]);
  await forAlice.settle();
  expect(forAlice.received).toEqual([]);
  expect((await bob.delete(`/users/@me/guilds/${guild.id}`)).status).toBe(204);
  await using afterwards = await listen(server, bob);
  expect(afterwards.ready.user_guild_settings).toEqual([]);
});

test("[NOTIFY1] what is too much or no member's is refused, and changes nothing", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const eve = await server.user("eve");
  const guild = await makeGuild(alice);
  const path = `/users/@me/guilds/${guild.id}/settings`;
  for (const [body, field] of [
    [{ message_notifications: 4 }, "message_notifications"],
    [{ mute_config: { end_time: "soon" } }, "mute_config"],
    [{ highlight_words: ["x".repeat(LIMITS.highlightWord + 1)] }, "highlight_words"],
    [{ highlight_words: Array.from({ length: 21 }, (_, n) => `w${n}`) }, "highlight_words"],
    [{ channel_overrides: [{ channel_id: "x" }] }, "channel_overrides"],
    [{ channel_overrides: { x: {} } }, "channel_overrides"],
    [{ channel_overrides: 5 }, "channel_overrides"],
  ] as const) {
    const answer = await alice.patch<{ code: number; errors: object }>(path, body);
    expect(answer.status).toBe(400);
    expect(Object.keys(answer.body.errors)).toEqual([field]);
  }
  expect((await alice.get(path)).body).toEqual({ ...UNTOUCHED, guild_id: guild.id });
  for (const answer of [
    await eve.get(path),
    await eve.patch(path, { muted: true }),
    await eve.post(`/guilds/${guild.id}/ack`),
  ]) {
    expect(answer).toMatchObject({ status: 404, body: { code: 10004 } });
  }
});

test("[NOTIFY2] who suppresses calls of everyone or roles has them counted no more", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const bob = await server.user("bob");
  const guild = await makeGuild(alice);
  await enrol(server, guild.id, bob, [guild.role("callable")]);
  const general = guild.channel("general");
  await send(alice, general, "@everyone");
  await send(alice, general, `<@&${guild.role("callable")}>`);
  await send(alice, general, `<@${bob.id}> @everyone`);
  const count = async () => {
    await using session = await listen(server, bob);
    return session.ready.read_state.find(({ id }) => id === general)?.mention_count;
  };
  expect(await count()).toBe(3);
  const path = `/users/@me/guilds/${guild.id}/settings`;
  await bob.patch(path, { suppress_everyone: true });
  expect(await count()).toBe(2);
  await bob.patch(path, { suppress_roles: true });
  expect(await count()).toBe(1);
  await bob.patch(path, { suppress_everyone: false, suppress_roles: false });
  expect(await count()).toBe(3);
});

test("[NOTIFY3] a whole server is marked as read, and one's devices are told of each channel that was not", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const bob = await server.user("bob");
  const guild = await makeGuild(alice);
  await enrol(server, guild.id, bob);
  const [general, news, staff] = ["general", "news", "staff"].map((name) => guild.channel(name));
  const first = await send(alice, general ?? "", `<@${bob.id}> @everyone`);
  const second = await send(alice, news ?? "", "published");
  await send(alice, staff ?? "", "not for bob");
  await using session = await listen(server, bob);
  expect((await bob.post(`/guilds/${guild.id}/ack`)).status).toBe(204);
  await session.settle();
  expect(session.received.map(({ t, d }) => [t, d])).toEqual([
    ["MESSAGE_ACK", { channel_id: general, message_id: first.id, mention_count: 0 }],
    ["MESSAGE_ACK", { channel_id: news, message_id: second.id, mention_count: 0 }],
  ]);
  session.clear();
  expect((await bob.post(`/guilds/${guild.id}/ack`)).status).toBe(204);
  await session.settle();
  expect(session.received).toEqual([]);
  await using again = await listen(server, bob);
  expect(again.ready.read_state.map(({ mention_count }) => mention_count)).toEqual([0, 0]);
});

test("[NOTIFY4] words that call one are kept for everywhere and for a server; the server counts none", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const bob = await server.user("bob");
  const guild = await makeGuild(alice);
  await enrol(server, guild.id, bob);
  await using forBob = await listen(server, bob);
  expect(forBob.ready.user_settings).toMatchObject({ highlight_words: [], highlight_ignores_accents: true });
  const patch = { highlight_words: [" Résumé ", "big deal", "big deal"], highlight_ignores_accents: false };
  const kept = { highlight_words: ["Résumé", "big deal"], highlight_ignores_accents: false };
  expect((await bob.patch("/users/@me/settings", patch)).body).toMatchObject(kept);
  expect(await forBob.next("USER_SETTINGS_UPDATE")).toMatchObject(kept);
  const bad: unknown[] = [
    { highlight_words: ["x".repeat(LIMITS.highlightWord + 1)] },
    { highlight_words: Array.from({ length: LIMITS.highlightWords + 1 }, (_, n) => `w${n}`) },
    { highlight_words: [""] },
    { highlight_words: "word" },
  ];
  for (const body of bad) {
    const answer = await bob.patch("/users/@me/settings", body);
    expect(answer).toMatchObject({ status: 400, body: { code: 50035, errors: { highlight_words: {} } } });
  }
  await send(alice, guild.channel("general"), "a big deal");
  await using again = await listen(server, bob);
  const state = again.ready.read_state.find(({ id }) => id === guild.channel("general"));
  expect(state).toMatchObject({ mention_count: 0 });
  expect((await bob.get("/users/@me/mentions")).body).toEqual([]);
});
