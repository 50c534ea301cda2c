import type { Sql, Tx } from "./database.ts";

/** Transactions that share a commit at most, so that none waits long for its durability. */
const BATCH = 256;

interface Writer {
  run(tx: Tx): Promise<void>;
  settle(error?: unknown): void;
}

/**
 * Group commit for a database with one writer: every transaction that has asked by the time the writer is free runs in
 * one after the other, each in its own savepoint, then one COMMIT, hence one fsync, makes them all durable. Nobody is
 * told anything before that commit.
 */
export function createGroupCommit(write: Sql, exec: (sql: string) => void) {
  const waiting: Writer[] = [];
  let running = false;

  async function runBatch(batch: Writer[]): Promise<void> {
    const after: (() => void)[] = [];
    const done: Writer[] = [];
    exec("BEGIN IMMEDIATE");
    try {
      for (const writer of batch) {
        const mine: (() => void)[] = [];
        exec("SAVEPOINT writer");
        try {
          await writer.run({ sql: write, afterCommit: (act) => void mine.push(act), lock: async () => {} });
          exec("RELEASE writer");
        } catch (error) {
          exec("ROLLBACK TO writer");
          exec("RELEASE writer");
          writer.settle(error ?? new Error("transaction failed"));
          continue;
        }
        after.push(...mine);
        done.push(writer);
      }
      exec("COMMIT");
    } catch (error) {
      // The disk is full or failing: nobody in this batch was told success, and nothing of it stays.
      try {
        exec("ROLLBACK");
      } catch {
        // SQLite rolls back by itself on some errors; then there is nothing left to undo.
      }
      for (const writer of done) writer.settle(error);
      return;
    }
    for (const act of after) act();
    for (const writer of done) writer.settle();
  }

  async function runAll(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, BATCH);
      try {
        await runBatch(batch);
      } catch (error) {
        for (const writer of batch) writer.settle(error);
      }
    }
    running = false;
  }

  return <T>(act: (tx: Tx) => Promise<T>): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      let result: T;
      waiting.push({
        run: async (tx) => {
          result = await act(tx);
        },
        settle: (error) => (error === undefined ? resolve(result) : reject(error)),
      });
      if (running) return;
      running = true;
      // Begin at the end of this turn of the loop: whoever asks within it shares the commit.
      setImmediate(() => void runAll());
    });
}
