import { expect, test } from "bun:test";
import type { APIMessage, ReadState, ReadStateUpdate } from "@palabre/protocol";
import { send } from "./chat.ts";
import { enrol, makeGuild } from "./guild.ts";
import { startTestServer, type TestServer, type TestUser } from "./harness.ts";
import { listen } from "./listen.ts";

/** What READY says of a channel. */
async function stateOf(
  server: TestServer,
  user: TestUser,
  channelId: string,
): Promise<ReadState | undefined> {
  await using session = await listen(server, user);
  return session.ready.read_state.find(({ id }) => id === channelId);
}

async function start(server: TestServer) {
  const alice = await server.user("alice");
  const bob = await server.user("bob");
  const sam = await server.user("sam");
  const guild = await makeGuild(alice);
  const before = await send(alice, guild.channel("general"), `@everyone <@&${guild.role("callable")}> old`);
  await enrol(server, guild.id, bob, [guild.role("callable"), guild.role("mods")]);
  await enrol(server, guild.id, sam, [guild.role("staff")]);
  return { alice, bob, sam, guild, before };
}

test("[GUILDREAD1] what calls by name, by role and everyone is counted once a message, from when one came", async () => {
  await using server = await startTestServer();
  const { alice, bob, sam, guild, before } = await start(server);
  const general = guild.channel("general");
  const fresh = await stateOf(server, bob, general);
  expect(fresh).toMatchObject({ mention_count: 0 });
  expect(BigInt(fresh?.last_message_id ?? 0)).toBeGreaterThan(BigInt(before.id));

  await send(alice, general, "nothing");
  expect(await stateOf(server, bob, general)).toMatchObject({ mention_count: 0 });
  await send(alice, general, `<@${bob.id}>`);
  await send(alice, general, "@everyone");
  await send(alice, general, `<@&${guild.role("callable")}> <@&${guild.role("mods")}>`);
  const all = await send(alice, general, `<@${bob.id}> @everyone <@&${guild.role("callable")}>`);
  expect(await stateOf(server, bob, general)).toMatchObject({ mention_count: 4 });
  expect(await stateOf(server, sam, general)).toMatchObject({ mention_count: 2 });

  await alice.delete(`/channels/${general}/messages/${all.id}`);
  expect(await stateOf(server, bob, general)).toMatchObject({ mention_count: 3 });
  // One's own call for nobody else counts for oneself.
  await send(bob, general, "@everyone");
  expect(await stateOf(server, bob, general)).toMatchObject({ mention_count: 0 });
  expect(await stateOf(server, sam, general)).toMatchObject({ mention_count: 2 });
});

test("[GUILDREAD2] reading counts what calls after it, and tells one's devices", async () => {
  await using server = await startTestServer();
  const { alice, bob, guild } = await start(server);
  const general = guild.channel("general");
  await using session = await listen(server, bob);
  const first = await send(alice, general, `<@${bob.id}> one`);
  await send(alice, general, "@everyone two");
  await send(alice, general, `<@&${guild.role("callable")}> three`);
  const last = await send(alice, general, `<@${bob.id}> four`);
  const ack = (id: string, body = {}) => bob.post(`/channels/${general}/messages/${id}/ack`, body);
  await ack(first.id);
  expect(await session.next("MESSAGE_ACK")).toMatchObject({ message_id: first.id, mention_count: 3 });
  expect(await stateOf(server, bob, general)).toMatchObject({ last_message_id: first.id, mention_count: 3 });
  await ack(last.id);
  expect(await session.next("MESSAGE_ACK")).toMatchObject({ message_id: last.id, mention_count: 0 });
  await ack(first.id, { manual: true, mention_count: 2 });
  expect(await session.next("MESSAGE_ACK")).toMatchObject({ message_id: first.id, mention_count: 2 });
  expect(await stateOf(server, bob, general)).toMatchObject({ mention_count: 2 });
});

test("[GUILDREAD3] READY says nothing of channels one does not see, nor does the inbox", async () => {
  await using server = await startTestServer();
  const { alice, bob, sam, guild } = await start(server);
  const staff = guild.channel("staff");
  await send(alice, staff, `<@${sam.id}> <@${bob.id}> @everyone <@&${guild.role("callable")}>`);
  expect(await stateOf(server, sam, staff)).toMatchObject({ mention_count: 1 });
  expect(await stateOf(server, bob, staff)).toBeUndefined();
  const inbox = async (user: TestUser) =>
    (await user.get<APIMessage[]>("/users/@me/mentions")).body.map(({ channel_id }) => channel_id);
  expect(await inbox(sam)).toEqual([staff]);
  expect(await inbox(bob)).toEqual([]);
  // What one no longer sees is no longer there.
  await server.seed(async ({ sql }) => {
    await sql.deleteFrom("member_roles").where("user_id", "=", sam.id).execute();
  });
  expect(await inbox(sam)).toEqual([]);
  expect(await stateOf(server, sam, staff)).toBeUndefined();
});

