import { expect, test } from "bun:test";
import type { Relationship } from "@palabre/protocol";
import { startTestServer, type TestUser } from "./harness.ts";
import { listen } from "./listen.ts";
import { befriend, makeRoom, register } from "./people.ts";

const HERE = "/users/@me/relationships";
const relations = async (user: TestUser) =>
  (await user.get<Relationship[]>(HERE)).body.map(({ id, type }) => [id, type]);

test("[FRIEND1] a request by name reaches both ends; accepting makes friends", async () => {
  await using server = await startTestServer();
  const { alice, bob } = await register(server, "alice", "bob");
  await using a = await listen(server, alice);
  await using b = await listen(server, bob);

  expect((await alice.post(HERE, { username: "BOB" })).status).toBe(204);
  const sent = await a.next("RELATIONSHIP_ADD");
  expect(sent).toMatchObject({ id: bob.id, type: 4, nickname: null, user: { id: bob.id, username: "bob" } });
  expect(sent.since).toMatch(/Z$/);
  expect(await b.next("RELATIONSHIP_ADD")).toMatchObject({
    id: alice.id,
    type: 3,
    user: { username: "alice" },
  });

  expect((await bob.put(`${HERE}/${alice.id}`, {})).status).toBe(204);
  await a.next("RELATIONSHIP_ADD", (d) => d.type === 1 && d.id === bob.id);
  await b.next("RELATIONSHIP_ADD", (d) => d.type === 1 && d.id === alice.id);
  expect(await relations(alice)).toEqual([[bob.id, 1]]);
  expect(await relations(bob)).toEqual([[alice.id, 1]]);
});

test("[FRIEND1] two people who ask each other are friends at once, even at the same time", async () => {
  await using server = await startTestServer();
  const { alice, bob } = await register(server, "alice", "bob");
  const answers = await Promise.all([
    alice.post(HERE, { username: "bob" }),
    bob.post(HERE, { username: "alice" }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([204, 204]);
  expect(await relations(alice)).toEqual([[bob.id, 1]]);
  expect(await relations(bob)).toEqual([[alice.id, 1]]);
});

test("[FRIEND2] declining, cancelling and removing end it at both ends", async () => {
  await using server = await startTestServer();
  const { alice, bob } = await register(server, "alice", "bob");
  await using a = await listen(server, alice);
  await using b = await listen(server, bob);
  for (const [asks, ends] of [
    [alice, alice],
    [alice, bob],
  ] as const) {
    const other = asks === alice ? bob : alice;
    await asks.put(`${HERE}/${other.id}`, {});
    a.clear();
    b.clear();
    expect((await ends.delete(`${HERE}/${ends === alice ? bob.id : alice.id}`)).status).toBe(204);
    expect(await a.next("RELATIONSHIP_REMOVE")).toMatchObject({ id: bob.id, type: 4 });
    expect(await b.next("RELATIONSHIP_REMOVE")).toMatchObject({ id: alice.id, type: 3 });
    expect(await relations(alice)).toEqual([]);
    expect(await relations(bob)).toEqual([]);
  }
  await befriend(alice, bob);
  a.clear();
  b.clear();
  expect((await bob.delete(`${HERE}/${alice.id}`)).status).toBe(204);
  expect(await a.next("RELATIONSHIP_REMOVE")).toMatchObject({ id: bob.id, type: 1 });
  expect(await b.next("RELATIONSHIP_REMOVE")).toMatchObject({ id: alice.id, type: 1 });
  expect((await bob.delete(`${HERE}/${alice.id}`)).body).toMatchObject({ code: 10013 });
});

test("[FRIEND3] requests that cannot be are refused by their codes", async () => {
  await using server = await startTestServer();
  const { alice, bob } = await register(server, "alice", "bob");
  const code = async (body: unknown) => (await alice.post<{ code: number }>(HERE, body)).body?.code;
  expect(await code({ username: "alice" })).toBe(80003);
  expect(await code({ username: "nobody" })).toBe(80004);
  expect(await code({})).toBe(50035);
  expect(await code({ username: 7 })).toBe(50035);
  expect(await code({ username: "a\u0000b" })).toBe(80004);
  await befriend(alice, bob);
  expect(await code({ username: "bob" })).toBe(80007);
  expect((await alice.put(`${HERE}/${bob.id}`, {})).status).toBe(204);
  expect((await alice.put(`${HERE}/123`, {})).body).toMatchObject({ code: 10013 });
  expect((await alice.put(`${HERE}/${bob.id}`, { type: 3 })).status).toBe(400);
  expect((await alice.put(`${HERE}/me`, {})).status).toBe(400);
});

test("[FRIEND4] a nickname is told to its giver alone, and a friend alone has one", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol } = await register(server, "alice", "bob", "carol");
  await befriend(alice, bob);
  await using a = await listen(server, alice);
  await using b = await listen(server, bob);
  expect((await alice.patch(`${HERE}/${bob.id}`, { nickname: "Bobby" })).status).toBe(204);
  expect(await a.next("RELATIONSHIP_UPDATE")).toMatchObject({ id: bob.id, type: 1, nickname: "Bobby" });
  await b.settle();
  expect(b.received).toEqual([]);
  expect((await alice.patch(`${HERE}/${carol.id}`, { nickname: "C" })).status).toBe(404);
  expect((await alice.patch(`${HERE}/${bob.id}`, { nickname: "x".repeat(33) })).status).toBe(400);
});

test("[BLOCK1] a blocked friend sees a friendship end and an offline person, nothing else", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol } = await register(server, "alice", "bob", "carol");
  await befriend(alice, bob);
  await befriend(carol, alice);
  await befriend(carol, bob);
  await makeRoom(carol, [alice, bob]);
  await using a = await listen(server, alice);
  await using b = await listen(server, bob);
  await a.settle();
  b.clear();

  expect((await alice.put(`${HERE}/${bob.id}`, { type: 2 })).status).toBe(204);
  expect(await a.next("RELATIONSHIP_ADD")).toMatchObject({ id: bob.id, type: 2 });
  expect(await b.next("RELATIONSHIP_REMOVE")).toMatchObject({ id: alice.id, type: 1 });
  expect(await b.next("PRESENCE_UPDATE")).toMatchObject({ user: { id: alice.id }, status: "offline" });
  expect(await relations(bob)).toEqual([[carol.id, 1]]);
  b.clear();
  a.clear();

  // Although both are still in Carol's room.
  a.send(3, { since: null, activities: [], status: "dnd", afk: false });
  b.send(3, { since: null, activities: [], status: "dnd", afk: false });
  await a.settle();
  await b.settle();
  await a.settle();
  const presences = [...a.received, ...b.received].filter(({ t }) => t === "PRESENCE_UPDATE");
  expect(presences).toEqual([]);
  await using again = await listen(server, bob);
  expect(again.ready.presences.map(({ user }) => user.id)).toEqual([]);
});

