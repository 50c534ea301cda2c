import { expect, test } from "bun:test";
import type { ReadState } from "@palabre/protocol";
import { startTestServer, type TestUser } from "./harness.ts";
import { listen } from "./listen.ts";
import { befriend, makeRoom, openChat, register } from "./people.ts";

const send = async (user: TestUser, channelId: string, content: string) =>
  (await user.post<{ id: string }>(`/channels/${channelId}/messages`, { content })).body.id;

async function state(server: { gatewayUrl: string }, user: TestUser, channelId: string) {
  await using session = await listen(server, user);
  return session.ready.read_state.find(({ id }: ReadState) => id === channelId);
}

test("[READ1][READ2] in a chat of two every message counts until it is read, on every device", async () => {
  await using server = await startTestServer();
  const { alice, bob } = await register(server, "alice", "bob");
  await befriend(alice, bob);
  const chat = await openChat(alice, bob);
  const one = await send(alice, chat.id, "one");
  const two = await send(alice, chat.id, "two");
  const three = await send(alice, chat.id, "three");
  expect(await state(server, bob, chat.id)).toMatchObject({ mention_count: 3 });
  expect(await state(server, alice, chat.id)).toEqual({
    id: chat.id,
    last_message_id: three,
    mention_count: 0,
  });

  await using phone = await listen(server, bob);
  const ack = (id: string, body = {}) => bob.post(`/channels/${chat.id}/messages/${id}/ack`, body);
  expect((await ack(one)).status).toBe(200);
  expect(await phone.next("MESSAGE_ACK")).toEqual({
    channel_id: chat.id,
    message_id: one,
    mention_count: 2,
  });
  await ack(three);
  await phone.settle();
  phone.clear();
  // A slow request of another device.
  await ack(two);
  await phone.settle();
  expect(phone.received).toEqual([]);
  expect(await state(server, bob, chat.id)).toEqual({
    id: chat.id,
    last_message_id: three,
    mention_count: 0,
  });

  await ack(one, { manual: true });
  expect(await phone.next("MESSAGE_ACK")).toEqual({
    channel_id: chat.id,
    message_id: one,
    mention_count: 2,
    manual: true,
  });
  await ack(one, { manual: true, mention_count: 7 });
  expect(await state(server, bob, chat.id)).toEqual({ id: chat.id, last_message_id: one, mention_count: 7 });
  // Nobody has read what is not yet written.
  await ack("9223372036854775807");
  expect(await state(server, bob, chat.id)).toEqual({
    id: chat.id,
    last_message_id: three,
    mention_count: 0,
  });
});

test("[READ1] in a room mentions count, the rest is merely unread; several are read at once", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol } = await register(server, "alice", "bob", "carol");
  await befriend(alice, bob);
  await befriend(alice, carol);
  const room = await makeRoom(alice, [bob, carol]);
  const other = await makeRoom(alice, [bob]);
  const first = await send(alice, room.id, "hello");
  await send(alice, room.id, `and you, <@${bob.id}>?`);
  const last = await send(alice, room.id, "@everyone hear this");
  const there = await send(alice, other.id, `<@${bob.id}>`);
  expect(await state(server, bob, room.id)).toMatchObject({ mention_count: 2 });
  expect(await state(server, carol, room.id)).toMatchObject({ mention_count: 1 });

  await bob.post(`/channels/${room.id}/messages/${first}/ack`, {});
  expect(await state(server, bob, room.id)).toMatchObject({ last_message_id: first, mention_count: 2 });
  const bulk = await bob.post("/read-states/ack-bulk", {
    read_states: [
      { channel_id: room.id, message_id: last },
      { channel_id: other.id, message_id: there },
      { channel_id: "42", message_id: "42" },
    ],
  });
  expect(bulk.status).toBe(204);
  expect(await state(server, bob, room.id)).toMatchObject({ last_message_id: last, mention_count: 0 });
  expect(await state(server, bob, other.id)).toMatchObject({ last_message_id: there, mention_count: 0 });
});

test("[READ3] what was written before one came counts as read, being added does not", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol } = await register(server, "alice", "bob", "carol");
  await befriend(alice, bob);
  await befriend(alice, carol);
  const room = await makeRoom(alice, [bob]);
  const before = await send(alice, room.id, "before");
  await alice.put(`/channels/${room.id}/recipients/${carol.id}`, {});
  expect(await state(server, carol, room.id)).toEqual({
    id: room.id,
    last_message_id: before,
    mention_count: 1,
  });
  await carol.post(`/channels/${room.id}/messages/${before}/ack`, {});
  expect(await state(server, carol, room.id)).toEqual({
    id: room.id,
    last_message_id: before,
    mention_count: 1,
  });
});

test("[ERROR2] nobody reads what they do not see", async () => {
  await using server = await startTestServer();
  const { alice, bob, eve } = await register(server, "alice", "bob", "eve");
  await befriend(alice, bob);
  const room = await makeRoom(alice, [bob]);
  const id = await send(alice, room.id, "hello");
  expect((await eve.post(`/channels/${room.id}/messages/${id}/ack`, {})).body).toMatchObject({ code: 10003 });
});
