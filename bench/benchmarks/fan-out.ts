import { startRole } from "../child-process.ts";
import type { Figure } from "../figures.ts";
import { median } from "../measure.ts";
import { type StartedServer, startPalabre } from "../palabre.ts";
import type { Received } from "../roles/receivers.ts";
import { pick, type RunOptions } from "../scale.ts";
import { type Room, seedData } from "../seed.ts";

const GATEWAY = "/gateway?v=10&encoding=json";
const CONTENT =
  "A message of the length that people write in a chat: about a hundred characters, a line and a half.";
const DRAIN_MS = 20_000;

/** (a) Deliveries a second to many sessions that see one room, while its people post as fast as they can. */
export async function measureFanOut(options: RunOptions): Promise<Figure[]> {
  const sizes = pick(options.scale, {
    full: { people: 100, devices: 10, senders: 32, rounds: 3, ms: 5_000 },
    quick: { people: 100, devices: 10, senders: 32, rounds: 1, ms: 2_500 },
    smoke: { people: 4, devices: 2, senders: 2, rounds: 1, ms: 300 },
  });
  const sessions = sizes.people * sizes.devices;

  await using data = await seedData([{ members: sizes.people }]);
  const [room] = data.rooms;
  if (room === undefined) throw new Error("no room was made");
  await using palabre = await startPalabre(data.dataDir, options);
  await using readers = startRole("receivers");
  await using bareReaders = startRole("receivers");
  await using writers = startRole("http-load");
  await using bare = startRole("bare-server");
  const barePort = await bare.port(undefined);

  options.say(`(a) ${sessions} sessions identify`);
  const tokens = Array.from({ length: sizes.devices }, () => room.members.map(({ token }) => token)).flat();
  await readers.open({ port: palabre.port, path: GATEWAY, tokens, sample: Math.min(10, sizes.people) });
  await bareReaders.open({ port: barePort, path: "/", tokens: tokens.map(() => "") });

  const post = (ms: number) => postToRoom(writers, readers, palabre, room, sizes.senders, ms);
  const broadcast = async (bytes: number, ms: number) => {
    await bareReaders.reset(undefined);
    const startedAt = performance.timeOrigin + performance.now();
    const sent = await bare.broadcast({ bytes, ms });
    const received = await bareReaders.waitFor({ each: sent, timeoutMs: DRAIN_MS });
    check(received, sent, sessions);
    return (received.messages / (received.at - startedAt)) * 1000;
  };

  options.say("(a) warming up");
  const { frameBytes } = await post(sizes.ms / 4);
  await broadcast(frameBytes, sizes.ms / 4);

  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 1; round <= sizes.rounds; round++) {
    options.say(`(a) round ${round} of ${sizes.rounds}: Palabre`);
    ours.push((await post(sizes.ms)).perSecond);
    options.say(`(a) round ${round} of ${sizes.rounds}: bare broadcast`);
    theirs.push(await broadcast(frameBytes, sizes.ms));
  }
  return [
    {
      key: "a",
      what: `deliveries to ${sessions.toLocaleString("en-US")} sessions of one room, frames of ${Math.round(frameBytes)} bytes`,
      unit: "/s",
      value: median(ours),
      reference: { what: "bare Bun broadcast, one send a frame", value: median(theirs) },
      aim: { of: "ratio", bound: "at least", limit: 3 },
      rounds: ours,
    },
  ];
}

async function postToRoom(
  writers: ReturnType<typeof startRole<"http-load">>,
  readers: ReturnType<typeof startRole<"receivers">>,
  palabre: StartedServer,
  room: Room,
  senders: number,
  ms: number,
): Promise<{ perSecond: number; frameBytes: number }> {
  await readers.reset(undefined);
  const path = `/api/v10/channels/${room.id}/messages`;
  const lanes = room.members
    .slice(0, senders)
    .map(({ token }) => [{ method: "POST", path, token, body: { content: CONTENT } }]);
  const load = await writers.run({ port: palabre.port, lanes, ms });
  if (Object.keys(load.refused).length > 0) throw new Error(`refused: ${JSON.stringify(load.refused)}`);
  const received = await readers.waitFor({ each: load.done, timeoutMs: DRAIN_MS });
  check(received, load.done);
  return {
    perSecond: (received.messages / (received.at - load.startedAt)) * 1000,
    frameBytes: received.frameBytes,
  };
}

/** Every session got every message, once, in order: else there is no figure. */
function check(received: Received, sent: number, sessions?: number): void {
  const { fewest, most, gaps, distinct, closed } = received;
  if (closed.length > 0) throw new Error(`${closed.length} connections ended: ${closed[0]}`);
  if (fewest !== sent || most !== sent) throw new Error(`sent ${sent}, received ${fewest} to ${most}`);
  if (gaps > 0) throw new Error(`${gaps} sequence numbers did not follow`);
  if (distinct !== undefined && distinct !== sent) throw new Error(`sent ${sent}, distinct ${distinct}`);
  if (sessions !== undefined && received.messages !== sent * sessions)
    throw new Error("connections are missing");
}
