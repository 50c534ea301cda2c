import { describe, expect, test } from "bun:test";
import { GatewayIntentBits as I, PermissionFlagsBits as P } from "discord-api-types/v10";
import { allow, channel, deny, GUILD, hidden, membership, role, state, thread } from "./guild-testing.ts";
import type { GuildState } from "./hooks.ts";
import { startTestGateway, type TestClient } from "./testing.ts";

/** A server with these members, each with their roles and connected. */
async function open(init: Partial<GuildState>, members: Record<string, string[]>) {
  const server = await startTestGateway();
  server.guilds.set(GUILD, state(init));
  const clients: Record<string, TestClient> = {};
  for (const [id, roles] of Object.entries(members)) {
    server.user(id, { memberships: [membership(roles)] });
    clients[id] = await server.login(id);
  }
  const told = async (id: string) => {
    const client = clients[id];
    await client?.settled();
    return (client?.dispatches ?? []).slice(1).map(({ t, d }) => [t, d] as const);
  };
  return {
    server,
    clients,
    publish: (t: string, d: Record<string, unknown>, needs?: bigint) =>
      server.bus.publish({
        kind: "dispatch",
        topic: `guild:${GUILD}`,
        t,
        d: { guild_id: GUILD, ...d },
        ...(needs !== undefined && { needs: needs.toString() }),
      }),
    say: (channelId: string, id: string) =>
      server.publish(`channel:${channelId}`, "MESSAGE_CREATE", {
        id,
        channel_id: channelId,
        guild_id: GUILD,
      }),
    /** What this user got since READY, as words. */
    heard: async (id: string) =>
      (await told(id)).map(([t, d]) => `${t} ${d.id ?? d.role?.id ?? d.role_id ?? d.user?.id ?? ""}`.trim()),
    told,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

const STAFF = role("201", 0n);
/** One channel that all see, and one that only staff sees. */
const OPEN = channel("301");
const SECRET = channel("302", hidden(allow("201", P.ViewChannel)));
const TWO: Partial<GuildState> = { roles: [role(GUILD, P.ViewChannel), STAFF], channels: [OPEN, SECRET] };

describe("what is published for a server", () => {
  test("[GUILD1] reaches every member with a session, and no one else", async () => {
    await using guild = await open(TWO, { "1": [], "2": ["201"] });
    guild.server.user("3");
    const stranger = await guild.server.login("3");
    guild.publish("GUILD_EMOJIS_UPDATE", { emojis: [] });
    expect(await guild.heard("1")).toEqual(["GUILD_EMOJIS_UPDATE"]);
    expect(await guild.heard("2")).toEqual(["GUILD_EMOJIS_UPDATE"]);
    await stranger.settled();
    expect(stranger.dispatches).toHaveLength(1);
  });

  test("[GUILD2] on a channel reaches those who see it", async () => {
    await using guild = await open(TWO, { "1": [], "2": ["201"], "9": [] });
    guild.say("301", "1001");
    guild.say("302", "1002");
    guild.say("303", "1003");
    expect(await guild.heard("1")).toEqual(["MESSAGE_CREATE 1001"]);
    expect(await guild.heard("2")).toEqual(["MESSAGE_CREATE 1001", "MESSAGE_CREATE 1002"]);
    expect(await guild.heard("9")).toEqual(["MESSAGE_CREATE 1001", "MESSAGE_CREATE 1002"]);
  });

  test("[GUILD2] for the server, but naming a channel, reaches those who see that channel", async () => {
    await using guild = await open(TWO, { "1": [], "2": ["201"] });
    guild.publish("INVITE_CREATE", { channel_id: "302", code: "x" });
    guild.publish("INVITE_CREATE", { channel_id: "no-such", code: "x" });
    guild.publish("GUILD_SCHEDULED_EVENT_CREATE", { id: "5", channel_id: null });
    expect(await guild.heard("1")).toEqual(["GUILD_SCHEDULED_EVENT_CREATE 5"]);
    expect(await guild.heard("2")).toEqual(["INVITE_CREATE", "GUILD_SCHEDULED_EVENT_CREATE 5"]);
  });

  test("[GUILD3] with `needs` reaches those who hold these permissions, time-outs considered", async () => {
    const roles = [
      role(GUILD, P.ViewChannel),
      role("201", P.ViewAuditLog),
      role("202", P.BanMembers),
      role("203", P.Administrator),
    ];
    await using guild = await open(
      { roles },
      { "1": [], "2": ["201"], "3": ["201", "202"], "4": ["203"], "9": [] },
    );
    guild.publish("A", {}, P.ViewAuditLog);
    guild.publish("B", {}, P.ViewAuditLog | P.BanMembers);
    const until = (ms: number) => new Date(Date.now() + ms).toISOString();
    for (const [id, roleIds] of [
      ["2", ["201"]],
      ["4", ["203"]],
    ] as const)
      guild.publish("GUILD_MEMBER_UPDATE", {
        user: { id },
        roles: roleIds,
        communication_disabled_until: until(60_000),
      });
    guild.publish("C", {}, P.ViewAuditLog);
    guild.publish("GUILD_MEMBER_UPDATE", {
      user: { id: "2" },
      roles: ["201"],
      communication_disabled_until: until(-1),
    });
    guild.publish("D", {}, P.ViewAuditLog);
    // What is not followed is nobody's.
    guild.publish("E", {}, P.Speak);
    const letters = async (id: string) => (await guild.heard(id)).filter((one) => one.length === 1).join("");
    expect(await Promise.all(["1", "2", "3", "4", "9"].map(letters))).toEqual([
      "",
      "AD",
      "ABCD",
      "ABCD",
      "ABCD",
    ]);
  });

  test("[GUILD2] reaches bots as far as intents and shards let it", async () => {
    const server = await startTestGateway();
    await using _ = server;
    server.guilds.set(GUILD, state(TWO));
    server.user("1", { bot: true, memberships: [membership()] });
    const without = await server.login("1", { intents: I.GuildMembers });
    const elsewhere = await server.login("1", { intents: I.Guilds | I.GuildMessages, shard: [1, 2] });
    const bot = await server.login("1", { intents: I.Guilds | I.GuildMessages, shard: [0, 2] });
    server.publish("channel:301", "MESSAGE_CREATE", { id: "1", content: "hello", author: { id: "2" } });
    server.publish("channel:302", "MESSAGE_CREATE", { id: "2", content: "hello", author: { id: "2" } });
    server.publish(`guild:${GUILD}`, "CHANNEL_CREATE", channel("303"));
    await Promise.all([without.settled(), bot.settled(), elsewhere.settled()]);
    expect(bot.dispatches.slice(1).map(({ t, d }) => [t, d.id, d.content])).toEqual([
      ["MESSAGE_CREATE", "1", ""],
      ["CHANNEL_CREATE", "303", undefined],
    ]);
    expect([without.dispatches.length, elsewhere.dispatches.length]).toEqual([1, 1]);
  });
});

describe("a change of who sees what", () => {
  test("[GUILD4] a role that ceases to show a channel takes it away, one that shows it brings it", async () => {
    const roles = [role(GUILD, 0n), role("201", P.ViewChannel)];
    await using guild = await open({ roles, channels: [OPEN] }, { "1": ["201"], "2": [] });
    guild.publish("GUILD_ROLE_UPDATE", { role: role("201", 0n) });
    guild.say("301", "1001");
    guild.publish("GUILD_ROLE_UPDATE", { role: role("201", P.ViewChannel) });
    guild.say("301", "1002");
    guild.publish("GUILD_ROLE_DELETE", { role_id: "201" });
    guild.say("301", "1003");
    expect(await guild.heard("1")).toEqual([
      "CHANNEL_DELETE 301",
      "GUILD_ROLE_UPDATE 201",
      "GUILD_ROLE_UPDATE 201",
      "CHANNEL_CREATE 301",
      "MESSAGE_CREATE 1002",
      "CHANNEL_DELETE 301",
      "GUILD_ROLE_DELETE 201",
    ]);
    expect(await guild.heard("2")).toEqual([
      "GUILD_ROLE_UPDATE 201",
      "GUILD_ROLE_UPDATE 201",
      "GUILD_ROLE_DELETE 201",
    ]);
  });

  test("[GUILD4] a new role is followed, and counts for whoever gets it", async () => {
    await using guild = await open({ roles: [role(GUILD, 0n)], channels: [OPEN] }, { "1": [] });
    guild.publish("GUILD_ROLE_CREATE", { role: role("202", P.ViewChannel) });
    guild.say("301", "1001");
    guild.publish("GUILD_MEMBER_UPDATE", { user: { id: "1" }, roles: ["202"] });
    guild.say("301", "1002");
    expect(await guild.heard("1")).toEqual([
      "GUILD_ROLE_CREATE 202",
      "GUILD_MEMBER_UPDATE 1",
      "CHANNEL_CREATE 301",
      "MESSAGE_CREATE 1002",
    ]);
  });

  test("[GUILD4] CHANNEL_UPDATE is an update for those who saw it before and after, and for no one else", async () => {
    const roles = [role(GUILD, P.ViewChannel), role("201", 0n), role("202", 0n)];
    const before = channel("301", hidden(allow("201", P.ViewChannel)), { name: "old", parent_id: "400" });
    await using guild = await open(
      { roles, channels: [before] },
      { "1": ["201"], "2": ["202"], "3": ["201", "202"], "4": [] },
    );
    const after = channel("301", hidden(allow("202", P.ViewChannel)), { name: "new", parent_id: "401" });
    guild.publish("CHANNEL_UPDATE", after);
    guild.say("301", "1001");
    // Nothing new about it for those who lose it.
    expect(await guild.told("1")).toEqual([
      ["CHANNEL_DELETE", { id: "301", guild_id: GUILD, type: 0, name: "old", parent_id: "400" }],
    ]);
    expect(await guild.told("2")).toEqual([
      ["CHANNEL_CREATE", { ...after, last_message_id: null }],
      ["MESSAGE_CREATE", { id: "1001", channel_id: "301", guild_id: GUILD }],
    ]);
    expect((await guild.told("3")).map(([t, d]) => [t, d.name])).toEqual([
      ["CHANNEL_UPDATE", "new"],
      ["MESSAGE_CREATE", undefined],
    ]);
    expect(await guild.told("4")).toEqual([]);
  });

  test("[GUILD4] CHANNEL_CREATE and CHANNEL_DELETE reach those who see it", async () => {
    await using guild = await open(TWO, { "1": [], "2": ["201"] });
    guild.publish("CHANNEL_CREATE", channel("303", hidden(allow("1", P.ViewChannel, 1))));
    guild.say("303", "1001");
    guild.publish("CHANNEL_DELETE", SECRET);
    guild.say("302", "1002");
    expect(await guild.heard("1")).toEqual(["CHANNEL_CREATE 303", "MESSAGE_CREATE 1001"]);
    expect(await guild.heard("2")).toEqual(["CHANNEL_DELETE 302"]);
  });

  test("[GUILD4] a new owner sees everything, the old one what roles show", async () => {
    await using guild = await open(TWO, { "9": [], "1": [] });
    guild.server.publish(`guild:${GUILD}`, "GUILD_UPDATE", { id: GUILD, owner_id: "1" });
    guild.say("302", "1001");
    expect(await guild.heard("9")).toEqual(["CHANNEL_DELETE 302", `GUILD_UPDATE ${GUILD}`]);
    expect(await guild.heard("1")).toEqual([
      `GUILD_UPDATE ${GUILD}`,
      "CHANNEL_CREATE 302",
      "MESSAGE_CREATE 1001",
    ]);
  });

  test("[GUILD4] whoever begins to see a channel is told its last message; categories come first and go last", async () => {
    const overwrites = hidden(allow("201", P.ViewChannel));
    const channels = [
      channel("301", overwrites, { parent_id: "300" }),
      channel("300", overwrites, { type: 4 }),
    ];
    await using guild = await open({ roles: TWO.roles ?? [], channels }, { "1": [], "2": ["201"] });
    guild.say("301", "1001");
    guild.publish("GUILD_MEMBER_UPDATE", { user: { id: "1" }, roles: ["201"] });
    guild.publish("GUILD_MEMBER_UPDATE", { user: { id: "1" }, roles: [] });
    expect(await guild.heard("1")).toEqual([
      "GUILD_MEMBER_UPDATE 1",
      "CHANNEL_CREATE 300",
      "CHANNEL_CREATE 301",
      "CHANNEL_DELETE 301",
      "CHANNEL_DELETE 300",
      "GUILD_MEMBER_UPDATE 1",
    ]);
    expect((await guild.told("1"))[2]?.[1].last_message_id).toBe("1001");
  });

  test("[GUILD4] a channel told without its overwrites changes nothing of who sees it", async () => {
    await using guild = await open(TWO, { "1": [], "2": ["201"] });
    guild.publish("CHANNEL_UPDATE", { id: "302", type: 0, name: "renamed" });
    guild.publish("CHANNEL_CREATE", { id: "304", type: 0, name: "bare" });
    expect(await guild.heard("1")).toEqual([]);
    expect(await guild.heard("2")).toEqual(["CHANNEL_UPDATE 302"]);
  });
});

describe("members who come and go", () => {
  test("[GUILD5] whoever is added hears what follows; others hear of them", async () => {
    await using guild = await open(TWO, { "1": [] });
    guild.server.user("2");
    const two = await guild.server.login("2");
    guild.say("301", "1001");
    guild.publish("GUILD_MEMBER_ADD", { user: { id: "2" }, roles: ["201"] });
    guild.say("302", "1002");
    await two.settled();
    expect(two.dispatches.slice(1).map(({ t, d }) => [t, d.id])).toEqual([["MESSAGE_CREATE", "1002"]]);
    expect(await guild.heard("1")).toEqual(["MESSAGE_CREATE 1001", "GUILD_MEMBER_ADD 2"]);
  });

  test("[GUILD5] whoever is removed hears nothing more, that they were removed included", async () => {
    await using guild = await open(TWO, { "1": [], "2": [] });
    guild.publish("GUILD_MEMBER_REMOVE", { user: { id: "2" } });
    guild.server.publish("user:2", "GUILD_DELETE", { id: GUILD });
    guild.say("301", "1001");
    guild.publish("GUILD_EMOJIS_UPDATE", {});
    expect(await guild.heard("2")).toEqual([`GUILD_DELETE ${GUILD}`]);
    expect(await guild.heard("1")).toEqual([
      "GUILD_MEMBER_REMOVE 2",
      "MESSAGE_CREATE 1001",
      "GUILD_EMOJIS_UPDATE",
    ]);
  });

  test("[GUILD5] the first member with a session brings the view; what is published while it loads comes after", async () => {
    await using server = await startTestGateway();
    server.user("1");
    const client = await server.login("1");
    const { promise: loaded, resolve: load } = Promise.withResolvers<void>();
    server.guilds.set(GUILD, state(TWO));
    server.before.guild = () => loaded;
    const publish = (t: string, d: Record<string, unknown>) =>
      server.publish(`guild:${GUILD}`, t, { guild_id: GUILD, ...d });
    publish("GUILD_MEMBER_ADD", { user: { id: "1" }, roles: [] });
    server.publish("channel:301", "MESSAGE_CREATE", { id: "1001", guild_id: GUILD });
    server.publish("channel:302", "MESSAGE_CREATE", { id: "1002", guild_id: GUILD });
    publish("CHANNEL_UPDATE", channel("302"));
    server.publish("channel:302", "MESSAGE_CREATE", { id: "1003", guild_id: GUILD });
    load();
    await client.next(({ d }) => d?.id === "1003");
    expect(client.dispatches.slice(1).map(({ t, d }) => [t, d.id])).toEqual([
      ["MESSAGE_CREATE", "1001"],
      ["CHANNEL_CREATE", "302"],
      ["MESSAGE_CREATE", "1003"],
    ]);
  });

  test("[GUILD5] what changed between GUILD_CREATE and the view is told", async () => {
    await using server = await startTestGateway();
    server.user("1");
    const client = await server.login("1");
    server.guilds.set(GUILD, state({ channels: [OPEN, channel("302", hidden()), channel("303")] }));
    const told = { id: GUILD, channels: [OPEN, channel("302"), channel("304", [], { parent_id: "400" })] };
    server.publish("user:1", "GUILD_CREATE", told);
    server.publish(`guild:${GUILD}`, "GUILD_MEMBER_ADD", { guild_id: GUILD, user: { id: "1" }, roles: [] });
    server.publish("channel:301", "MESSAGE_CREATE", { id: "1001", guild_id: GUILD });
    await client.dispatch("MESSAGE_CREATE");
    expect(client.dispatches.slice(2).map(({ t, d }) => [t, d.id, d.parent_id ?? null])).toEqual([
      ["CHANNEL_DELETE", "304", "400"],
      ["CHANNEL_DELETE", "302", null],
      ["CHANNEL_CREATE", "303", null],
      ["MESSAGE_CREATE", "1001", null],
    ]);
  });

  test("[GUILD5] a view that cannot be read ends the sessions of those it was for, and leaves nothing", async () => {
    await using server = await startTestGateway();
    server.user("1");
    const client = await server.login("1");
    server.guilds.set(GUILD, state(TWO));
    server.before.guild = () => Promise.reject(new Error("on purpose"));
    const user = server.users.get("1");
    user?.memberships.push(membership());
    server.publish(`guild:${GUILD}`, "GUILD_MEMBER_ADD", { guild_id: GUILD, user: { id: "1" }, roles: [] });
    expect((await client.closed).code).toBe(4000);
    const again = await server.connect();
    again.resume("token-1", client.sessionId, 1);
    expect(await again.next(({ op }) => op === 9)).toMatchObject({ d: false });
    again.identify("token-1");
    expect((await again.closed).code).toBe(4000);
    delete server.before.guild;
    const third = await server.login("1");
    server.publish("channel:301", "MESSAGE_CREATE", { id: "1001", guild_id: GUILD });
    expect((await third.dispatch("MESSAGE_CREATE")).s).toBe(2);
  });

  test("[GUILD5] a start that fails while memberships are read leaves nobody behind", async () => {
    await using server = await startTestGateway();
    server.guilds.set(GUILD, state(TWO));
    server.user("1", { memberships: [membership()] });
    const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
    const { promise: read, resolve: answer } = Promise.withResolvers<void>();
    server.before.memberships = () => {
      ask();
      return read;
    };
    server.before.visibleTopics = () => Promise.reject(new Error("on purpose"));
    const client = await server.connect();
    client.identify("token-1");
    await asked;
    answer();
    expect((await client.closed).code).toBe(4000);
    expect(server.gateway.stats()).toMatchObject({ users: 0, guilds: 0 });
  });

  test("[GUILD6] a deleted server is told to all of its members, and is gone", async () => {
    await using guild = await open(TWO, { "1": [], "2": ["201"] });
    guild.server.publish(`guild:${GUILD}`, "GUILD_DELETE", { id: GUILD });
    guild.say("301", "1001");
    guild.publish("GUILD_EMOJIS_UPDATE", {});
    for (const id of ["1", "2"]) expect(await guild.heard(id)).toEqual([`GUILD_DELETE ${GUILD}`]);
  });

  test("[GUILD7] changes of memberships that come while they are read win over what was read", async () => {
    await using server = await startTestGateway();
    const other = "101";
    server.guilds.set(GUILD, state(TWO));
    server.guilds.set(other, state({ roles: [role(other, P.ViewChannel)], channels: [channel("501")] }));
    server.user("1", { memberships: [membership(), { ...membership(), guildId: other }] });
    const { promise: loaded, resolve: load } = Promise.withResolvers<void>();
    const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
    server.before.memberships = () => {
      ask();
      return loaded;
    };
    const client = await server.connect();
    client.identify("token-1");
    await asked;
    server.publish(`guild:${GUILD}`, "GUILD_MEMBER_UPDATE", {
      guild_id: GUILD,
      user: { id: "1" },
      roles: ["201"],
    });
    server.publish(`guild:${other}`, "GUILD_MEMBER_REMOVE", { guild_id: other, user: { id: "1" } });
    load();
    await client.dispatch("READY");
    for (const id of ["301", "302", "501"])
      server.publish(`channel:${id}`, "MESSAGE_CREATE", { id, guild_id: GUILD });
    await client.settled();
    expect(client.dispatches.slice(1).map(({ d }) => d.id)).toEqual(["301", "302"]);
  });

  test("[GUILD7] a read that is ahead of what was published tells the sessions there are", async () => {
    await using guild = await open(TWO, { "1": ["201"] });
    const user = guild.server.users.get("1");
    if (user !== undefined) user.memberships = [membership([])];
    const second = await guild.server.login("1");
    guild.publish("GUILD_MEMBER_UPDATE", { user: { id: "1" }, roles: [] });
    expect((await guild.heard("1")).filter((one) => !one.startsWith("SESSIONS"))).toEqual([
      "CHANNEL_DELETE 302",
      "GUILD_MEMBER_UPDATE 1",
    ]);
    await second.settled();
    expect(second.dispatches.slice(1).map(({ t }) => t)).toEqual(["GUILD_MEMBER_UPDATE"]);
  });
});

describe("threads", () => {
  const roles = [role(GUILD, P.ViewChannel), role("201", P.ManageThreads)];
  const threads = [thread("601", "301"), thread("602", "301", { type: 12 })];
  const init = { roles, channels: [OPEN], threads, privateThreadMembers: { "602": ["1"] } };

  test("[GUILD8] a public one is for those who see its channel, a private one for its members and moderators", async () => {
    await using guild = await open(init, { "1": [], "2": [], "3": ["201"] });
    guild.say("601", "1001");
    guild.say("602", "1002");
    guild.publish("THREAD_UPDATE", { ...thread("602", "301", { type: 12 }), name: "x" });
    guild.publish("THREAD_CREATE", {
      ...thread("603", "301", { type: 12 }),
      owner_id: "2",
      newly_created: true,
    });
    guild.publish("THREAD_DELETE", thread("601", "301"));
    guild.say("601", "1003");
    expect(await guild.heard("1")).toEqual([
      "MESSAGE_CREATE 1001",
      "MESSAGE_CREATE 1002",
      "THREAD_UPDATE 602",
      "THREAD_DELETE 601",
    ]);
    expect(await guild.heard("2")).toEqual(["MESSAGE_CREATE 1001", "THREAD_CREATE 603", "THREAD_DELETE 601"]);
    expect(await guild.heard("3")).toEqual([
      "MESSAGE_CREATE 1001",
      "MESSAGE_CREATE 1002",
      "THREAD_UPDATE 602",
      "THREAD_CREATE 603",
      "THREAD_DELETE 601",
    ]);
  });

  test("[GUILD8] whoever joins a private one is shown it, whoever leaves loses it", async () => {
    await using guild = await open(init, { "1": [], "2": [] });
    guild.publish("THREAD_MEMBERS_UPDATE", {
      id: "602",
      member_count: 1,
      added_members: [{ id: "602", user_id: "2" }],
      removed_member_ids: ["1"],
    });
    guild.say("602", "1001");
    expect(await guild.heard("1")).toEqual(["THREAD_DELETE 602"]);
    expect(await guild.heard("2")).toEqual([
      "THREAD_CREATE 602",
      "THREAD_MEMBERS_UPDATE 602",
      "MESSAGE_CREATE 1001",
    ]);
  });

  test("[GUILD8] an archived one is nobody's until it comes back, a private one with the members told then", async () => {
    await using guild = await open(init, { "1": [], "2": [] });
    const one = thread("602", "301", { type: 12, owner_id: "2" });
    guild.publish("THREAD_UPDATE", { ...one, thread_metadata: { archived: true } });
    guild.say("602", "1001");
    guild.publish("THREAD_UPDATE", { ...one });
    guild.say("602", "1002");
    guild.publish("THREAD_MEMBERS_UPDATE", { id: "602", added_members: [{ user_id: "1" }] });
    guild.say("602", "1003");
    expect(await guild.heard("1")).toEqual([
      "THREAD_UPDATE 602",
      "THREAD_CREATE 602",
      "THREAD_MEMBERS_UPDATE 602",
      "MESSAGE_CREATE 1003",
    ]);
    expect(await guild.heard("2")).toEqual([]);
  });

  test("[GUILD8] whoever was put out of the server and comes back is in no private one any more", async () => {
    await using guild = await open(init, { "1": [], "2": [] });
    guild.publish("GUILD_MEMBER_REMOVE", { user: { id: "1" } });
    guild.publish("GUILD_MEMBER_ADD", { user: { id: "1" }, roles: [] });
    guild.say("602", "1001");
    guild.publish("THREAD_UPDATE", { ...thread("602", "301", { type: 12 }), name: "x" });
    guild.say("601", "1002");
    expect(await guild.heard("1")).toEqual(["MESSAGE_CREATE 1002"]);
  });

  test("[GUILD8] they go and come with their channel", async () => {
    await using guild = await open(init, { "1": [], "2": [] });
    guild.publish("CHANNEL_UPDATE", channel("301", [deny(GUILD, P.ViewChannel)]));
    for (const id of ["301", "601", "602"]) guild.say(id, "1001");
    guild.publish("CHANNEL_UPDATE", channel("301"));
    guild.say("602", "1002");
    expect(await guild.heard("1")).toEqual([
      "THREAD_DELETE 601",
      "THREAD_DELETE 602",
      "CHANNEL_DELETE 301",
      "CHANNEL_CREATE 301",
      "THREAD_LIST_SYNC",
      "THREAD_CREATE 602",
      "MESSAGE_CREATE 1002",
    ]);
    expect(await guild.heard("2")).toEqual([
      "THREAD_DELETE 601",
      "CHANNEL_DELETE 301",
      "CHANNEL_CREATE 301",
      "THREAD_LIST_SYNC",
    ]);
    const list = (await guild.told("2")).at(-1)?.[1];
    expect(list).toMatchObject({
      guild_id: GUILD,
      channel_ids: ["301"],
      threads: [{ id: "601" }],
      members: [],
    });
  });
});

describe("events in channels", () => {
  const planned = (id: string, channel_id: string, more: object = {}) => ({
    id,
    guild_id: GUILD,
    channel_id,
    status: 1,
    ...more,
  });

  test("[EVENT2] they come and go with the sight of their channel, as they are by then", async () => {
    await using guild = await open({ ...TWO, events: [planned("701", "302")] }, { "1": [], "2": ["201"] });
    guild.publish("GUILD_SCHEDULED_EVENT_CREATE", planned("702", "302"));
    guild.publish("GUILD_SCHEDULED_EVENT_UPDATE", planned("702", "302", { name: "Later" }));
    guild.publish("GUILD_SCHEDULED_EVENT_USER_ADD", {
      guild_scheduled_event_id: "702",
      channel_id: "302",
      user_id: "2",
      user_count: 3,
    });
    guild.publish("GUILD_SCHEDULED_EVENT_CREATE", planned("703", "302"));
    guild.publish("GUILD_SCHEDULED_EVENT_UPDATE", planned("703", "302", { status: 4 }));
    guild.publish("GUILD_SCHEDULED_EVENT_DELETE", planned("701", "302"));
    expect(await guild.heard("1")).toEqual([]);
    guild.publish("GUILD_MEMBER_UPDATE", { user: { id: "1" }, roles: ["201"] });
    guild.publish("GUILD_MEMBER_UPDATE", { user: { id: "1" }, roles: [] });
    guild.publish("GUILD_SCHEDULED_EVENT_UPDATE", planned("702", "302", { name: "Secret" }));
    expect((await guild.heard("1")).filter((line) => !line.startsWith("GUILD_MEMBER"))).toEqual([
      "CHANNEL_CREATE 302",
      "GUILD_SCHEDULED_EVENT_CREATE 702",
      "GUILD_SCHEDULED_EVENT_DELETE 702",
      "CHANNEL_DELETE 302",
    ]);
    const come = (await guild.told("1")).find(([t]) => t === "GUILD_SCHEDULED_EVENT_CREATE");
    expect(come?.[1]).toMatchObject({ name: "Later", user_count: 3, guild_id: GUILD });
  });

  test("[EVENT2] they go with a channel that is deleted, for those who saw it", async () => {
    await using guild = await open({ ...TWO, events: [planned("701", "302")] }, { "1": [], "2": ["201"] });
    guild.publish("CHANNEL_DELETE", { id: "302" });
    expect(await guild.heard("1")).toEqual([]);
    expect(await guild.heard("2")).toEqual(["GUILD_SCHEDULED_EVENT_DELETE 701", "CHANNEL_DELETE 302"]);
  });
});

describe("who is in voice", () => {
  const at = (user_id: string, channel_id: string | null, more: object = {}) => ({
    guild_id: GUILD,
    user_id,
    channel_id,
    ...more,
  });
  const stage = (id: string, topic: string) => ({ id, guild_id: GUILD, channel_id: "302", topic });
  /** Where this user was told that somebody is, and what of channels and stages came between. */
  const where = async (guild: Awaited<ReturnType<typeof open>>, id: string) =>
    (await guild.told(id)).flatMap(([t, d]) => {
      if (t === "VOICE_STATE_UPDATE") return `${d.user_id} ${d.channel_id ?? "left"}`;
      return /^(CHANNEL|STAGE)/.test(t ?? "") ? `${t} ${d.id}` : [];
    });

  test("[VOICE3] is told to those who see the channel; going to a hidden one looks like leaving", async () => {
    const more = channel("303");
    await using guild = await open(
      { ...TWO, channels: [OPEN, SECRET, more], voices: [at("7", "301"), at("8", "302")] },
      { "1": [], "2": ["201"] },
    );
    guild.publish("VOICE_STATE_UPDATE", at("7", "303"));
    guild.publish("VOICE_STATE_UPDATE", at("7", "302"));
    guild.publish("VOICE_STATE_UPDATE", at("7", "302", { self_mute: true }));
    guild.publish("VOICE_STATE_UPDATE", at("8", null));
    guild.publish("VOICE_STATE_UPDATE", at("7", "301"));
    guild.publish("VOICE_STATE_UPDATE", at("7", null));
    expect(await where(guild, "1")).toEqual(["7 303", "7 left", "7 301", "7 left"]);
    expect(await where(guild, "2")).toEqual(["7 303", "7 302", "7 302", "8 left", "7 301", "7 left"]);
    expect(JSON.stringify(await guild.told("1"))).not.toContain("302");
  });

  test("[VOICE3] comes and goes with the sight of the channel, as they are by then", async () => {
    await using guild = await open({ ...TWO, voices: [at("7", "302"), at("8", "302")] }, { "1": [] });
    guild.publish("VOICE_STATE_UPDATE", at("7", "302", { self_mute: true }));
    guild.publish("VOICE_STATE_UPDATE", at("8", null));
    expect(await where(guild, "1")).toEqual([]);
    guild.publish("GUILD_MEMBER_UPDATE", { user: { id: "1" }, roles: ["201"] });
    guild.publish("GUILD_MEMBER_UPDATE", { user: { id: "1" }, roles: [] });
    guild.publish("VOICE_STATE_UPDATE", at("7", "302"));
    expect(await where(guild, "1")).toEqual(["CHANNEL_CREATE 302", "7 302", "7 left", "CHANNEL_DELETE 302"]);
    const come = (await guild.told("1")).find(([t]) => t === "VOICE_STATE_UPDATE");
    expect(come?.[1]).toMatchObject({ self_mute: true });
  });

  test("[VOICE5] so does what is said on the stage", async () => {
    await using guild = await open({ ...TWO, stages: [stage("801", "First")] }, { "1": [], "2": ["201"] });
    guild.publish("STAGE_INSTANCE_UPDATE", stage("801", "Second"));
    guild.publish("GUILD_MEMBER_UPDATE", { user: { id: "1" }, roles: ["201"] });
    guild.publish("GUILD_MEMBER_UPDATE", { user: { id: "1" }, roles: [] });
    guild.publish("STAGE_INSTANCE_DELETE", stage("801", "Second"));
    guild.publish("GUILD_MEMBER_UPDATE", { user: { id: "1" }, roles: ["201"] });
    expect(await where(guild, "1")).toEqual([
      "CHANNEL_CREATE 302",
      "STAGE_INSTANCE_CREATE 801",
      "STAGE_INSTANCE_DELETE 801",
      "CHANNEL_DELETE 302",
      "CHANNEL_CREATE 302",
    ]);
    const come = (await guild.told("1")).find(([t]) => t === "STAGE_INSTANCE_CREATE");
    expect(come?.[1]).toMatchObject({ topic: "Second" });
    expect(await where(guild, "2")).toEqual(["STAGE_INSTANCE_UPDATE 801", "STAGE_INSTANCE_DELETE 801"]);
  });
});

describe("what voice channels say of themselves", () => {
  const info = (status: string | null, voice_start_time: number | null) => ({
    channelInfos: [{ id: "302", status, voice_start_time }],
  });
  const say = (status: string | null) => ({ id: "302", status });
  const see = (roles: string[]) => ({ user: { id: "1" }, roles });
  /** What this user was told of channels, in order. */
  const read = async (guild: Awaited<ReturnType<typeof open>>, id: string) =>
    (await guild.told(id)).flatMap(([t, d]) => {
      if (t === "VOICE_CHANNEL_STATUS_UPDATE") return `${d.id} ${d.status}`;
      if (t === "VOICE_CHANNEL_START_TIME_UPDATE") return `${d.id} since ${d.voice_start_time}`;
      return t?.startsWith("CHANNEL") ? `${t} ${d.id}` : [];
    });

  test("[VOICE6] comes with the sight of the channel, as it is by then", async () => {
    await using guild = await open({ ...TWO, ...info("pairing", 5) }, { "1": [], "2": ["201"] });
    guild.publish("GUILD_MEMBER_UPDATE", see(["201"]));
    expect(await read(guild, "1")).toEqual(["CHANNEL_CREATE 302", "302 pairing", "302 since 5"]);
    guild.publish("GUILD_MEMBER_UPDATE", see([]));
    guild.publish("VOICE_CHANNEL_STATUS_UPDATE", say("reading"));
    guild.publish("VOICE_CHANNEL_START_TIME_UPDATE", { id: "302", voice_start_time: null });
    guild.publish("CHANNEL_UPDATE", channel("302"));
    guild.publish("CHANNEL_UPDATE", channel("302", hidden(allow("201", P.ViewChannel))));
    guild.publish("VOICE_CHANNEL_STATUS_UPDATE", say(null));
    guild.publish("GUILD_MEMBER_UPDATE", see(["201"]));
    expect((await read(guild, "1")).slice(3)).toEqual([
      "CHANNEL_DELETE 302",
      "CHANNEL_CREATE 302",
      "302 reading",
      "CHANNEL_DELETE 302",
      "CHANNEL_CREATE 302",
    ]);
    expect((await read(guild, "2")).filter((line) => !line.startsWith("CHANNEL"))).toEqual([
      "302 reading",
      "302 since null",
      "302 null",
    ]);
  });
});

describe("presence of members", () => {
  test("[GUILD9] reaches bots with the intent that share the server, with its id, and no person", async () => {
    await using server = await startTestGateway();
    server.guilds.set(GUILD, state(TWO));
    server.user("1", { memberships: [membership()] });
    server.user("2", { memberships: [membership()] });
    server.user("3", { bot: true, memberships: [membership()] });
    server.user("4", { bot: true });
    const person = await server.login("2");
    const bot = await server.login("3", { intents: I.GuildPresences });
    const blind = await server.login("3", { intents: I.Guilds });
    const stranger = await server.login("4", { intents: I.GuildPresences });
    await server.login("1");
    const { d } = await bot.next((frame) => frame.t === "PRESENCE_UPDATE" && frame.d.user.id === "1");
    expect(d).toMatchObject({ user: { id: "1" }, guild_id: GUILD, status: "online" });
    for (const client of [person, blind, stranger]) {
      await client.settled();
      expect(client.dispatches.filter(({ t }) => t === "PRESENCE_UPDATE")).toEqual([]);
    }
  });
});
