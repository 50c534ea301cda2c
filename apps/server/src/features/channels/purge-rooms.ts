import { ChannelType } from "discord-api-types/v10";
import type { Logger } from "pino";
import type { Database } from "../../db/database.ts";
import { deleteMessageRows } from "../message-core/queries.ts";

/** Messages deleted in one transaction, so that others get their turn in between. */
const BATCH = 500;

interface PurgeParts {
  db: Database;
  log: Pick<Logger, "warn">;
  /** Deletes what is stored of an attachment; harmless when it is gone already. */
  forgetFile: (file: PurgedFile) => Promise<void>;
  forgetIcon: (channelId: string, hash: string) => Promise<void>;
}

export interface PurgedFile {
  id: string;
  blob_key: string;
}

/**
 * Deletes the rooms that nobody is in any more, with their messages and files. Nobody sees such a room, so it may take
 * its time: to be called when the last person leaves, and now and then for what a crash left over.
 */
export async function purgeRooms({ db, log, forgetFile, forgetIcon }: PurgeParts): Promise<void> {
  try {
    for (;;) {
      const room = await db.read
        .selectFrom("channels as c")
        .select(["c.id", "c.icon"])
        .where("c.type", "=", ChannelType.GroupDM)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom("channel_recipients as r").select("r.user_id").whereRef("r.channel_id", "=", "c.id"),
            ),
          ),
        )
        .limit(1)
        .executeTakeFirst();
      if (!room) return;
      while (await purgeMessages(db, forgetFile, room.id));
      if (room.icon !== null) await forgetIcon(room.id, room.icon);
      await db.transaction(async ({ sql }) => {
        await sql.deleteFrom("channels").where("id", "=", room.id).execute();
      });
    }
  } catch (error) {
    log.warn({ err: error }, "an empty room was not purged; the next sweep tries again");
  }
}

/** Whether there may be more. */
export async function purgeMessages(
  db: Database,
  forgetFile: PurgeParts["forgetFile"],
  channelId: string,
): Promise<boolean> {
  const rows = await db.read
    .selectFrom("messages")
    .select("id")
    .where("channel_id", "=", channelId)
    .orderBy("id")
    .limit(BATCH)
    .execute();
  if (rows.length === 0) return false;
  const ids = rows.map(({ id }) => id);
  const files = await db.read
    .selectFrom("attachments")
    .select(["id", "blob_key"])
    .where("message_id", "in", ids)
    .execute();
  // Files first: should this stop here, their rows still name them at the next try.
  for (const file of files) await forgetFile(file);
  await db.transaction(async (tx) => {
    await tx.sql.deleteFrom("attachments").where("message_id", "in", ids).execute();
    await deleteMessageRows(tx, ids);
  });
  return true;
}
