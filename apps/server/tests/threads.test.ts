import { expect, test } from "bun:test";
import type { APIMessage, ThreadChannel } from "@palabre/protocol";
import { ChannelType, GatewayIntentBits, PermissionFlagsBits as P } from "discord-api-types/v10";
import type { BusMessage } from "../src/bus/bus.ts";
import { createMemoryBus } from "../src/bus/memory.ts";
import { archiveSilent } from "../src/features/threads/archive-silent.ts";
import { addBot, makeBot } from "./bots.ts";
import { form, send } from "./chat.ts";
import { openTestDatabase } from "./database.ts";
import { enrol, makeGuild, USUAL } from "./guild.ts";
import { startTestServer, type TestServer, type TestUser } from "./harness.ts";
import { type Listener, listen } from "./listen.ts";

/** Alice owns a server, Bob and Carol are members, Mia manages threads; Eve is no member. */
async function start(server: TestServer, everyone: bigint = USUAL) {
  const alice = await server.user("alice");
  const bob = await server.user("bob");
  const carol = await server.user("carol");
  const mia = await server.user("mia");
  const eve = await server.user("eve");
  const guild = await makeGuild(alice, everyone);
  await enrol(server, guild.id, bob);
  await enrol(server, guild.id, carol);
  await enrol(server, guild.id, mia, [guild.role("mods")]);
  return { alice, bob, carol, mia, eve, guild };
}

async function open(
  user: TestUser,
  channelId: string,
  body: Record<string, unknown>,
): Promise<ThreadChannel> {
  const { status, body: thread } = await user.post<ThreadChannel>(`/channels/${channelId}/threads`, body);
  if (status !== 201) throw new Error(`${status}: ${JSON.stringify(thread)}`);
  return thread;
}

const archive = (server: TestServer, id: string) =>
  server.seed(async ({ sql }) => {
    await sql
      .updateTable("channels")
      .set({ archived: 1, archived_at: Date.now(), archives_at: null })
      .where("id", "=", id)
      .execute();
  });

test("[THREAD1] a public thread is told to those who see its channel, its author is in it, the channel says so", async () => {
  await using server = await startTestServer();
  const { alice, bob, eve, guild } = await start(server);
  const general = guild.channel("general");
  await using forAlice = await listen(server, alice);
  await using forEve = await listen(server, eve);
  const thread = await open(bob, general, { name: " Compile once ", type: 11, auto_archive_duration: 60 });
  expect(thread).toMatchObject({
    type: 11,
    name: "Compile once",
    guild_id: guild.id,
    parent_id: general,
    owner_id: bob.id,
    message_count: 0,
    member_count: 1,
    member: { user_id: bob.id },
    thread_metadata: { archived: false, auto_archive_duration: 60, locked: false },
  });
  expect(await forAlice.next("THREAD_CREATE")).toMatchObject({ id: thread.id, newly_created: true });
  expect(await forAlice.next("THREAD_MEMBERS_UPDATE")).toMatchObject({
    id: thread.id,
    member_count: 1,
    added_members: [{ user_id: bob.id }],
  });
  expect(await forAlice.next("MESSAGE_CREATE")).toMatchObject({
    type: 18,
    content: "Compile once",
    channel_id: general,
    message_reference: { channel_id: thread.id },
  });
  expect((await alice.get<ThreadChannel>(`/channels/${thread.id}`)).body.member).toBeUndefined();
  expect((await bob.get<ThreadChannel>(`/channels/${thread.id}`)).body.member?.user_id).toBe(bob.id);
  expect((await eve.get(`/channels/${thread.id}`)).body).toMatchObject({ code: 10003 });
  expect((await eve.post(`/channels/${general}/threads`, { name: "x", type: 11 })).body).toMatchObject({
    code: 10003,
  });

  await using again = await listen(server, bob);
  const [ready] = again.ready.guilds[0]?.threads ?? [];
  expect(ready).toMatchObject({ id: thread.id, member: { user_id: bob.id } });
  const active = (
    await bob.get<{ threads: ThreadChannel[]; members: unknown[] }>(`/guilds/${guild.id}/threads/active`)
  ).body;
  expect(active.threads.map(({ id }) => id)).toEqual([thread.id]);
  expect(active.members).toHaveLength(1);
  expect((await eve.get(`/guilds/${guild.id}/threads/active`)).body).toMatchObject({ code: 10004 });
  await forEve.settle();
  expect(forEve.received).toEqual([]);
});

