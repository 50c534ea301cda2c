import { expect, test } from "bun:test";
import { GuildMemberResponseSchema } from "discord-api-spec/zod";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { startTestServer } from "./harness.ts";
import { listen } from "./listen.ts";
import { register } from "./people.ts";
import { bits, giveRoles, invite, join, makeServer } from "./servers.ts";

const PLAN = {
  roles: [
    { id: 0, permissions: bits(P.ViewChannel, P.SendMessages, P.CreateInstantInvite) },
    { id: 1, name: "Moderators", hoist: true, permissions: bits(P.ManageChannels) },
  ],
  channels: [
    { id: 10, name: "general" },
    {
      id: 11,
      name: "security",
      permission_overwrites: [
        { id: 0, type: 0, deny: bits(P.ViewChannel) },
        { id: 1, type: 0, allow: bits(P.ViewChannel) },
      ],
    },
  ],
};

async function open() {
  const server = await startTestServer();
  const people = await register(server, "alice", "bob", "carol", "dan");
  const made = await makeServer(people.alice, [people.bob, people.carol], PLAN);
  await giveRoles(server, made.id, people.bob, made.roles.Moderators);
  const secret = made.guild.channels.find(({ name }) => name === "security")?.id ?? "";
  return { server, ...people, ...made, secret };
}

interface Chunk {
  members: { user: { id: string; username: string } }[];
  not_found?: string[];
  nonce?: string;
}

test("[GUILD2] a message reaches those who see its channel, from the first connection on", async () => {
  const { server, alice, bob, carol, dan, general, secret } = await open();
  await using _ = server;
  await using hers = await listen(server, alice);
  await using his = await listen(server, bob);
  await using carols = await listen(server, carol);
  await using dans = await listen(server, dan);
  await alice.post(`/channels/${secret}/messages`, { content: "between us" });
  await alice.post(`/channels/${general}/messages`, { content: "to all" });
  for (const one of [hers, his]) {
    expect(await one.next("MESSAGE_CREATE")).toMatchObject({ content: "between us", channel_id: secret });
    expect(await one.next("MESSAGE_CREATE")).toMatchObject({ content: "to all" });
  }
  expect(await carols.next("MESSAGE_CREATE")).toMatchObject({ content: "to all" });
  for (const one of [carols, dans]) {
    await one.settle();
    expect(one.received.filter(({ d }) => d?.channel_id === secret)).toEqual([]);
  }
  expect(dans.received).toEqual([]);
});

test("[GUILD5] whoever joins hears what follows, whoever leaves nothing more; [GUILD6] a deleted server is told to all", async () => {
  const { server, alice, carol, dan, id, general } = await open();
  await using _ = server;
  await using hers = await listen(server, alice);
  await using carols = await listen(server, carol);
  await using dans = await listen(server, dan);
  await join(dan, await invite(alice, general));
  expect(await dans.next("GUILD_CREATE")).toMatchObject({ id, member_count: 4 });
  expect(await hers.next("GUILD_MEMBER_ADD")).toMatchObject({
    guild_id: id,
    user: { id: dan.id },
    member_count: 4,
  });
  await alice.post(`/channels/${general}/messages`, { content: "welcome" });
  await dans.next<{ content: string }>("MESSAGE_CREATE", ({ content }) => content === "welcome");
  expect(dans.received.some(({ t }) => t === "GUILD_MEMBER_ADD")).toBe(false);

  expect((await carol.delete(`/users/@me/guilds/${id}`)).status).toBe(204);
  expect(await carols.next("GUILD_DELETE")).toMatchObject({ id });
  expect(await hers.next("GUILD_MEMBER_REMOVE")).toMatchObject({
    guild_id: id,
    user: { id: carol.id },
    member_count: 3,
  });
  carols.clear();
  await alice.post(`/channels/${general}/messages`, { content: "and then there were three" });
  await dans.next<{ content: string }>("MESSAGE_CREATE", ({ content }) => content.startsWith("and then"));
  await carols.settle();
  expect(carols.received).toEqual([]);

  expect((await alice.delete(`/guilds/${id}`)).status).toBe(204);
  for (const one of [hers, dans]) expect(await one.next("GUILD_DELETE")).toMatchObject({ id });
});

