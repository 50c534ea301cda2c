import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Database } from "../src/db/database.ts";
import { openPostgres } from "../src/db/postgres.ts";
import { openSqlite } from "../src/db/sqlite.ts";
import { createTestDatabase } from "./postgres.ts";

/** An empty database of the kind that is being tested, without a server around it. */
export async function openTestDatabase(): Promise<Database & AsyncDisposable> {
  const fail = (error: unknown) => {
    throw error;
  };
  const postgres = await createTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), "palabre-test-"));
  const db = postgres
    ? await openPostgres(postgres.url, fail)
    : await openSqlite(join(folder, "test.db"), fail);
  return {
    ...db,
    async [Symbol.asyncDispose]() {
      await db.close();
      await postgres?.drop();
      await rm(folder, { recursive: true });
    },
  };
}