test("[THREAD2] a thread that begins with a message has its id, once, and the message carries it", async () => {
  await using server = await startTestServer();
  const { alice, bob, guild } = await start(server);
  const general = guild.channel("general");
  const message = await send(alice, general, "How do we cache?");
  await using forAlice = await listen(server, alice);
  const at = `/channels/${general}/messages/${message.id}/threads`;
  const made = await bob.post<ThreadChannel>(at, { name: "Caching" });
  expect(made).toMatchObject({ status: 201, body: { id: message.id, type: 11 } });
  const update = await forAlice.next<APIMessage>("MESSAGE_UPDATE");
  expect(update).toMatchObject({ id: message.id, flags: 32, thread: { id: message.id, name: "Caching" } });
  expect((await bob.post(at, { name: "Again" })).body).toMatchObject({ code: 160004 });
  expect((await bob.post(`/channels/${general}/messages/1/threads`, { name: "x" })).body).toMatchObject({
    code: 10008,
  });
  const news = await send(alice, guild.channel("news"), "1.0");
  const talk = await bob.post(`/channels/${guild.channel("news")}/messages/${news.id}/threads`, {
    name: "x",
  });
  expect(talk.body).toMatchObject({ type: 10 });

  expect((await bob.delete(`/channels/${message.id}`)).body).toMatchObject({ code: 50013 });
  expect((await alice.delete(`/channels/${message.id}`)).status).toBe(200);
  expect(await forAlice.next("THREAD_DELETE")).toMatchObject({
    id: message.id,
    parent_id: general,
    type: 11,
  });
  expect((await bob.get(`/channels/${message.id}`)).status).toBe(404);
  const { body: read } = await bob.get<APIMessage>(`/channels/${general}/messages/${message.id}`);
  expect(read.flags).toBe(0 as APIMessage["flags"]);
  expect(read.thread).toBeUndefined();
});

test("[THREAD9] what begins with a message shows it first, which is neither counted nor news", async () => {
  await using server = await startTestServer();
  const { alice, bob, guild } = await start(server);
  const general = guild.channel("general");
  const file = { name: "plan.txt", type: "text/plain", data: "plan" };
  const { body: message } = await alice.post<APIMessage>(
    `/channels/${general}/messages`,
    form({ content: "How do we cache?" }, [file]),
  );
  await using forAlice = await listen(server, alice);
  const at = `/channels/${general}/messages/${message.id}/threads`;
  const { body: thread } = await bob.post<ThreadChannel>(at, { name: "Caching" });
  expect(thread).toMatchObject({ last_message_id: null, message_count: 0 });
  const starter = await forAlice.next<APIMessage>("MESSAGE_CREATE");
  const shape = {
    type: 21,
    content: "",
    channel_id: thread.id,
    attachments: [],
    author: { id: alice.id },
    message_reference: { channel_id: general, message_id: message.id, guild_id: guild.id },
    referenced_message: {
      id: message.id,
      content: "How do we cache?",
      attachments: [{ filename: "plan.txt" }],
    },
  };
  expect(starter).toMatchObject(shape);
  const [url] = starter.referenced_message?.attachments ?? [];
  expect((await fetch(url?.url ?? "")).status).toBe(200);
  const first = async () =>
    (await bob.get<APIMessage[]>(`/channels/${thread.id}/messages`)).body.map(({ id }) => id);
  expect(await first()).toEqual([starter.id]);

  // Nobody has anything to read, whoever comes later included.
  await using again = await listen(server, bob);
  const [ready] = again.ready.guilds[0]?.threads ?? [];
  expect(ready).toMatchObject({ id: thread.id, last_message_id: null, message_count: 0 });
  const reply = await send(bob, thread.id, "at the edge");
  expect((await bob.get<ThreadChannel>(`/channels/${thread.id}`)).body).toMatchObject({
    message_count: 1,
    last_message_id: reply.id,
  });

  // It is no message of its own: not deleted, pinned, answered, edited.
  const its = `/channels/${thread.id}/messages/${starter.id}`;
  expect((await alice.delete(its)).body).toMatchObject({ code: 50021 });
  expect((await alice.patch(its, { content: "x" })).body).toMatchObject({ code: 50021 });
  expect((await alice.put(`/channels/${thread.id}/messages/pins/${starter.id}`)).body).toMatchObject({
    code: 50021,
  });
  const both = { messages: [starter.id, reply.id] };
  expect((await alice.post(`/channels/${thread.id}/messages/bulk-delete`, both)).status).toBe(204);
  expect(await first()).toEqual([starter.id]);
  expect((await bob.get<ThreadChannel>(`/channels/${thread.id}`)).body.message_count).toBe(0);

  // What it shows may go.
  expect((await alice.delete(`/channels/${general}/messages/${message.id}`)).status).toBe(204);
  const { body: left } = await bob.get<APIMessage[]>(`/channels/${thread.id}/messages`);
  expect(left).toMatchObject([
    { id: starter.id, type: 21, message_reference: { message_id: message.id }, referenced_message: null },
  ]);
});

