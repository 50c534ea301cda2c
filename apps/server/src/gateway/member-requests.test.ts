import { describe, expect, test } from "bun:test";
import { GatewayIntentBits as I, PermissionFlagsBits as P } from "discord-api-types/v10";
import { channel, GUILD, member, membership, role, state } from "./guild-testing.ts";
import { startTestGateway } from "./testing.ts";

const ask = (d: Record<string, unknown>) => ({ guild_id: GUILD, ...d });

async function open(count: number, options = {}) {
  const server = await startTestGateway(options);
  server.guilds.set(GUILD, state());
  server.members.set(
    GUILD,
    Array.from({ length: count }, (_, i) => member(String(i + 1))),
  );
  server.user("1", { memberships: [membership()] });
  server.user("2", { bot: true, memberships: [membership()] });
  server.user("3");
  return server;
}

describe("requests for members", () => {
  test("[MEMBERS1] by id: those who are members, and the ids of those who are not", async () => {
    await using server = await open(5);
    const client = await server.login("1");
    client.send(8, ask({ user_ids: ["5", "2", "77", "2"], nonce: "n".repeat(32) }));
    client.send(8, ask({ user_ids: "4", nonce: "n".repeat(33) }));
    const first = (await client.dispatch("GUILD_MEMBERS_CHUNK")).d;
    expect(first).toMatchObject({ guild_id: GUILD, chunk_index: 0, chunk_count: 1, not_found: ["77"] });
    expect(first.members.map(({ user }: { user: { id: string } }) => user.id)).toEqual(["2", "5"]);
    expect([first.nonce, first.presences]).toEqual(["n".repeat(32), undefined]);
    const second = (await client.dispatch("GUILD_MEMBERS_CHUNK")).d;
    expect([second.members.length, second.not_found, second.nonce]).toEqual([1, [], undefined]);
  });

  test("[MEMBERS2] by the beginning of a name, a hundred at most; presences on request, those who are offline left out", async () => {
    await using server = await open(300);
    const client = await server.login("1");
    client.send(8, ask({ query: "user1", limit: 0, presences: true }));
    const { members, presences } = (await client.dispatch("GUILD_MEMBERS_CHUNK")).d;
    expect(members).toHaveLength(100);
    expect(presences).toEqual([
      { user: { id: "1" }, status: "online", activities: [], client_status: { web: "online" } },
    ]);
    client.send(8, { guild_id: [GUILD], query: "", limit: 3 });
    expect((await client.dispatch("GUILD_MEMBERS_CHUNK")).d.members).toHaveLength(3);
  });

  test("[MEMBERS3] about a server that one is not in there is silence", async () => {
    await using server = await open(5);
    const outsider = await server.login("3");
    const before = { ...server.before };
    server.before.findMembers = () => Promise.reject(new Error("must not be asked"));
    outsider.send(8, ask({ user_ids: ["1"] }));
    outsider.send(8, ask({ query: "u", limit: 5 }));
    outsider.send(14, ask({ channels: { "301": [[0, 99]] } }));
    await outsider.settled();
    expect(outsider.dispatches).toHaveLength(1);
    server.before = before;

    const leaver = await server.login("1");
    const { promise: gone, resolve: go } = Promise.withResolvers<void>();
    server.before.findMembers = () => gone;
    leaver.send(8, ask({ user_ids: ["1"] }));
    await leaver.settled();
    server.publish(`guild:${GUILD}`, "GUILD_MEMBER_REMOVE", { guild_id: GUILD, user: { id: "1" } });
    go();
    await leaver.settled();
    expect(leaver.dispatches).toHaveLength(1);
  });

  test("[MEMBERS4] all of them are for bots with the intent, in chunks of a thousand, as fast as they are read", async () => {
    await using server = await open(2_500, { outboxBytes: 400_000 });
    const person = await server.login("1");
    const without = await server.login("2", { intents: I.Guilds | I.GuildPresences });
    const bot = await server.login("2", { intents: I.GuildMembers });
    for (const client of [person, without, bot])
      client.send(8, ask({ query: "", limit: 0, presences: true }));
    const chunks = [];
    while (chunks.length < 3) chunks.push((await bot.dispatch("GUILD_MEMBERS_CHUNK")).d);
    expect(
      chunks.map(({ members, chunk_index, chunk_count, presences }) => [
        members.length,
        chunk_index,
        chunk_count,
        presences,
      ]),
    ).toEqual([
      [1_000, 0, 3, undefined],
      [1_000, 1, 3, undefined],
      [500, 2, 3, undefined],
    ]);
    expect(server.gateway.stats().slow_readers_total).toBe(0);
    for (const client of [person, without]) {
      await client.settled();
      expect(client.dispatches.filter(({ t }) => t?.startsWith("GUILD"))).toEqual([]);
    }
  });

  test("[MEMBERS5] a session that asks for all of them too often is told when it may again", async () => {
    await using server = await open(5, { allMembersPerWindow: 2 });
    const bot = await server.login("2", { intents: I.GuildMembers });
    for (let n = 0; n < 3; n++) bot.send(8, ask({ query: "", limit: 0, nonce: String(n) }));
    const { d } = await bot.dispatch("RATE_LIMITED");
    expect(d).toMatchObject({ opcode: 8, meta: { guild_id: GUILD, nonce: "2" } });
    expect(d.retry_after).toBeGreaterThan(0);
    await bot.settled();
    expect(bot.dispatches.filter(({ t }) => t === "GUILD_MEMBERS_CHUNK")).toHaveLength(2);
  });

  test("[MEMBERS1] a request that fails is not answered, the next one is", async () => {
    await using server = await open(5);
    const client = await server.login("1");
    server.before.findMembers = () => Promise.reject(new Error("on purpose"));
    client.send(8, ask({ user_ids: ["1"], nonce: "a" }));
    await client.settled();
    delete server.before.findMembers;
    client.send(8, ask({ user_ids: ["1"], nonce: "b" }));
    expect((await client.dispatch("GUILD_MEMBERS_CHUNK")).d.nonce).toBe("b");
  });

  for (const [name, d] of [
    ["no server", { user_ids: ["1"] }],
    ["two servers", { guild_id: [GUILD, "101"], user_ids: ["1"] }],
    ["too many ids", ask({ user_ids: Array.from({ length: 101 }, (_, i) => String(i + 1)) })],
    ["an id that is none", ask({ user_ids: ["x"] })],
    ["a limit below zero", ask({ query: "", limit: -1 })],
    ["a query that is no text", ask({ query: 5, limit: 1 })],
  ] as const) {
    test(`[MEMBERS6] ${name} closes with 4002`, async () => {
      await using server = await open(1);
      const client = await server.login("1");
      client.send(8, d);
      expect((await client.closed).code).toBe(4002);
    });
  }
});

