import type { Blobs } from "../../blobs/blobs.ts";
import type { Sql } from "../../db/database.ts";

/**
 * Makes the sweep that deletes pictures of stickers that are gone, mostly with their server. A picture goes when it is
 * found without a sticker twice in a row, since one that was just stored is not named yet.
 */
export function createStickerSweep({ sql, blobs }: { sql: Sql; blobs: Blobs }): () => Promise<void> {
  let strays = new Set<string>();
  return async () => {
    const found = new Set<string>();
    for await (const key of blobs.list("stickers")) {
      const [, id] = /^stickers\/(\d+)\.(?:png|gif)$/.exec(key) ?? [];
      if (!id) continue;
      const known = await sql.selectFrom("stickers").select("id").where("id", "=", id).executeTakeFirst();
      if (known) continue;
      if (strays.has(key)) await blobs.delete(key);
      else found.add(key);
    }
    strays = found;
  };
}