test("[THREAD9] what is deleted, in bulk or with a ban, falls from the count and not from what was sent", async () => {
  await using server = await startTestServer();
  const { alice, bob, guild } = await start(server);
  const general = guild.channel("general");
  const began = await send(bob, general, "begin here");
  const from = await open(alice, `${general}/messages/${began.id}`, { name: "from a message" });
  const thread = await open(alice, general, { name: "x", type: 11 });
  const { body: forum } = await alice.post<{ id: string }>(`/guilds/${guild.id}/channels`, {
    name: "f",
    type: 15,
  });
  const post = await open(bob, forum.id, { name: "post", message: { content: "first" } });
  for (const { id } of [from, thread, post]) {
    await send(alice, id, "stays");
    for (const text of ["one", "two"]) await send(bob, id, text);
  }
  const counts = (of: ThreadChannel) =>
    alice
      .get<ThreadChannel>(`/channels/${of.id}`)
      .then(({ body }) => [body.message_count, body.total_message_sent]);
  const gone = [await send(alice, thread.id, "a"), await send(alice, thread.id, "b")].map(({ id }) => id);
  expect(await counts(thread)).toEqual([5, 5]);
  await alice.post(`/channels/${thread.id}/messages/bulk-delete`, { messages: gone });
  expect(await counts(thread)).toEqual([3, 5]);

  await using forAlice = await listen(server, alice);
  await alice.put(`/guilds/${guild.id}/bans/${bob.id}`, { delete_message_seconds: 600 });
  for (const { id } of [from, thread, post]) {
    await forAlice.next<{ channel_id: string }>("MESSAGE_DELETE_BULK", ({ channel_id }) => channel_id === id);
  }
  expect(await counts(from)).toEqual([1, 3]);
  expect(await counts(thread)).toEqual([1, 5]);
  expect(await counts(post)).toEqual([1, 3]);
  const { body: left } = await alice.get<APIMessage[]>(`/channels/${from.id}/messages`);
  expect(left.map(({ type }) => type)).toEqual([0, 21]);
});

test("[THREAD9] what happens in a thread is not counted, come or gone", async () => {
  await using server = await startTestServer();
  const { alice, guild } = await start(server);
  const thread = await open(alice, guild.channel("general"), { name: "x", type: 11 });
  const message = await send(alice, thread.id, "keep this");
  await using forAlice = await listen(server, alice);
  expect((await alice.put(`/channels/${thread.id}/messages/pins/${message.id}`)).status).toBe(204);
  const pinned = await forAlice.next<APIMessage>("MESSAGE_CREATE");
  expect((await alice.delete(`/channels/${thread.id}/messages/${pinned.id}`)).status).toBe(204);
  expect((await alice.get<ThreadChannel>(`/channels/${thread.id}`)).body.message_count).toBe(1);
});

