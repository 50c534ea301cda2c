import { expect, test } from "bun:test";
import type { APIMessage, APIUser, ApiErrorBody } from "@palabre/protocol";
import { MessageResponseSchema, PollAnswerDetailsResponseSchema } from "discord-api-spec/zod";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { addBot, makeBot } from "./bots.ts";
import { send, startChat, startRoom } from "./chat.ts";
import { enrol, makeGuild, USUAL } from "./guild.ts";
import { PASSWORD, startTestServer, type TestServer, type TestUser } from "./harness.ts";
import { nextOf, reply, startBots, use, webhook } from "./interactions.ts";
import { listen } from "./listen.ts";

const answer = (text: string, emoji?: string) => ({
  poll_media: { text, ...(emoji && { emoji: { name: emoji } }) },
});
const LUNCH = {
  question: { text: "Where do we eat?" },
  answers: [answer("Couscous", "🥘"), answer("Crêpes"), answer("At the desk")],
  duration: 2,
};
const ask = (user: TestUser, channelId: string, poll: object = LUNCH) => send(user, channelId, { poll });
const at = ({ channel_id, id }: Pick<APIMessage, "channel_id" | "id">) =>
  `/channels/${channel_id}/polls/${id}`;
const vote = (user: TestUser, message: APIMessage, ...answer_ids: number[]) =>
  user.put<ApiErrorBody>(`${at(message)}/answers/@me`, { answer_ids });
const read = async (user: TestUser, { channel_id, id }: APIMessage) =>
  (await user.get<APIMessage>(`/channels/${channel_id}/messages/${id}`)).body;
const counts = (message: APIMessage) =>
  message.poll?.results?.answer_counts.map(({ count, me_voted }) => (me_voted ? `${count}*` : `${count}`));
const voters = async (user: TestUser, message: APIMessage, answerId: number, query = "") =>
  (await user.get<{ users: APIUser[] }>(`${at(message)}/answers/${answerId}${query}`)).body.users.map(
    ({ id }) => id,
  );
/** As if its time had come. */
const due = (server: TestServer, { id }: APIMessage) =>
  server.seed(async ({ sql }) => {
    await sql.updateTable("polls").set({ expires_at: 1_000 }).where("message_id", "=", id).execute();
  });

/** Alice owns the server; Bob and Carol are members. */
async function inGuild(server: TestServer, everyone = USUAL | P.SendPolls) {
  const [alice, bob, carol] = [
    await server.user("alice"),
    await server.user("bob"),
    await server.user("carol"),
  ];
  const guild = await makeGuild(alice, everyone);
  await enrol(server, guild.id, bob);
  await enrol(server, guild.id, carol);
  return { alice, bob, carol, guild, general: guild.channel("general") };
}

test("[POLL1] a question is asked, answered, answered otherwise and not at all, and everybody is told", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, room } = await startRoom(server);
  await using forCarol = await listen(server, carol);
  const message = await ask(alice, room);
  MessageResponseSchema.parse(message);
  expect(message.poll).toMatchObject({
    question: { text: "Where do we eat?" },
    answers: [
      { answer_id: 1, poll_media: { text: "Couscous", emoji: { id: null, name: "🥘" } } },
      { answer_id: 2, poll_media: { text: "Crêpes" } },
      { answer_id: 3, poll_media: { text: "At the desk" } },
    ],
    allow_multiselect: false,
    layout_type: 1,
    results: { is_finalized: false },
  });
  const left = Date.parse(message.poll?.expiry ?? "") - Date.now();
  expect(Math.round(left / 3_600_000)).toBe(2);
  const told = await forCarol.next<APIMessage>("MESSAGE_CREATE");
  expect(told.poll).toEqual(message.poll as NonNullable<typeof message.poll>);

  expect((await vote(bob, message, 1)).status).toBe(204);
  expect(await forCarol.next("MESSAGE_POLL_VOTE_ADD")).toEqual({
    user_id: bob.id,
    channel_id: room,
    message_id: message.id,
    answer_id: 1,
    count: 1,
    version: 1,
  });
  await vote(carol, message, 1);
  // Once more is as good as once.
  await vote(carol, message, 1);
  expect(counts(await read(bob, message))).toEqual(["2*", "0", "0"]);
  expect(counts(await read(alice, message))).toEqual(["2", "0", "0"]);

  forCarol.clear();
  await vote(bob, message, 3);
  expect(await forCarol.next("MESSAGE_POLL_VOTE_REMOVE")).toMatchObject({ answer_id: 1, count: 1 });
  expect(await forCarol.next("MESSAGE_POLL_VOTE_ADD")).toMatchObject({ answer_id: 3, count: 1 });
  await vote(carol, message);
  await forCarol.settle();
  expect(forCarol.received.map(({ t }) => t)).toEqual([
    "MESSAGE_POLL_VOTE_REMOVE",
    "MESSAGE_POLL_VOTE_ADD",
    "MESSAGE_POLL_VOTE_REMOVE",
  ]);
  expect(counts(await read(bob, message))).toEqual(["0", "0", "1*"]);
  const page = await bob.get<APIMessage[]>(`/channels/${room}/messages`);
  expect(counts(page.body[0] as APIMessage)).toEqual(["0", "0", "1*"]);
});

