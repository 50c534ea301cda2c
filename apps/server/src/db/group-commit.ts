import { runAfterCommit, runBeforeCommit } from "./after-commit.ts";
import type { Sql, Tx } from "./database.ts";

/** Transactions that share a commit at most, so that none waits long for its durability. */
const BATCH = 256;

interface Writer {
  run(tx: Tx): Promise<void>;
  settle(error?: unknown): void;
}

export interface GroupCommit {
  transaction<T>(act: (tx: Tx) => Promise<T>): Promise<T>;
  /** Waits for every transaction that was asked for; later ones are refused. */
  close(): Promise<void>;
}

/**
 * Group commit for a database with one writer: every transaction that has asked by the time the writer is free runs in
 * one after the other, each in its own savepoint, then one COMMIT, hence one fsync, makes them all durable. Nobody is
 * told anything before that commit.
 * @param exec runs a statement on the writer's connection, at once
 */
export function createGroupCommit(
  write: Sql,
  exec: (sql: string) => void,
  onError: (error: unknown) => void,
): GroupCommit {
  let waiting: Writer[] = [];
  let running: Promise<void> | undefined;
  let closed = false;

  async function runBatch(batch: readonly Writer[]): Promise<void> {
    const after: (() => void)[] = [];
    const done: Writer[] = [];
    exec("BEGIN IMMEDIATE");
    try {
      for (const writer of batch) {
        const mine: (() => void)[] = [];
        const last: (() => Promise<void>)[] = [];
        exec("SAVEPOINT writer");
        try {
          await writer.run({
            sql: write,
            beforeCommit: (act) => void last.push(act),
            afterCommit: (act) => void mine.push(act),
            lock: async () => {},
          });
          if (last.length > 0) await runBeforeCommit(last);
        } catch (error) {
          exec("ROLLBACK TO writer");
          exec("RELEASE writer");
          writer.settle(error ?? new Error("transaction failed"));
          continue;
        }
        exec("RELEASE writer");
        after.push(...mine);
        done.push(writer);
      }
      exec("COMMIT");
    } catch (error) {
      // The disk is full or failing: nothing of this batch stays.
      try {
        exec("ROLLBACK");
      } catch {
        // SQLite rolls back by itself on some errors; then there is nothing left to undo.
      }
      throw error;
    }
    runAfterCommit(after, onError);
    for (const writer of done) writer.settle();
  }

  async function runAll(): Promise<void> {
    while (waiting.length > 0) {
      // One turn of the loop: whoever asks within it shares the commit, and others than writers get on too.
      await new Promise((resolve) => setImmediate(resolve));
      const batch = waiting.slice(0, BATCH);
      waiting = waiting.slice(BATCH);
      try {
        await runBatch(batch);
      } catch (error) {
        // To those who were told already this says nothing.
        for (const writer of batch) writer.settle(error);
      }
    }
    running = undefined;
  }

  return {
    transaction<T>(act: (tx: Tx) => Promise<T>): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        if (closed) return reject(new Error("the database is closed"));
        let result: T;
        waiting.push({
          run: async (tx) => {
            result = await act(tx);
          },
          settle: (error) => (error === undefined ? resolve(result) : reject(error)),
        });
        running ??= runAll();
      });
    },
    async close() {
      closed = true;
      await running;
    },
  };
}
