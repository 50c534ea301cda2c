import { expect, test } from "bun:test";
import { join } from "node:path";
import type { APIMessage, ApiErrorBody, GuildChannel, ReadyGuild } from "@palabre/protocol";
import { EmojiResponseSchema, MessageResponseSchema } from "discord-api-spec/zod";
import {
  type APIApplicationEmoji,
  type APIAuditLog,
  type APIEmoji,
  GatewayIntentBits as I,
  PermissionFlagsBits as P,
} from "discord-api-types/v10";
import { createFolderBlobs } from "../src/blobs/folder.ts";
import { sweepEmojis } from "../src/features/emojis/sweep-emojis.ts";
import { addBot, makeBot } from "./bots.ts";
import { enrol, makeGuild, type TestGuild, USUAL } from "./guild.ts";
import { startTestServer, type TestServer, type TestUser } from "./harness.ts";
import { listen } from "./listen.ts";
import { befriend, openChat, register } from "./people.ts";
import { animatedGif, bitmap, dataUri, png, signedPng, webp } from "./pictures.ts";

type Emoji = APIEmoji & { id: string };

const EXPRESSIONS = P.CreateGuildExpressions;
const STILL = dataUri("image/png", await png(64, 32));
const MOVING = dataUri("image/gif", animatedGif());

const codeOf = async (answer: Promise<{ body: unknown }>) => ((await answer).body as ApiErrorBody).code;
const at = (message: Pick<APIMessage, "id" | "channel_id">, emoji: string, who = "@me") =>
  `/channels/${message.channel_id}/messages/${message.id}/reactions/${encodeURIComponent(emoji)}/${who}`;
const written = ({ animated, name, id }: Emoji) => `<${animated ? "a" : ""}:${name}:${id}>`;

async function add(user: TestUser, guild: Pick<TestGuild, "id">, name: string, more: object = {}) {
  const { status, body } = await user.post<Emoji>(`/guilds/${guild.id}/emojis`, {
    name,
    image: STILL,
    ...more,
  });
  if (status !== 201) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return body;
}

async function say(user: TestUser, channelId: string, content: string): Promise<APIMessage> {
  const { body } = await user.post<APIMessage>(`/channels/${channelId}/messages`, { content });
  return body;
}

/** Alice's server, with Bob in it; Carol is a stranger. */
async function start(server: TestServer, everyone = USUAL) {
  const people = await register(server, "alice", "bob", "carol");
  const guild = await makeGuild(people.alice, everyone);
  await enrol(server, guild.id, people.bob);
  return { ...people, guild };
}

test("[EMOJI2] an answer of a poll has an emoji that whoever asks may use, with the name it has", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, guild } = await start(server, USUAL | P.SendPolls);
  const oak = await add(alice, guild, "oak");
  const elsewhere = await makeGuild(carol, USUAL);
  const strange = await add(carol, elsewhere, "strange");
  const ask = (id: string) =>
    bob.post<APIMessage>(`/channels/${guild.channel("general")}/messages`, {
      poll: {
        question: { text: "Which tree?" },
        answers: [{ poll_media: { text: "An oak", emoji: { id } } }, { poll_media: { text: "None" } }],
      },
    });
  const { body: asked } = await ask(oak.id);
  MessageResponseSchema.parse(asked);
  expect(asked.poll?.answers[0]?.poll_media.emoji).toMatchObject({ id: oak.id, name: "oak" });
  const { status, body } = await ask(strange.id);
  expect(status).toBe(400);
  expect(JSON.stringify(body)).toContain("POLL_INVALID_EMOJI");
});

