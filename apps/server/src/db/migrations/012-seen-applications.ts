import { type Kysely, sql } from "kysely";
import type { ColumnTypes } from "./column-types.ts";

/** When somebody put the news away that they were let in. Who has been in for a while needs no news of it. */
export function seenApplications({ id }: ColumnTypes) {
  return async (db: Kysely<unknown>): Promise<void> => {
    await db.schema.alterTable("join_requests").addColumn("seen_at", id).execute();
    await sql`update join_requests set seen_at = reviewed_at where status = 'APPROVED'`.execute(db);
  };
}
