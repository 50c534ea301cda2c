import { Kysely, PostgresDialect, sql } from "kysely";
import pg from "pg";
import { runAfterCommit, runBeforeCommit } from "./after-commit.ts";
import type { Database } from "./database.ts";
import { fromInteger } from "./integers.ts";
import { migrate } from "./migrate.ts";
import type { Schema } from "./schema.ts";

const INT8 = 20;
const CONNECTIONS = 20;

/** Opens a PostgreSQL database (15 or newer) at a `postgres://` address. */
export async function openPostgres(url: string, onError: (error: unknown) => void): Promise<Database> {
  const types: pg.CustomTypesConfig = {
    getTypeParser: (oid: number, format?: "text" | "binary") =>
      oid === INT8 ? (fromInteger as never) : pg.types.getTypeParser(oid, format as "text"),
  };
  const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS, types });
  let closing = false;
  // A connection that dies while idle is replaced by the pool; without a listener it would end the process. The driver's
  // error drags the whole connection along, its secrets included: only what it says is passed on.
  pool.on("error", ({ message }) => {
    if (!closing) onError(new Error(`a connection to the database was lost: ${message}`));
  });
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  await migrate(db as unknown as Kysely<never>, "postgres");
  return {
    dialect: "postgres",
    read: db,
    async transaction(act) {
      const after: (() => void)[] = [];
      const result = await db.transaction().execute(async (trx) => {
        const last: (() => Promise<void>)[] = [];
        const done = await act({
          sql: trx,
          beforeCommit: (run) => void last.push(run),
          afterCommit: (run) => void after.push(run),
          lock: async (...keys) => {
            for (const key of [...new Set(keys)].sort()) {
              await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(trx);
            }
          },
        });
        await runBeforeCommit(last);
        return done;
      });
      runAfterCommit(after, onError);
      return result;
    },
    async size() {
      const { rows } = await sql<{
        bytes: number;
      }>`select pg_database_size(current_database()) as bytes`.execute(db);
      return Number(rows[0]?.bytes ?? 0);
    },
    async close() {
      closing = true;
      await db.destroy();
    },
  };
}
