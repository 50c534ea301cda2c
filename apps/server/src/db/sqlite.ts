import { Database as Sqlite, type Statement } from "bun:sqlite";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import type { DirectAdapter } from "./compile-once.ts";
import type { Database } from "./database.ts";
import { createGroupCommit } from "./group-commit.ts";
import { fromInteger } from "./integers.ts";
import { migrate } from "./migrate.ts";
import type { Schema } from "./schema.ts";

/** Prepared statements kept per connection; the least recently used goes first. */
const STATEMENT_CACHE = 500;

/**
 * Opens the embedded database: WAL, `synchronous=FULL`, one connection that writes and one that reads.
 * bun:sqlite works synchronously, so one of each is as many as a thread can use.
 */
export async function openSqlite(
  file: string,
  onError: (error: unknown) => void = rethrow,
): Promise<Database> {
  mkdirSync(dirname(file), { recursive: true });
  const writer = connect(file);
  const reader = connect(file);
  const write = kysely(writer);
  const read = kysely(reader);
  await migrate(write as unknown as Kysely<never>, "sqlite");
  reader.exec("PRAGMA query_only = ON");
  const commits = createGroupCommit(write, (sql) => writer.query(sql).run(), onError);
  return {
    dialect: "sqlite",
    read,
    transaction: commits.transaction,
    async size() {
      const row = reader
        .query<{ bytes: bigint }, []>(
          "SELECT page_count * page_size AS bytes FROM pragma_page_count(), pragma_page_size()",
        )
        .get();
      return Number(row?.bytes ?? 0);
    },
    async close() {
      await commits.close();
      await read.destroy();
      await write.destroy();
    },
  };
}

/** Where nobody listens, an error must not pass in silence. */
function rethrow(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}

function connect(file: string): Sqlite {
  const sqlite = new Sqlite(file, { create: true, safeIntegers: true, strict: true });
  // First of all: what follows may already have to wait for a process that is just closing the file.
  sqlite.exec("PRAGMA busy_timeout = 5000");
  sqlite.exec("PRAGMA journal_mode = WAL");
  sqlite.exec("PRAGMA synchronous = FULL");
  sqlite.exec("PRAGMA foreign_keys = ON");
  sqlite.exec("PRAGMA temp_store = MEMORY");
  sqlite.exec("PRAGMA cache_size = -32768");
  sqlite.exec("PRAGMA mmap_size = 268435456");
  return sqlite;
}

function kysely(sqlite: Sqlite): Kysely<Schema> {
  const connection = new SqliteConnection(sqlite);
  const driver: Driver = {
    init: async () => {},
    acquireConnection: async () => connection,
    beginTransaction: async () => connection.exec("BEGIN IMMEDIATE"),
    commitTransaction: async () => connection.exec("COMMIT"),
    rollbackTransaction: async () => connection.exec("ROLLBACK"),
    releaseConnection: async () => {},
    destroy: async () => connection.close(),
  };
  return new Kysely<Schema>({
    dialect: {
      createAdapter: () => new BunSqliteAdapter(connection),
      createDriver: () => driver,
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new PlanningOnceCompiler(),
    },
  });
}

/** The one connection is never busy between two queries: what is compiled need not wait for it. */
class BunSqliteAdapter extends SqliteAdapter implements DirectAdapter {
  readonly #connection: SqliteConnection;

  constructor(connection: SqliteConnection) {
    super();
    this.#connection = connection;
  }

  /** All migrations in one transaction, hence one fsync, and nothing half made: SQLite's schema is rolled back like data. */
  override get supportsTransactionalDdl(): boolean {
    return true;
  }

  answer<R>(text: string, parameters: readonly unknown[]): QueryResult<R> {
    return this.#connection.answer(text, parameters);
  }
}

/**
 * Writes parameters as `+?`. To plan a join SQLite looks at the value of a bare `?`, and then plans it anew each time that
 * another is bound, which takes several times as long as answering it. It does not look behind the plus, which does
 * nothing else: no affinity is lost, since a parameter has none.
 */
class PlanningOnceCompiler extends SqliteQueryCompiler {
  protected override getCurrentParameterPlaceholder(): string {
    return "+?";
  }
}

type Row = Record<string, unknown>;

interface Prepared {
  statement: Statement<Row, never[]>;
  /** It answers with rows. */
  returnsRows: boolean;
}

class SqliteConnection implements DatabaseConnection {
  readonly #sqlite: Sqlite;
  readonly #statements = new Map<string, Prepared>();

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
  }

  exec(sql: string): void {
    this.#sqlite.exec(sql);
  }

  close(): void {
    for (const { statement } of this.#statements.values()) statement.finalize();
    this.#sqlite.close();
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    return this.answer(sql, parameters);
  }

  answer<R>(sql: string, parameters: readonly unknown[]): QueryResult<R> {
    const { statement, returnsRows } = this.#prepare(sql);
    const values = parameters as never[];
    if (returnsRows) {
      const rows = statement.all(...values);
      for (const row of rows) narrowIntegers(row);
      return { rows: rows as R[], numAffectedRows: BigInt(rows.length) };
    }
    const { changes } = statement.run(...values);
    return { rows: [], numAffectedRows: BigInt(changes) };
  }

  // biome-ignore lint/correctness/useYield: Kysely asks for a generator; nothing here streams.
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error("SQLite queries are read whole");
  }

  #prepare(sql: string): Prepared {
    const known = this.#statements.get(sql);
    if (known) {
      this.#statements.delete(sql);
      this.#statements.set(sql, known);
      return known;
    }
    const statement = this.#sqlite.prepare<Row, never[]>(sql);
    const made: Prepared = { statement, returnsRows: statement.columnNames.length > 0 };
    this.#statements.set(sql, made);
    if (this.#statements.size > STATEMENT_CACHE) {
      const oldest = this.#statements.entries().next().value;
      if (oldest) {
        this.#statements.delete(oldest[0]);
        oldest[1].statement.finalize();
      }
    }
    return made;
  }
}

function narrowIntegers(row: Row): void {
  for (const key in row) {
    const value = row[key];
    if (typeof value === "bigint") row[key] = fromInteger(value);
  }
}