test("[EMOJI1] emojis are added, renamed, kept for roles and deleted; members hear of it, strangers do not", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, guild } = await start(server);
  const path = `/guilds/${guild.id}/emojis`;
  await using b = await listen(server, bob);
  await using c = await listen(server, carol);
  expect(b.ready.guilds[0]?.emojis).toEqual([]);

  const party = await add(alice, guild, "party");
  EmojiResponseSchema.parse(party);
  expect(party).toEqual({
    id: party.id,
    name: "party",
    roles: [],
    user: expect.objectContaining({ id: alice.id, username: "alice" }),
    require_colons: true,
    managed: false,
    animated: false,
    available: true,
  });
  const { user: _, ...told } = party;
  expect(await b.next("GUILD_EMOJIS_UPDATE")).toEqual({ guild_id: guild.id, emojis: [told] });
  const parrot = await add(alice, guild, "parrot", { image: MOVING, roles: [guild.role("staff")] });
  expect(parrot).toMatchObject({ animated: true, roles: [guild.role("staff")] });

  // Who uploaded them is for those who add or manage some.
  expect((await alice.get<Emoji[]>(path)).body).toMatchObject([
    { user: { id: alice.id } },
    { id: parrot.id },
  ]);
  expect((await bob.get<Emoji[]>(path)).body[0]).toEqual(told);
  expect((await bob.get<Emoji>(`${path}/${party.id}`)).body).toEqual(told);
  expect((await bob.get<ReadyGuild>(`/guilds/${guild.id}`)).body.emojis).toHaveLength(2);

  const renamed = await alice.patch<Emoji>(`${path}/${party.id}`, {
    name: "fiesta",
    roles: [guild.role("mods")],
  });
  expect(renamed.body).toMatchObject({ name: "fiesta", roles: [guild.role("mods")] });
  await b.next<{ emojis: Emoji[] }>("GUILD_EMOJIS_UPDATE", (d) => d.emojis[0]?.name === "fiesta");
  expect((await alice.patch<Emoji>(`${path}/${party.id}`, { roles: null })).body.roles).toEqual([]);
  // A role that goes takes its restriction with it.
  await alice.delete(`/guilds/${guild.id}/roles/${guild.role("staff")}`);
  await b.next<{ emojis: Emoji[] }>("GUILD_EMOJIS_UPDATE", (d) => d.emojis[1]?.roles?.length === 0);
  expect((await alice.delete(`${path}/${party.id}`)).status).toBe(204);
  await b.next<{ emojis: Emoji[] }>("GUILD_EMOJIS_UPDATE", (d) => d.emojis.length === 1);

  const { body: log } = await alice.get<APIAuditLog>(`/guilds/${guild.id}/audit-logs`);
  const entries = log.audit_log_entries.filter(({ action_type }) => action_type >= 60 && action_type <= 62);
  expect(entries.map(({ action_type, target_id }) => [action_type, target_id])).toEqual([
    [62, party.id],
    [61, party.id],
    [61, party.id],
    [60, parrot.id],
    [60, party.id],
  ]);
  expect(entries[0]?.changes).toEqual([{ key: "name", old_value: "fiesta" }]);
  expect(entries[4]?.changes).toEqual([{ key: "name", new_value: "party" }]);

  expect(await codeOf(carol.get(path))).toBe(10004);
  await c.settle();
  expect(c.received.filter(({ t }) => t === "GUILD_EMOJIS_UPDATE")).toEqual([]);
});

