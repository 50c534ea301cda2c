import { Database } from "bun:sqlite";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startRole } from "../child-process.ts";
import type { Figure } from "../figures.ts";
import { median } from "../measure.ts";
import { startPalabre } from "../palabre.ts";
import { pick, type RunOptions } from "../scale.ts";
import { seedData } from "../seed.ts";

const SENDERS = 64;
const CONTENT =
  "A message of the length that people write in a chat: about a hundred characters, a line and a half.";

/** (b) Messages a second that are acknowledged, hence durable, with 64 senders at once over HTTP. */
export async function measureDurableSends(options: RunOptions): Promise<Figure[]> {
  const { rounds, ms } = pick(options.scale, {
    full: { rounds: 3, ms: 4_000 },
    quick: { rounds: 1, ms: 2_000 },
    smoke: { rounds: 1, ms: 300 },
  });
  await using data = await seedData([{ members: SENDERS }]);
  const [room] = data.rooms;
  if (room === undefined) throw new Error("no room was made");
  const ours: number[] = [];
  const inserts: number[] = [];
  const overHttp: number[] = [];
  let acknowledged = 0;
  {
    await using folder = await temporaryFolder();
    await using palabre = await startPalabre(data.dataDir, options);
    await using writers = startRole("http-load");
    await using bareInserts = startRole("bare-inserts");
    await using bareServer = startRole("bare-server");
    const barePort = await bareServer.port(undefined);
    await bareServer.useDatabase(join(folder.path, "over-http.db"));

    const body = { content: CONTENT };
    const path = `/api/v10/channels/${room.id}/messages`;
    const lanes = room.members.map(({ token }) => [{ method: "POST", path, token, body }]);
    const bareLanes = lanes.map(() => [{ method: "POST", path: "/", body }]);
    const post = async (forMs: number) => {
      const load = await writers.run({ port: palabre.port, lanes, ms: forMs });
      if (Object.keys(load.refused).length > 0) throw new Error(`refused: ${JSON.stringify(load.refused)}`);
      acknowledged += load.done;
      return (load.done / load.ms) * 1000;
    };
    const postBare = async (forMs: number) => {
      const load = await writers.run({ port: barePort, lanes: bareLanes, ms: forMs });
      return (load.done / load.ms) * 1000;
    };

    options.say("(b) warming up");
    await post(ms / 2);
    await postBare(ms / 4);
    for (let round = 1; round <= rounds; round++) {
      options.say(`(b) round ${round} of ${rounds}: Palabre`);
      ours.push(await post(ms));
      options.say(`(b) round ${round} of ${rounds}: bare inserts`);
      inserts.push(await bareInserts.run({ file: join(folder.path, "bare.db"), content: CONTENT, ms }));
      options.say(`(b) round ${round} of ${rounds}: bare inserts over HTTP`);
      overHttp.push(await postBare(ms));
    }
  }
  const kept = countMessages(join(data.dataDir, "palabre.db"), room.id);
  if (kept !== acknowledged) throw new Error(`${acknowledged} messages were acknowledged, ${kept} are there`);

  const figure = { key: "b", unit: "/s", value: median(ours), rounds: ours };
  return [
    {
      ...figure,
      what: `acknowledged durable messages, ${SENDERS} senders over HTTP`,
      reference: { what: "bare SQLite inserts, one commit each, no HTTP", value: median(inserts) },
      aim: { of: "ratio", bound: "at least", limit: 1.5 },
    },
    {
      ...figure,
      what: "the same",
      reference: {
        what: "bare Bun server, JSON in and out, one insert and commit each",
        value: median(overHttp),
      },
    },
  ];
}

async function temporaryFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), "palabre-bench-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

function countMessages(file: string, channelId: string): number {
  using database = new Database(file, { readonly: true });
  const row = database
    .query<{ count: number }, [string]>(
      "SELECT count(*) AS count FROM messages WHERE channel_id = CAST(? AS INTEGER)",
    )
    .get(channelId);
  return row?.count ?? 0;
}
