import { expect, test } from "bun:test";
import type { PrivateChannel } from "@palabre/protocol";
import { PrivateChannelResponseSchema, PrivateGroupChannelResponseSchema } from "discord-api-spec/zod";
import { startTestServer } from "./harness.ts";
import { listen } from "./listen.ts";
import { befriend, makeRoom, openChat, register } from "./people.ts";

test("[CHAT1] the chat of two people is one, however often and by whomever it is opened", async () => {
  await using server = await startTestServer();
  const { alice, bob } = await register(server, "alice", "bob");
  await befriend(alice, bob);
  const opened = await Promise.all([
    openChat(alice, bob),
    openChat(bob, alice),
    openChat(alice, bob),
    openChat(bob, alice),
  ]);
  expect(new Set(opened.map(({ id }) => id)).size).toBe(1);
  const again = await openChat(alice, bob);
  expect(again).toMatchObject({
    id: opened[0].id,
    type: 1,
    recipients: [{ id: bob.id }],
    last_message: null,
  });
  expect(again).not.toHaveProperty("owner_id");
  expect((await alice.post("/users/@me/channels", { recipient_id: alice.id })).status).toBe(400);
  expect((await alice.post("/users/@me/channels", { recipient_id: "1" })).body).toMatchObject({
    code: 10013,
  });
});

test("[CHAT1] nobody is shown a chat before something is written", async () => {
  await using server = await startTestServer();
  const { alice, bob } = await register(server, "alice", "bob");
  await befriend(alice, bob);
  await using a = await listen(server, alice);
  await using b = await listen(server, bob);
  const chat = await openChat(alice, bob);
  await a.next("CHANNEL_CREATE", (d) => d.id === chat.id);
  await alice.post(`/channels/${chat.id}/typing`);
  await b.settle();
  expect(b.received.filter(({ t }) => t === "CHANNEL_CREATE" || t === "TYPING_START")).toEqual([]);
  expect((await bob.get("/users/@me/channels")).body).toEqual([]);

  await alice.post(`/channels/${chat.id}/messages`, { content: "hello" });
  expect(await b.next("CHANNEL_CREATE")).toMatchObject({ id: chat.id, recipients: [{ id: alice.id }] });
  expect(await b.next("MESSAGE_CREATE")).toMatchObject({ content: "hello" });
  const order = b.received.map(({ t }) => t);
  expect(order.indexOf("CHANNEL_CREATE")).toBeLessThan(order.indexOf("MESSAGE_CREATE"));
});

test("[CHAT2] a chat that was put away comes back with the next message, or when it is opened", async () => {
  await using server = await startTestServer();
  const { alice, bob } = await register(server, "alice", "bob");
  await befriend(alice, bob);
  const chat = await openChat(alice, bob);
  await alice.post(`/channels/${chat.id}/messages`, { content: "one" });
  await using b = await listen(server, bob);
  expect(b.ready.private_channels.map(({ id }) => id)).toEqual([chat.id]);

  expect((await bob.delete(`/channels/${chat.id}`)).status).toBe(200);
  await b.next("CHANNEL_DELETE", (d) => d.id === chat.id);
  {
    await using other = await listen(server, bob);
    expect(other.ready.private_channels).toEqual([]);
  }
  b.clear();
  await alice.post(`/channels/${chat.id}/messages`, { content: "two" });
  await b.next("CHANNEL_CREATE", (d) => d.id === chat.id);
  await b.next("MESSAGE_CREATE", (d) => d.content === "two");

  await bob.delete(`/channels/${chat.id}`);
  b.clear();
  expect((await openChat(bob, alice)).id).toBe(chat.id);
  await b.next("CHANNEL_CREATE", (d) => d.id === chat.id);
  expect((await bob.get<PrivateChannel[]>("/users/@me/channels")).body.map(({ id }) => id)).toEqual([
    chat.id,
  ]);
});

test("[CHAT3] who may open a chat is the recipient's choice, and a block is not told apart from it", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol } = await register(server, "alice", "bob", "carol");
  const open = async () =>
    (await alice.post<{ code?: number }>("/users/@me/channels", { recipient_id: bob.id })).body;
  expect(await open()).toMatchObject({ code: 50007 });
  await befriend(carol, alice);
  await befriend(carol, bob);
  await makeRoom(carol, [alice, bob]);
  await bob.patch("/users/@me/settings", { allow_dms: "friends" });
  expect(await open()).toMatchObject({ code: 50007 });
  await bob.put(`/users/@me/relationships/${alice.id}`, { type: 2 });
  expect(await open()).toMatchObject({ code: 50007, message: "Cannot send messages to this user" });
  await bob.delete(`/users/@me/relationships/${alice.id}`);
  await bob.patch("/users/@me/settings", { allow_dms: "mates" });
  expect(await open()).toMatchObject({ type: 1 });
});

test("[BLOCK3] a blocked person's typing and messages reach nobody, and they are told no more than 50007", async () => {
  await using server = await startTestServer();
  const { alice, bob } = await register(server, "alice", "bob");
  await befriend(alice, bob);
  const chat = await openChat(alice, bob);
  await alice.post(`/channels/${chat.id}/messages`, { content: "hello" });
  await using a = await listen(server, alice);
  await using b = await listen(server, bob);
  await bob.post(`/channels/${chat.id}/typing`);
  expect(await a.next("TYPING_START")).toMatchObject({ channel_id: chat.id, user_id: bob.id });
  await alice.put(`/users/@me/relationships/${bob.id}`, { type: 2 });
  await a.settle();
  await b.settle();
  a.clear();
  b.clear();
  expect((await bob.post(`/channels/${chat.id}/typing`)).status).toBe(204);
  expect((await alice.post(`/channels/${chat.id}/typing`)).status).toBe(204);
  expect((await bob.post(`/channels/${chat.id}/messages`, { content: "?" })).body).toMatchObject({
    code: 50007,
  });
  await a.settle();
  await b.settle();
  expect([...a.received, ...b.received]).toEqual([]);
});

test("channels have the shapes of the official document", async () => {
  await using server = await startTestServer();
  const { alice, bob } = await register(server, "alice", "bob");
  await befriend(alice, bob);
  const chat = await openChat(alice, bob);
  const room = await makeRoom(alice, [bob]);
  await alice.post(`/channels/${room.id}/messages`, { content: "hello" });
  PrivateChannelResponseSchema.parse((await alice.get(`/channels/${chat.id}`)).body);
  PrivateGroupChannelResponseSchema.parse((await alice.get(`/channels/${room.id}`)).body);
  PrivateGroupChannelResponseSchema.parse((await alice.patch(`/channels/${room.id}`, { name: null })).body);
});
