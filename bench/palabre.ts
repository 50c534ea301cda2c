import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { own } from "./child-process.ts";
import type { RunOptions } from "./scale.ts";

export interface StartedServer extends AsyncDisposable {
  port: number;
  pid: number;
  /** From its process's start to the first good answer of /readyz, in milliseconds. */
  startMs: number;
}

const MAIN = join(import.meta.dirname, "../apps/server/dist/main.js");
const START_TIMEOUT_MS = 20_000;

/** A port that is free now. */
function freePort(): number {
  const listener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
  const { port } = listener;
  listener.stop(true);
  return port;
}

/** The real server in a process of its own, as `npm start` would run it, over the given folder of data. */
export async function startPalabre(
  dataDir: string,
  { profileDir }: Pick<RunOptions, "profileDir">,
): Promise<StartedServer> {
  const profile =
    profileDir === undefined ? [] : ["--cpu-prof", "--cpu-prof-md", `--cpu-prof-dir=${profileDir}`];
  return start([...profile, MAIN], "/readyz", {
    PALABRE_DATA: dataDir,
    PALABRE_RATE_LIMITS: "off",
    PALABRE_LOG_LEVEL: "warn",
  });
}

/** The least that answers HTTP, as a program of one line. */
export function startBare(): Promise<StartedServer> {
  const program = `Bun.serve({ port: process.env.PORT, hostname: process.env.HOST, fetch: () => new Response("ok") })`;
  return start(["-e", program], "/", {});
}

async function start(args: string[], path: string, env: Record<string, string>): Promise<StartedServer> {
  const port = freePort();
  const began = performance.now();
  const child = Bun.spawn([process.execPath, ...args], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { PATH: process.env.PATH, HOST: "127.0.0.1", PORT: String(port), ...env },
  });
  const owned = own(child);
  try {
    await answers(`http://127.0.0.1:${port}${path}`, () => child.exitCode !== null);
  } catch (error) {
    await owned[Symbol.asyncDispose]();
    throw error;
  }
  const startMs = performance.now() - began;
  return { port, pid: child.pid, startMs, [Symbol.asyncDispose]: () => owned[Symbol.asyncDispose]() };
}

/** Asks again and again until the answer is good. */
async function answers(url: string, isOver: () => boolean): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  for (;;) {
    try {
      const response = await fetch(url);
      await response.arrayBuffer();
      if (response.ok) return;
    } catch {
      // Not listening yet.
    }
    if (isOver()) throw new Error("the server ended while starting");
    if (performance.now() > deadline) throw new Error(`${url} did not answer within ${START_TIMEOUT_MS} ms`);
    await Bun.sleep(1);
  }
}

/** Resident memory of a process in bytes. */
async function residentBytes(pid: number): Promise<number> {
  if (process.platform === "linux") {
    const status = await readFile(`/proc/${pid}/status`, "utf8");
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) * 1024;
  }
  const ps = Bun.spawnSync(["ps", "-o", "rss=", "-p", String(pid)]);
  return Number(ps.stdout.toString().trim()) * 1024;
}

/** Resident memory once it has come to rest: the collector needs a pause to give back what starting cost. */
export async function settledBytes(pid: number, atMostMs: number): Promise<number> {
  const deadline = performance.now() + atMostMs;
  let lowest = await residentBytes(pid);
  let since = performance.now();
  while (performance.now() < deadline && performance.now() - since < atMostMs / 3) {
    await Bun.sleep(100);
    const bytes = await residentBytes(pid);
    if (bytes < lowest * 0.995) since = performance.now();
    lowest = Math.min(lowest, bytes);
  }
  return residentBytes(pid);
}
