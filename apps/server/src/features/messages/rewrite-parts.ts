import { LIMITS } from "@palabre/protocol";
import { MessageFlags } from "discord-api-types/v10";
import type { Blobs } from "../../blobs/blobs.ts";
import type { Tx } from "../../db/database.ts";
import { ApiError, fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import type { AccessibleChannel } from "../channels/access.ts";
import { withoutStrangeEmojis } from "../emojis/use-emojis.ts";
import { insertAttachments } from "../files/attachments.ts";
import { deleteFiles } from "../files/delete-files.ts";
import type { Upload } from "../files/store-upload.ts";
import { type AnyComponent, textOf } from "../message-core/component-tree.ts";
import type { MessageExtra } from "../message-core/interaction-trace.ts";
import type { MessageRow } from "../message-core/queries.ts";
import { requireMayAsk } from "../polls/insert-poll.ts";
import {
  arrangeComponents,
  flagsOf,
  isV2,
  requireEmojis,
  requireFiles,
  requireNoneOfPeople,
} from "./components.ts";
import type { EditMessageInput } from "./message-body.ts";
import { embedsFor, requireComponentsAlone } from "./send-message.ts";

/**
 * What an edit makes of a message, its files among it, which are written; the message itself is for whoever calls.
 * @param isAnswer a message that was promised gets its words: as if it had been sent so
 * @throws ApiError empty_message, max_attachments, invalid_form_body
 */
export async function rewriteParts(
  tx: Tx,
  blobs: Blobs,
  actor: Pick<Actor, "userId" | "bot">,
  channel: AccessibleChannel,
  row: MessageRow,
  input: EditMessageInput,
  uploads: readonly Upload[],
  isAnswer: boolean,
) {
  const files = await tx.sql
    .selectFrom("attachments")
    .selectAll()
    .where("message_id", "=", row.id)
    .orderBy("position")
    .execute();
  const ownIds = new Set(files.map(({ id }) => id));
  const notes = input.attachments ?? null;
  const stray = (notes ?? []).findIndex(
    ({ id }) => !ownIds.has(id) && !uploads.some(({ index }) => String(index) === id),
  );
  if (stray !== -1) {
    throw fieldError(`attachments.${stray}.id`, "MESSAGE_ATTACHMENT_NOT_FOUND", "No such attachment.");
  }
  const kept = notes ? files.filter(({ id }) => notes.some((note) => note.id === id)) : files;
  if (kept.length + uploads.length > LIMITS.filesPerMessage) throw new ApiError("max_attachments");

  const asked = input.poll ?? undefined;
  if (asked && !isAnswer) throw fieldError("poll", "POLL_NOT_EDITABLE", "A poll comes with a new message.");
  if (asked) requireMayAsk(channel);
  const extra = row.extra ? (JSON.parse(row.extra) as MessageExtra) : {};
  const use = { applicationId: extra.application_id ?? actor.userId, userId: actor.userId, channel };
  const content =
    input.content === undefined ? row.content : await withoutStrangeEmojis(tx.sql, use, input.content ?? "");
  requireNoneOfPeople(actor, input.components);
  if (input.embeds !== undefined) extra.embeds = embedsFor(channel, input);
  const flags = changeFlags(actor, row.flags, input.flags) & (isAnswer ? ~MessageFlags.Loading : -1);
  if (isV2(flags)) {
    requireComponentsAlone({ content, embeds: extra.embeds, sticker_ids: extra.sticker_items, poll: asked });
  }
  if (input.components !== undefined) {
    extra.components = arrangeComponents(input.components ?? [], isV2(flags));
    await requireEmojis(tx.sql, use, extra.components);
  }
  const isEmpty =
    content === "" &&
    !asked &&
    kept.length + uploads.length + (extra.embeds?.length ?? 0) === 0 &&
    !extra.components?.length &&
    !extra.sticker_items?.length;
  if (isEmpty) throw new ApiError("empty_message");
  const words = isV2(flags) ? textOf((extra.components ?? []) as unknown as AnyComponent[]) : content;
  const isReworded = input.content !== undefined || (isV2(flags) && input.components !== undefined);

  const dropped = files.filter((file) => !kept.includes(file));
  await deleteFiles(tx, blobs, dropped);
  for (const note of notes ?? []) {
    if (!ownIds.has(note.id) || note.description === undefined) continue;
    await tx.sql
      .updateTable("attachments")
      .set({ description: note.description || null })
      .where("id", "=", note.id)
      .execute();
  }
  const last = files.at(-1)?.position ?? -1;
  const added = await insertAttachments(tx, row, uploads, notes ?? [], last + 1);
  requireFiles(extra.components ?? [], [...kept, ...added]);
  return { content, flags, extra, words, isReworded, asked, use };
}

/** Embeds are hidden and shown again; a message made of components stays one. */
function changeFlags(actor: Pick<Actor, "bot">, before: number, given: number | null | undefined): number {
  if (given === undefined || given === null) return before;
  const settable = MessageFlags.SuppressEmbeds;
  const added = flagsOf(actor, given) & MessageFlags.IsComponentsV2;
  return (before & ~settable) | (given & settable) | added;
}
