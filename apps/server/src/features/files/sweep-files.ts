import { snowflakeTime } from "@palabre/protocol";
import type { Blobs } from "../../blobs/blobs.ts";
import type { Sql } from "../../db/database.ts";
import { inList } from "../message-core/in-list.ts";

/** Younger files may belong to a message that is just being sent. */
const YOUNG_MS = 24 * 3600 * 1000;
/** Looked up at a time. */
const BATCH = 256;

interface Stored {
  key: string;
  attachmentId: string;
}

/**
 * Deletes files that belong to no message: a crash may come between storing a file and committing its message, or
 * between committing a deletion and deleting the file.
 */
export async function sweepFiles(
  { sql, blobs }: { sql: Sql; blobs: Blobs },
  now = Date.now(),
): Promise<void> {
  for (const prefix of ["attachments", "thumbnails"]) {
    let batch: Stored[] = [];
    for await (const key of blobs.list(prefix)) {
      const attachmentId = /^[a-z]+\/(\d{1,19})/.exec(key)?.[1];
      if (attachmentId === undefined || snowflakeTime(attachmentId) > now - YOUNG_MS) continue;
      batch.push({ key, attachmentId });
      if (batch.length < BATCH) continue;
      await deleteStray(sql, blobs, batch);
      batch = [];
    }
    await deleteStray(sql, blobs, batch);
  }
}

async function deleteStray(sql: Sql, blobs: Blobs, stored: readonly Stored[]): Promise<void> {
  if (stored.length === 0) return;
  const rows = await sql
    .selectFrom("attachments")
    .select(["id", "blob_key"])
    .where("id", "in", inList(stored.map(({ attachmentId }) => attachmentId)))
    .execute();
  const keyOf = new Map(rows.map((row) => [row.id, row.blob_key]));
  for (const { key, attachmentId } of stored) {
    const owner = keyOf.get(attachmentId);
    const isKept = owner !== undefined && (owner === key || key.startsWith("thumbnails/"));
    if (!isKept) await blobs.delete(key);
  }
}
