import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..");

/** A Palabre of its own: a child process on a free port of the loopback address, with a folder of its own. */
export interface Palabre {
  url: string;
  dataDir: string;
  /** SIGTERM, then wait until it is gone. */
  stop(): Promise<void>;
  /** `kill -9`. */
  kill(): Promise<void>;
  /** Starts again at the same port on the same folder. */
  start(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function startPalabre(env: Record<string, string> = {}): Promise<Palabre> {
  const dataDir = await mkdtemp(join(tmpdir(), "palabre-e2e-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;

  async function start() {
    const started = spawn(bunPath(), ["apps/server/dist/main.js"], {
      cwd: ROOT,
      stdio: ["ignore", "ignore", "inherit"],
      env: {
        // Not the tester's own settings: only what the program needs to run.
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        PORT: String(port),
        HOST: "127.0.0.1",
        PALABRE_DATA: dataDir,
        PALABRE_LOG_LEVEL: "error",
        PALABRE_RATE_LIMITS: "off",
        ...env,
      },
    });
    child = started;
    const gone = once(started, "exit").then(() => {
      throw new Error("the server ended before it was ready");
    });
    await Promise.race([untilReady(url), gone]);
    gone.catch(() => {});
  }

  async function end(signal: NodeJS.Signals) {
    const running = child;
    child = undefined;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const exited = once(running, "exit");
    running.kill(signal);
    await exited;
  }

  await start();
  return {
    url,
    dataDir,
    start,
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
    async [Symbol.asyncDispose]() {
      await end("SIGKILL");
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function untilReady(url: string): Promise<void> {
  for (;;) {
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The runtime that npm installed, or the one that BUN names. */
export function bunPath(): string {
  if (process.env.BUN) return process.env.BUN;
  const found = ["@oven/bun-linux-x64/bin/bun", "@oven/bun-linux-aarch64/bin/bun", "bun/bin/bun.exe"]
    .map((path) => join(ROOT, "node_modules", path))
    .find((path) => existsSync(path));
  if (!found) throw new Error("Bun is not installed: run `npm ci`");
  return found;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => (typeof address === "object" && address ? resolve(address.port) : reject()));
    });
  });
}