describe("a bot's servers", () => {
  const BOTH = [GUILD, "4194404"];

  test("[GUILD11] stand in READY as unavailable, and come as GUILD_CREATE before all else, each to its shard", async () => {
    await using server = await startTestGateway();
    // Ids whose timestamps are even and odd.
    const guilds = BOTH.map((id) => ({ id, name: `server ${id}`, channels: [] }));
    for (const id of BOTH)
      server.guilds.set(id, state({ roles: [role(id, P.ViewChannel)], channels: [channel(`3${id}`)] }));
    server.user("2", {
      bot: true,
      ready: { guilds },
      memberships: BOTH.map((guildId) => ({ ...membership(), guildId })),
    });
    server.user("1", { ready: { guilds } });
    const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
    const { promise: read, resolve: answer } = Promise.withResolvers<void>();
    server.before.snapshot = () => {
      ask();
      return read;
    };
    const bot = await server.connect();
    bot.identify("token-2", { intents: I.Guilds | I.GuildMessages });
    await asked;
    server.publish(`channel:3${GUILD}`, "MESSAGE_CREATE", { id: "1", guild_id: GUILD });
    answer();
    delete server.before.snapshot;
    const { d } = await bot.dispatch("READY");
    expect(d.guilds).toEqual(BOTH.map((id) => ({ id, unavailable: true })));
    await bot.settled();
    expect(bot.dispatches.slice(1).map(({ t, s, d }) => [s, t, d.id])).toEqual([
      [2, "GUILD_CREATE", GUILD],
      [3, "GUILD_CREATE", "4194404"],
      [4, "MESSAGE_CREATE", "1"],
    ]);
    await bot.cut();
    const again = await server.connect();
    again.resume("token-2", bot.sessionId, 2);
    await again.dispatch("RESUMED");
    expect(again.dispatches.map(({ t, d }) => [t, d.id])).toEqual([
      ["GUILD_CREATE", "4194404"],
      ["MESSAGE_CREATE", "1"],
      ["RESUMED", undefined],
    ]);

    const second = await server.login("2", { intents: I.Guilds, shard: [1, 2] });
    await second.settled();
    expect(second.dispatches.map(({ t, d }) => [t, d.guilds ?? d.id])).toEqual([
      ["READY", [{ id: "4194404", unavailable: true }]],
      ["GUILD_CREATE", "4194404"],
    ]);
    const without = await server.login("2", { intents: 0 });
    const person = await server.login("1");
    await Promise.all([without.settled(), person.settled()]);
    expect(without.dispatches).toHaveLength(1);
    expect(person.dispatches[0]?.d.guilds).toEqual(guilds);
    expect(person.dispatches).toHaveLength(1);
  });

  test("[GUILD11] may be more than waits for a slow reader", async () => {
    await using server = await startTestGateway({ outboxBytes: 10_000, resumeBytes: 10_000 });
    const guilds = Array.from({ length: 50 }, (_, i) => ({ id: String(1_000 + i), name: "x".repeat(2_000) }));
    server.user("2", { bot: true, ready: { guilds } });
    const bot = await server.login("2", { intents: I.Guilds });
    for (let n = 0; n < 50; n++) await bot.dispatch("GUILD_CREATE");
    expect(server.gateway.stats().slow_readers_total).toBe(0);
  });
});
