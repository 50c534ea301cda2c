import type { roles } from "./roles/roles.ts";

/** What a role offers: named calls, each with one argument and an answer, both of which survive a copy. */
export type Calls = Record<string, (argument: never) => unknown>;
export type RoleName = keyof typeof roles;
type CallsOf<R extends RoleName> = ReturnType<Awaited<ReturnType<(typeof roles)[R]>>["role"]>;

/** A role that runs in a process of its own, so that what measures takes no time from what is measured. */
export type Remote<R extends RoleName> = {
  [K in keyof CallsOf<R>]: CallsOf<R>[K] extends (argument: infer A) => infer V
    ? (argument: A) => Promise<Awaited<V>>
    : never;
} & { pid: number } & AsyncDisposable;

export interface Question {
  id: number;
  call: string;
  argument: unknown;
}
export type Reply = { id: number; value: unknown } | { id: number; error: string };

const KILL_AFTER_MS = 12_000;
const running = new Set<Bun.Subprocess>();

/** Ends whatever is still running, for an interrupted run. */
export function killChildren(): void {
  for (const child of running) child.kill("SIGKILL");
}

/** A process that ends with this one at the latest. Disposing sends SIGTERM, and SIGKILL to one that does not listen. */
export function own(child: Bun.Subprocess): AsyncDisposable {
  running.add(child);
  void child.exited.then(() => running.delete(child));
  return {
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), KILL_AFTER_MS);
      await child.exited;
      clearTimeout(timer);
    },
  };
}

/** Starts a role of roles/ in a child process. */
export function startRole<R extends RoleName>(name: R): Remote<R> {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let nextId = 1;
  const child = Bun.spawn([process.execPath, new URL("./run-role.ts", import.meta.url).pathname, name], {
    stdio: ["ignore", "inherit", "inherit"],
    serialization: "advanced",
    ipc(reply: Reply) {
      const question = waiting.get(reply.id);
      waiting.delete(reply.id);
      if ("error" in reply) question?.reject(new Error(`${name}: ${reply.error}`));
      else question?.resolve(reply.value);
    },
  });
  const owned = own(child);
  void child.exited.then((code) => {
    for (const { reject } of waiting.values()) reject(new Error(`${name} ended with status ${code}`));
  });
  const ask = (call: string, argument: unknown) =>
    new Promise((resolve, reject) => {
      const id = nextId++;
      waiting.set(id, { resolve, reject });
      child.send({ id, call, argument } satisfies Question);
    });
  return new Proxy({} as Remote<R>, {
    get(_, key) {
      if (key === "pid") return child.pid;
      if (key === Symbol.asyncDispose) return () => owned[Symbol.asyncDispose]();
      // Whoever awaits it must not take it for a promise.
      if (typeof key !== "string" || key === "then") return undefined;
      return (argument: unknown) => ask(key, argument);
    },
  });
}
