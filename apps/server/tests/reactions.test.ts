import { expect, test } from "bun:test";
import type { APIMessage, APIUser, ApiErrorBody } from "@palabre/protocol";
import { MessageResponseSchema, UserResponseSchema } from "discord-api-spec/zod";
import { send, startChat, startRoom } from "./chat.ts";
import { startTestServer } from "./harness.ts";
import { listen } from "./listen.ts";

const at = (message: APIMessage, emoji?: string) =>
  `/channels/${message.channel_id}/messages/${message.id}/reactions${emoji ? `/${encodeURIComponent(emoji)}` : ""}`;

test("reactions of several people add up, once each, and everybody is told", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, room } = await startRoom(server);
  const message = await send(alice, room, "react!");
  await using gateway = await listen(server, carol);
  for (let n = 0; n < 2; n++) expect((await bob.put(`${at(message, "❤️")}/@me`)).status).toBe(204);
  // The same heart, typed without its variation selector.
  await carol.put(`${at(message, "\u2764")}/@me`);
  await carol.put(`${at(message, "🔥")}/@me`);
  expect(await gateway.next("MESSAGE_REACTION_ADD")).toEqual({
    user_id: bob.id,
    channel_id: room,
    message_id: message.id,
    message_author_id: alice.id,
    emoji: { id: null, name: "❤️" },
    burst: false,
    type: 0,
  });
  await gateway.next<{ emoji: { name: string } }>("MESSAGE_REACTION_ADD", (d) => d.emoji.name === "🔥");
  expect(gateway.received.filter(({ t }) => t === "MESSAGE_REACTION_ADD")).toHaveLength(3);

  const { body } = await bob.get<APIMessage>(`/channels/${room}/messages/${message.id}`);
  MessageResponseSchema.parse(body);
  expect(body.reactions).toMatchObject([
    { emoji: { id: null, name: "❤️" }, count: 2, me: true },
    { emoji: { id: null, name: "🔥" }, count: 1, me: false },
  ]);
  const first = await alice.get<APIUser[]>(`${at(message, "❤️")}?limit=1`);
  for (const user of first.body) UserResponseSchema.parse(user);
  const second = await alice.get<APIUser[]>(`${at(message, "❤️")}?after=${first.body[0]?.id}`);
  expect([...first.body, ...second.body].map(({ id }) => id)).toEqual([bob.id, carol.id]);

  expect((await bob.delete(`${at(message, "❤️")}/@me`)).status).toBe(204);
  expect(await gateway.next<{ user_id: string }>("MESSAGE_REACTION_REMOVE")).toMatchObject({
    user_id: bob.id,
  });
  const after = await alice.get<APIMessage>(`/channels/${room}/messages/${message.id}`);
  expect(after.body.reactions?.[0]).toMatchObject({ count: 1, me: false });
});

test("admins take off what others put there, members do not", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, room } = await startRoom(server);
  const message = await send(bob, room, "x");
  await using gateway = await listen(server, bob);
  for (const emoji of ["🔥", "👍", "🎉"]) await carol.put(`${at(message, emoji)}/@me`);
  for (const path of [`${at(message, "🔥")}/${carol.id}`, at(message, "🔥"), at(message)]) {
    expect((await bob.delete<ApiErrorBody>(path)).body.code).toBe(50013);
  }
  expect((await alice.delete(`${at(message, "🔥")}/${carol.id}`)).status).toBe(204);
  expect(await gateway.next("MESSAGE_REACTION_REMOVE")).toMatchObject({ user_id: carol.id });
  expect((await alice.delete(at(message, "👍"))).status).toBe(204);
  expect(await gateway.next("MESSAGE_REACTION_REMOVE_EMOJI")).toEqual({
    channel_id: room,
    message_id: message.id,
    emoji: { id: null, name: "👍" },
  });
  expect((await alice.delete(at(message))).status).toBe(204);
  expect(await gateway.next("MESSAGE_REACTION_REMOVE_ALL")).toEqual({
    channel_id: room,
    message_id: message.id,
  });
  const { body } = await bob.get<APIMessage>(`/channels/${room}/messages/${message.id}`);
  expect(body.reactions).toBeUndefined();
});

test("[REACT1] no more than 20 different ones, nothing that is no emoji, nothing past a block", async () => {
  await using server = await startTestServer();
  const { alice, bob, dm } = await startChat(server);
  const message = await send(alice, dm, "x");
  const faces = Array.from({ length: 21 }, (_, n) => String.fromCodePoint(0x1f600 + n));
  const answers = await Promise.all(faces.map((face) => bob.put<ApiErrorBody>(`${at(message, face)}/@me`)));
  const refused = answers.filter(({ status }) => status !== 204);
  expect(refused.map(({ body }) => body.code)).toEqual([30010]);
  const kept = faces.find((_, n) => answers[n]?.status === 204) as string;
  expect((await alice.put(`${at(message, kept)}/@me`)).status).toBe(204);
  for (const emoji of ["abc", "name:123456", "👍👍"]) {
    expect((await bob.put<ApiErrorBody>(`${at(message, emoji)}/@me`)).body.code).toBe(10014);
  }
  expect(
    (await bob.put<ApiErrorBody>(`/channels/${dm}/messages/1/reactions/%F0%9F%94%A5/@me`)).body.code,
  ).toBe(10008);
  await alice.put(`/users/@me/relationships/${bob.id}`, { type: 2 });
  expect((await bob.put<ApiErrorBody>(`${at(message, kept)}/@me`)).body.code).toBe(90001);
});

test("a deleted message takes its reactions along", async () => {
  await using server = await startTestServer();
  const { alice, bob, dm } = await startChat(server);
  const message = await send(alice, dm, "x");
  await bob.put(`${at(message, "🔥")}/@me`);
  await alice.delete(`/channels/${dm}/messages/${message.id}`);
  expect((await bob.get<ApiErrorBody>(at(message, "🔥"))).body.code).toBe(10008);
});
