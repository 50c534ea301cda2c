import { expect, test } from "bun:test";
import type { APIMessage, ReadState, ReadyGuild, ThreadChannel } from "@palabre/protocol";
import { AutoModerationActionType as Act, MessageType } from "discord-api-types/v10";
import { send } from "./chat.ts";
import { enrol, makeGuild } from "./guild.ts";
import { startTestServer, type TestServer, type TestUser } from "./harness.ts";
import { listen } from "./listen.ts";

type Post = ThreadChannel & { message: APIMessage };

/** Alice owns a server with the forum "help"; Bob and Carol are members, Mia manages threads, Eve is no member. */
async function start(server: TestServer) {
  const alice = await server.user("alice");
  const bob = await server.user("bob");
  const carol = await server.user("carol");
  const mia = await server.user("mia");
  const eve = await server.user("eve");
  const guild = await makeGuild(alice);
  for (const user of [bob, carol]) await enrol(server, guild.id, user);
  await enrol(server, guild.id, mia, [guild.role("mods")]);
  return { alice, bob, carol, mia, eve, guild, help: guild.channel("help") };
}

async function post(user: TestUser, forum: string, name: string, more: object = {}): Promise<Post> {
  const { status, body } = await user.post<Post>(`/channels/${forum}/threads`, {
    name,
    message: { content: `About ${name}` },
    ...more,
  });
  if (status !== 201) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return body;
}

/** What READY says of a channel, and the last id that it has there. */
async function readyOf(server: TestServer, user: TestUser, channelId: string) {
  await using session = await listen(server, user);
  const { guilds, read_state } = session.ready;
  const channel = guilds.flatMap((guild) => guild.channels).find(({ id }) => id === channelId);
  const read: ReadState | undefined = read_state.find(({ id }) => id === channelId);
  return { last: channel?.last_message_id ?? null, read: read?.last_message_id ?? null };
}

test("[FORUM1] the last id of a forum is its newest post's: who posts has read it, all others once they say so", async () => {
  await using server = await startTestServer();
  const { bob, carol, help } = await start(server);
  expect(await readyOf(server, carol, help)).toEqual({ last: null, read: null });
  const first = await post(bob, help, "WAL or not?");
  expect(await readyOf(server, bob, help)).toEqual({ last: first.id, read: first.id });
  const before = await readyOf(server, carol, help);
  expect(before.last).toBe(first.id);
  expect(BigInt(before.read ?? 0)).toBeLessThan(BigInt(first.id));

  await using session = await listen(server, carol);
  expect((await carol.post(`/channels/${help}/messages/${first.id}/ack`, {})).status).toBe(200);
  expect(await session.next("MESSAGE_ACK")).toMatchObject({
    channel_id: help,
    message_id: first.id,
    mention_count: 0,
  });
  expect(await readyOf(server, carol, help)).toEqual({ last: first.id, read: first.id });

  // An answer is new in its post, for those who follow it, and nothing new in the forum.
  await carol.put(`/channels/${first.id}/thread-members/@me`);
  const answer = await send(bob, first.id, "with checkpoints");
  expect((await readyOf(server, carol, help)).last).toBe(first.id);
  await using again = await listen(server, carol);
  const { ready } = again;
  const thread = ready.guilds[0]?.threads.find(({ id }) => id === first.id);
  const read = ready.read_state.find(({ id }) => id === first.id);
  expect(thread?.last_message_id).toBe(answer.id);
  expect(BigInt(read?.last_message_id ?? 0)).toBeLessThan(BigInt(answer.id));

  const second = await post(bob, help, "Compaction");
  const now = await readyOf(server, carol, help);
  expect(now).toEqual({ last: second.id, read: first.id });
});

test("[FORUM1] a server marked as read has its forums read", async () => {
  await using server = await startTestServer();
  const { bob, carol, guild, help } = await start(server);
  const { id } = await post(bob, help, "WAL or not?");
  await using session = await listen(server, carol);
  await carol.post(`/guilds/${guild.id}/ack`);
  expect(await session.next("MESSAGE_ACK")).toMatchObject({ channel_id: help, message_id: id });
  expect(await readyOf(server, carol, help)).toEqual({ last: id, read: id });
});