test("[POLL1] where several answers are allowed, each is a vote of its own; who chose one is listed page by page", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, general } = await inGuild(server);
  const message = await ask(alice, general, { ...LUNCH, allow_multiselect: true });
  await vote(alice, message, 1, 2);
  await vote(bob, message, 2, 3, 2);
  await vote(carol, message, 2);
  expect(counts(await read(bob, message))).toEqual(["1", "3*", "1*"]);
  const everybody = [alice.id, bob.id, carol.id].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
  expect(await voters(bob, message, 2)).toEqual(everybody);
  const first = await voters(bob, message, 2, "?limit=2");
  expect(first).toEqual(everybody.slice(0, 2));
  expect(await voters(bob, message, 2, `?limit=2&after=${first[1]}`)).toEqual(everybody.slice(2));
  const { body } = await bob.get(`${at(message)}/answers/1`);
  PollAnswerDetailsResponseSchema.parse(body);
  for (const path of [
    `${at(message)}/answers/4`,
    `${at(message)}/answers/x`,
    `${at(message)}/answers/1?limit=101`,
  ]) {
    expect((await bob.get<ApiErrorBody>(path)).body.code).toBe(50035);
  }
});

test("[POLL1] what is no poll, no answer or one too many is refused by its field", async () => {
  await using server = await startTestServer();
  const { alice, bob, dm } = await startChat(server);
  for (const [poll, field] of [
    [{ ...LUNCH, question: { text: "x".repeat(301) } }, "question"],
    [{ ...LUNCH, question: { text: " \u200b " } }, "question"],
    [{ ...LUNCH, question: {} }, "question"],
    [{ ...LUNCH, answers: [] }, "answers"],
    [{ ...LUNCH, answers: Array.from({ length: 11 }, (_, n) => answer(`${n}`)) }, "answers"],
    [{ ...LUNCH, answers: [answer("x".repeat(56))] }, "answers"],
    [{ ...LUNCH, answers: [answer("x", "no emoji")] }, "answers"],
    [{ ...LUNCH, answers: [{ poll_media: { emoji: { name: "🥘" } } }] }, "answers"],
    [{ ...LUNCH, duration: 769 }, "duration"],
    [{ ...LUNCH, duration: 0 }, "duration"],
    [{ ...LUNCH, duration: 1.5 }, "duration"],
    [{ ...LUNCH, layout_type: 2 }, "layout_type"],
  ] as const) {
    const { status, body } = await alice.post<{ errors: { poll: object } }>(`/channels/${dm}/messages`, {
      poll,
    });
    expect([status, Object.keys(body.errors.poll)]).toEqual([400, [field]]);
  }
  const message = await ask(alice, dm);
  for (const ids of [[1, 2], [4], [0], ["x"], Array(11).fill(1)]) {
    const { status, body } = await vote(bob, message, ...(ids as number[]));
    expect([status, Object.keys(body.errors ?? {})]).toEqual([400, ["answer_ids"]]);
  }
  const plain = await send(alice, dm, "no question");
  expect((await vote(bob, plain, 1)).body.code).toBe(10008);
  expect((await alice.post<ApiErrorBody>(`${at(plain)}/expire`)).body.code).toBe(520006);
  expect((await bob.get<ApiErrorBody>(`${at(plain)}/answers/1`)).body.code).toBe(10008);
});

