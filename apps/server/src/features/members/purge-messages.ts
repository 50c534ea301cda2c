import { MessageType } from "discord-api-types/v10";
import type { Logger } from "pino";
import type { Blobs } from "../../blobs/blobs.ts";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database } from "../../db/database.ts";
import { uncountInThread } from "../channels/thread-life.ts";
import { deleteFiles } from "../files/delete-files.ts";
import { followDelete } from "../message-core/crossposts.ts";
import { inList } from "../message-core/in-list.ts";
import { deleteMessageRows } from "../message-core/queries.ts";
import { uncountMessages } from "../message-core/read-states.ts";

/** Messages deleted in one transaction and told in one dispatch. */
const BATCH = 100;
/** Messages looked through at a time: everybody else gets their turn in between. */
const WINDOW = 2_000;

interface PurgeParts {
  db: Database;
  bus: Bus;
  blobs: Blobs;
  log: Pick<Logger, "warn">;
}

interface Purge {
  id: string;
  guild_id: string;
  user_id: string;
  since_id: string;
  until_id: string;
}

interface Place {
  id: string;
  type: number;
}

/**
 * Deletes what those who were banned wrote, as far back as their ban says. What is to be deleted stands in the database,
 * so it goes on after a crash: to be called after a ban, and now and then for what was left over. Two at once do no harm.
 */
export async function purgeBannedMessages(parts: PurgeParts): Promise<void> {
  try {
    for (;;) {
      const purge = await parts.db.read
        .selectFrom("message_purges")
        .selectAll()
        .orderBy("id")
        .limit(1)
        .executeTakeFirst();
      if (!purge) return;
      const channels = await parts.db.read
        .selectFrom("channels")
        .select(["id", "type"])
        .where("guild_id", "=", purge.guild_id)
        .where("last_message_id", ">=", purge.since_id)
        .execute();
      for (const channel of channels) await purgeChannel(parts, purge, channel);
      await parts.db.transaction(async ({ sql }) => {
        await sql.deleteFrom("message_purges").where("id", "=", purge.id).execute();
      });
    }
  } catch (error) {
    parts.log.warn({ err: error }, "messages of a ban were not all deleted; the next sweep tries again");
  }
}

async function purgeChannel(parts: PurgeParts, purge: Purge, channel: Place): Promise<void> {
  let from = purge.since_id;
  let found: string[] = [];
  for (;;) {
    const rows = await parts.db.read
      .selectFrom("messages")
      .select(["id", "author_id"])
      .where("channel_id", "=", channel.id)
      // What a thread shows that it began with is no message of its own.
      .where("type", "!=", MessageType.ThreadStarterMessage)
      .where("id", ">", from)
      .where("id", "<=", purge.until_id)
      .orderBy("id")
      .limit(WINDOW)
      .execute();
    found.push(...rows.flatMap(({ id, author_id }) => (author_id === purge.user_id ? [id] : [])));
    const last = rows.at(-1);
    while (found.length >= BATCH || (found.length > 0 && rows.length < WINDOW)) {
      await deleteBatch(parts, purge.guild_id, channel, found.slice(0, BATCH));
      found = found.slice(BATCH);
    }
    if (!last || rows.length < WINDOW) return;
    from = last.id;
  }
}

async function deleteBatch(
  { db, bus, blobs }: PurgeParts,
  guildId: string,
  channel: Place,
  ids: readonly string[],
): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.lock(...ids.map((id) => `message:${id}`));
    const rows = await tx.sql.selectFrom("messages").selectAll().where("id", "in", inList(ids)).execute();
    if (rows.length === 0) return;
    await uncountMessages(tx, rows, "guild");
    const gone = rows.map(({ id }) => id);
    const files = await tx.sql
      .selectFrom("attachments")
      .selectAll()
      .where("message_id", "in", inList(gone))
      .execute();
    await deleteFiles(tx, blobs, files);
    await deleteMessageRows(tx, inList(gone));
    await followDelete(tx, bus, rows);
    await uncountInThread(tx, channel, rows);
    const d = { ids: gone, channel_id: channel.id, guild_id: guildId };
    announce(tx, bus, `channel:${channel.id}`, "MESSAGE_DELETE_BULK", d);
  });
}