test("[EMOJI2] each refusal names what is wrong, and who may not is refused", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, guild } = await start(server);
  const other = await makeGuild(carol);
  const path = `/guilds/${guild.id}/emojis`;
  const big = new Uint8Array(262_145);
  for (const [body, field] of [
    [{ name: "a", image: STILL }, "name"],
    [{ name: "x".repeat(33), image: STILL }, "name"],
    [{ name: "not a name", image: STILL }, "name"],
    [{ name: "party" }, "image"],
    [{ name: "party", image: "https://example.org/x.png" }, "image"],
    [{ name: "party", image: dataUri("image/png", big) }, "image"],
    [{ name: "party", image: dataUri("image/png", bitmap(4, 4)) }, "image"],
    [{ name: "party", image: dataUri("image/gif", animatedGif().slice(0, 40)) }, "image"],
    [{ name: "party", image: STILL, roles: [other.id] }, "roles"],
    [{ name: "party", image: STILL, roles: "all" }, "roles"],
  ] as const) {
    const { status, body: answer } = await alice.post<ApiErrorBody>(path, body);
    expect([field, status, Object.keys(answer.errors ?? {})]).toEqual([field, 400, [field]]);
  }
  expect((await alice.get<Emoji[]>(path)).body).toEqual([]);

  const party = await add(alice, guild, "party");
  const one = `${path}/${party.id}`;
  for (const act of [
    () => bob.post(path, { name: "party", image: STILL }),
    () => bob.patch(one, { name: "mine" }),
    () => bob.delete(one),
  ]) {
    expect(await codeOf(act())).toBe(50013);
  }
  // Elsewhere it is not there, whoever asks.
  for (const act of [
    () => carol.get(`/guilds/${other.id}/emojis/${party.id}`),
    () => carol.patch(`/guilds/${other.id}/emojis/${party.id}`, { name: "mine" }),
    () => carol.delete(`/guilds/${other.id}/emojis/${party.id}`),
    () => alice.get(`${path}/12345`),
  ]) {
    const { status, body } = await act();
    expect([status, (body as ApiErrorBody).code]).toEqual([404, 10014]);
  }
  for (const act of [
    () => carol.get(one),
    () => carol.post(path, { name: "x1", image: STILL }),
    () => carol.delete(one),
  ])
    expect(await codeOf(act())).toBe(10004);
});

test("[EMOJI2] whoever may add some changes their own, and nobody else's", async () => {
  await using server = await startTestServer();
  const { alice, bob, guild } = await start(server, USUAL | EXPRESSIONS);
  const own = await add(bob, guild, "own");
  const hers = await add(alice, guild, "hers");
  const path = `/guilds/${guild.id}/emojis`;
  expect((await bob.patch<Emoji>(`${path}/${own.id}`, { name: "mine" })).body.name).toBe("mine");
  expect(await codeOf(bob.patch(`${path}/${hers.id}`, { name: "mine" }))).toBe(50013);
  expect(await codeOf(bob.delete(`${path}/${hers.id}`))).toBe(50013);
  expect((await bob.delete(`${path}/${own.id}`)).status).toBe(204);
  expect((await bob.get<Emoji[]>(path)).body[0]?.user?.id).toBe(alice.id);
});

test("[EMOJI3] still and animated ones are counted apart, as far as those who run the instance allow", async () => {
  await using server = await startTestServer();
  const { operator, alice } = await register(server, "operator", "alice");
  const guild = await makeGuild(alice);
  await operator.patch("/admin/limits", { emojis: 1, animated_emojis: 0 });
  await add(alice, guild, "first");
  const path = `/guilds/${guild.id}/emojis`;
  expect(await codeOf(alice.post(path, { name: "second", image: STILL }))).toBe(30008);
  expect(await codeOf(alice.post(path, { name: "parrot", image: MOVING }))).toBe(30018);
  await operator.patch("/admin/limits", { animated_emojis: 1 });
  await add(alice, guild, "parrot", { image: MOVING });
});