test("[BLOCK2] a blocked person's request looks pending to them and comes through when the block is lifted", async () => {
  await using server = await startTestServer();
  const { alice, bob } = await register(server, "alice", "bob");
  await alice.put(`${HERE}/${bob.id}`, { type: 2 });
  await using a = await listen(server, alice);
  await using b = await listen(server, bob);

  const refused = await bob.post(HERE, { username: "alice" });
  expect(refused.status).toBe(204);
  expect(await b.next("RELATIONSHIP_ADD")).toMatchObject({ id: alice.id, type: 4 });
  await a.settle();
  expect(a.received).toEqual([]);
  expect(await relations(alice)).toEqual([[bob.id, 2]]);

  b.clear();
  await alice.delete(`${HERE}/${bob.id}`);
  expect(await a.next("RELATIONSHIP_ADD")).toMatchObject({ id: bob.id, type: 3 });
  await b.settle();
  expect(b.received).toEqual([]);

  // Blocking keeps the request pending for the one who sent it; taking it back reaches nobody.
  await alice.put(`${HERE}/${bob.id}`, { type: 2 });
  await b.settle();
  expect(b.received).toEqual([]);
  a.clear();
  expect((await bob.delete(`${HERE}/${alice.id}`)).status).toBe(204);
  await a.settle();
  expect(a.received).toEqual([]);
  expect(await relations(alice)).toEqual([[bob.id, 2]]);
  expect(await relations(bob)).toEqual([]);
});

test("[BLOCK2] asking somebody one blocked takes the block back", async () => {
  await using server = await startTestServer();
  const { alice, bob } = await register(server, "alice", "bob");
  await alice.put(`${HERE}/${bob.id}`, { type: 2 });
  await bob.put(`${HERE}/${alice.id}`, {});
  await alice.put(`${HERE}/${bob.id}`, {});
  expect(await relations(alice)).toEqual([[bob.id, 1]]);
  expect(await relations(bob)).toEqual([[alice.id, 1]]);
});
