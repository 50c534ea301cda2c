import { expect, test } from "bun:test";
import fc from "fast-check";
import { isThread } from "../channel.ts";
import { initialState } from "../initial.ts";
import { dispatch } from "../testing.ts";
import { modelServer } from "../testing-model.ts";
import type { DispatchEvent, State } from "../types.ts";
import { apply } from "./apply.ts";
import { seesPresence } from "./people.ts";

type Verbs = ReturnType<typeof modelServer>["verbs"];
type Step = { verb: keyof Verbs; args: [number, number, number] };

const step: fc.Arbitrary<Step> = fc.record({
  verb: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom<keyof Verbs>("write", "read", "open") },
    {
      weight: 6,
      arbitrary: fc.constantFrom<keyof Verbs>(
        "join",
        "writeThere",
        "readThere",
        "ownRole",
        "plan",
        "speak",
        "stage",
      ),
    },
    { weight: 5, arbitrary: fc.constantFrom(...(Object.keys(modelServer().verbs) as (keyof Verbs)[])) },
  ),
  args: fc.tuple(fc.nat(50), fc.nat(50), fc.nat(50)),
});

const run = (server: ReturnType<typeof modelServer>, { verb, args }: Step) =>
  (server.verbs[verb] as (...args: number[]) => void)(...args);

/** What READY tells, out of a state. People and read states of what is gone may stay: nothing shows them. */
function told(state: State) {
  const { relationships, privateChannels: channels, settings, drafts, readStates } = state;
  const { guilds, roles, ownMembers, guildSettings, events, stages } = state;
  // What people are called is known of members.
  const voices = Object.values(state.voices).flatMap((table) =>
    Object.values(table).map(({ member: _, ...voice }) => voice),
  );
  voices.sort((a, b) => a.guild_id.localeCompare(b.guild_id) || a.user_id.localeCompare(b.user_id));
  // One's interest in what a hidden channel held at READY is read with the page of events.
  const interests = Object.values(events)
    .flatMap((table) => Object.values(table))
    .filter((event) => event.channel_id === null && event.id in state.interests)
    .map((event) => event.id)
    .sort();
  // A thread that was closed while one watched stays at hand; READY names the open ones.
  const guildChannels = Object.fromEntries(
    Object.entries(state.guildChannels).map(([id, table]) => [
      id,
      Object.fromEntries(
        Object.entries(table).filter(([, one]) => !isThread(one) || !one.thread_metadata.archived),
      ),
    ]),
  );
  const listed = new Set([
    ...Object.keys(channels),
    ...Object.values(guildChannels).flatMap((table) => Object.keys(table)),
  ]);
  const guildOf = Object.fromEntries(Object.entries(state.guildOf).filter(([id]) => listed.has(id)));
  const seen = Object.fromEntries(
    Object.entries(readStates).filter(
      ([id, read]) => listed.has(id) && (read.last_message_id !== null || read.mention_count > 0),
    ),
  );
  const known = new Set([
    ...Object.keys(relationships),
    ...Object.values(channels).flatMap((channel) => channel.recipients.map((user) => user.id)),
  ]);
  // Repeated after READY left the room out, a presence finds nobody to belong to and stays until the next READY.
  const presences = Object.fromEntries(
    Object.entries(state.presences).filter(([id]) => seesPresence(state, id)),
  );
  const users = Object.fromEntries(Object.entries(state.users).filter(([id]) => known.has(id)));
  const ofServers = {
    guilds,
    roles,
    ownMembers,
    guildSettings,
    guildChannels,
    guildOf,
    events,
    interests,
    voices,
    stages,
  };
  return { users, relationships, channels, presences, settings, drafts, readStates: seen, ...ofServers };
}

test("an old READY and the dispatches since equal a fresh READY, also when some come twice", () => {
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 40 }),
      fc.array(step, { maxLength: 8 }),
      fc.array(step, { maxLength: 40 }),
      (before, repeated, after) => {
        const server = modelServer();
        for (const one of before) run(server, one);
        server.take();
        // These happen while READY is read: it includes them, and they are dispatched after it all the same.
        // (Not that a conversation is hidden: its last message is then told by neither.)
        for (const one of repeated) if (one.verb !== "close") run(server, one);
        let state = apply(initialState, dispatch("READY", server.ready()));
        // A message that READY counted is known to it by number alone: its deletion cannot be counted back.
        for (const one of after) if (one.verb !== "erase") run(server, one);
        const events: DispatchEvent[] = server.take();
        for (const event of events) state = apply(state, structuredClone(event));
        const fresh = apply(initialState, dispatch("READY", server.ready()));
        expect(told(state)).toEqual(told(fresh));
      },
    ),
    { numRuns: 300 },
  );
});

test("deleting what was counted since READY takes it out of the count", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const server = modelServer();
      let state = apply(initialState, dispatch("READY", server.ready()));
      for (const one of steps) run(server, one);
      for (const event of server.take()) state = apply(state, structuredClone(event));
      const fresh = apply(initialState, dispatch("READY", server.ready()));
      expect(told(state)).toEqual(told(fresh));
    }),
    { numRuns: 300 },
  );
});

test("parts that an event does not touch stay the same objects", () => {
  const server = modelServer();
  for (let n = 0; n < 5; n++) {
    server.verbs.relate(n, 0);
    server.verbs.open(n, 1);
  }
  const state = apply(initialState, dispatch("READY", server.ready()));
  server.take();
  server.verbs.write(0, 1, 0);
  const next = server.take().reduce(apply, state);
  const [first, ...others] = Object.keys(state.privateChannels);
  expect(next.privateChannels[first ?? ""]).not.toBe(state.privateChannels[first ?? ""]);
  for (const id of others) expect(next.privateChannels[id]).toBe(state.privateChannels[id] as never);
  expect(next.relationships).toBe(state.relationships);
  expect(next.presences).toBe(state.presences);
});
