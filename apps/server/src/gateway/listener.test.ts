import { expect, test } from "bun:test";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Topic } from "../bus/bus.ts";
import { allow, channel, GUILD, hidden, membership, role, state, thread } from "./guild-testing.ts";
import type { Heard, Listener } from "./hub.ts";
import { startTestGateway, type TestGateway } from "./testing.ts";

const TYPES = new Set(["MESSAGE_CREATE", "GUILD_DELETE", "CHANNEL_CREATE", "THREAD_DELETE"]);

/** User 1 with role 5, in a server with a channel for everybody, 11, and one for the role, 12. */
async function startListening(
  server: TestGateway,
  bot?: Listener["bot"],
  types: ReadonlySet<string> = TYPES,
) {
  server.user("1", { memberships: [membership(["5"])], topics: ["channel:80"] });
  server.guilds.set(
    GUILD,
    state({
      roles: [role(GUILD, P.ViewChannel), role("5", 0n)],
      channels: [channel("11"), channel("12", hidden(allow("5", P.ViewChannel)))],
      threads: [thread("21", "11"), thread("22", "11", { type: 12 })],
      privateThreadMembers: { "22": ["1"] },
    }),
  );
  const heard: Heard[] = [];
  const end = await server.gateway.listen({
    userId: "1",
    types,
    bot,
    hear: (event) => heard.push(event),
  });
  const say = (id: string, content: string) =>
    server.publish(`channel:${id}`, "MESSAGE_CREATE", { id: "1", channel_id: id, guild_id: GUILD, content });
  const told = () => heard.map(({ t, data }) => [t, JSON.parse(data).content]);
  return { heard, end, say, told };
}

test("[LISTEN1] what listens hears of servers as a session would, with what others may see of it", async () => {
  await using server = await startTestGateway();
  const { heard, end, say } = await startListening(server);
  for (const id of ["11", "12", "21", "22"]) say(id, `in ${id}`);
  server.publish(`guild:${GUILD}`, "TYPING_START", { channel_id: "11", guild_id: GUILD });
  const shown = heard.map(({ data, messageId: _, quotedId: _q, record: _r, ...rest }) => ({
    ...rest,
    content: JSON.parse(data).content,
  }));
  expect(shown).toEqual([
    {
      t: "MESSAGE_CREATE",
      guildId: GUILD,
      channelId: "11",
      parentId: "11",
      isPrivate: false,
      isOpen: true,
      content: "in 11",
    },
    {
      t: "MESSAGE_CREATE",
      guildId: GUILD,
      channelId: "12",
      parentId: "12",
      isPrivate: false,
      isOpen: false,
      content: "in 12",
    },
    {
      t: "MESSAGE_CREATE",
      guildId: GUILD,
      channelId: "21",
      parentId: "11",
      isPrivate: false,
      isOpen: true,
      content: "in 21",
    },
    {
      t: "MESSAGE_CREATE",
      guildId: GUILD,
      channelId: "22",
      parentId: "11",
      isPrivate: true,
      isOpen: false,
      content: "in 22",
    },
  ]);
  // A thread that is not known here may have been private.
  server.publish("channel:11", "THREAD_DELETE", { id: "29", guild_id: GUILD, parent_id: "11", type: 11 });
  expect(heard.at(-1)).toMatchObject({ t: "THREAD_DELETE", isPrivate: true, isOpen: false });
  end[Symbol.dispose]();
  say("11", "afterwards");
  expect(heard).toHaveLength(5);
  expect(server.gateway.stats()).toMatchObject({ users: 0, guilds: 0 });
});

test("[LISTEN2] it loses what its account loses, and counts as no device", async () => {
  await using server = await startTestGateway();
  const { told, say } = await startListening(server);
  expect(server.gateway.hasSession("1")).toBe(false);
  server.publish(`guild:${GUILD}`, "GUILD_MEMBER_UPDATE", {
    guild_id: GUILD,
    user: { id: "1" },
    roles: [],
    joined_at: new Date(0).toISOString(),
  });
  say("12", "hidden");
  say("11", "open");
  expect(told()).toEqual([["MESSAGE_CREATE", "open"]]);
  server.publish(`guild:${GUILD}`, "GUILD_MEMBER_REMOVE", { guild_id: GUILD, user: { id: "1" } });
  say("11", "gone");
  expect(told()).toHaveLength(1);
});

