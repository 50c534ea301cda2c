import { startRole } from "../child-process.ts";
import type { Figure } from "../figures.ts";
import { median } from "../measure.ts";
import { startPalabre } from "../palabre.ts";
import type { LatencyResult } from "../roles/latency-client.ts";
import { pick, type RunOptions } from "../scale.ts";
import { seedData } from "../seed.ts";

const PER_SECOND = 200;

/** (c) From send to receive, at an even and modest rate. */
export async function measureLatency(options: RunOptions): Promise<Figure[]> {
  const sizes = pick(options.scale, {
    full: { rooms: 10, sessions: 20, rounds: 3, ms: 6_000 },
    quick: { rooms: 10, sessions: 20, rounds: 1, ms: 4_000 },
    smoke: { rooms: 2, sessions: 3, rounds: 1, ms: 500 },
  });
  await using data = await seedData(Array.from({ length: sizes.rooms }, () => ({ members: sizes.sessions })));
  await using palabre = await startPalabre(data.dataDir, options);
  await using client = startRole("latency-client");
  await using bare = startRole("bare-server");
  const barePort = await bare.port(undefined);
  const rooms = data.rooms.map((room) => ({
    channelId: room.id,
    tokens: room.members.map(({ token }) => token),
  }));

  const ours: LatencyResult[] = [];
  const theirs: LatencyResult[] = [];
  for (let round = 0; round <= sizes.rounds; round++) {
    const name = round === 0 ? "warming up" : `round ${round} of ${sizes.rounds}`;
    const ms = round === 0 ? sizes.ms / 2 : sizes.ms;
    options.say(`(c) ${name}: Palabre`);
    const mine = await client.messages({ port: palabre.port, rooms, perSecond: PER_SECOND, ms });
    options.say(`(c) ${name}: bare echo`);
    const sockets = sizes.rooms * sizes.sessions;
    const echo = await client.echoes({ port: barePort, sockets, perSecond: PER_SECOND, ms });
    for (const { received, expected } of [mine, echo]) {
      if (received !== expected) throw new Error(`${expected} deliveries were due, ${received} came`);
    }
    if (round === 0) continue;
    ours.push(mine);
    theirs.push(echo);
  }
  const middle = (results: LatencyResult[], which: "p50" | "p99") =>
    median(results.map((result) => result[which]));
  const what = `from send to receive, ${PER_SECOND} messages/s over ${sizes.rooms} rooms of ${sizes.sessions} sessions`;
  return [
    {
      key: "c",
      what: `p50 ${what}`,
      unit: "ms",
      value: middle(ours, "p50"),
      reference: { what: "p50 of a bare Bun echo at that rate", value: middle(theirs, "p50") },
      rounds: ours.map(({ p50 }) => p50),
    },
    {
      key: "c",
      what: `p99 ${what}`,
      unit: "ms",
      value: middle(ours, "p99"),
      reference: { what: "p99 of a bare Bun echo at that rate", value: middle(theirs, "p99") },
      aim: { of: "value", bound: "at most", limit: 15 },
      rounds: ours.map(({ p99 }) => p99),
    },
  ];
}
