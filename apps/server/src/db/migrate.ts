import { type ColumnDataType, type Kysely, type Migration, Migrator } from "kysely";
import { messenger } from "./migrations/001-messenger.ts";

export interface ColumnTypes {
  /** A snowflake or a time: 64 bits. */
  id: ColumnDataType;
  /** An id that is the table's key; on SQLite it is the row's own number, which needs no second index. */
  primaryId: ColumnDataType;
}

const COLUMN_TYPES: Record<"sqlite" | "postgres", ColumnTypes> = {
  sqlite: { id: "integer", primaryId: "integer" },
  postgres: { id: "bigint", primaryId: "bigint" },
};

/** Brings the database to the newest schema. Safe to run by several nodes at once: Kysely locks. */
export async function migrate(db: Kysely<never>, dialect: "sqlite" | "postgres"): Promise<void> {
  const types = COLUMN_TYPES[dialect];
  const migrations: Record<string, Migration> = { "001-messenger": { up: messenger(types) } };
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}