test("[EMOJI4] pictures are served by id in every size and form, small, without what their files said", async () => {
  await using server = await startTestServer();
  const { alice, guild } = await start(server);
  const fetchAt = (path: string, headers = {}) => fetch(`${server.url}${path}`, { headers });
  const signed = await add(alice, guild, "signed", {
    image: dataUri("image/png", await signedPng(300, 150)),
  });
  const still = await fetchAt(`/emojis/${signed.id}.webp`);
  expect([still.status, still.headers.get("content-type")]).toEqual([200, "image/webp"]);
  expect(still.headers.get("cache-control")).toContain("immutable");
  const bytes = await still.bytes();
  expect(Buffer.from(bytes).toString("latin1")).not.toContain("SECRET");
  expect(await new Bun.Image(bytes).metadata()).toMatchObject({ width: 128, height: 64 });
  const small = await fetchAt(`/emojis/${signed.id}.png?size=32`);
  expect(small.headers.get("content-type")).toBe("image/png");
  expect(await new Bun.Image(await small.bytes()).metadata()).toMatchObject({ width: 32, height: 16 });
  const etag = still.headers.get("etag") ?? "";
  expect((await fetchAt(`/emojis/${signed.id}.webp`, { "If-None-Match": etag })).status).toBe(304);

  const parrot = await add(alice, guild, "parrot", { image: MOVING });
  const moving = await fetchAt(`/emojis/${parrot.id}.gif`);
  expect(moving.headers.get("content-type")).toBe("image/gif");
  const frames = Buffer.from(await moving.bytes());
  expect(frames.toString("latin1")).not.toContain("SECRET");
  expect(frames.toString("latin1")).toContain("NETSCAPE2.0");
  expect((await fetchAt(`/emojis/${parrot.id}.webp?animated=true`)).headers.get("content-type")).toBe(
    "image/gif",
  );
  expect((await fetchAt(`/emojis/${parrot.id}.webp`)).headers.get("content-type")).toBe("image/webp");
  // A GIF of one picture stands still.
  const single = animatedGif();
  const frame = 23;
  const lone = Uint8Array.from([...single.slice(0, -1 - frame), 0x3b]);
  const calm = await add(alice, guild, "calm", { image: dataUri("image/gif", lone) });
  expect(calm.animated).toBe(false);
  expect((await add(alice, guild, "flat", { image: dataUri("image/webp", await webp(8, 8)) })).animated).toBe(
    false,
  );

  for (const path of [`${calm.id}.gif`, "12345.webp", `${calm.id}.svg`, "x.png"])
    expect([path, (await fetchAt(`/emojis/${path}`)).status]).toEqual([path, 404]);
  expect((await fetchAt(`/emojis/${calm.id}.webp?size=33`)).status).toBe(400);
  await alice.delete(`/guilds/${guild.id}/emojis/${calm.id}`);
  expect((await fetchAt(`/emojis/${calm.id}.webp`)).status).toBe(404);
});

test("[EMOJI5] a message keeps emojis that its author may use; others become their names", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, guild } = await start(server, USUAL | P.UseExternalEmojis);
  const party = await add(alice, guild, "party");
  const secret = await add(alice, guild, "secret", { roles: [guild.role("staff")] });
  const general = guild.channel("general");
  const two = `${written(party)} ${written(secret)}`;
  expect((await say(bob, general, two)).content).toBe(`${written(party)} :secret:`);
  await alice.put(`/guilds/${guild.id}/members/${bob.id}/roles/${guild.role("staff")}`);
  expect((await say(bob, general, two)).content).toBe(two);
  // What is code stays, what never was goes.
  const code = `\`${written(party).replace(party.id, "99")}\` <:gone:99> <:x:1>`;
  expect((await say(bob, general, code)).content).toBe(
    `\`${written(party).replace(party.id, "99")}\` :gone: <:x:1>`,
  );

  // In other servers and in chats: those of one's own servers, where one may.
  await befriend(bob, carol);
  const chat = await openChat(bob, carol);
  expect((await say(bob, chat.id, two)).content).toBe(two);
  expect((await say(carol, chat.id, two)).content).toBe(":party: :secret:");
  const other = await makeGuild(carol);
  await enrol(server, other.id, bob);
  const there = other.channel("general");
  expect((await say(bob, there, two)).content).toBe(":party: :secret:");
  await carol.patch(`/guilds/${other.id}/roles/${other.id}`, {
    permissions: String(USUAL | P.UseExternalEmojis),
  });
  const message = await say(bob, there, two);
  expect(message.content).toBe(two);
  const edited = await bob.patch<APIMessage>(`/channels/${there}/messages/${message.id}`, {
    content: `${written(party)} <:nope:99>`,
  });
  expect(edited.body.content).toBe(`${written(party)} :nope:`);
  // Whoever left uses them no more.
  await bob.delete(`/users/@me/guilds/${guild.id}`);
  expect((await say(bob, chat.id, two)).content).toBe(":party: :secret:");
});