test("[GUILDREAD4] the inbox has what names me, my roles and everyone, page by page, until it is put away", async () => {
  await using server = await startTestServer();
  const { alice, bob, sam, guild } = await start(server);
  const general = guild.channel("general");
  const sent = [
    await send(alice, general, `<@${bob.id}>`),
    await send(alice, general, "@everyone"),
    await send(alice, general, `<@&${guild.role("callable")}>`),
    await send(alice, general, `<@${bob.id}> <@&${guild.role("callable")}> @everyone`),
  ].map(({ id }) => id);
  const inbox = async (user: TestUser, query = "") =>
    (await user.get<APIMessage[]>(`/users/@me/mentions${query}`)).body.map(({ id }) => id);
  expect(await inbox(bob)).toEqual(sent.toReversed());
  expect(await inbox(bob, "?limit=2")).toEqual(sent.slice(2).reverse());
  expect(await inbox(bob, `?limit=2&before=${sent[2]}`)).toEqual(sent.slice(0, 2).reverse());
  expect(await inbox(sam)).toEqual([sent[3] ?? "", sent[1] ?? ""]);
  for (const id of sent) expect((await bob.delete(`/users/@me/mentions/${id}`)).status).toBe(204);
  expect(await inbox(bob)).toEqual([]);
  expect(await inbox(sam)).toHaveLength(2);
  // Putting it away is not reading it.
  expect(await stateOf(server, bob, general)).toMatchObject({ mention_count: 4 });
});

test("[GUILDREAD5] whoever leaves and comes back has read what is there", async () => {
  await using server = await startTestServer();
  const { alice, bob, guild } = await start(server);
  const general = guild.channel("general");
  await send(alice, general, `<@${bob.id}> @everyone`);
  await bob.put(`/users/@me/drafts/${general}`, { content: "begun" });
  expect((await bob.delete(`/users/@me/guilds/${guild.id}`)).status).toBe(204);
  expect(await stateOf(server, bob, general)).toBeUndefined();
  await enrol(server, guild.id, bob);
  expect(await stateOf(server, bob, general)).toMatchObject({ mention_count: 0 });
  expect((await bob.get("/users/@me/mentions")).body).toEqual([]);
});

test("[GUILDREAD6] a role given or taken tells the member alone what calls them now, where it was called", async () => {
  await using server = await startTestServer();
  const { alice, bob, sam, guild } = await start(server);
  const [general, slow, staff] = [guild.channel("general"), guild.channel("slow"), guild.channel("staff")];
  const role = guild.role("callable");
  await send(alice, general, `<@&${role}> one`);
  await send(alice, general, `<@${sam.id}> two`);
  const last = await send(alice, slow, "nobody");
  await send(alice, staff, `<@&${role}> hidden from bob`);
  await using forSam = await listen(server, sam);
  await using forBob = await listen(server, bob);
  const path = `/guilds/${guild.id}/members`;
  expect((await alice.put(`${path}/${sam.id}/roles/${role}`, {})).status).toBe(204);
  const given = await forSam.next<ReadStateUpdate>("READ_STATE_UPDATE");
  expect(given.guild_id).toBe(guild.id);
  expect(given.read_states.map((one) => [one.id, one.mention_count])).toEqual(
    [
      [general, 2],
      [staff, 1],
    ].sort(([a], [b]) => (BigInt(a ?? 0) < BigInt(b ?? 0) ? -1 : 1)),
  );
  expect(await stateOf(server, sam, general)).toMatchObject({ mention_count: 2 });

  // Taken from bob, who never saw the other channel; what names him would stay.
  await alice.patch(`${path}/${bob.id}`, { roles: [] });
  const taken = await forBob.next<ReadStateUpdate>("READ_STATE_UPDATE");
  expect(taken.read_states.map((one) => [one.id, one.mention_count])).toEqual([[general, 0]]);
  expect(taken.read_states[0]?.up_to).not.toBe(last.id);

  // What is read is not counted; with nothing to tell, nothing is told.
  await sam.post(`/guilds/${guild.id}/ack`, {});
  await forSam.settle();
  forSam.clear();
  expect((await alice.delete(`/guilds/${guild.id}/roles/${role}`)).status).toBe(204);
  await forSam.next("GUILD_ROLE_DELETE");
  await forSam.settle();
  expect(forSam.received.map(({ t }) => t)).not.toContain("READ_STATE_UPDATE");
});

test("[GUILDREAD6] deleting a role tells those who had it what still calls them", async () => {
  await using server = await startTestServer();
  const { alice, bob, guild } = await start(server);
  const general = guild.channel("general");
  await send(alice, general, `<@&${guild.role("callable")}>`);
  await send(alice, general, `<@${bob.id}>`);
  await using forBob = await listen(server, bob);
  await alice.delete(`/guilds/${guild.id}/roles/${guild.role("callable")}`);
  const { read_states } = await forBob.next("READ_STATE_UPDATE");
  expect(read_states).toMatchObject([{ id: general, mention_count: 1 }]);
  expect(await stateOf(server, bob, general)).toMatchObject({ mention_count: 1 });
});
