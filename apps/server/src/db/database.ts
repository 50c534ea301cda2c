import type { Kysely } from "kysely";
import type { Schema } from "./schema.ts";

/** Where queries run: the database's readers, or a transaction. Both speak the same SQL. */
export type Sql = Kysely<Schema>;

/** One open transaction. */
export interface Tx {
  sql: Sql;
  /**
   * Runs when `act` has come to its end, within the transaction, in the order given; what throws undoes all of it. May
   * ask for more of its kind.
   */
  beforeCommit(act: () => Promise<void>): void;
  /** Runs once the transaction is durable, in the order given; never when it is rolled back. Must not throw. */
  afterCommit(act: () => void): void;
  /**
   * Serialises transactions that lock the same key, until the end of this one. Several keys are taken in one order,
   * so that two transactions cannot wait for each other; take all that a transaction needs in one call.
   */
  lock(...keys: string[]): Promise<void>;
}

/**
 * A database. Two implementations, one contract (contract.test.ts):
 * - what `transaction` resolved with is durable: it survives `kill -9` and power loss;
 * - `act` runs once; when it throws, nothing of it stays and the error comes through;
 * - readers never see a transaction that is not committed;
 * - inside `act` await database calls only: a writer that waits for anything else holds up others.
 */
export interface Database {
  readonly dialect: "sqlite" | "postgres";
  readonly read: Sql;
  transaction<T>(act: (tx: Tx) => Promise<T>): Promise<T>;
  /** Bytes on disk. */
  size(): Promise<number>;
  close(): Promise<void>;
}