test("[THREAD3] who may not make threads, or where there are none, is refused", async () => {
  await using server = await startTestServer();
  const { alice, bob, guild } = await start(server, P.ViewChannel | P.SendMessages | P.ReadMessageHistory);
  const general = guild.channel("general");
  const message = await send(alice, general, "hello");
  for (const answer of [
    await bob.post(`/channels/${general}/threads`, { name: "x", type: 11 }),
    await bob.post(`/channels/${general}/threads`, { name: "x" }),
    await bob.post(`/channels/${general}/messages/${message.id}/threads`, { name: "x" }),
  ]) {
    expect(answer).toMatchObject({ status: 403, body: { code: 50013 } });
  }
  for (const name of ["Text", "voice"]) {
    const answer = await alice.post(`/channels/${guild.channel(name)}/threads`, { name: "x", type: 11 });
    expect(answer.body).toMatchObject({ code: 50024 });
  }
  for (const body of [
    { name: "x", type: 10 },
    { name: "", type: 11 },
    { name: "x", type: 11, auto_archive_duration: 5 },
    { name: "x", type: 11, rate_limit_per_user: -1 },
  ]) {
    expect((await alice.post(`/channels/${general}/threads`, body)).status).toBe(400);
  }
  // Writing in a thread takes a permission of its own.
  const thread = await open(alice, general, { name: "x", type: 11 });
  expect((await bob.post(`/channels/${thread.id}/messages`, { content: "x" })).body).toMatchObject({
    code: 50013,
  });
  expect((await bob.get(`/channels/${thread.id}/messages`)).status).toBe(200);
});

test("[THREAD4] a private thread is there for those who are in it, and who manage threads, alone", async () => {
  await using server = await startTestServer();
  const { bob, carol, mia, guild } = await start(server);
  const general = guild.channel("general");
  await using forCarol = await listen(server, carol);
  await using forMia = await listen(server, mia);
  const thread = await open(bob, general, { name: "quiet", invitable: false });
  expect(thread.type).toBe(ChannelType.PrivateThread);
  await send(bob, thread.id, "psst");
  expect(await forMia.next("THREAD_CREATE")).toMatchObject({ id: thread.id });
  for (const answer of [
    await carol.get(`/channels/${thread.id}`),
    await carol.get(`/channels/${thread.id}/messages`),
    await carol.put(`/channels/${thread.id}/thread-members/@me`),
    await carol.get(`/channels/${thread.id}/thread-members`),
    await carol.patch(`/channels/${thread.id}`, { name: "mine" }),
    await carol.post(`/channels/${thread.id}/messages`, { content: "x" }),
  ]) {
    expect(answer).toMatchObject({ status: 404, body: { code: 10003 } });
  }
  await forCarol.settle();
  expect(forCarol.received).toEqual([]);

  await send(bob, thread.id, `<@${carol.id}> comes in by name, unless only moderators may bring others`);
  expect((await carol.get(`/channels/${thread.id}`)).status).toBe(404);
  expect((await bob.put(`/channels/${thread.id}/thread-members/${carol.id}`)).body).toMatchObject({
    code: 50013,
  });
  expect((await mia.put(`/channels/${thread.id}/thread-members/${carol.id}`)).status).toBe(204);
  expect(await forCarol.next("THREAD_CREATE")).toMatchObject({ id: thread.id });
  await send(bob, thread.id, "welcome");
  expect(await forCarol.next("MESSAGE_CREATE")).toMatchObject({ content: "welcome", guild_id: guild.id });
  expect((await bob.delete(`/channels/${thread.id}/thread-members/${carol.id}`)).status).toBe(204);
  expect(await forCarol.next("THREAD_DELETE")).toMatchObject({ id: thread.id });
  forCarol.clear();
  await send(bob, thread.id, "gone");
  await forCarol.settle();
  expect(forCarol.received).toEqual([]);
});

