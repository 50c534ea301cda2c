import { expect, test } from "bun:test";
import { startTestServer } from "./harness.ts";
import { listen } from "./listen.ts";
import { befriend, makeRoom, openChat, register } from "./people.ts";

test("[DRAFT1] a draft follows from device to device, as it was typed, and to nobody else", async () => {
  await using server = await startTestServer();
  const { alice, bob } = await register(server, "alice", "bob");
  await befriend(alice, bob);
  const chat = await openChat(alice, bob);
  await using phone = await listen(server, alice);
  await using b = await listen(server, bob);
  const draft = (content: unknown) => alice.put(`/users/@me/drafts/${chat.id}`, { content });

  expect((await draft("dear Bob, \n ")).status).toBe(204);
  expect(await phone.next("DRAFT_UPDATE")).toMatchObject({ channel_id: chat.id, content: "dear Bob, \n " });
  {
    await using laptop = await listen(server, alice);
    expect(laptop.ready.drafts).toMatchObject([{ channel_id: chat.id, content: "dear Bob, \n " }]);
  }
  expect((await draft("")).status).toBe(204);
  await phone.next("DRAFT_UPDATE", (d) => d.content === "");
  await using laptop = await listen(server, alice);
  expect(laptop.ready.drafts).toEqual([]);
  await b.settle();
  expect(b.received).toEqual([]);

  expect((await draft("x".repeat(4_001))).status).toBe(400);
  expect((await draft(7)).status).toBe(400);
  expect((await draft("a\u0000b\ud800")).status).toBe(204);
});

test("leaving a room forgets what one had begun to write there", async () => {
  await using server = await startTestServer();
  const { alice, bob } = await register(server, "alice", "bob");
  await befriend(alice, bob);
  const room = await makeRoom(alice, [bob]);
  await bob.put(`/users/@me/drafts/${room.id}`, { content: "hm" });
  await bob.delete(`/channels/${room.id}`);
  expect((await bob.put(`/users/@me/drafts/${room.id}`, { content: "hm" })).status).toBe(404);
  await alice.put(`/channels/${room.id}/recipients/${bob.id}`, {});
  await using b = await listen(server, bob);
  expect(b.ready.drafts).toEqual([]);
});
