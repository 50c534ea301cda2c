import { afterAll, beforeAll, expect, test } from "bun:test";
import type { PrivateChannel } from "@palabre/protocol";
import fc from "fast-check";
import { startTestServer, type TestServer, type TestUser } from "./harness.ts";
import { befriend, makeRoom, openChat, register } from "./people.ts";

let server: TestServer;
let people: Record<"alice" | "bob" | "carol", TestUser>;
let room: PrivateChannel;
let chat: PrivateChannel;
beforeAll(async () => {
  server = await startTestServer();
  people = await register(server, "alice", "bob", "carol");
  await befriend(people.alice, people.bob);
  await befriend(people.alice, people.carol);
  room = await makeRoom(people.alice, [people.bob]);
  chat = await openChat(people.alice, people.bob);
});
afterAll(() => server[Symbol.asyncDispose]());

const NASTY = [
  "",
  "\0",
  "\ud800",
  "null",
  "-1",
  "9223372036854775808",
  "1e9",
  "../..",
  "%",
  "é🙂",
  "' or 1=1 --",
];
const word = fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: "binary", maxLength: 40 }));
const value = fc.oneof(
  word,
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.oneof(word, fc.integer(), fc.constant(null)), { maxLength: 5 }),
  fc.jsonValue({ maxDepth: 3 }),
);
const FIELDS = [
  "username",
  "type",
  "nickname",
  "recipient_id",
  "recipients",
  "name",
  "icon",
  "owner",
  "role",
  "manual",
  "mention_count",
  "read_states",
  "content",
];
const body = fc.oneof(
  { weight: 4, arbitrary: fc.dictionary(fc.constantFrom(...FIELDS), value, { maxKeys: 5 }) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
);
const id = fc.oneof(
  fc.constantFrom("ROOM", "CHAT", "BOB", "CAROL", "0", "1", "9223372036854775807"),
  word.map((text) => encodeURIComponent(text.toWellFormed())),
);
const ROUTES = [
  "GET /users/@me/relationships",
  "POST /users/@me/relationships",
  "GET /users/@me/relationships/suggestions",
  "DELETE /users/@me/relationships/suggestions/ID",
  "PUT /users/@me/relationships/ID",
  "PATCH /users/@me/relationships/ID",
  "GET /users/@me/channels",
  "POST /users/@me/channels",
  "GET /channels/ID",
  "PATCH /channels/ID",
  "PUT /channels/ID/recipients/ID",
  "PATCH /channels/ID/recipients/ID",
  "POST /channels/ID/typing",
  "POST /channels/ID/messages/ID/ack",
  "POST /read-states/ack-bulk",
  "PUT /users/@me/drafts/ID",
];

test("nonsense is refused in the documented shape and never breaks anything", async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...ROUTES), id, id, body, async (route, first, second, sent) => {
      const [method = "", path = ""] = route.split(" ");
      const names: Record<string, string> = {
        ROOM: room.id,
        CHAT: chat.id,
        BOB: people.bob.id,
        CAROL: people.carol.id,
      };
      const ids = [names[first] ?? first, names[second] ?? second];
      const filled = path.replaceAll("ID", () => ids.shift() || "x");
      const answer = await people.alice.request<{ code: number; message: string }>(
        method,
        filled,
        method === "GET" ? undefined : sent,
      );
      expect(answer.status).toBeLessThan(500);
      if (answer.status < 400) return;
      expect(answer.body).toMatchObject({ code: expect.any(Number), message: expect.any(String) });
    }),
    { numRuns: 600 },
  );
  // A good client is still served.
  expect((await people.alice.get("/users/@me/channels")).status).toBe(200);
  const said = await people.bob.post(`/channels/${room.id}/messages`, { content: "still here" });
  expect(said.status).toBe(200);
}, 60_000);
