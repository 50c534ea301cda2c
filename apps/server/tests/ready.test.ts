import { expect, test } from "bun:test";
import { startTestServer } from "./harness.ts";
import { listen } from "./listen.ts";
import { befriend, makeRoom, openChat, register } from "./people.ts";

test("READY has friends, requests, conversations with their last message, and everyone once", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, dave, eve } = await register(server, "alice", "bob", "carol", "dave", "eve");
  await befriend(alice, bob);
  await befriend(alice, carol);
  await befriend(bob, dave);
  await eve.put(`/users/@me/relationships/${alice.id}`, {});
  const room = await makeRoom(alice, [bob, carol]);
  const chat = await openChat(alice, bob);
  await makeRoom(bob, [dave], "Elsewhere");
  const long = `${"é🙂".repeat(70)} end`;
  const { body: sent } = await bob.post<{ id: string }>(`/channels/${room.id}/messages`, { content: long });
  await alice.post(`/channels/${chat.id}/messages`, { content: "hi" });
  await alice.put(`/users/@me/relationships/${dave.id}`, { type: 2 });

  await using session = await listen(server, alice);
  const { ready } = session;
  expect(ready.user).toMatchObject({ id: alice.id, username: "alice", email: alice.email });
  expect(ready.relationships.map(({ id, type }) => [id, type])).toEqual([
    [bob.id, 1],
    [carol.id, 1],
    [eve.id, 3],
    [dave.id, 2],
  ]);
  expect(ready.users.map(({ id }) => id).toSorted()).toEqual([bob.id, carol.id, dave.id, eve.id].toSorted());
  expect(ready.private_channels.map(({ id }) => id)).toEqual([chat.id, room.id]);
  const [first, second] = ready.private_channels;
  expect(first).toMatchObject({ type: 1, recipients: [{ id: bob.id }] });
  expect(first?.last_message).toMatchObject({ content: "hi", author_id: alice.id, attachments: 0, type: 0 });
  expect(second).toMatchObject({ type: 3, name: "Kitchen", owner_id: alice.id, last_message_id: sent.id });
  expect(second?.recipients.map(({ id }) => id)).toEqual([bob.id, carol.id]);
  expect(second?.last_message?.content).toBe([...long].slice(0, 120).join(""));
  expect(ready.guilds).toEqual([]);
  expect(ready.user_settings).toMatchObject({ status: "online", allow_dms: "mates" });
  expect(ready.drafts).toEqual([]);
});

test("what one may see outlives a new log-in: taps are those that the rows say", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol } = await register(server, "alice", "bob", "carol");
  await befriend(alice, bob);
  await befriend(alice, carol);
  const room = await makeRoom(alice, [bob, carol]);
  const chat = await openChat(alice, bob);
  await using b = await listen(server, bob);
  await alice.post(`/channels/${room.id}/messages`, { content: "room" });
  await alice.post(`/channels/${chat.id}/messages`, { content: "chat" });
  await b.next("MESSAGE_CREATE", (d) => d.content === "room");
  await b.next("MESSAGE_CREATE", (d) => d.content === "chat");
  await using _c = await listen(server, carol);
  await b.next("PRESENCE_UPDATE", (d) => d.user.id === carol.id);
});

test("an account that is deleted leaves its rooms and friends; its chats stay with the others", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol } = await register(server, "alice", "bob", "carol");
  await befriend(bob, alice);
  await befriend(bob, carol);
  const room = await makeRoom(bob, [alice, carol]);
  const chat = await openChat(bob, alice);
  await bob.post(`/channels/${chat.id}/messages`, { content: "bye" });
  await using a = await listen(server, alice);
  expect((await bob.post("/users/@me/delete", { password: bob.password })).status).toBe(204);
  await a.next("RELATIONSHIP_REMOVE", (d) => d.id === bob.id);
  await a.next("CHANNEL_RECIPIENT_REMOVE", (d) => d.channel_id === room.id && d.user.id === bob.id);
  await using again = await listen(server, alice);
  expect(again.ready.relationships).toEqual([]);
  const kept = again.ready.private_channels.find(({ id }) => id === chat.id);
  expect(kept?.recipients).toMatchObject([{ id: bob.id, username: `deleted_user_${bob.id}` }]);
  const left = again.ready.private_channels.find(({ id }) => id === room.id);
  expect(left).toMatchObject({ owner_id: alice.id, recipients: [{ id: carol.id }] });
  expect((await alice.post(`/channels/${chat.id}/messages`, { content: "?" })).body).toMatchObject({
    code: 50007,
  });
});