test("[FORUM2] one post of a forum is pinned: silence does not archive it, archiving takes the pin away", async () => {
  await using server = await startTestServer();
  const { bob, mia, help } = await start(server);
  const [one, two] = [await post(bob, help, "One"), await post(bob, help, "Two")];
  const change = (user: TestUser, id: string, body: object) =>
    user.patch<ThreadChannel>(`/channels/${id}`, body);
  expect((await change(bob, one.id, { flags: 2 })).body).toMatchObject({ code: 50013 });
  expect((await change(mia, one.id, { flags: 2 })).body).toMatchObject({ flags: 2 });
  expect((await change(mia, one.id, { flags: 2, name: "One, pinned" })).body).toMatchObject({ flags: 2 });
  expect((await change(mia, two.id, { flags: 2 })).body).toMatchObject({ code: 30047 });

  await send(bob, one.id, "an answer");
  await server.seed(async ({ sql }) => {
    const rows = await sql
      .selectFrom("channels")
      .select(["id", "archives_at"])
      .where("parent_id", "=", help)
      .execute();
    const silence = new Map(rows.map(({ id, archives_at }) => [id, archives_at]));
    expect(silence.get(one.id)).toBeNull();
    expect(silence.get(two.id)).toBeGreaterThan(Date.now());
  });

  const archived = await change(mia, one.id, { archived: true });
  expect(archived.body).toMatchObject({ flags: 0, thread_metadata: { archived: true } });
  expect((await change(mia, two.id, { archived: false, flags: 2 })).body).toMatchObject({ flags: 2 });
});

test("[FORUM3] posts are found by what their title holds, whatever its letters, and archived ones too", async () => {
  await using server = await startTestServer();
  const { bob, mia, help } = await start(server);
  const ores = await post(bob, help, "Őrség on arm64");
  const percent = await post(bob, help, "100% of a core");
  const found = async (query: Record<string, string>) => {
    const { body } = await bob.get<{ threads: Post[] }>(
      `/channels/${help}/threads/search?${new URLSearchParams(query)}`,
    );
    return body.threads.map(({ id }) => id);
  };
  expect(await found({ name: "ŐRSÉG" })).toEqual([ores.id]);
  expect(await found({ name: "ARM" })).toEqual([ores.id]);
  expect(await found({ name: "0%" })).toEqual([percent.id]);
  expect(await found({ name: "0_" })).toEqual([]);
  await mia.patch(`/channels/${ores.id}`, { archived: true });
  expect(await found({ name: "arm" })).toEqual([]);
  expect(await found({ name: "arm", archived: "true" })).toEqual([ores.id]);
  const tooLong = await bob.get(`/channels/${help}/threads/search?name=${"x".repeat(101)}`);
  expect(tooLong.body).toMatchObject({ code: 50035, errors: { name: {} } });
});

test("[FORUM4] what posts begin with is read for those one has, and for nobody else", async () => {
  await using server = await startTestServer();
  const { alice, bob, eve, guild, help } = await start(server);
  const [one, two] = [await post(bob, help, "One"), await post(bob, help, "Two")];
  const elsewhere = await alice.post<ThreadChannel>(`/channels/${guild.channel("general")}/threads`, {
    name: "No post",
    type: 11,
  });
  await bob.delete(`/channels/${two.id}/messages/${two.id}`);
  const thread_ids = [one.id, two.id, elsewhere.body.id, "7"];
  const { body } = await alice.post<{ threads: Record<string, { first_message: APIMessage | null }> }>(
    `/channels/${help}/post-data`,
    { thread_ids },
  );
  expect(Object.keys(body.threads).sort()).toEqual([one.id, two.id].sort());
  expect(body.threads[one.id]?.first_message).toMatchObject({ id: one.id, content: "About One" });
  expect(body.threads[two.id]?.first_message).toBeNull();
  expect((await eve.post(`/channels/${help}/post-data`, { thread_ids })).body).toMatchObject({ code: 10003 });
  const many = await alice.post(`/channels/${help}/post-data`, { thread_ids: Array(51).fill("1") });
  expect(many.body).toMatchObject({ code: 50035, errors: { thread_ids: {} } });
});

