import { expect, test } from "bun:test";
import type { APIMessage, ApiErrorBody } from "@palabre/protocol";
import { MessageResponseSchema, PinnedMessagesResponseSchema } from "discord-api-spec/zod";
import { send, startChat, startRoom } from "./chat.ts";
import { startTestServer } from "./harness.ts";
import { listen } from "./listen.ts";

interface Pins {
  items: { pinned_at: string; message: APIMessage }[];
  has_more: boolean;
}

test("[PIN1] a pin is listed, told and said", async () => {
  await using server = await startTestServer();
  const { alice, bob, dm } = await startChat(server);
  await using gateway = await listen(server, bob);
  const messages = [];
  for (const text of ["a", "b", "c"]) messages.push(await send(alice, dm, text));
  const [a, b, c] = messages.map(({ id }) => id);
  expect((await bob.put(`/channels/${dm}/messages/pins/${a}`)).status).toBe(204);
  const update = await gateway.next<{ last_pin_timestamp: string }>("CHANNEL_PINS_UPDATE");
  expect(update).toMatchObject({ channel_id: dm, last_pin_timestamp: expect.stringMatching(/Z$/) });
  expect(await gateway.next<APIMessage>("MESSAGE_UPDATE")).toMatchObject({
    id: a,
    pinned: true,
    edited_timestamp: null,
  });
  const said = await gateway.next<APIMessage>("MESSAGE_CREATE", ({ type }) => type === 6);
  expect(said).toMatchObject({
    author: { id: bob.id },
    message_reference: { message_id: a, channel_id: dm },
  });
  MessageResponseSchema.parse(said);
  // The older address, and twice: the second time nothing happens.
  for (let n = 0; n < 2; n++) await alice.put(`/channels/${dm}/pins/${b}`);
  await alice.put(`/channels/${dm}/pins/${c}`);

  const page = await bob.get<Pins>(`/channels/${dm}/messages/pins?limit=2`);
  PinnedMessagesResponseSchema.parse(page.body);
  expect(page.body.items.map(({ message }) => message.id)).toEqual([c, b] as string[]);
  expect(page.body.has_more).toBe(true);
  const rest = await bob.get<Pins>(`/channels/${dm}/messages/pins?before=${page.body.items[1]?.pinned_at}`);
  expect(rest.body.items.map(({ message }) => message.id)).toEqual([a] as string[]);
  expect(rest.body.has_more).toBe(false);
  const old = await bob.get<APIMessage[]>(`/channels/${dm}/pins`);
  expect(old.body.map(({ id }) => id)).toEqual([c, b, a] as string[]);

  expect((await bob.delete(`/channels/${dm}/messages/pins/${c}`)).status).toBe(204);
  await gateway.next<{ last_pin_timestamp: string }>(
    "CHANNEL_PINS_UPDATE",
    (d) => d.last_pin_timestamp === page.body.items[1]?.pinned_at,
  );
  const history = await alice.get<APIMessage[]>(`/channels/${dm}/messages`);
  expect(history.body.filter(({ type }) => type === 6)).toHaveLength(3);
  const note = history.body.find(({ type }) => type === 6) as APIMessage;
  expect((await alice.put<ApiErrorBody>(`/channels/${dm}/pins/${note.id}`)).body.code).toBe(50021);
  expect(
    (await alice.patch<ApiErrorBody>(`/channels/${dm}/messages/${note.id}`, { content: "x" })).status,
  ).toBe(403);
});

test("[PIN1] in a room admins pin, members do not", async () => {
  await using server = await startTestServer();
  const { alice, bob, room } = await startRoom(server);
  const { id } = await send(bob, room, "x");
  expect((await bob.put<ApiErrorBody>(`/channels/${room}/messages/pins/${id}`)).body.code).toBe(50013);
  await alice.patch(`/channels/${room}/recipients/${bob.id}`, { role: "admin" });
  expect((await bob.put(`/channels/${room}/messages/pins/${id}`)).status).toBe(204);
  expect((await bob.put<ApiErrorBody>(`/channels/${room}/messages/pins/1`)).body.code).toBe(10008);
  expect(
    (await bob.get<ApiErrorBody>(`/channels/${room}/messages/pins?before=yesterday`)).body.errors,
  ).toHaveProperty("before");
});
