import type { Tx } from "../../db/database.ts";
import { inList } from "../message-core/in-list.ts";

/**
 * Takes records out: whoever takes one writes what it tells into the outbox, with the same transaction. Of several that
 * want it one gets it.
 * @returns those that were there
 */
export async function takeRecords({ sql }: Tx, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const taken = await sql
    .deleteFrom("event_announcements")
    .where("id", "in", inList(ids))
    .returning("id")
    .execute();
  return new Set(taken.map(({ id }) => id));
}
