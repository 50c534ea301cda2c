import { cpus, release, totalmem, type } from "node:os";
import { parseArgs } from "node:util";
import { benchmarks } from "./benchmarks/benchmarks.ts";
import { killChildren } from "./child-process.ts";
import { type Figure, isMet, ratioOf, renderTable } from "./figures.ts";
import type { RunOptions } from "./scale.ts";

const USAGE = `npm run bench -- [letters] [options]

  letters          which benchmarks to run, any of ${Object.keys(benchmarks).join(" ")}; all of them when left out
  --quick          shorter and fewer rounds: a first impression, not a figure to quote
  --json FILE      writes the figures to FILE as well
  --profile DIR    writes a CPU profile of each server that runs to DIR
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: "boolean", default: false },
    json: { type: "string" },
    profile: { type: "string" },
    help: { type: "boolean", default: false },
  },
});
const unknown = positionals.find((letter) => !(letter in benchmarks));
if (values.help || unknown !== undefined) {
  console.error(unknown === undefined ? USAGE : `There is no benchmark "${unknown}".\n\n${USAGE}`);
  process.exit(unknown === undefined ? 0 : 2);
}
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    killChildren();
    process.exit(130);
  });
}

const options: RunOptions = {
  scale: values.quick ? "quick" : "full",
  profileDir: values.profile,
  say: (text) => console.error(`· ${text}`),
};
const letters = positionals.length > 0 ? positionals : Object.keys(benchmarks);
const figures: Figure[] = [];
const failed: string[] = [];
const began = Date.now();
for (const letter of letters) {
  try {
    figures.push(...((await benchmarks[letter]?.(options)) ?? []));
  } catch (error) {
    failed.push(letter);
    console.error(`(${letter}) failed:`, error);
  }
}

const machine = {
  date: new Date(began).toISOString(),
  cpu: cpus()[0]?.model.trim() ?? "unknown",
  cores: cpus().length,
  memory: `${Math.round(totalmem() / 1024 ** 3)} GB`,
  system: `${type()} ${release()}`,
  bun: Bun.version,
  scale: options.scale,
  seconds: Math.round((Date.now() - began) / 1000),
};
const { date, cpu, cores, memory, system, bun, scale, seconds } = machine;
console.log(
  `\n${date}, ${cpu}, ${cores} cores, ${memory}, ${system}, Bun ${bun}, ${scale} run of ${seconds} s\n`,
);
console.log(renderTable(figures));
if (values.json !== undefined) {
  const rows = figures.map((figure) => ({ ...figure, ratio: ratioOf(figure), met: isMet(figure) }));
  await Bun.write(values.json, `${JSON.stringify({ ...machine, figures: rows, failed }, null, 2)}\n`);
}
process.exit(failed.length > 0 ? 1 : 0);