test("[THREAD5] one joins, leaves, brings others in; writing and being named joins", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, mia, eve, guild } = await start(server);
  const general = guild.channel("general");
  const thread = await open(alice, general, { name: "x", type: 11 });
  const members = async () =>
    (await alice.get<{ user_id: string }[]>(`/channels/${thread.id}/thread-members`)).body.map(
      ({ user_id }) => user_id,
    );
  await using forAlice = await listen(server, alice);
  expect((await bob.put(`/channels/${thread.id}/thread-members/@me`)).status).toBe(204);
  expect(await forAlice.next("THREAD_MEMBERS_UPDATE")).toMatchObject({
    member_count: 2,
    added_members: [{ user_id: bob.id }],
  });
  expect((await bob.put(`/channels/${thread.id}/thread-members/@me`)).status).toBe(204);
  await send(bob, thread.id, `<@${carol.id}>`);
  expect(await members()).toEqual([alice.id, bob.id, carol.id].sort());
  await send(mia, thread.id, "hello");
  expect((await members()).length).toBe(4);
  const { body: read } = await alice.get<ThreadChannel>(`/channels/${thread.id}`);
  expect(read).toMatchObject({ message_count: 2, total_message_sent: 2, member_count: 4 });
  expect((await carol.delete(`/channels/${thread.id}/thread-members/${bob.id}`)).body).toMatchObject({
    code: 50013,
  });
  expect((await carol.delete(`/channels/${thread.id}/thread-members/@me`)).status).toBe(204);
  expect(await forAlice.next("THREAD_MEMBERS_UPDATE", (d) => d.removed_member_ids.length > 0)).toMatchObject({
    removed_member_ids: [carol.id],
    member_count: 3,
  });
  expect((await bob.get(`/channels/${thread.id}/thread-members/${carol.id}`)).body).toMatchObject({
    code: 10007,
  });
  expect((await bob.get(`/channels/${thread.id}/thread-members/@me?with_member=true`)).body).toMatchObject({
    user_id: bob.id,
    member: { user: { id: bob.id } },
  });
  expect((await bob.put(`/channels/${thread.id}/thread-members/${eve.id}`)).body).toMatchObject({
    code: 50001,
  });
  expect((await bob.put(`/channels/${general}/thread-members/@me`)).body).toMatchObject({ code: 50024 });
});

test("[THREAD5] whoever comes into a thread is told that they are in it, and nobody else is", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, guild } = await start(server);
  const bot = await makeBot(server, alice);
  await addBot(alice, bot, guild.id, P.ViewChannel | P.SendMessages | P.CreatePublicThreads);
  const general = guild.channel("general");
  await using forBob = await listen(server, bob);
  await using forCarol = await listen(server, carol);
  await using forBot = await listen(server, bot, { intents: GatewayIntentBits.Guilds });
  const told = (one: Listener) =>
    one.received.flatMap(({ t, d }) => (t === "THREAD_MEMBER_UPDATE" ? [[d.id, d.user_id]] : []));

  const quiet = await open(alice, general, { name: "quiet", type: 12 });
  for (const { id } of [bob, bot]) await alice.put(`/channels/${quiet.id}/thread-members/${id}`);
  expect(await forBot.next("THREAD_MEMBER_UPDATE")).toEqual({
    id: quiet.id,
    user_id: bot.id,
    guild_id: guild.id,
    join_timestamp: expect.any(String),
    flags: expect.any(Number),
  });
  // It is there before one is told that one is in it.
  const threads = forBot.received.map(({ t }) => t).filter((t) => t.startsWith("THREAD_"));
  expect(threads).toEqual(["THREAD_CREATE", "THREAD_MEMBER_UPDATE"]);
  const own = await open(bot, general, { name: "own", type: 11 });
  await send(bob, own.id, "Writing joins");
  await send(bob, own.id, "once");
  await send(bob, own.id, `so does <@${carol.id}>`);
  for (const one of [forBob, forCarol, forBot]) await one.settle();
  expect(told(forBot)).toEqual([quiet, own].map(({ id }) => [id, bot.id]));
  expect(told(forBob)).toEqual([quiet, own].map(({ id }) => [id, bob.id]));
  expect(told(forCarol)).toEqual([[own.id, carol.id]]);
});

