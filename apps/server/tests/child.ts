import { join } from "node:path";

const START_PATIENCE_MS = 25_000;

/** The server as an operator runs it, in a process of its own, on a free port of the loopback address. */
export interface ChildServer extends AsyncDisposable {
  url: string;
  gatewayUrl: string;
  /** Everything it has logged. */
  log(): string;
  signal(name: "SIGTERM" | "SIGKILL"): void;
  /** Its exit status. */
  exited: Promise<number>;
}

export async function startChild(env: Record<string, string>): Promise<ChildServer> {
  const child = Bun.spawn([process.execPath, join(import.meta.dirname, "../src/main.ts")], {
    env: {
      PATH: process.env.PATH ?? "",
      PORT: "0",
      HOST: "127.0.0.1",
      PALABRE_RATE_LIMITS: "off",
      PALABRE_LOG_FORM: "json",
      ...env,
    },
    stdout: "pipe",
    stderr: "inherit",
  });
  let logged = "";
  const { promise: port, resolve, reject } = Promise.withResolvers<string>();
  const reading = (async () => {
    const decoder = new TextDecoder();
    // Read to the end, or the log's pipe fills up.
    for await (const chunk of child.stdout) {
      logged += decoder.decode(chunk, { stream: true });
      const found = /listens on http:\/\/localhost:(\d+)/.exec(logged)?.[1];
      if (found) resolve(found);
    }
    reject(new Error(`the server did not start: ${logged}`));
  })();
  const patience = setTimeout(() => child.kill("SIGKILL"), START_PATIENCE_MS);
  const url = `http://127.0.0.1:${await port}`;
  clearTimeout(patience);
  return {
    url,
    gatewayUrl: `${url.replace("http", "ws")}/gateway`,
    log: () => logged,
    signal: (name) => child.kill(name),
    exited: child.exited,
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await child.exited;
      await reading;
    },
  };
}
