import { startRole } from "../child-process.ts";
import type { Figure } from "../figures.ts";
import { settledBytes, startPalabre } from "../palabre.ts";
import { pick, type RunOptions } from "../scale.ts";
import { seedData } from "../seed.ts";

/** (d) Resident memory of the server with nobody there, and with many who are there and silent. */
export async function measureMemory(options: RunOptions): Promise<Figure[]> {
  const sizes = pick(options.scale, {
    full: { sessions: 5_000, roomOf: 20, settleMs: 12_000 },
    quick: { sessions: 5_000, roomOf: 20, settleMs: 5_000 },
    smoke: { sessions: 20, roomOf: 5, settleMs: 300 },
  });
  const { sessions } = sizes;
  options.say(`(d) ${sessions} accounts are made`);
  await using data = await seedData(
    Array.from({ length: sessions / sizes.roomOf }, () => ({ members: sizes.roomOf })),
  );
  const tokens = data.rooms.flatMap(({ members }) => members.map(({ token }) => token));

  const ours = await grow(
    async () => startPalabre(data.dataDir, options),
    async ({ port }) => ({ port, path: "/gateway?v=10&encoding=json", tokens }),
  );
  const bare = await grow(
    async () => startRole("bare-server"),
    async (server) => ({ port: await server.port(undefined), path: "/", tokens: tokens.map(() => "") }),
  );

  async function grow<S extends { pid: number } & AsyncDisposable>(
    start: () => Promise<S>,
    address: (server: S) => Promise<{ port: number; path: string; tokens: string[] }>,
  ): Promise<{ empty: number; full: number }> {
    await using server = await start();
    await using readers = startRole("receivers");
    const connections = await address(server);
    options.say("(d) settling with nobody there");
    const empty = await settledBytes(server.pid, sizes.settleMs);
    options.say(`(d) ${sessions} connections`);
    await readers.open(connections);
    options.say(`(d) settling with ${sessions} connections`);
    const full = await settledBytes(server.pid, sizes.settleMs);
    const { closed } = await readers.read(undefined);
    if (closed.length > 0) throw new Error(`${closed.length} connections ended: ${closed[0]}`);
    return { empty, full };
  }

  const mebibytes = (bytes: number) => bytes / 1024 ** 2;
  const each = ({ empty, full }: { empty: number; full: number }) => (full - empty) / 1024 / sessions;
  const count = sessions.toLocaleString("en-US");
  return [
    {
      key: "d",
      what: "resident memory, no session",
      unit: "MB",
      value: mebibytes(ours.empty),
      reference: { what: "bare Bun server", value: mebibytes(bare.empty) },
    },
    {
      key: "d",
      what: `resident memory, ${count} idle sessions in rooms of ${sizes.roomOf}`,
      unit: "MB",
      value: mebibytes(ours.full),
      reference: { what: `bare Bun server, ${count} sockets`, value: mebibytes(bare.full) },
    },
    {
      key: "d",
      what: "memory a session",
      unit: "KB",
      value: each(ours),
      reference: { what: "bare Bun socket", value: each(bare) },
      aim: { of: "value", bound: "at most", limit: 12 },
    },
  ];
}