test("[THREAD5] whoever leaves the server, is kicked or banned is in none of its threads any more", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, mia, guild } = await start(server);
  const general = guild.channel("general");
  const thread = await open(alice, general, { name: "x", type: 11 });
  const quiet = await open(alice, general, { name: "y", type: 12 });
  const put = await open(alice, general, { name: "z", type: 11 });
  for (const { id } of [bob, carol, mia]) {
    for (const one of [thread, quiet, put]) {
      expect((await alice.put(`/channels/${one.id}/thread-members/${id}`)).status).toBe(204);
    }
  }
  await archive(server, put.id);
  await using forAlice = await listen(server, alice);
  const left = async (userId: string, count: number) => {
    const told = [
      await forAlice.next<{ id: string }>("THREAD_MEMBERS_UPDATE"),
      await forAlice.next<{ id: string }>("THREAD_MEMBERS_UPDATE"),
    ];
    expect(told.map(({ id }) => id).sort()).toEqual([thread.id, quiet.id].sort());
    for (const d of told) expect(d).toMatchObject({ removed_member_ids: [userId], member_count: count });
    for (const { id } of [thread, quiet, put]) {
      expect((await alice.get<ThreadChannel>(`/channels/${id}`)).body.member_count).toBe(count);
    }
  };
  expect((await bob.delete(`/users/@me/guilds/${guild.id}`)).status).toBe(204);
  await left(bob.id, 3);
  expect((await alice.delete(`/guilds/${guild.id}/members/${carol.id}`)).status).toBe(204);
  await left(carol.id, 2);
  expect((await alice.put(`/guilds/${guild.id}/bans/${mia.id}`, {})).status).toBe(204);
  await left(mia.id, 1);
  await enrol(server, guild.id, bob);
  expect((await bob.get<ThreadChannel>(`/channels/${thread.id}`)).body.member).toBeUndefined();
});

test("[THREAD6] who manages threads changes all of one, whoever began it its name and archiving", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, mia, guild } = await start(server);
  const thread = await open(bob, guild.channel("general"), { name: "x", type: 11 });
  const path = `/channels/${thread.id}`;
  await using forAlice = await listen(server, alice);
  expect((await bob.patch(path, { name: "y" })).body).toMatchObject({ name: "y" });
  expect(await forAlice.next("THREAD_UPDATE")).toMatchObject({ id: thread.id, name: "y" });
  expect(await forAlice.next("GUILD_AUDIT_LOG_ENTRY_CREATE", (d) => d.action_type === 111)).toMatchObject({
    changes: [{ key: "name", old_value: "x", new_value: "y" }],
  });
  for (const body of [{ locked: true }, { rate_limit_per_user: 5 }]) {
    expect((await bob.patch(path, body)).body).toMatchObject({ code: 50013 });
  }
  expect((await carol.patch(path, { name: "z" })).body).toMatchObject({ code: 50013 });
  expect((await carol.patch(path, { archived: true })).body).toMatchObject({ code: 50013 });
  for (const body of [{ invitable: true }, { applied_tags: ["1"] }, { flags: 2 }]) {
    expect((await mia.patch(path, body)).status).toBe(400);
  }
  expect((await bob.patch(path, { archived: true })).status).toBe(200);
  expect(await forAlice.next("THREAD_UPDATE")).toMatchObject({ thread_metadata: { archived: true } });
  expect((await bob.patch(path, { name: "z" })).body).toMatchObject({ code: 50083 });
  expect((await carol.patch(path, { archived: false })).status).toBe(200);
  // Locked: neither written in nor brought back, save by those who manage threads.
  expect((await mia.patch(path, { archived: true, locked: true })).body).toMatchObject({
    thread_metadata: { archived: true, locked: true },
  });
  expect((await bob.patch(path, { archived: false })).body).toMatchObject({ code: 50013 });
  expect((await bob.post(`${path}/messages`, { content: "x" })).body).toMatchObject({ code: 160005 });
  expect((await mia.post(`${path}/messages`, { content: "x" })).status).toBe(200);
  expect((await bob.get(path)).body).toMatchObject({ thread_metadata: { archived: false, locked: true } });
});

test("[THREAD7] silence archives what it is time for, and those who see it are told", async () => {
  await using db = await openTestDatabase();
  const row = {
    type: 11,
    owner_id: "1",
    name: "x",
    icon: null,
    dm_key: null,
    created_at: 1,
    last_pin_at: null,
  };
  const thread = {
    ...row,
    guild_id: "1300000000000000009",
    parent_id: "1300000000000000008",
    archived: 0 as const,
    last_message_id: null,
  };
  await db.transaction(async ({ sql }) => {
    await sql
      .insertInto("channels")
      .values([
        { ...thread, id: "1300000000000000020", archives_at: Date.now() - 1 },
        { ...thread, id: "1300000000000000021", archives_at: Date.now() + 60_000 },
      ])
      .execute();
  });
  const bus = createMemoryBus();
  const told: BusMessage[] = [];
  bus.subscribe((message) => void told.push(message));
  await archiveSilent({ db, bus });
  await archiveSilent({ db, bus });
  expect(told).toMatchObject([
    {
      topic: "guild:1300000000000000009",
      t: "THREAD_UPDATE",
      d: { id: "1300000000000000020", thread_metadata: { archived: true } },
    },
  ]);
  const open = await db.read.selectFrom("channels").select("id").where("archived", "=", 0).execute();
  expect(open.map(({ id }) => id)).toEqual(["1300000000000000021"]);
});

