import type { Logger } from "pino";

export interface Sweep {
  name: string;
  everyMs: number;
  run: () => Promise<void>;
}

/**
 * Does what time alone brings about: ends what has expired, clears away what nobody can use any more. Each sweep runs
 * again only after it has finished; one that fails is logged and tried again in its turn. Every node sweeps, so a sweep
 * must bear company.
 */
export function startSweeper(log: Pick<Logger, "error">, sweeps: readonly Sweep[]): AsyncDisposable {
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const running = new Set<Promise<void>>();
  let stopped = false;

  function plan(sweep: Sweep): void {
    if (stopped) return;
    const timer = setTimeout(() => {
      const work = sweep
        .run()
        .catch((err: unknown) => log.error({ err, sweep: sweep.name }, "a sweep failed"))
        .finally(() => {
          running.delete(work);
          plan(sweep);
        });
      running.add(work);
    }, sweep.everyMs);
    timer.unref();
    timers.set(sweep.name, timer);
  }
  for (const sweep of sweeps) plan(sweep);

  return {
    async [Symbol.asyncDispose]() {
      stopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.all(running);
    },
  };
}