test("[FORUM5] names of threads, titles of posts and what posts begin with are held against the rules", async () => {
  await using server = await startTestServer();
  const { alice, bob, guild, help } = await start(server);
  const general = guild.channel("general");
  const staff = guild.channel("staff");
  const rule = await alice.post<{ id: string }>(`/guilds/${guild.id}/auto-moderation/rules`, {
    name: "Words",
    event_type: 1,
    trigger_type: 1,
    trigger_metadata: { keyword_filter: ["cat"] },
    actions: [
      { type: Act.BlockMessage, metadata: { custom_message: "No pets." } },
      { type: Act.SendAlertMessage, metadata: { channel_id: staff } },
    ],
    enabled: true,
  });
  const blocked = { code: 200000, errors: { name: { _errors: [{ message: "No pets." }] } } };
  await using session = await listen(server, alice);

  const refused = await bob.post(`/channels/${help}/threads`, { name: "A cat", message: { content: "x" } });
  expect(refused.body).toMatchObject(blocked);
  const alert = await session.next("MESSAGE_CREATE");
  expect(alert).toMatchObject({ channel_id: staff, type: MessageType.AutoModerationAction });
  expect(alert.embeds[0]).toMatchObject({ description: "A cat" });
  expect((await bob.get<{ threads: [] }>(`/channels/${help}/threads/search`)).body.threads).toEqual([]);
  expect((await readyOf(server, bob, help)).last).toBeNull();

  const inside = await bob.post(`/channels/${help}/threads`, { name: "Pets", message: { content: "a cat" } });
  expect(inside.body).toMatchObject({ code: 200000, errors: { content: {} } });
  for (const type of [11, 12]) {
    const answer = await bob.post(`/channels/${general}/threads`, { name: "My cat", type });
    expect(answer.body).toMatchObject(blocked);
  }
  const said = await send(bob, general, "hello");
  const from = await bob.post(`/channels/${general}/messages/${said.id}/threads`, { name: "Cat" });
  expect(from.body).toMatchObject(blocked);
  const thread = await post(bob, help, "Pets");
  expect((await bob.patch(`/channels/${thread.id}`, { name: "cat" })).body).toMatchObject(blocked);
  expect((await bob.patch(`/channels/${thread.id}`, { name: "dog" })).body).toMatchObject({ name: "dog" });
  // Who manages the server is spared, and the name that stands is not held against a rule again.
  expect((await alice.patch(`/channels/${thread.id}`, { name: "cat" })).status).toBe(200);
  expect((await bob.patch(`/channels/${thread.id}`, { name: "cat", archived: true })).status).toBe(200);

  // Without a block the name stands, and those who read alerts learn of it.
  await alice.patch(`/guilds/${guild.id}/auto-moderation/rules/${rule.body.id}`, {
    actions: [{ type: Act.SendAlertMessage, metadata: { channel_id: staff } }],
  });
  await post(bob, help, "Cat again", { message: { content: "x" } });
  const executed = await session.next(
    "AUTO_MODERATION_ACTION_EXECUTION",
    (event: { content: string }) => event.content === "Cat again",
  );
  expect(executed).toMatchObject({ channel_id: help, user_id: bob.id });
  expect(executed).not.toHaveProperty("message_id");
});

test("[CHANNEL2] a server may begin with a forum that has tags", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const plan = (tags: object[]) => ({
    name: "Tessera",
    channels: [{ id: 1, type: 15, name: "help", available_tags: tags }],
  });
  const { body } = await alice.post<ReadyGuild>(
    "/guilds",
    plan([
      { name: "bug", emoji_name: "🐛" },
      { name: "solved", moderated: true },
    ]),
  );
  expect(body.channels[0]?.available_tags).toMatchObject([
    { name: "bug", emoji_name: "🐛", moderated: false },
    { name: "solved", emoji_name: null, moderated: true },
  ]);
  const twice = await alice.post("/guilds", plan([{ name: "bug" }, { name: "bug" }]));
  expect(twice.body).toMatchObject({ code: 50035, errors: { channels: { 0: { available_tags: {} } } } });
});