test("[POLL2] [POLL8] its author ends it, what came out is told once, and nobody votes any more", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, general, guild } = await inGuild(server);
  const message = await ask(alice, general);
  await vote(bob, message, 1);
  await vote(carol, message, 1);
  await vote(alice, message, 2);
  await using forBob = await listen(server, bob);
  expect((await bob.post<ApiErrorBody>(`${at(message)}/expire`)).body.code).toBe(50005);
  const { status, body } = await alice.post<APIMessage>(`${at(message)}/expire`);
  expect(status).toBe(200);
  MessageResponseSchema.parse(body);
  expect(counts(body)).toEqual(["2", "1*", "0"]);
  expect(body.poll?.results?.is_finalized).toBe(true);
  const update = await forBob.next<APIMessage>("MESSAGE_UPDATE");
  // Told to all alike: whoever voted knows it themself.
  expect(counts(update)).toEqual(["2", "1", "0"]);
  expect(update.poll?.results?.is_finalized).toBe(true);
  const result = await forBob.next<APIMessage>("MESSAGE_CREATE");
  MessageResponseSchema.parse(await read(bob, result));
  expect(result).toMatchObject({
    type: 46,
    author: { id: alice.id },
    guild_id: guild.id,
    message_reference: { channel_id: general, message_id: message.id },
  });
  expect(result.embeds[0]?.type as string).toBe("poll_result");
  expect(
    Object.fromEntries((result.embeds[0]?.fields ?? []).map(({ name, value }) => [name, value])),
  ).toEqual({
    poll_question_text: "Where do we eat?",
    victor_answer_votes: "2",
    total_votes: "3",
    victor_answer_id: "1",
    victor_answer_text: "Couscous",
    victor_answer_emoji_name: "🥘",
  });
  expect((await vote(bob, message, 2)).body.code).toBe(520001);
  expect((await alice.post<ApiErrorBody>(`${at(message)}/expire`)).body.code).toBe(520001);
  expect(await voters(bob, message, 2)).toEqual([alice.id]);
});

test("[POLL2] it ends when its time comes, even if no server ran then; a draw has no winner", async () => {
  await using server = await startTestServer();
  const { alice, bob, dm } = await startChat(server);
  const message = await ask(alice, dm);
  const empty = await ask(bob, dm);
  await vote(bob, message, 1);
  await vote(alice, message, 2);
  await due(server, message);
  await due(server, empty);
  // From then on, swept or not.
  const late = await vote(bob, message, 3);
  expect(late.body.code).toBe(520001);
  await server.restart();
  await using forBob = await listen(server, bob);
  const ended = async () => {
    const { body } = await bob.get<APIMessage[]>(`/channels/${dm}/messages`);
    return body.filter(({ type }) => type === 46);
  };
  while ((await ended()).length < 2) await forBob.next("MESSAGE_CREATE");
  const results = await ended();
  const draw = results.find((one) => one.message_reference?.message_id === message.id);
  const none = results.find((one) => one.message_reference?.message_id === empty.id);
  const fields = (one?: APIMessage) => one?.embeds[0]?.fields?.map(({ name, value }) => [name, value]);
  expect(fields(draw)).toEqual([
    ["poll_question_text", "Where do we eat?"],
    ["victor_answer_votes", "1"],
    ["total_votes", "2"],
  ]);
  expect(fields(none)).toEqual([
    ["poll_question_text", "Where do we eat?"],
    ["victor_answer_votes", "0"],
    ["total_votes", "0"],
  ]);
  expect(counts(await read(bob, message))).toEqual(["1*", "1", "0"]);
});

