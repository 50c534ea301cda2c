import { startRole } from "../child-process.ts";
import type { Figure } from "../figures.ts";
import { median } from "../measure.ts";
import { startPalabre } from "../palabre.ts";
import type { LoadResult, PlannedRequest } from "../roles/http-load.ts";
import { pick, type RunOptions } from "../scale.ts";
import { type Room, seedData } from "../seed.ts";

const CONNECTIONS = 16;
const PAGES_EACH = 64;

/** (e) A page of 50 messages: its cost must not grow with the room's history. */
export async function measureHistory(options: RunOptions): Promise<Figure[]> {
  const sizes = pick(options.scale, {
    full: { large: 1_000_000, small: 1_000, rounds: 3, ms: 3_000 },
    quick: { large: 1_000_000, small: 1_000, rounds: 1, ms: 2_000 },
    smoke: { large: 5_000, small: 1_000, rounds: 1, ms: 200 },
  });
  options.say(`(e) ${sizes.large.toLocaleString("en-US")} messages are written`);
  await using data = await seedData([
    { members: 8, messages: sizes.large },
    { members: 8, messages: sizes.small },
  ]);
  const [large, small] = data.rooms;
  if (large === undefined || small === undefined) throw new Error("no rooms were made");
  await using palabre = await startPalabre(data.dataDir, options);
  await using readers = startRole("http-load");

  const read = async (room: Room, ms: number): Promise<LoadResult> => {
    const load = await readers.run({ port: palabre.port, lanes: pages(room), ms });
    if (Object.keys(load.refused).length > 0) throw new Error(`refused: ${JSON.stringify(load.refused)}`);
    // Fifty messages with their authors; an empty list would be quick.
    if (load.bodyBytes < 50 * 300)
      throw new Error(`answers of ${Math.round(load.bodyBytes)} bytes hold no 50 messages`);
    return load;
  };
  options.say("(e) warming up");
  await read(small, sizes.ms / 2);
  await read(large, sizes.ms / 2);
  const ofLarge: LoadResult[] = [];
  const ofSmall: LoadResult[] = [];
  for (let round = 1; round <= sizes.rounds; round++) {
    options.say(`(e) round ${round} of ${sizes.rounds}`);
    ofSmall.push(await read(small, sizes.ms));
    ofLarge.push(await read(large, sizes.ms));
  }
  const perSecond = (loads: LoadResult[]) => loads.map(({ done, ms }) => (done / ms) * 1000);
  const p99 = (loads: LoadResult[]) => loads.map((load) => load.p99);
  const name = sizes.large.toLocaleString("en-US");
  const reference = `the same in a room of ${sizes.small.toLocaleString("en-US")}`;
  return [
    {
      key: "e",
      what: `pages of 50 messages in a room of ${name}`,
      unit: "/s",
      value: median(perSecond(ofLarge)),
      reference: { what: reference, value: median(perSecond(ofSmall)) },
      aim: { of: "ratio", bound: "at least", limit: 0.77 },
      rounds: perSecond(ofLarge),
    },
    {
      key: "e",
      what: `p99 of such a page, ${CONNECTIONS} readers at once`,
      unit: "ms",
      value: median(p99(ofLarge)),
      reference: { what: reference, value: median(p99(ofSmall)) },
      aim: { of: "ratio", bound: "at most", limit: 1.3 },
      rounds: p99(ofLarge),
    },
  ];
}

/** Half of the pages are the newest one, which everybody opens; the other half lie anywhere with 50 before them. */
function pages(room: Room): PlannedRequest[][] {
  const span = room.newest - room.oldest;
  return Array.from({ length: CONNECTIONS }, (_, lane) =>
    Array.from({ length: PAGES_EACH }, (_, page) => {
      const share = BigInt(Math.round((0.1 + Math.random() * 0.9) * 10_000));
      const before = page % 2 === 0 ? "" : `&before=${room.oldest + (span * share) / 10_000n}`;
      return {
        method: "GET",
        path: `/api/v10/channels/${room.id}/messages?limit=50${before}`,
        token: room.members[lane % room.members.length]?.token,
      };
    }),
  );
}