test("[POLL1] answers of a poll have emojis that its author may use, and those alone", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, guild } = await start(server, USUAL | P.SendPolls);
  const party = await add(alice, guild, "party", { image: MOVING });
  const elsewhere = await add(carol, await makeGuild(carol), "mine");
  const ask = (emoji: object) =>
    bob.post<APIMessage>(`/channels/${guild.channel("general")}/messages`, {
      poll: { question: { text: "And now?" }, answers: [{ poll_media: { text: "Dance", emoji } }] },
    });
  const { status, body } = await ask({ id: party.id, name: "whatever" });
  expect(status).toBe(200);
  MessageResponseSchema.parse(body);
  expect(body.poll?.answers[0]?.poll_media.emoji).toEqual({ id: party.id, name: "party", animated: true });
  expect((await ask({ id: elsewhere.id })).body).toMatchObject({
    code: 50035,
    errors: {
      poll: {
        answers: { 0: { poll_media: { emoji: { id: { _errors: [{ code: "POLL_INVALID_EMOJI" }] } } } } },
      },
    },
  });
});

test("[EMOJI5] what becomes its name makes no other emoji of what stands around it", async () => {
  await using server = await startTestServer();
  const { alice, bob, guild } = await start(server, USUAL);
  const secret = await add(alice, guild, "secret", { roles: [guild.role("staff")] });
  const general = guild.channel("general");
  for (const around of [
    `<<:secret:1>${secret.id}>`,
    `<a<:secret:1>${secret.id}>`,
    `<<<:secret:1>2>${secret.id}>`,
    // Code to us, not to every page.
    `\\\`${written(secret)}\\\``,
    `\`\n\n${written(secret)}\n\n\``,
    `\`<<:secret:1>${secret.id}>\``,
  ]) {
    const { content } = await say(bob, general, around);
    expect(content).toContain(":secret:");
    expect(content).not.toContain(`:${secret.id}>`);
  }
});

test("[EMOJI6] a reaction takes the right to the emoji; whoever comes after joins freely", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, guild } = await start(server, USUAL);
  const party = await add(alice, guild, "party");
  const secret = await add(alice, guild, "secret", { roles: [guild.role("staff")] });
  const message = await say(alice, guild.channel("general"), "look");
  await using b = await listen(server, bob);
  const key = `party:${party.id}`;
  expect((await bob.put(at(message, key))).status).toBe(204);
  expect(await b.next("MESSAGE_REACTION_ADD")).toMatchObject({
    user_id: bob.id,
    emoji: { id: party.id, name: "party", animated: false },
  });
  expect(await codeOf(bob.put(at(message, `secret:${secret.id}`)))).toBe(50013);
  expect(await codeOf(bob.put(at(message, "nope:99")))).toBe(10014);

  // By its id alone it is the same one, whatever it was called.
  expect((await alice.put(at(message, `a:whatever:${party.id}`))).status).toBe(204);
  const shown = (await alice.get<APIMessage>(`/channels/${message.channel_id}/messages/${message.id}`)).body;
  MessageResponseSchema.parse(shown);
  expect(shown.reactions).toMatchObject([
    { count: 2, me: true, emoji: { id: party.id, name: "party", animated: false } },
  ]);
  const who = at(message, key, "").replace(/\/$/, "");
  expect((await alice.get<{ id: string }[]>(who)).body.map(({ id }) => id)).toEqual([alice.id, bob.id]);
  expect((await bob.delete(at(message, key))).status).toBe(204);
  expect(await b.next("MESSAGE_REACTION_REMOVE")).toMatchObject({ emoji: { id: party.id, name: "party" } });
  expect((await alice.delete(at(message, key, bob.id))).status).toBe(204);
  await alice.delete(who);
  expect(await b.next("MESSAGE_REACTION_REMOVE_EMOJI")).toMatchObject({ emoji: { id: party.id } });

  // A stranger learns nothing of it, and yet joins.
  const other = await makeGuild(carol, USUAL | P.UseExternalEmojis);
  await enrol(server, other.id, bob);
  const there = await say(carol, other.channel("general"), "look");
  expect(await codeOf(carol.put(at(there, key)))).toBe(10014);
  expect((await bob.put(at(there, key))).status).toBe(204);
  expect((await carol.put(at(there, key))).status).toBe(204);

  await alice.delete(`/guilds/${guild.id}/emojis/${party.id}`);
  const left = (await carol.get<APIMessage>(`/channels/${there.channel_id}/messages/${there.id}`)).body;
  MessageResponseSchema.parse(left);
  expect(left.reactions).toMatchObject([{ count: 2, emoji: { id: party.id, name: null } }]);
});