test("[POLL3] a poll is not edited, not published, and goes with its message", async () => {
  await using server = await startTestServer();
  const { alice, bob, general, guild } = await inGuild(server);
  const message = await ask(alice, general);
  await vote(bob, message, 1);
  const path = `/channels/${general}/messages/${message.id}`;
  expect((await alice.patch<ApiErrorBody>(path, { content: "other words" })).body.code).toBe(520003);
  const plain = await send(alice, general, "words");
  const edit = await alice.patch<{ errors: object }>(`/channels/${general}/messages/${plain.id}`, {
    poll: LUNCH,
  });
  expect(Object.keys(edit.body.errors)).toEqual(["poll"]);
  const news = await ask(alice, guild.channel("news"));
  const crosspost = `/channels/${news.channel_id}/messages/${news.id}/crosspost`;
  expect((await alice.post<ApiErrorBody>(crosspost)).body.code).toBe(900034);
  // An answer to it shows it.
  const answered = await send(bob, general, { content: "hm", message_reference: { message_id: message.id } });
  expect(answered.referenced_message?.poll?.question.text).toBe("Where do we eat?");
  await alice.delete(path);
  expect((await vote(bob, message, 2)).body.code).toBe(10008);
  expect((await bob.get<ApiErrorBody>(`${at(message)}/answers/1`)).body.code).toBe(10008);
});

test("[POLL4] asking needs Send Polls, voting the sight of the channel, and bots do not vote", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, guild, general } = await inGuild(server, USUAL);
  const refused = await bob.post<ApiErrorBody>(`/channels/${general}/messages`, { poll: LUNCH });
  expect([refused.status, refused.body.code]).toEqual([403, 50013]);
  const staff = guild.channel("staff");
  const secret = await ask(alice, staff);
  await using forBob = await listen(server, bob);
  for (const { body } of [
    await vote(bob, secret, 1),
    await bob.get<ApiErrorBody>(`${at(secret)}/answers/1`),
    await bob.post<ApiErrorBody>(`${at(secret)}/expire`),
  ]) {
    expect(body.code).toBe(10003);
  }
  await vote(alice, secret, 1);
  await alice.post(`${at(secret)}/expire`);
  await forBob.settle();
  expect(forBob.received).toEqual([]);

  const open = await ask(alice, general);
  const until = new Date(Date.now() + 60_000).toISOString();
  await alice.patch(`/guilds/${guild.id}/members/${carol.id}`, { communication_disabled_until: until });
  expect((await vote(carol, open, 1)).body.code).toBe(520000);

  const bot = await makeBot(server, alice);
  await addBot(alice, bot, guild.id, P.ViewChannel | P.ReadMessageHistory | P.SendMessages | P.SendPolls);
  expect((await vote(bot, open, 1)).body.code).toBe(20001);
  await using withPolls = await listen(server, bot, { intents: (1 << 0) | (1 << 24) });
  await using without = await listen(server, bot, { intents: (1 << 0) | (1 << 9) });
  await vote(bob, open, 2);
  expect(await withPolls.next("MESSAGE_POLL_VOTE_ADD")).toMatchObject({ guild_id: guild.id, answer_id: 2 });
  const own = await ask(bot, general);
  await without.next("MESSAGE_CREATE", ({ id }: APIMessage) => id === own.id);
  await without.settle();
  expect(without.received.map(({ t }) => t)).not.toContain("MESSAGE_POLL_VOTE_ADD");
  expect((await bot.post(`${at(own)}/expire`)).status).toBe(200);
});

test("[POLL4] whoever is blocked does not vote in a chat of two", async () => {
  await using server = await startTestServer();
  const { alice, bob, dm } = await startChat(server);
  const message = await ask(alice, dm);
  await alice.put(`/users/@me/relationships/${bob.id}`, { type: 2 });
  const { status, body } = await vote(bob, message, 1);
  expect([status, body.code]).toEqual([403, 520000]);
});

test("[POLL5] with an account its votes go from what is open; what is over stays as it came out", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, general } = await inGuild(server);
  const open = await ask(alice, general, { ...LUNCH, allow_multiselect: true });
  const over = await ask(alice, general);
  await vote(bob, open, 1, 3);
  await vote(carol, open, 3);
  await vote(bob, over, 1);
  await alice.post(`${at(over)}/expire`);
  await using forCarol = await listen(server, carol);
  expect((await bob.post("/users/@me/delete", { password: PASSWORD })).status).toBe(204);
  for (const answer_id of [1, 3]) {
    const told = await forCarol.next("MESSAGE_POLL_VOTE_REMOVE");
    expect(told).toMatchObject({ user_id: bob.id, answer_id, count: answer_id === 1 ? 0 : 1 });
  }
  expect(counts(await read(carol, open))).toEqual(["0", "0", "1*"]);
  expect(counts(await read(carol, over))).toEqual(["1", "0", "0"]);
  const { body } = await carol.get<{ users: APIUser[] }>(`${at(over)}/answers/1`);
  expect(body.users[0]?.username).toBe(`deleted_user_${bob.id}`);
});

