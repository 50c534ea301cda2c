import { expect, test } from "bun:test";
import {
  type ApiErrorBody,
  createSnowflakes,
  LIMITS,
  type PrivateChannel,
  RelationshipType,
} from "@palabre/protocol";
import { startTestServer, type TestServer, type TestUser } from "./harness.ts";
import { befriend, register } from "./people.ts";

const newId = createSnowflakes(1023);

/** Accounts nobody logs into, that stand to `user` as `type` says; their ids. */
async function seedPeople(
  server: TestServer,
  user: TestUser,
  count: number,
  type: RelationshipType,
): Promise<string[]> {
  const ids = Array.from({ length: count }, newId);
  const since = Date.now();
  const back = { 1: 1, 2: undefined, 3: 4, 4: 3 }[type] as RelationshipType | undefined;
  await server.seed(async ({ sql }) => {
    for (const id of ids) {
      const username = `seed_${id}`;
      await sql.insertInto("users").values({ id, username, created_at: since }).execute();
      await sql.insertInto("relationships").values({ user_id: user.id, other_id: id, type, since }).execute();
      if (back === undefined) continue;
      await sql
        .insertInto("relationships")
        .values({ user_id: id, other_id: user.id, type: back, since })
        .execute();
    }
  });
  return ids;
}

test("a room holds a hundred people, and not one more", async () => {
  await using server = await startTestServer();
  const { alice, bob } = await register(server, "alice", "bob");
  await befriend(alice, bob);
  const friends = await seedPeople(server, alice, LIMITS.roomSize, RelationshipType.Friend);
  const all = { name: "Everybody", recipients: friends };
  const tooMany = await alice.post<ApiErrorBody>("/users/@me/channels", all);
  expect(tooMany.status).toBe(400);
  expect(tooMany.body.code).toBe(30004);

  const room = await alice.post<PrivateChannel>("/users/@me/channels", {
    ...all,
    recipients: friends.slice(1),
  });
  expect(room.status).toBe(200);
  expect(room.body.recipients).toHaveLength(LIMITS.roomSize - 1);
  const bobToo = await alice.put<ApiErrorBody>(`/channels/${room.body.id}/recipients/${bob.id}`);
  expect(bobToo.body.code).toBe(30004);
  expect((await bob.get(`/channels/${room.body.id}`)).status).toBe(404);

  // Somebody leaves, and there is a place again: for one, although two ask at once.
  await alice.delete(`/channels/${room.body.id}/recipients/${friends[1]}`);
  const last = await Promise.all(
    [bob.id, friends[0]].map((id) => alice.put(`/channels/${room.body.id}/recipients/${id}`)),
  );
  expect(last.map(({ status }) => status).sort()).toEqual([204, 400]);
});

test("somebody with a thousand friends makes no more, from either end", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol } = await register(server, "alice", "bob", "carol");
  await bob.post("/users/@me/relationships", { username: "alice" });
  await seedPeople(server, alice, LIMITS.friends, RelationshipType.Friend);
  const accepted = await alice.put<ApiErrorBody>(`/users/@me/relationships/${bob.id}`, {});
  expect(accepted.status).toBe(400);
  expect(accepted.body.code).toBe(30002);
  await alice.post("/users/@me/relationships", { username: "carol" });
  const agreed = await carol.put<ApiErrorBody>(`/users/@me/relationships/${alice.id}`, {});
  expect(agreed.body.code).toBe(30002);
  const { body: carols } = await carol.get<{ type: number }[]>("/users/@me/relationships");
  expect(carols.map(({ type }) => type)).toEqual([RelationshipType.IncomingRequest]);
});

test("two hundred requests may wait for an answer", async () => {
  await using server = await startTestServer();
  const { alice } = await register(server, "alice", "bob");
  await seedPeople(server, alice, LIMITS.pendingRequests, RelationshipType.OutgoingRequest);
  const asked = await alice.post<ApiErrorBody>("/users/@me/relationships", { username: "bob" });
  expect(asked.status).toBe(400);
  expect(asked.body.code).toBe(30049);
});