test("[EMOJI7] an application's emojis are its bot's to use everywhere, and its owner's to see to", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, guild } = await start(server);
  const bot = await makeBot(server, carol);
  await addBot(alice, bot, guild.id, USUAL);
  const path = `/applications/${bot.id}/emojis`;
  const { status, body: logo } = await carol.post<APIApplicationEmoji & Emoji>(path, {
    name: "logo",
    image: STILL,
  });
  expect(status).toBe(201);
  EmojiResponseSchema.parse(logo);
  expect(logo).toMatchObject({ name: "logo", roles: [], user: { id: carol.id }, available: true });
  const list = await bot.get<{ items: Emoji[] }>("/applications/@me/emojis");
  expect(list.body.items.map(({ id }) => id)).toEqual([logo.id]);
  const taken = await bot.post<ApiErrorBody>(path, { name: "logo", image: STILL });
  expect([taken.status, Object.keys(taken.body.errors ?? {})]).toEqual([400, ["name"]]);
  expect((await bot.get<Emoji>(`${path}/${logo.id}`)).body.name).toBe("logo");

  const general = guild.channel("general");
  expect((await say(bot, general, written(logo))).content).toBe(written(logo));
  expect((await say(carol, general, written(logo))).content).toBeUndefined();
  expect((await say(bob, general, written(logo))).content).toBe(":logo:");
  const message = await say(bob, general, "x");
  expect((await bot.put(at(message, `logo:${logo.id}`))).status).toBe(204);

  // In buttons and lists, too: with the name that it has.
  const components = (emoji: object) => [
    { type: 1, components: [{ type: 2, style: 1, custom_id: "a", emoji }] },
    {
      type: 1,
      components: [{ type: 3, custom_id: "b", options: [{ label: "l", value: "v", emoji }] }],
    },
  ];
  const sent = await bot.post<APIMessage>(`/channels/${general}/messages`, {
    components: components({ id: logo.id, name: "whatever" }),
  });
  const own = { id: logo.id, name: "logo", animated: false };
  expect(sent.body.components).toMatchObject([
    { components: [{ emoji: own }] },
    { components: [{ options: [{ emoji: own }] }] },
  ]);
  const strange = await bot.post<ApiErrorBody>(`/channels/${general}/messages`, {
    components: components({ id: "99" }),
  });
  expect(strange.body.errors).toMatchObject({
    components: {
      0: { components: { 0: { emoji: { id: { _errors: [{ code: "COMPONENT_INVALID_EMOJI" }] } } } } },
    },
  });

  for (const act of [
    () => alice.get(path),
    () => alice.post(path, { name: "mine", image: STILL }),
    () => alice.patch(`${path}/${logo.id}`, { name: "mine" }),
    () => alice.delete(`${path}/${logo.id}`),
  ]) {
    expect(await codeOf(act())).toBe(10002);
  }
  expect((await bot.patch<Emoji>(`${path}/${logo.id}`, { name: "sign" })).body.name).toBe("sign");
  expect((await carol.delete(`${path}/${logo.id}`)).status).toBe(204);
  expect((await bot.get(`${path}/${logo.id}`)).status).toBe(404);
});

