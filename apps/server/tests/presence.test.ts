import { expect, test } from "bun:test";
import { startTestServer } from "./harness.ts";
import { listen } from "./listen.ts";
import { befriend, makeRoom, register } from "./people.ts";

test("friends see each other come, change and go within a second", async () => {
  await using server = await startTestServer();
  const { alice, bob } = await register(server, "alice", "bob");
  await using a = await listen(server, alice);
  await using b = await listen(server, bob);
  expect(a.ready.presences).toEqual([]);

  await befriend(alice, bob);
  await a.next("PRESENCE_UPDATE", (d) => d.user.id === bob.id && d.status === "online");
  await b.next("PRESENCE_UPDATE", (d) => d.user.id === alice.id && d.status === "online");

  const began = performance.now();
  b.send(3, { since: null, activities: [], status: "idle", afk: true });
  await a.next("PRESENCE_UPDATE", (d) => d.user.id === bob.id && d.status === "idle");
  expect(performance.now() - began).toBeLessThan(1_000);

  const left = performance.now();
  b.close();
  await a.next("PRESENCE_UPDATE", (d) => d.user.id === bob.id && d.status === "offline");
  expect(performance.now() - left).toBeLessThan(2_000);
});

test("READY has those who are there, and not those who hide", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol } = await register(server, "alice", "bob", "carol");
  await befriend(alice, bob);
  await befriend(alice, carol);
  await using _b = await listen(server, bob);
  await using _c = await listen(server, carol, {
    presence: { status: "invisible", since: null, activities: [], afk: false },
  });
  await using a = await listen(server, alice);
  expect(a.ready.presences.map(({ user, status }) => [user.id, status])).toEqual([[bob.id, "online"]]);
});

test("strangers see nothing; room mates see each other until one leaves, unless they are friends", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol } = await register(server, "alice", "bob", "carol");
  await using b = await listen(server, bob);
  await using c = await listen(server, carol);
  await befriend(alice, bob);
  await befriend(alice, carol);
  await b.settle();
  expect(b.received.filter(({ t, d }) => t === "PRESENCE_UPDATE" && d.user.id === carol.id)).toEqual([]);

  const room = await makeRoom(alice, [bob, carol]);
  await b.next("PRESENCE_UPDATE", (d) => d.user.id === carol.id && d.status === "online");
  await c.next("PRESENCE_UPDATE", (d) => d.user.id === bob.id && d.status === "online");

  b.clear();
  expect((await carol.delete(`/channels/${room.id}`)).status).toBe(200);
  await b.next("PRESENCE_UPDATE", (d) => d.user.id === carol.id && d.status === "offline");
  b.clear();
  c.send(3, { since: null, activities: [], status: "dnd", afk: false });
  await c.settle();
  await b.settle();
  expect(b.received.filter(({ t }) => t === "PRESENCE_UPDATE")).toEqual([]);
});
