import { describe, expect, test } from "bun:test";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { allow, channel, deny, GUILD, hidden, member, membership, role, state } from "./guild-testing.ts";
import { startTestGateway, type TestClient } from "./testing.ts";

const ROLES = [
  role(GUILD, P.ViewChannel),
  role("201", 0n, { position: 3, hoist: true }),
  role("202", 0n, { position: 2, hoist: true }),
  role("203", 0n, { position: 1 }),
];
const CHANNELS = [channel("301"), channel("302", hidden(allow("201", P.ViewChannel))), channel("303")];

/** Names of these members, in their roles; those whose id is in `online` have a session. */
async function open(
  members: Record<string, { name: string; nick?: string; roles?: string[] }>,
  online: string[],
  options = {},
) {
  const server = await startTestGateway(options);
  server.guilds.set(GUILD, state({ ownerId: "999", roles: ROLES, channels: CHANNELS }));
  server.members.set(
    GUILD,
    Object.entries(members).map(([id, one]) => member(id, { username: one.name, ...one })),
  );
  const clients: Record<string, TestClient> = {};
  for (const id of online) {
    const one = members[id];
    server.user(id, {
      ready: { user: { id, username: one?.name, email: "secret@example.org" } },
      memberships: [membership(one?.roles, { nick: one?.nick ?? null })],
    });
    clients[id] = await server.login(id);
  }
  const at = (id: string): TestClient => {
    const client = clients[id];
    if (client === undefined) throw new Error("not online");
    return client;
  };
  return {
    server,
    at,
    look: (id: string, channelId: string, ...ranges: [number, number][]) =>
      at(id).send(14, { guild_id: GUILD, channels: { [channelId]: ranges } }),
    list: async (id: string) => (await at(id).dispatch("GUILD_MEMBER_LIST_UPDATE")).d as List,
    lists: (id: string) => at(id).dispatches.filter(({ t }) => t === "GUILD_MEMBER_LIST_UPDATE").length,
    publish: (t: string, d: Record<string, unknown>) =>
      server.publish(`guild:${GUILD}`, t, { guild_id: GUILD, ...d }),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

interface List {
  id: string;
  member_count: number;
  online_count: number;
  groups: { id: string; count: number }[];
  ops: { op: string; range: [number, number]; items: Item[] }[];
}
interface Item {
  group?: { id: string; count: number };
  member?: { user: { username: string; email?: string }; nick: string | null; presence: { status: string } };
}

/** Rows as words: names of members, groups with a colon. */
const rows = (list: List): string[] =>
  list.ops.flatMap(({ items }) =>
    items.map(({ group, member }) =>
      group ? `${group.id}:${group.count}` : (member?.nick ?? member?.user.username ?? ""),
    ),
  );

const PEOPLE = {
  "1": { name: "mallory" },
  "2": { name: "zoe", nick: "Ada" },
  "3": { name: "bob", roles: ["201", "202", "203"] },
  "4": { name: "carol", roles: ["202"] },
  "5": { name: "Xavier", roles: ["203"] },
  "6": { name: "eve", roles: ["201"] },
};

describe("the list of a channel's members", () => {
  test("[LIST1] groups hoisted roles from the top, those online, those offline, each by name", async () => {
    await using guild = await open(PEOPLE, ["1", "2", "3", "4"]);
    guild.look("1", "301", [0, 99]);
    const list = await guild.list("1");
    expect(rows(list)).toEqual([
      "201:1",
      "bob",
      "202:1",
      "carol",
      "online:2",
      "Ada",
      "mallory",
      "offline:2",
      "eve",
      "Xavier",
    ]);
    expect(list).toMatchObject({ guild_id: GUILD, id: "everyone", member_count: 6, online_count: 4 });
    expect(list.groups).toEqual([
      { id: "201", count: 1 },
      { id: "202", count: 1 },
      { id: "online", count: 2 },
      { id: "offline", count: 2 },
    ]);
    const [, bob, , , , , , , eve] = list.ops[0]?.items ?? [];
    expect(bob?.member).toMatchObject({
      user: { id: "3", username: "bob" },
      roles: ["201", "202", "203"],
      joined_at: "1970-01-01T00:00:00.000Z",
      presence: { user: { id: "3" }, status: "online" },
    });
    expect(bob?.member?.user.email).toBeUndefined();
    expect(eve?.member).toMatchObject({ user: { id: "6" }, presence: { status: "offline", activities: [] } });
  });

  test("[LIST1] whoever is invisible stands with those who are offline", async () => {
    await using guild = await open(PEOPLE, ["1", "2"]);
    guild.server.bus.publish({ kind: "presence", userId: "2", status: "invisible", activities: [] });
    guild.look("1", "301", [0, 99]);
    expect(rows(await guild.list("1"))).toEqual([
      "online:1",
      "mallory",
      "offline:5",
      "Ada",
      "bob",
      "carol",
      "eve",
      "Xavier",
    ]);
  });

  test("[LIST2] holds only those who see the channel", async () => {
    await using guild = await open(PEOPLE, ["1", "2", "3"]);
    guild.look("3", "302", [0, 99]);
    const list = await guild.list("3");
    expect(rows(list)).toEqual(["201:1", "bob", "offline:1", "eve"]);
    expect([list.member_count, list.online_count]).toEqual([2, 1]);
    expect(list.id).not.toBe("everyone");
    // Whoever does not see it gets no list.
    guild.look("1", "302", [0, 99]);
    guild.look("1", "999", [0, 99]);
    await guild.at("1").settled();
    expect(guild.lists("1")).toBe(0);
  });

  test("[LIST3] is sent as the ranges that were asked for", async () => {
    await using guild = await open(PEOPLE, ["1", "2", "3", "4"]);
    guild.look("1", "301", [1, 3], [8, 99]);
    const { ops } = await guild.list("1");
    expect(ops.map(({ op, range }) => [op, range])).toEqual([
      ["SYNC", [1, 3]],
      ["SYNC", [8, 99]],
    ]);
    expect(ops.map(({ items }) => items.length)).toEqual([3, 2]);
    guild.look("1", "301", [50, 60]);
    expect((await guild.list("1")).ops).toEqual([{ op: "SYNC", range: [50, 60], items: [] }]);
  });

  test("[LIST4] is sent again when a range changed, once a second at most, and only that range", async () => {
    await using guild = await open(PEOPLE, ["1", "3", "4"], { listMs: 20_000 });
    guild.look("1", "301", [0, 3], [6, 99]);
    await guild.list("1");
    guild.at("4").send(3, { status: "idle", activities: [] });
    await guild.at("4").settled();
    guild.at("4").send(3, { status: "dnd", activities: [] });
    await guild.at("4").settled();
    await guild.at("1").settled();
    guild.at("3").send(3, { status: "online", activities: [] });
    await guild.at("3").settled();
    guild.server.skip(20_001);
    const list = await guild.list("1");
    expect(list.ops.map(({ range }) => range)).toEqual([[0, 3]]);
    expect(list.ops[0]?.items[3]?.member?.presence.status).toBe("dnd");
    // Nothing changed since.
    guild.publish("GUILD_ROLE_UPDATE", { role: role("203", 0n, { position: 1 }) });
    guild.server.skip(20_001);
    await guild.at("1").settled();
    expect(guild.lists("1")).toBe(2);
  });

  test("[LIST4] follows who comes and goes, their names, roles and what these look like", async () => {
    await using guild = await open(PEOPLE, ["1"], { listMs: 10 });
    guild.look("1", "301", [0, 99]);
    await guild.list("1");
    const next = async () => rows(await guild.list("1"));
    guild.publish("GUILD_MEMBER_ADD", { ...member("7", { username: "dan" }) });
    expect(await next()).toEqual([
      "online:1",
      "mallory",
      "offline:6",
      "Ada",
      "bob",
      "carol",
      "dan",
      "eve",
      "Xavier",
    ]);
    guild.publish("GUILD_MEMBER_UPDATE", { ...member("7", { username: "dan", nick: "Zed" }) });
    expect((await next()).slice(-2)).toEqual(["Xavier", "Zed"]);
    guild.publish("GUILD_MEMBER_REMOVE", { user: { id: "7" } });
    expect((await next()).slice(-1)).toEqual(["Xavier"]);
    guild.publish("GUILD_MEMBER_UPDATE", { ...member("1", { username: "mallory", roles: ["202"] }) });
    expect((await next()).slice(0, 2)).toEqual(["202:1", "mallory"]);
    guild.publish("GUILD_ROLE_UPDATE", { role: role("202", 0n, { position: 2, hoist: false }) });
    expect((await next()).slice(0, 2)).toEqual(["online:1", "mallory"]);
    guild.server.publish("user:1", "USER_UPDATE", { id: "1", username: "mallory", global_name: "Mal" });
    expect((await guild.list("1")).ops[0]?.items[1]?.member?.user).toEqual({
      id: "1",
      username: "mallory",
      global_name: "Mal",
    } as never);
  });

  test("[LIST5] ends at once with the sight of the channel, with membership, and on request", async () => {
    await using guild = await open(PEOPLE, ["1", "2", "3", "4"], { listMs: 10 });
    for (const id of ["1", "2", "4"]) guild.look(id, "301", [0, 99]);
    guild.look("3", "302", [0, 99]);
    for (const id of ["1", "2", "3", "4"]) await guild.list(id);
    guild.at("4").send(14, { guild_id: GUILD, channels: {} });
    await guild.at("4").settled();
    guild.publish("CHANNEL_UPDATE", channel("301", [deny("1", P.ViewChannel, 1)]));
    guild.publish("GUILD_MEMBER_UPDATE", { ...member("3", { username: "bob", roles: [] }) });
    guild.publish("GUILD_MEMBER_REMOVE", { user: { id: "2" } });
    guild.publish("GUILD_MEMBER_UPDATE", { ...member("4", { username: "carol", nick: "C" }) });
    guild.server.skip(1_000);
    for (const id of ["1", "2", "3", "4"]) {
      await guild.at(id).settled();
      expect([id, guild.lists(id)]).toEqual([id, 1]);
    }
  });

  test("[LIST5] ends with the connection; a resumed session asks again", async () => {
    await using guild = await open(PEOPLE, ["1", "3"], { listMs: 10 });
    guild.look("1", "301", [0, 99]);
    await guild.list("1");
    const first = guild.at("1");
    await first.cut();
    while (guild.server.gateway.stats().resumable === 0) await Bun.sleep(5);
    guild.at("3").send(3, { status: "dnd", activities: [] });
    await guild.at("3").settled();
    guild.server.skip(1_000);
    const again = await guild.server.connect();
    again.resume("token-1", first.sessionId, first.sequence);
    await again.dispatch("RESUMED");
    expect(again.dispatches.map(({ t }) => t)).toEqual(["RESUMED"]);
  });

  test("[LIST6] of a server with over 1,000 members leaves out those who are offline, and says how many there are", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 1_001 }, (_, i) => [String(i + 1), { name: `m${i}` }]),
    );
    await using guild = await open(many, ["1", "2"], { listMs: 10 });
    guild.server.before.findMembers = () => Promise.reject(new Error("must not be asked"));
    guild.look("1", "301", [0, 99]);
    const list = await guild.list("1");
    expect(rows(list)).toEqual(["online:2", "m0", "m1"]);
    expect([list.member_count, list.online_count]).toEqual([1_001, 2]);
    guild.publish("GUILD_MEMBER_REMOVE", { user: { id: "1001" } });
    const later = await guild.list("1");
    expect([later.member_count, later.ops]).toEqual([1_000, []]);
  });

  test("[LIST7] is made once for all who look at channels that the same people see", async () => {
    await using guild = await open(PEOPLE, ["1", "2", "3"], { listMs: 10 });
    guild.look("1", "301", [0, 99]);
    guild.look("2", "303", [0, 99]);
    const ids = [(await guild.list("1")).id, (await guild.list("2")).id];
    expect(ids).toEqual(["everyone", "everyone"]);
    // One looks at one list at a time.
    guild.look("3", "301", [0, 99]);
    await guild.list("3");
    guild.look("3", "302", [0, 99]);
    expect((await guild.list("3")).id).not.toBe("everyone");
    guild.publish("GUILD_MEMBER_UPDATE", { ...member("4", { username: "carol", nick: "C" }) });
    await guild.list("1");
    await guild.at("3").settled();
    expect(guild.lists("3")).toBe(2);
  });

  test("[LIST3] members that cannot be read leave nothing behind: one may look again", async () => {
    await using guild = await open(PEOPLE, ["1"]);
    guild.server.before.findMembers = () => Promise.reject(new Error("on purpose"));
    guild.look("1", "301", [0, 99]);
    await guild.at("1").settled();
    delete guild.server.before.findMembers;
    guild.look("1", "301", [0, 99]);
    expect(rows(await guild.list("1"))).toHaveLength(8);
  });

  for (const [name, channels] of [
    ["two channels", { "301": [[0, 1]], "302": [[0, 1]] }],
    ["six ranges", { "301": Array.from({ length: 6 }, () => [0, 1]) }],
    ["more than a hundred rows", { "301": [[0, 100]] }],
    ["a range that runs backwards", { "301": [[5, 1]] }],
    ["a range of three", { "301": [[0, 1, 2]] }],
    ["no channel", { x: [[0, 1]] }],
    ["no ranges", { "301": 5 }],
  ] as const) {
    test(`[LIST8] ${name} closes with 4002`, async () => {
      await using guild = await open(PEOPLE, ["1"]);
      guild.at("1").send(14, { guild_id: GUILD, channels });
      expect((await guild.at("1").closed).code).toBe(4002);
    });
  }
});
