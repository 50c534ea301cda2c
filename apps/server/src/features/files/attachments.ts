import type { ExpressionBuilder } from "kysely";
import type { Tx } from "../../db/database.ts";
import type { Schema } from "../../db/schema.ts";
import { fieldError } from "../../errors.ts";
import type { AttachmentRow, MessageRow } from "../message-core/queries.ts";
import { asSpoiler, cleanFileName, isSpoilerName } from "./file-name.ts";
import { payerOf } from "./payer.ts";
import type { Upload } from "./store-upload.ts";

/** A file of a message, and not of what a bot told one person alone, or was given by one. */
export const isOfMessage = ({ exists, selectFrom }: ExpressionBuilder<Schema, "attachments">) =>
  exists(selectFrom("messages as m").select("m.id").whereRef("m.id", "=", "attachments.message_id"));

/** What a sender says of a file: `id` is the n of `files[n]`. */
export interface FileNote {
  id: string;
  filename?: string | null | undefined;
  description?: string | null | undefined;
  is_spoiler?: boolean | null | undefined;
}

/** Writes the files of a message, `from` being the position of the first. */
export async function insertAttachments(
  tx: Tx,
  message: Pick<MessageRow, "id" | "channel_id" | "author_id">,
  uploads: readonly Upload[],
  notes: readonly FileNote[],
  from = 0,
): Promise<AttachmentRow[]> {
  if (uploads.length === 0) return [];
  const { userId: charged_to } = await payerOf(tx.sql, message.author_id);
  const rows = uploads.map((upload, n): AttachmentRow => {
    const note = notes.find(({ id }) => id === String(upload.index));
    const named = note?.filename ? cleanFileName(note.filename) : upload.filename;
    const spoiler = note?.is_spoiler ?? isSpoilerName(named);
    return {
      id: upload.id,
      message_id: message.id,
      channel_id: message.channel_id,
      uploader_id: message.author_id,
      charged_to,
      position: from + n,
      filename: asSpoiler(named, spoiler),
      description: note?.description || null,
      content_type: upload.contentType,
      size: upload.size,
      width: upload.width,
      height: upload.height,
      placeholder: upload.placeholder,
      blob_key: upload.blobKey,
      spoiler: spoiler ? 1 : 0,
    };
  });
  await tx.sql.insertInto("attachments").values(rows).execute();
  return rows;
}

/** Refuses a note that speaks of a file the form does not have. */
export function checkNotes(uploads: readonly Upload[], notes: readonly FileNote[]): void {
  const indexes = new Set(uploads.map(({ index }) => String(index)));
  const stray = notes.findIndex(({ id }) => !indexes.has(id));
  if (stray !== -1) {
    throw fieldError(
      `attachments.${stray}.id`,
      "MESSAGE_ATTACHMENT_NOT_FOUND",
      "The form has no file of this number.",
    );
  }
}