test("[THREAD7] a message brings a thread back; what stands in the archive is left alone", async () => {
  await using server = await startTestServer();
  const { alice, bob, guild } = await start(server);
  const general = guild.channel("general");
  const thread = await open(bob, general, { name: "x", type: 11 });
  const message = await send(bob, thread.id, "one");
  await archive(server, thread.id);
  await using forAlice = await listen(server, alice);
  const at = `/channels/${thread.id}/messages`;
  for (const answer of [
    await bob.patch(`${at}/${message.id}`, { content: "changed" }),
    await bob.put(`${at}/${message.id}/reactions/%F0%9F%91%8D/@me`),
    await alice.put(`${at}/pins/${message.id}`),
    await alice.put(`/channels/${thread.id}/thread-members/@me`),
  ]) {
    expect(answer).toMatchObject({ status: 400, body: { code: 50083 } });
  }
  const list = await bob.get<{ threads: ThreadChannel[]; has_more: boolean }>(
    `/channels/${general}/threads/archived/public`,
  );
  expect(list.body).toMatchObject({
    threads: [{ id: thread.id, member: { user_id: bob.id } }],
    has_more: false,
  });
  await send(bob, thread.id, "two");
  await forAlice.settle();
  expect(forAlice.received.map(({ t }) => t)).toEqual(["THREAD_UPDATE", "MESSAGE_CREATE"]);
});

test("[THREAD7] what was deleted stands in no list, though its messages still wait to go", async () => {
  await using server = await startTestServer();
  const { bob, guild } = await start(server);
  const general = guild.channel("general");
  const gone = await open(bob, general, { name: "gone", type: 11 });
  const secret = await open(bob, general, { name: "secret", type: 12 });
  for (const { id } of [gone, secret]) await archive(server, id);
  await server.seed(async ({ sql }) => {
    await sql
      .updateTable("channels")
      .set({ guild_id: "0" })
      .where("id", "in", [gone.id, secret.id])
      .execute();
  });
  for (const list of [
    "threads/archived/public",
    "threads/search?archived=true",
    "users/@me/threads/archived/private",
  ]) {
    expect((await bob.get(`/channels/${general}/${list}`)).body).toMatchObject({ threads: [], members: [] });
  }
});

test("[THREAD7] a private thread that comes back is told to those who are in it", async () => {
  await using server = await startTestServer();
  const { bob, carol, mia, guild } = await start(server);
  const general = guild.channel("general");
  const thread = await open(bob, general, { name: "quiet" });
  await archive(server, thread.id);
  await using forBob = await listen(server, bob);
  await using forCarol = await listen(server, carol);
  await send(mia, thread.id, "anybody here?");
  expect(await forBob.next("THREAD_CREATE")).toMatchObject({ id: thread.id });
  expect(await forBob.next("MESSAGE_CREATE")).toMatchObject({ content: "anybody here?" });
  await forCarol.settle();
  expect(forCarol.received).toEqual([]);
  await archive(server, thread.id);
  const joined = `/channels/${general}/users/@me/threads/archived/private`;
  expect((await bob.get<{ threads: unknown[] }>(joined)).body.threads).toHaveLength(1);
  expect((await carol.get<{ threads: unknown[] }>(joined)).body.threads).toHaveLength(0);
  const all = `/channels/${general}/threads/archived/private`;
  expect((await carol.get(all)).body).toMatchObject({ code: 50013 });
  expect((await mia.get<{ threads: unknown[] }>(all)).body.threads).toHaveLength(1);
});

