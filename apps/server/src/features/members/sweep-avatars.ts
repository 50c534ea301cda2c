import type { Blobs } from "../../blobs/blobs.ts";
import type { Sql } from "../../db/database.ts";

/**
 * Makes the sweep that deletes pictures of members who are members no more: people leave in many ways. A picture goes
 * when it is found without a member twice in a row, since one that was just stored is not named yet.
 */
export function createAvatarSweep({ sql, blobs }: { sql: Sql; blobs: Blobs }): () => Promise<void> {
  let strays = new Set<string>();
  return async () => {
    const found = new Set<string>();
    for await (const key of blobs.list("member-avatars")) {
      const [, guildId, userId, hash] = /^member-avatars\/(\d+)\/(\d+)\/([0-9a-f]+)\.webp$/.exec(key) ?? [];
      if (!guildId || !userId || !hash) continue;
      const owner = await sql
        .selectFrom("guild_members")
        .select("user_id")
        .where("guild_id", "=", guildId)
        .where("user_id", "=", userId)
        .where("avatar", "=", hash)
        .executeTakeFirst();
      if (owner) continue;
      if (strays.has(key)) await blobs.delete(key);
      else found.add(key);
    }
    strays = found;
  };
}
