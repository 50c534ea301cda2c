/** Work that takes a core or much memory, some at a time; the rest waits in a queue of bounded length. */
export interface Turns {
  /**
   * Runs `work` when its turn comes. Where the work is somebody's, `who` says whose: turns go round among those who
   * wait, so that whoever asks for much waits for themselves.
   * @throws what `refuse` made when too many wait already
   */
  run<T>(work: () => Promise<T>, who?: string): Promise<T>;
}

/**
 * @param concurrent works at one time
 * @param waiting those that wait at most; past it nobody would be answered in reasonable time
 * @param waitingEach the same for each `who`
 */
export function createTurns(
  concurrent: number,
  waiting: number,
  refuse: () => Error,
  waitingEach = waiting,
): Turns {
  let running = 0;
  let queued = 0;
  /** Who waits, in the order of their next turns. */
  const queues = new Map<string, (() => void)[]>();

  function enqueue(who: string, start: () => void): void {
    const queue = queues.get(who) ?? [];
    if (queued >= waiting || queue.length >= waitingEach) throw refuse();
    queue.push(start);
    queues.set(who, queue);
    queued++;
  }

  function dequeue(): (() => void) | undefined {
    const [first] = queues;
    if (!first) return undefined;
    const [who, queue] = first;
    const start = queue.shift();
    queued--;
    // Behind everybody else, should they have more.
    queues.delete(who);
    if (queue.length > 0) queues.set(who, queue);
    return start;
  }

  return {
    async run(work, who = "") {
      if (running >= concurrent) {
        // Whoever finishes hands the place over, so `running` stays as it is.
        await new Promise<void>((resolve) => enqueue(who, resolve));
      } else running++;
      try {
        return await work();
      } finally {
        const next = dequeue();
        if (next) next();
        else running--;
      }
    },
  };
}
