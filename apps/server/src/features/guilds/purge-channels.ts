import type { Logger } from "pino";
import type { Database } from "../../db/database.ts";
import { type PurgedFile, purgeMessages } from "../channels/purge-rooms.ts";

interface PurgeParts {
  db: Database;
  log: Pick<Logger, "warn">;
  /** Deletes what is stored of an attachment; harmless when it is gone already. */
  forgetFile: (file: PurgedFile) => Promise<void>;
}

/** The `guild_id` of a channel that was deleted and waits for its messages to go. No server has it. */
export const DELETED = "0";

/**
 * Deletes what is left of deleted channels and servers: messages, files, threads. Nobody sees such a channel, so it may
 * take its time: to be called after a deletion, and now and then for what a crash left over.
 */
export async function purgeChannels({ db, log, forgetFile }: PurgeParts): Promise<void> {
  try {
    for (;;) {
      const channel = await db.read
        .selectFrom("channels as c")
        .leftJoin("guilds as g", "g.id", "c.guild_id")
        .select(["c.id", "c.guild_id"])
        .where("c.guild_id", "is not", null)
        .where("g.id", "is", null)
        .limit(1)
        .executeTakeFirst();
      if (!channel) return;
      while (await purgeMessages(db, forgetFile, channel.id));
      await db.transaction(async ({ sql }) => {
        // Another purge may be done with it, and a thread have the id of its message once more.
        const { numDeletedRows } = await sql
          .deleteFrom("channels")
          .where("id", "=", channel.id)
          .where("guild_id", "=", channel.guild_id)
          .executeTakeFirst();
        if (numDeletedRows === 0n) return;
        for (const table of ["read_states", "drafts", "channel_overwrites", "slow_modes"] as const) {
          await sql.deleteFrom(table).where("channel_id", "=", channel.id).execute();
        }
        await sql.deleteFrom("thread_members").where("thread_id", "=", channel.id).execute();
        await sql
          .deleteFrom("channel_followers")
          .where((is) => is.or([is("source_id", "=", channel.id), is("target_id", "=", channel.id)]))
          .execute();
      });
    }
  } catch (error) {
    log.warn({ err: error }, "a deleted channel was not purged; the next sweep tries again");
  }
}
