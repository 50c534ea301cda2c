import type { Kysely } from "kysely";
import type { ColumnTypes } from "./column-types.ts";

/** Custom emojis of servers and of applications. */
export function emojis({ id, primaryId }: ColumnTypes) {
  return async ({ schema }: Kysely<unknown>): Promise<void> => {
    await schema
      .createTable("emojis")
      .addColumn("id", primaryId, (c) => c.primaryKey().notNull())
      .addColumn("guild_id", id)
      .addColumn("application_id", id)
      .addColumn("name", "text", (c) => c.notNull())
      .addColumn("animated", "integer", (c) => c.notNull())
      .addColumn("roles", "text", (c) => c.notNull().defaultTo("[]"))
      .addColumn("user_id", id, (c) => c.notNull())
      .execute();
    for (const column of ["guild_id", "application_id"]) {
      await schema.createIndex(`emojis_${column}`).on("emojis").column(column).execute();
    }
  };
}
