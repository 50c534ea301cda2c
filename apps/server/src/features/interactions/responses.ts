import type { APIMessage } from "@palabre/protocol";
import { MessageFlags } from "discord-api-types/v10";
import type { Sql } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import { checkNotes } from "../files/attachments.ts";
import type { Upload } from "../files/store-upload.ts";
import type { MessageExtra } from "../message-core/interaction-trace.ts";
import { presentMessage } from "../message-core/present.ts";
import { findMessage, type MessageRow } from "../message-core/queries.ts";
import { removeMessage } from "../messages/delete-messages.ts";
import type { EditMessageInput } from "../messages/message-body.ts";
import { type AnswerParts, answerChannel, change, say } from "./answer.ts";
import type { AnswerMessage } from "./answer-body.ts";
import {
  deleteEphemeral,
  type EphemeralRow,
  findEphemeral,
  messageOf,
  presentEphemeral,
} from "./ephemeral.ts";
import type { InteractionRow } from "./store.ts";

/** The message that answered first. */
export const ORIGINAL = "@original";

type Found = { row: MessageRow; kept: EphemeralRow | undefined };

/**
 * A message that belongs to an interaction: its first answer, or one that came after.
 * @throws ApiError unknown_message
 */
async function findResponse(sql: Sql, interaction: InteractionRow, wanted: string): Promise<Found> {
  const id = wanted === ORIGINAL ? interaction.response_id : wanted;
  if (id === null) throw new ApiError("unknown_message");
  const isFirst = id === interaction.response_id;
  const kept = await findEphemeral(sql, id);
  if (kept && kept.application_id === interaction.application_id) {
    if (isFirst || kept.interaction_id === interaction.id) return { row: messageOf(kept), kept };
  }
  const row = await findMessage(sql, interaction.channel_id, id);
  const isOwn = row?.author_id === interaction.application_id;
  if (row && isOwn && (isFirst || madeBy(row) === interaction.id)) return { row, kept: undefined };
  throw new ApiError("unknown_message");
}

const madeBy = ({ extra }: MessageRow): string | undefined =>
  extra === null ? undefined : (JSON.parse(extra) as MessageExtra).made_by?.id;

const isPromised = ({ flags }: MessageRow): boolean => (flags & MessageFlags.Loading) !== 0;

/** @throws ApiError unknown_message */
export async function readResponse(
  { db, urls }: AnswerParts,
  interaction: InteractionRow,
  id: string,
): Promise<APIMessage> {
  const { row, kept } = await findResponse(db.read, interaction, id);
  if (kept) return presentEphemeral(db.read, kept, urls);
  return presentMessage(db.read, row, { viewerId: interaction.application_id, urls });
}

/** Changes a message of an interaction; one that was promised has its words then. @throws ApiError unknown_message, and as `change` */
export async function editResponse(
  parts: AnswerParts,
  interaction: InteractionRow,
  id: string,
  input: EditMessageInput,
  uploads: readonly Upload[],
): Promise<APIMessage> {
  return parts.db.transaction(async (tx) => {
    await tx.lock(`interaction:${interaction.id}`);
    const { row } = await findResponse(tx.sql, interaction, id);
    return change(tx, parts, interaction, row.id, input, uploads, isPromised(row));
  });
}

/** @throws ApiError unknown_message */
export async function deleteResponse(
  parts: AnswerParts,
  interaction: InteractionRow,
  id: string,
): Promise<void> {
  await parts.db.transaction(async (tx) => {
    const channel = await answerChannel(tx.sql, interaction);
    const { row } = await findResponse(tx.sql, interaction, id);
    await tx.lock(`message:${row.id}`);
    const { row: still, kept } = await findResponse(tx.sql, interaction, row.id);
    if (kept) await deleteEphemeral(tx, parts, kept, channel);
    else await removeMessage(tx, parts, channel, still);
  });
}

/**
 * Says more. What comes first after a promise keeps it.
 * @throws ApiError unknown_webhook before the first answer; what writing a message throws
 */
export async function followUp(
  parts: AnswerParts,
  interaction: InteractionRow,
  input: AnswerMessage,
  uploads: readonly Upload[],
): Promise<APIMessage> {
  checkNotes(uploads, input.attachments ?? []);
  return parts.db.transaction(async (tx) => {
    await tx.lock(`interaction:${interaction.id}`);
    const row = await tx.sql
      .selectFrom("interactions")
      .selectAll()
      .where("id", "=", interaction.id)
      .executeTakeFirst();
    if (!row || row.answer === null || row.answer === "failed") throw new ApiError("unknown_webhook");
    const first = row.response_id;
    if (row.answer === "deferred" && first !== null) {
      const found = await findResponse(tx.sql, row, first).catch(() => undefined);
      if (found && isPromised(found.row)) {
        const { flags, ...words } = input;
        const kept = { ...words, flags: flags & ~MessageFlags.Ephemeral };
        return change(tx, parts, row, first, kept, uploads, true);
      }
    }
    return say(tx, parts, row, input, uploads, first);
  });
}
