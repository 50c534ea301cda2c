import { expect, test } from "bun:test";
import { type APIMessage, snowflakeAt } from "@palabre/protocol";
import { MessageResponseSchema } from "discord-api-spec/zod";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { form, send } from "./chat.ts";
import { enrol, makeGuild, type TestGuild, USUAL } from "./guild.ts";
import { startTestServer, type TestServer, type TestUser } from "./harness.ts";
import { listen } from "./listen.ts";

/** Alice owns a server, Bob is a member, Mia moderates, Sam is staff; Eve is no member. */
async function start(server: TestServer, everyone: bigint = USUAL) {
  const alice = await server.user("alice");
  const bob = await server.user("bob");
  const mia = await server.user("mia");
  const sam = await server.user("sam");
  const eve = await server.user("eve");
  const guild = await makeGuild(alice, everyone);
  await enrol(server, guild.id, bob);
  await enrol(server, guild.id, mia, [guild.role("mods")]);
  await enrol(server, guild.id, sam, [guild.role("staff")]);
  return { alice, bob, mia, sam, eve, guild };
}

const THUMB = "%F0%9F%91%8D";

test("[GUILDMSG1] what happens in a channel carries the server and the member, for those who see it alone", async () => {
  await using server = await startTestServer();
  const { alice, bob, sam, eve, guild } = await start(server);
  await using forAlice = await listen(server, alice);
  await using forBob = await listen(server, bob);
  await using forEve = await listen(server, eve);
  const staff = guild.channel("staff");
  const message = await send(sam, staff, "for us");
  expect(MessageResponseSchema.safeParse(message).error).toBeUndefined();
  const of = { guild_id: guild.id, channel_id: staff };
  const member = { roles: [guild.role("staff")], nick: null };
  expect(await forAlice.next("MESSAGE_CREATE")).toMatchObject({ ...of, id: message.id, member });
  await sam.patch(`/channels/${staff}/messages/${message.id}`, { content: "for us alone" });
  expect(await forAlice.next("MESSAGE_UPDATE")).toMatchObject({ ...of, content: "for us alone", member });
  await sam.put(`/channels/${staff}/messages/${message.id}/reactions/${THUMB}/@me`);
  expect(await forAlice.next("MESSAGE_REACTION_ADD")).toMatchObject({
    ...of,
    member: { ...member, user: { id: sam.id } },
  });
  await sam.delete(`/channels/${staff}/messages/${message.id}/reactions/${THUMB}/@me`);
  expect(await forAlice.next("MESSAGE_REACTION_REMOVE")).toMatchObject(of);
  await sam.post(`/channels/${staff}/typing`);
  expect(await forAlice.next("TYPING_START")).toMatchObject({ ...of, member: { user: { id: sam.id } } });
  await alice.put(`/channels/${staff}/messages/pins/${message.id}`);
  expect(await forAlice.next("CHANNEL_PINS_UPDATE")).toMatchObject(of);
  expect(await forAlice.next("MESSAGE_CREATE")).toMatchObject({ ...of, type: 6 });
  await sam.delete(`/channels/${staff}/messages/${message.id}`);
  expect(await forAlice.next("MESSAGE_DELETE")).toEqual({ ...of, id: message.id });
  const more = [await send(sam, staff, "1"), await send(sam, staff, "2")].map(({ id }) => id);
  await alice.post(`/channels/${staff}/messages/bulk-delete`, { messages: more });
  expect(await forAlice.next("MESSAGE_DELETE_BULK")).toEqual({ ...of, ids: more });

  await forBob.settle();
  await forEve.settle();
  expect(forBob.received).toEqual([]);
  expect(forEve.received).toEqual([]);
});

test("[GUILDMSG2] each permission that is missing refuses what needs it", async () => {
  await using server = await startTestServer();
  const { alice, bob, guild } = await start(server, P.ViewChannel);
  const general = guild.channel("general");
  const message = await send(alice, general, "hello");
  const at = `/channels/${general}/messages`;
  expect((await bob.get(at)).body).toEqual([]);
  expect((await bob.get(`${at}/pins`)).body).toEqual({ items: [], has_more: false });
  const upload = form({ content: "x" }, [{ name: "a.txt", data: "text" }]);
  for (const answer of [
    await bob.post(at, { content: "hi" }),
    await bob.post(at, upload),
    await bob.get(`${at}/${message.id}`),
    await bob.delete(`${at}/${message.id}`),
    await bob.put(`${at}/${message.id}/reactions/${THUMB}/@me`),
    await bob.delete(`${at}/${message.id}/reactions`),
    await bob.put(`${at}/pins/${message.id}`),
    await bob.post(`/channels/${general}/typing`),
    await bob.post(`${at}/bulk-delete`, { messages: [message.id, "1"] }),
  ]) {
    expect(answer).toMatchObject({ status: 403, body: { code: 50013 } });
  }
  expect((await alice.get<APIMessage[]>(at)).body).toHaveLength(1);
});