test("[THREAD8] a post begins with a message of its own id; tags are the forum's, moderated ones for moderators", async () => {
  await using server = await startTestServer();
  const { alice, bob, mia, guild } = await start(server);
  const help = guild.channel("help");
  const changed = await alice.patch<{ available_tags: { id: string }[] }>(`/channels/${help}`, {
    available_tags: [{ name: "question" }, { name: "solved", moderated: true }],
  });
  const [question = "", solved = ""] = changed.body.available_tags.map(({ id }) => id);
  await using forAlice = await listen(server, alice);
  const post = { name: "WAL or not?", message: { content: "I wonder." } };
  expect((await bob.post(`/channels/${help}/threads`, { name: "x" })).status).toBe(400);
  expect((await bob.post(`/channels/${help}/threads`, { name: "x", message: {} })).body).toMatchObject({
    code: 50006,
  });
  expect((await bob.post(`/channels/${help}/threads`, { ...post, applied_tags: ["1"] })).status).toBe(400);
  expect(
    (await bob.post(`/channels/${help}/threads`, { ...post, applied_tags: [solved] })).body,
  ).toMatchObject({ code: 50013 });
  expect((await bob.get<{ threads: [] }>(`/channels/${help}/threads/search`)).body.threads).toEqual([]);

  const made = await bob.post<ThreadChannel & { message: APIMessage }>(`/channels/${help}/threads`, {
    ...post,
    applied_tags: [question],
  });
  expect(made.status).toBe(201);
  const { id, message } = made.body;
  expect(made.body).toMatchObject({ type: 11, applied_tags: [question], message_count: 0 });
  expect(message).toMatchObject({ id, channel_id: id, content: "I wonder." });
  expect(await forAlice.next("THREAD_CREATE")).toMatchObject({ id, applied_tags: [question] });
  expect(await forAlice.next("MESSAGE_CREATE")).toMatchObject({ id, channel_id: id, guild_id: guild.id });
  const upload = form({ name: "A file", message: { content: "" } }, [{ name: "a.txt", data: "text" }]);
  const withFile = await bob.post<ThreadChannel & { message: APIMessage }>(
    `/channels/${help}/threads`,
    upload,
  );
  expect(withFile.body.message.attachments).toHaveLength(1);

  expect((await bob.patch(`/channels/${id}`, { applied_tags: [question, solved] })).body).toMatchObject({
    code: 50013,
  });
  expect((await mia.patch(`/channels/${id}`, { applied_tags: [solved], flags: 2 })).body).toMatchObject({
    applied_tags: [solved],
    flags: 2,
  });
  await send(alice, withFile.body.id, "an answer");
  const search = async (query: string) => {
    const { body } = await bob.get<{ threads: ThreadChannel[]; first_messages: APIMessage[] }>(
      `/channels/${help}/threads/search?${query}`,
    );
    expect(body.first_messages).toHaveLength(body.threads.length);
    return body.threads.map((one) => one.id);
  };
  expect(await search("")).toEqual([id, withFile.body.id]);
  expect(await search(`tag=${solved}`)).toEqual([id]);
  expect(await search(`tag=${question}`)).toEqual([]);
  expect(await search("limit=1&offset=1&sort_by=creation_time&sort_order=asc")).toEqual([withFile.body.id]);
  await mia.patch(`/channels/${id}`, { archived: true });
  expect(await search("archived=true")).toEqual([id]);
  expect((await bob.get(`/channels/${help}/threads/search?tag=x`)).status).toBe(400);
});

test("[THREAD8] a forum may ask for a tag, and has slow mode", async () => {
  await using server = await startTestServer();
  const { alice, bob, guild } = await start(server);
  const help = guild.channel("help");
  await alice.patch(`/channels/${help}`, {
    available_tags: [{ name: "question" }],
    flags: 16,
    rate_limit_per_user: 60,
  });
  const { body: forum } = await bob.get<{ available_tags: { id: string }[] }>(`/channels/${help}`);
  const post = { name: "x", message: { content: "x" } };
  const tagged = { ...post, applied_tags: forum.available_tags.map(({ id }) => id) };
  expect((await bob.post(`/channels/${help}/threads`, post)).body).toMatchObject({ code: 40067 });
  expect((await bob.post(`/channels/${help}/threads`, tagged)).status).toBe(201);
  expect((await bob.post(`/channels/${help}/threads`, tagged)).body).toMatchObject({ code: 20016 });
});
