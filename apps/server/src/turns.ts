/** Work that takes a core or much memory, some at a time; the rest waits in a queue of bounded length. */
export interface Turns {
  /** Runs `work` when its turn comes. @throws what `refuse` made when too many wait already */
  run<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * @param concurrent works at one time
 * @param waiting those that wait at most; past it nobody would be answered in reasonable time
 */
export function createTurns(concurrent: number, waiting: number, refuse: () => Error): Turns {
  let running = 0;
  const queue: (() => void)[] = [];
  return {
    async run(work) {
      if (running >= concurrent) {
        if (queue.length >= waiting) throw refuse();
        // Whoever finishes hands the place over, so `running` stays as it is.
        await new Promise<void>((resolve) => queue.push(resolve));
      } else running++;
      try {
        return await work();
      } finally {
        const next = queue.shift();
        if (next) next();
        else running--;
      }
    },
  };
}
