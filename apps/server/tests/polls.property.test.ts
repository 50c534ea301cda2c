import { afterAll, beforeAll, expect, test } from "bun:test";
import type { APIMessage, APIUser } from "@palabre/protocol";
import fc from "fast-check";
import { send, startRoom } from "./chat.ts";
import { startTestServer, type TestServer, type TestUser } from "./harness.ts";
import { type Listener, listen } from "./listen.ts";

/**
 * Votes of several people at once, each person's own one after the other, in any order with those of others. What counts
 * in the end is what each said last, wherever one looks: in the message, in the list of voters, in what was told.
 */

const ANSWERS = 3;
let server: TestServer;
let people: TestUser[];
let room: string;
let gateway: Listener;
beforeAll(async () => {
  server = await startTestServer({}, { gateway: { framesPerWindow: 1_000_000 } });
  const started = await startRoom(server);
  people = [started.alice, started.bob, started.carol];
  room = started.room;
  gateway = await listen(server, started.alice);
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

const choice = fc.uniqueArray(fc.integer({ min: 1, max: ANSWERS }), { maxLength: ANSWERS });
const acts = fc.record({
  multiselect: fc.boolean(),
  /** For each person what they choose, one after the other. */
  choices: fc.array(fc.array(choice, { maxLength: 5 }), { minLength: 3, maxLength: 3 }),
  /** After how many of all votes it is ended, if at all. */
  endsAfter: fc.option(fc.integer({ min: 0, max: 8 })),
  isDeleted: fc.boolean(),
});

async function run({
  multiselect,
  choices,
  endsAfter,
  isDeleted,
}: typeof acts extends fc.Arbitrary<infer T> ? T : never) {
  const message = await send(people[0] as TestUser, room, {
    poll: {
      question: { text: "?" },
      answers: Array.from({ length: ANSWERS }, (_, n) => ({ poll_media: { text: `${n + 1}` } })),
      allow_multiselect: multiselect,
    },
  });
  const at = `/channels/${room}/polls/${message.id}`;
  gateway.clear();
  let done = 0;
  const said: number[][] = await Promise.all(
    people.map(async (person, n) => {
      let last: number[] = [];
      for (const ids of choices[n] ?? []) {
        const { status } = await person.put(`${at}/answers/@me`, { answer_ids: ids });
        if (status === 204) last = ids;
        else expect(status).toBe(400);
        if (++done === endsAfter) await people[0]?.post(`${at}/expire`);
      }
      return last;
    }),
  );
  const wanted = Array.from({ length: ANSWERS }, (_, n) => said.filter((ids) => ids.includes(n + 1)).length);
  const { body } = await (people[1] as TestUser).get<APIMessage>(`/channels/${room}/messages/${message.id}`);
  const counted = body.poll?.results?.answer_counts ?? [];
  expect(counted.map(({ count }) => count)).toEqual(wanted);
  expect(counted.filter(({ me_voted }) => me_voted).map(({ id }) => id)).toEqual([...(said[1] ?? [])].sort());
  for (let answer = 1; answer <= ANSWERS; answer++) {
    const { body: list } = await (people[1] as TestUser).get<{ users: APIUser[] }>(`${at}/answers/${answer}`);
    const those = people.filter((_, n) => said[n]?.includes(answer)).map(({ id }) => id);
    expect(list.users.map(({ id }) => id).sort()).toEqual(those.sort());
  }
  await gateway.settle();
  const votes = new Map<number, Set<string>>();
  const told = new Map<number, number>();
  // Two that commit at once may be told the other way round: their versions say which was later.
  const inOrder = gateway.received
    .filter(({ t }) => t.startsWith("MESSAGE_POLL_VOTE"))
    .sort((a, b) => a.d.version - b.d.version);
  for (const { t, d } of inOrder) {
    const those = votes.get(d.answer_id) ?? new Set();
    votes.set(d.answer_id, those);
    expect(those.has(d.user_id)).toBe(t === "MESSAGE_POLL_VOTE_REMOVE");
    if (t === "MESSAGE_POLL_VOTE_ADD") those.add(d.user_id);
    else those.delete(d.user_id);
    // One after the other, none twice: each count is that of what was told up to it.
    expect(d.count).toBe(those.size);
    told.set(d.answer_id, d.count);
  }
  expect(wanted.map((_, n) => told.get(n + 1) ?? 0)).toEqual(wanted);
  if (!isDeleted) return;
  await people[0]?.delete(`/channels/${room}/messages/${message.id}`);
  await server.seed(async ({ sql }) => {
    for (const table of ["polls", "poll_answers", "poll_votes"] as const) {
      const left = await sql
        .selectFrom(table)
        .select("message_id")
        .where("message_id", "=", message.id)
        .execute();
      expect(left).toEqual([]);
    }
  });
}

test(
  "[POLL1] in whatever order people vote, take it back, end and delete, the counts are of what each said last",
  () => fc.assert(fc.asyncProperty(acts, run), { numRuns: 25 }),
  120_000,
);
