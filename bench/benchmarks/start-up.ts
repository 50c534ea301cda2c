import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Figure } from "../figures.ts";
import { median } from "../measure.ts";
import { type StartedServer, startBare, startPalabre } from "../palabre.ts";
import { pick, type RunOptions } from "../scale.ts";

/** (f) From the process's start to the first good answer of /readyz. */
export async function measureStart(options: RunOptions): Promise<Figure[]> {
  const rounds = pick(options.scale, { full: 7, quick: 3, smoke: 1 });
  const folders: string[] = [];
  const time = async (start: () => Promise<StartedServer>) => {
    await using server = await start();
    return server.startMs;
  };
  try {
    const first: number[] = [];
    const again: number[] = [];
    const bare: number[] = [];
    for (let round = 1; round <= rounds; round++) {
      options.say(`(f) round ${round} of ${rounds}`);
      const folder = await mkdtemp(join(tmpdir(), "palabre-bench-"));
      folders.push(folder);
      first.push(await time(() => startPalabre(folder, options)));
      again.push(await time(() => startPalabre(folder, options)));
      bare.push(await time(startBare));
    }
    const reference = { what: "bare Bun.serve in a process of its own", value: median(bare) };
    return [
      {
        key: "f",
        what: "from start to /readyz",
        unit: "ms",
        value: median(again),
        reference,
        aim: { of: "value", bound: "at most", limit: 400 },
        rounds: again,
      },
      {
        key: "f",
        what: "the same with an empty folder of data: the database is made",
        unit: "ms",
        value: median(first),
        reference,
        aim: { of: "value", bound: "at most", limit: 400 },
        rounds: first,
      },
    ];
  } finally {
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  }
}