test("[GUILDMSG2] without their permission replies and files are refused, embeds dropped, new emoji refused", async () => {
  await using server = await startTestServer();
  const { alice, bob, guild } = await start(server, P.ViewChannel | P.SendMessages);
  const general = guild.channel("general");
  const at = `/channels/${general}/messages`;
  const message = await send(alice, general, "hello");
  const reply = { content: "hi", message_reference: { message_id: message.id } };
  expect((await bob.post(at, reply)).body).toMatchObject({ code: 50013 });
  const upload = form({ content: "x" }, [{ name: "a.txt", data: "text" }]);
  expect((await bob.post(at, upload)).body).toMatchObject({ code: 50013 });
  const embeds = [{ title: "title" }];
  expect((await bob.post(at, { embeds })).body).toMatchObject({ code: 50006 });
  expect(await send(bob, general, { content: "text", embeds })).toMatchObject({
    content: "text",
    embeds: [],
  });
  expect(await send(alice, general, { embeds })).toMatchObject({ embeds: [{ title: "title" }] });
});

test("[GUILDMSG2] a file without a signature is for those who may read the history", async () => {
  await using server = await startTestServer();
  const { alice, bob, guild } = await start(server, P.ViewChannel | P.SendMessages);
  const general = guild.channel("general");
  const upload = form({ content: "x" }, [{ name: "a.txt", data: "text" }]);
  const { body } = await alice.post<APIMessage>(`/channels/${general}/messages`, upload);
  const bare = body.attachments[0]?.url.split("?")[0] ?? "";
  const get = async ({ token }: TestUser) =>
    (await fetch(bare, { headers: { authorization: token } })).status;
  expect([await get(alice), await get(bob)]).toEqual([200, 404]);
  await alice.patch(`/guilds/${guild.id}/roles/${guild.id}`, { permissions: String(USUAL) });
  expect(await get(bob)).toBe(200);
});

test("[GUILDMSG2] joining an emoji that is there is free", async () => {
  await using server = await startTestServer();
  const { alice, bob, guild } = await start(server, P.ViewChannel | P.ReadMessageHistory);
  const general = guild.channel("general");
  const message = await send(alice, general, "hello");
  const emoji = `/channels/${general}/messages/${message.id}/reactions/${THUMB}/@me`;
  expect((await bob.put(emoji)).body).toMatchObject({ code: 50013 });
  expect((await alice.put(emoji)).status).toBe(204);
  expect((await bob.put(emoji)).status).toBe(204);
});

test("[GUILDMSG3] categories and forums take no messages; what one does not see is not there", async () => {
  await using server = await startTestServer();
  const { alice, bob, eve, guild } = await start(server);
  for (const name of ["Text", "help"]) {
    const answer = await alice.post(`/channels/${guild.channel(name)}/messages`, { content: "x" });
    expect(answer).toMatchObject({ status: 400, body: { code: 50024 } });
  }
  expect((await bob.post(`/channels/${guild.channel("voice")}/messages`, { content: "x" })).status).toBe(200);
  for (const [user, name] of [
    [bob, "staff"],
    [eve, "general"],
  ] as const) {
    const answer = await user.post(`/channels/${guild.channel(name)}/messages`, { content: "x" });
    expect(answer).toMatchObject({ status: 404, body: { code: 10003 } });
  }
});

test("[GUILDMSG4] slow mode holds whatever is deleted, for those who are not exempt", async () => {
  await using server = await startTestServer();
  const { bob, mia, guild } = await start(server);
  const slow = guild.channel("slow");
  const first = await send(bob, slow, { content: "one", nonce: "1" });
  expect((await bob.post(`/channels/${slow}/messages`, { content: "one", nonce: "1" })).body).toMatchObject({
    id: first.id,
  });
  await bob.delete(`/channels/${slow}/messages/${first.id}`);
  const second = await bob.post<{ retry_after: number }>(`/channels/${slow}/messages`, { content: "two" });
  expect(second).toMatchObject({ status: 429, body: { code: 20016, global: false } });
  expect(second.body.retry_after).toBeGreaterThan(50);
  expect(second.body.retry_after).toBeLessThanOrEqual(60);
  expect(Number(second.headers.get("retry-after"))).toBe(Math.ceil(second.body.retry_after));
  await send(mia, slow, "one");
  await send(mia, slow, "two");
  // What is refused takes no turn.
  const sam = await server.user("sal");
  await enrol(server, guild.id, sam);
  expect((await sam.post(`/channels/${slow}/messages`, {})).status).toBe(400);
  await send(sam, slow, "hello");
});

