import type { Blobs } from "../../blobs/blobs.ts";
import type { Sql } from "../../db/database.ts";

/**
 * Makes the sweep that deletes recordings of sounds that are gone, mostly with their server. One goes when it is found
 * without a sound twice in a row, since one that was just stored is not named yet.
 */
export function createSoundSweep({ sql, blobs }: { sql: Sql; blobs: Blobs }): () => Promise<void> {
  let strays = new Set<string>();
  return async () => {
    const found = new Set<string>();
    for await (const key of blobs.list("soundboard-sounds")) {
      const [, id] = /^soundboard-sounds\/(\d+)$/.exec(key) ?? [];
      if (!id) continue;
      const known = await sql
        .selectFrom("soundboard_sounds")
        .select("id")
        .where("id", "=", id)
        .executeTakeFirst();
      if (known) continue;
      if (strays.has(key)) await blobs.delete(key);
      else found.add(key);
    }
    strays = found;
  };
}