test("[MEMBERS1] [MEMBERS2] [MEMBERS3] members are found by id and by the beginning of any name", async () => {
  const { server, alice, bob, carol, dan, id } = await open();
  await using _ = server;
  await bob.patch("/users/@me", { global_name: "Élise 100%" });
  await server.seed(async ({ sql }) => {
    await sql.updateTable("guild_members").set({ nick: "Zoë" }).where("user_id", "=", carol.id).execute();
  });
  await using his = await listen(server, bob);
  const find = async (d: Record<string, unknown>): Promise<Chunk> => {
    const nonce = crypto.randomUUID().slice(0, 32);
    his.send(8, { guild_id: id, ...d, nonce });
    return his.next<Chunk>("GUILD_MEMBERS_CHUNK", (chunk) => chunk.nonce === nonce);
  };
  const names = async (d: Record<string, unknown>) =>
    (await find(d)).members.map(({ user }) => user.username);
  const chunk = await find({ user_ids: [carol.id, dan.id] });
  expect(chunk.members.map(({ user }) => user.id)).toEqual([carol.id]);
  expect(chunk.not_found).toEqual([dan.id]);
  for (const member of chunk.members) {
    expect(GuildMemberResponseSchema.safeParse(member).error).toBeUndefined();
  }
  expect(await names({ query: "", limit: 2 })).toEqual(["alice", "bob"]);
  expect(await names({ query: "AL", limit: 10 })).toEqual(["alice"]);
  expect(await names({ query: "élise 100%", limit: 10 })).toEqual(["bob"]);
  expect(await names({ query: "zo", limit: 10 })).toEqual(["carol"]);
  expect(await names({ query: "%", limit: 10 })).toEqual([]);
  expect(await names({ query: "_", limit: 10 })).toEqual([]);

  await using dans = await listen(server, dan);
  dans.send(8, { guild_id: id, user_ids: [alice.id] });
  await dans.settle();
  expect(dans.received).toEqual([]);
});

test("[LIST1] [LIST2] the list of a channel has its members, connected or not, for those who see it", async () => {
  const { server, alice, bob, carol, id, general, secret, roles } = await open();
  await using _ = server;
  await using hers = await listen(server, alice);
  await using his = await listen(server, bob);
  await using carols = await listen(server, carol);
  carols.close();
  await carols.closed;
  type List = {
    member_count: number;
    ops: { items: { member?: { user: { id: string } }; group?: object }[] }[];
  };
  const rows = (list: List) =>
    list.ops.flatMap(({ items }) => items.map((item) => item.group ?? item.member?.user.id));
  const look = (channelId: string) => ({ guild_id: id, channels: { [channelId]: [[0, 99]] } });

  his.send(14, look(general));
  const all = await his.next<List>(
    "GUILD_MEMBER_LIST_UPDATE",
    ({ ops }) => rows({ member_count: 0, ops }).length === 6,
  );
  expect(rows(all)).toEqual([
    { id: roles.Moderators, count: 1 },
    bob.id,
    { id: "online", count: 1 },
    alice.id,
    { id: "offline", count: 1 },
    carol.id,
  ]);
  his.send(14, look(secret));
  const some = await his.next<List>("GUILD_MEMBER_LIST_UPDATE", ({ member_count }) => member_count === 2);
  expect(rows(some).filter((row) => typeof row === "string")).toEqual([bob.id, alice.id]);

  await using again = await listen(server, carol);
  again.send(14, look(secret));
  await again.settle();
  expect(again.received).toEqual([]);
  await hers.settle();
});
