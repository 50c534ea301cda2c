import type { Blobs } from "../../blobs/blobs.ts";
import type { Tx } from "../../db/database.ts";
import { inList } from "../message-core/in-list.ts";
import type { AttachmentRow } from "../message-core/queries.ts";

/** Deletes files' rows, and once that is durable their bytes and thumbnails. */
export async function deleteFiles(
  tx: Tx,
  blobs: Blobs,
  files: readonly Pick<AttachmentRow, "id" | "blob_key">[],
): Promise<void> {
  if (files.length === 0) return;
  await tx.sql
    .deleteFrom("attachments")
    .where("id", "in", inList(files.map(({ id }) => id)))
    .execute();
  tx.afterCommit(() => {
    for (const file of files) {
      // A file that cannot be deleted now costs space, nothing else: no address leads to it, and the sweep comes.
      forgetFile(blobs, file).catch(() => {});
    }
  });
}

/** Deletes what is stored of an attachment whose row is gone: its bytes and thumbnails. */
export async function forgetFile(blobs: Blobs, file: Pick<AttachmentRow, "id" | "blob_key">): Promise<void> {
  await blobs.delete(file.blob_key);
  await blobs.deleteBelow(thumbnailsOf(file.id));
}

/** Where the thumbnails of an attachment lie. */
export const thumbnailsOf = (attachmentId: string): string => `thumbnails/${attachmentId}`;
