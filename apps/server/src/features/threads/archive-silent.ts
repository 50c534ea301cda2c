import type { Bus } from "../../bus/bus.ts";
import type { Database } from "../../db/database.ts";
import { announceThread } from "../channels/thread-life.ts";

/** Threads archived in one go. */
const SWEEP = 200;

/** Archives threads in which nothing was said for as long as they say. */
export async function archiveSilent({ db, bus }: { db: Database; bus: Bus }): Promise<void> {
  const silent = await db.read
    .selectFrom("channels")
    .select(["id", "guild_id"])
    .where("archives_at", "<=", Date.now())
    .limit(SWEEP)
    .execute();
  for (const { id, guild_id } of silent) {
    await db.transaction(async (tx) => {
      await tx.lock(`guild:${guild_id}`);
      const now = Date.now();
      // Somebody may just have written.
      const thread = await tx.sql
        .updateTable("channels")
        .set({ archived: 1, archived_at: now, archives_at: null })
        .where("id", "=", id)
        .where("archives_at", "<=", now)
        .returningAll()
        .executeTakeFirst();
      if (thread) await announceThread(tx, bus, thread, { isBack: false });
    });
  }
}
