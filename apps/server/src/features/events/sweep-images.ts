import type { Blobs } from "../../blobs/blobs.ts";
import type { Sql } from "../../db/database.ts";

/**
 * Makes the sweep that deletes pictures of events that are gone: with their server, their channel, or long over. A picture
 * goes when it is found without an event twice in a row, since one that was just stored is not named yet.
 */
export function createEventImageSweep({ sql, blobs }: { sql: Sql; blobs: Blobs }): () => Promise<void> {
  let strays = new Set<string>();
  return async () => {
    const found = new Set<string>();
    for await (const key of blobs.list("guild-events")) {
      const [, id, hash] = /^guild-events\/(\d+)\/([0-9a-f]+)\.webp$/.exec(key) ?? [];
      if (!id || !hash) continue;
      const event = await sql
        .selectFrom("scheduled_events")
        .select("id")
        .where("id", "=", id)
        .where("image", "=", hash)
        .executeTakeFirst();
      if (event) continue;
      if (strays.has(key)) await blobs.delete(key);
      else found.add(key);
    }
    strays = found;
  };
}