test("[LISTEN3] nothing of private chats and answers for the account's eyes, session or not", async () => {
  await using server = await startTestGateway();
  const { told, say } = await startListening(server);
  const session = await server.login("1");
  server.publish("channel:80", "MESSAGE_CREATE", { id: "1", channel_id: "80", content: "between two" });
  server.publish("user:1", "MESSAGE_CREATE", {
    id: "2",
    channel_id: "11",
    guild_id: GUILD,
    content: "only you",
  });
  say("11", "for all");
  await session.settled();
  expect(session.dispatches.filter(({ t }) => t === "MESSAGE_CREATE")).toHaveLength(3);
  expect(told()).toEqual([["MESSAGE_CREATE", "for all"]]);
});

test("[LISTEN4] a bot's hears as its intents have it", async () => {
  await using server = await startTestGateway();
  const { told, say } = await startListening(server, { intents: 1 << 9 });
  say("11", "words");
  server.publish(`guild:${GUILD}`, "CHANNEL_CREATE", channel("13"));
  expect(told()).toEqual([["MESSAGE_CREATE", ""]]);
});

test("[LISTEN5] what was published when nobody could listen is heard later by those who see it now, by them alone", async () => {
  await using server = await startTestGateway();
  const { heard, end } = await startListening(server, undefined, new Set([...TYPES, "CHANNEL_DELETE"]));
  const session = await server.login("1");
  const recall = (topic: Topic, t: string, d: object) =>
    server.gateway.recall({ kind: "dispatch", topic, t, d, record: "900" }, ["1"]);
  const message = { id: "1", channel_id: "11", guild_id: GUILD, content: "of before" };
  recall("channel:11", "MESSAGE_CREATE", { ...message, referenced_message: { id: "2" } });
  recall("channel:77", "MESSAGE_CREATE", { ...message, channel_id: "77" });
  // Of what is gone, those hear who saw it.
  recall(`guild:${GUILD}`, "CHANNEL_DELETE", channel("13"));
  recall(`guild:${GUILD}`, "CHANNEL_DELETE", channel("14", hidden(allow("6", P.ViewChannel))));
  recall(`guild:${GUILD}`, "THREAD_DELETE", { id: "29", guild_id: GUILD, parent_id: "11", type: 11 });
  recall(`guild:${GUILD}`, "THREAD_DELETE", { id: "28", guild_id: GUILD, parent_id: "11", type: 12 });
  // It is as it is now: a channel of before is not hidden again.
  recall(`guild:${GUILD}`, "CHANNEL_UPDATE", channel("11", hidden()));
  recall(`guild:${GUILD}`, "CHANNEL_CREATE", channel("12", hidden()));
  recall("user:1", "GUILD_DELETE", { id: "101" });
  recall("guild:102", "GUILD_DELETE", { id: "102" });
  const shown = heard.map(({ t, data, record, messageId, quotedId, isPrivate }) => {
    return [t, JSON.parse(data).id, record, messageId, quotedId, isPrivate];
  });
  expect(shown).toEqual([
    ["MESSAGE_CREATE", "1", "900", "1", "2", false],
    ["CHANNEL_DELETE", "13", "900", undefined, undefined, false],
    ["THREAD_DELETE", "29", "900", undefined, undefined, false],
    ["CHANNEL_CREATE", "12", "900", undefined, undefined, false],
    ["GUILD_DELETE", "101", "900", undefined, undefined, false],
    ["GUILD_DELETE", "102", "900", undefined, undefined, false],
  ]);
  server.publish("channel:11", "MESSAGE_CREATE", { ...message, id: "3" });
  await session.settled();
  expect(
    session.dispatches.filter(({ t }) => t !== "READY").map(({ d }) => (d as { id: string }).id),
  ).toEqual(["3"]);
  expect(heard.at(-1)).toMatchObject({ messageId: "3", record: undefined });

  // Who may have to be told is known without looking at who sees what.
  const of = (topic: Topic, t: string, d: object = {}) =>
    server.gateway.listenersOf({ kind: "dispatch", topic, t, d });
  expect(of("channel:12", "MESSAGE_CREATE")).toEqual(["1"]);
  expect(of("channel:77", "MESSAGE_CREATE", { guild_id: GUILD })).toEqual(["1"]);
  expect(of(`guild:${GUILD}`, "CHANNEL_CREATE")).toEqual(["1"]);
  expect(of("user:1", "GUILD_DELETE")).toEqual(["1"]);
  expect(of("user:1", "MESSAGE_CREATE")).toEqual([]);
  expect(of("guild:102", "CHANNEL_CREATE")).toEqual([]);
  expect(of("channel:80", "MESSAGE_CREATE")).toEqual([]);
  expect(of("channel:11", "MESSAGE_DELETE")).toEqual([]);
  end[Symbol.dispose]();
  expect(of("channel:12", "MESSAGE_CREATE")).toEqual([]);
});