test("[POLL6] webhooks ask, and sign what came out", async () => {
  await using server = await startTestServer();
  const { alice, bob, general } = await inGuild(server);
  const { body: hook } = await alice.post<{ id: string; token: string }>(`/channels/${general}/webhooks`, {
    name: "Canteen",
  });
  const path = `/webhooks/${hook.id}/${hook.token}?wait=true`;
  const { status, body: message } = await server.request<APIMessage>("POST", path, { poll: LUNCH });
  expect([status, message.poll?.question.text]).toEqual([200, "Where do we eat?"]);
  await vote(bob, message, 2);
  await using forBob = await listen(server, bob);
  await due(server, message);
  const result = await forBob.next<APIMessage>("MESSAGE_CREATE");
  expect(result).toMatchObject({ type: 46, webhook_id: hook.id, author: { username: "Canteen" } });
});

test("[POLL6] bots ask as they answer, at once or when they promised to, yet not one person alone", async () => {
  await using bots = await startBots([{ name: "lunch", description: "Where?" }]);
  const { server, bot, bob, ada, guild, general, forBot } = bots;
  const roles = (await ada.get<{ id: string; permissions: string }[]>(`/guilds/${guild.id}/roles`)).body;
  const everyone = roles.find(({ id }) => id === guild.id);
  await ada.patch(`/guilds/${guild.id}/roles/${guild.id}`, {
    permissions: String(BigInt(everyone?.permissions ?? 0) | P.SendPolls),
  });
  await use(bob, bots, "lunch");
  const one = await nextOf(forBot);
  const hidden = await reply(server, one, { type: 4, data: { poll: LUNCH, flags: 64 } });
  expect(Object.keys(hidden.body.errors.data)).toEqual(["poll"]);
  await reply(server, one, { type: 4, data: { poll: LUNCH } });
  const first = await webhook(server, bot, one)("GET", "/messages/@original");
  expect(first.body.poll.answers).toHaveLength(3);
  expect((await vote(bob, first.body, 1)).status).toBe(204);
  const changed = await webhook(server, bot, one)("PATCH", "/messages/@original", { content: "?" });
  expect(changed.body.code).toBe(520003);

  await use(bob, bots, "lunch");
  const two = await nextOf(forBot);
  await reply(server, two, { type: 5 });
  const kept = await webhook(server, bot, two)("PATCH", "/messages/@original", { poll: LUNCH });
  expect([kept.status, kept.body.poll?.question.text]).toEqual([200, "Where do we eat?"]);
  const { body } = await bob.get<APIMessage[]>(`/channels/${general}/messages`);
  expect(body.filter(({ poll }) => poll)).toHaveLength(2);
});

test("[POLL7] what a poll says is held against the server's rules", async () => {
  await using server = await startTestServer();
  const { alice, bob, general, guild } = await inGuild(server);
  await alice.post(`/guilds/${guild.id}/auto-moderation/rules`, {
    name: "words",
    event_type: 1,
    trigger_type: 1,
    trigger_metadata: { keyword_filter: ["spinach"] },
    actions: [{ type: 1, metadata: {} }],
    enabled: true,
  });
  const poll = { ...LUNCH, answers: [answer("Couscous"), answer("spinach")] };
  const { body } = await bob.post<ApiErrorBody>(`/channels/${general}/messages`, { poll });
  expect(body.code).toBe(200000);
  // Nothing of it stays.
  const open = await ask(bob, general);
  expect((await bob.get<APIMessage[]>(`/channels/${general}/messages`)).body.map(({ id }) => id)).toEqual([
    open.id,
  ]);
});

test("[POLL1] the list of conversations shows the question", async () => {
  await using server = await startTestServer();
  const { alice, bob, dm } = await startChat(server);
  await ask(alice, dm);
  await using forBob = await listen(server, bob);
  const channel = forBob.ready.private_channels.find(({ id }) => id === dm);
  expect(channel?.last_message?.content).toBe("Where do we eat?");
});
