import type { Tx } from "../../db/database.ts";
import { inList } from "../message-core/in-list.ts";

/**
 * Takes records out: whoever takes one writes what it tells into the outbox, with the same transaction. Of several that
 * want it one gets it.
 * @returns those that were there, with the message that each still quotes
 */
export async function takeRecords({ sql }: Tx, ids: readonly string[]): Promise<Map<string, string | null>> {
  if (ids.length === 0) return new Map();
  const taken = await sql
    .deleteFrom("event_announcements")
    .where("id", "in", inList(ids))
    .returning(["id", "quoted_id"])
    .execute();
  return new Map(taken.map(({ id, quoted_id }) => [id, quoted_id]));
}