const roles = (guild: TestGuild, ...names: string[]) => names.map((name) => guild.role(name));

test("[GUILDMSG5] roles, everyone and people are called by those who may, as far as allowed_mentions lets them", async () => {
  await using server = await startTestServer();
  const { alice, bob, eve, mia, sam, guild } = await start(server);
  const general = guild.channel("general");
  const calls = `<@&${guild.role("callable")}> <@&${guild.role("mods")}> <@&${guild.id}> <@&999> @everyone`;
  expect(await send(bob, general, calls)).toMatchObject({
    mention_everyone: false,
    mention_roles: roles(guild, "callable"),
  });
  expect(await send(mia, general, calls)).toMatchObject({
    mention_everyone: true,
    mention_roles: roles(guild, "callable", "mods"),
  });
  expect(
    await send(mia, general, {
      content: calls,
      allowed_mentions: { parse: [], roles: roles(guild, "mods") },
    }),
  ).toMatchObject({ mention_everyone: false, mention_roles: roles(guild, "mods") });
  const twice = { content: "x", allowed_mentions: { parse: ["roles"], roles: ["1"] } };
  expect((await bob.post(`/channels/${general}/messages`, twice)).status).toBe(400);
  // Only who sees the channel is called.
  const staff = guild.channel("staff");
  const named = await send(sam, staff, `<@${bob.id}> <@${alice.id}> <@${eve.id}> <@9223372036854775808>`);
  expect(named.mentions.map(({ id }) => id)).toEqual([alice.id]);

  // An edit takes calls away, and adds none.
  const message = await send(mia, general, `<@&${guild.role("mods")}> @everyone`);
  const edited = await mia.patch<APIMessage>(`/channels/${general}/messages/${message.id}`, {
    content: `<@&${guild.role("callable")}> nothing`,
  });
  expect(edited.body).toMatchObject({ mention_everyone: false, mention_roles: [] });
  const [read] = (await bob.get<APIMessage[]>(`/channels/${general}/messages?limit=1`)).body;
  expect(read).toMatchObject({ mention_everyone: false, mention_roles: [] });
});

test("[GUILDMSG6] who manages messages deletes others', and it is noted", async () => {
  await using server = await startTestServer();
  const { alice, bob, mia, guild } = await start(server);
  await using forAlice = await listen(server, alice);
  await using forBob = await listen(server, bob);
  const general = guild.channel("general");
  const at = `/channels/${general}/messages`;
  const theirs = await send(alice, general, "a");
  expect((await bob.delete(`${at}/${theirs.id}`)).body).toMatchObject({ code: 50013 });
  const mine = await send(bob, general, "b");
  await mia.request("DELETE", `${at}/${mine.id}`, undefined, { "X-Audit-Log-Reason": "off%20topic" });
  expect(await forAlice.next("GUILD_AUDIT_LOG_ENTRY_CREATE")).toMatchObject({
    action_type: 72,
    user_id: mia.id,
    target_id: bob.id,
    reason: "off topic",
    options: { channel_id: general },
  });
  const old = [snowflakeAt(Date.now() - 15 * 86_400_000), theirs.id];
  expect((await mia.post(`${at}/bulk-delete`, { messages: old })).body).toMatchObject({ code: 50034 });
  expect((await bob.get<APIMessage[]>(at)).body).toHaveLength(1);
  await forBob.settle();
  expect(forBob.received.some(({ t }) => t === "GUILD_AUDIT_LOG_ENTRY_CREATE")).toBe(false);
});

test("[GUILDMSG7] in time-out, and before the rules are accepted, one looks on", async () => {
  await using server = await startTestServer();
  const { alice, bob, guild }: { alice: TestUser; bob: TestUser; guild: TestGuild } = await start(server);
  const general = guild.channel("general");
  const mine = await send(bob, general, "mine");
  await alice.put(`/channels/${general}/messages/${mine.id}/reactions/${THUMB}/@me`);
  await server.seed(async ({ sql }) => {
    await sql
      .updateTable("guild_members")
      .set({ timed_out_until: Date.now() + 60_000 })
      .where("user_id", "=", bob.id)
      .execute();
  });
  const at = `/channels/${general}/messages`;
  expect((await bob.get<APIMessage[]>(at)).body).toHaveLength(1);
  for (const answer of [
    await bob.post(at, { content: "hi" }),
    await bob.patch(`${at}/${mine.id}`, { content: "changed" }),
    await bob.put(`${at}/${mine.id}/reactions/${THUMB}/@me`),
    await bob.post(`/channels/${general}/typing`),
  ]) {
    expect(answer).toMatchObject({ status: 403, body: { code: 50013 } });
  }
});