test("[EMOJI8] a forum's tags and reaction may be the server's emojis, and no other's; templates have none", async () => {
  await using server = await startTestServer();
  const { alice, carol, guild } = await start(server);
  const bug = await add(alice, guild, "bug");
  const other = await makeGuild(carol);
  const strange = await add(carol, other, "strange");
  const channels = `/guilds/${guild.id}/channels`;
  const forum = (id: string) => ({
    name: "posts",
    type: 15,
    available_tags: [{ name: "bug", emoji_id: id }],
    default_reaction_emoji: { emoji_id: id },
  });
  const { body: made } = await alice.post<GuildChannel>(channels, forum(bug.id));
  expect(made.available_tags).toMatchObject([{ emoji_id: bug.id, emoji_name: null }]);
  expect(made.default_reaction_emoji).toEqual({ emoji_id: bug.id, emoji_name: null });
  const refused = await alice.post<ApiErrorBody>(channels, forum(strange.id));
  expect([refused.status, Object.keys(refused.body.errors ?? {})]).toEqual([400, ["available_tags"]]);
  const reaction = await alice.patch<ApiErrorBody>(`/channels/${made.id}`, {
    default_reaction_emoji: { emoji_id: strange.id },
  });
  expect([reaction.status, Object.keys(reaction.body.errors ?? {})]).toEqual([
    400,
    ["default_reaction_emoji"],
  ]);

  const { body: template } = await alice.post<{ code: string; serialized_source_guild: unknown }>(
    `/guilds/${guild.id}/templates`,
    { name: "T" },
  );
  expect(JSON.stringify(template)).not.toContain(bug.id);
  // What is gone by now may be said again, and nothing else is in the way.
  await alice.delete(`/guilds/${guild.id}/emojis/${bug.id}`);
  const kept = { available_tags: made.available_tags, topic: "New" };
  expect((await alice.patch<GuildChannel>(`/channels/${made.id}`, kept)).body.topic).toBe("New");
});

test("[EMOJI9] with a server or an application its emojis go, pictures and all", async () => {
  await using server = await startTestServer();
  const { alice, bob, guild } = await start(server, USUAL | P.UseExternalEmojis);
  const bot = await makeBot(server, bob);
  const party = await add(alice, guild, "party");
  const { body: logo } = await bob.post<Emoji>(`/applications/${bot.id}/emojis`, {
    name: "logo",
    image: STILL,
  });
  const chat = await befriend(alice, bob).then(() => openChat(alice, bob));
  expect((await alice.delete(`/guilds/${guild.id}`)).status).toBe(204);
  expect((await bob.delete(`/applications/${bot.id}`)).status).toBe(204);
  expect((await say(alice, chat.id, written(party))).content).toBe(":party:");
  const blobs = createFolderBlobs(join(server.dataDir, "files"));
  await server.seed(async (tx) => {
    const db = { read: tx.sql, transaction: (act: (one: typeof tx) => Promise<unknown>) => act(tx) };
    await sweepEmojis({ db: db as never, blobs });
  });
  for (const { id } of [party, logo])
    expect((await fetch(`${server.url}/emojis/${id}.webp`)).status).toBe(404);
});

test("[EMOJI1] a bot hears of emojis with the intent for expressions, and finds them in its servers", async () => {
  await using server = await startTestServer();
  const { alice, bob, guild } = await start(server);
  const bot = await makeBot(server, bob);
  await addBot(alice, bot, guild.id);
  await using hears = await listen(server, bot, { intents: I.Guilds | I.GuildExpressions });
  await using deaf = await listen(server, bot, { intents: I.Guilds });
  const party = await add(alice, guild, "party");
  const update = await hears.next<{ emojis: Emoji[] }>("GUILD_EMOJIS_UPDATE");
  expect(update.emojis.map(({ id }) => id)).toEqual([party.id]);
  await deaf.settle();
  expect(deaf.received.some(({ t }) => t === "GUILD_EMOJIS_UPDATE")).toBe(false);
  await using late = await listen(server, bot, { intents: I.Guilds });
  const created = await late.next<ReadyGuild>("GUILD_CREATE");
  expect(created.emojis).toMatchObject([{ id: party.id, name: "party" }]);
});
