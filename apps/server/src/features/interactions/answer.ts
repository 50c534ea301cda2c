import type { APIMessage } from "@palabre/protocol";
import {
  InteractionType as Kind,
  MessageFlags,
  MessageType,
  PermissionFlagsBits as P,
  InteractionResponseType as R,
} from "discord-api-types/v10";
import type { Blobs } from "../../blobs/blobs.ts";
import { announce } from "../../bus/announce.ts";
import type { Sql, Tx } from "../../db/database.ts";
import { ApiError, fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { findApplication } from "../applications/find-application.ts";
import { toApplication } from "../applications/present-application.ts";
import { type AccessibleChannel, accessChannel } from "../channels/access.ts";
import { checkNotes } from "../files/attachments.ts";
import type { Upload } from "../files/store-upload.ts";
import { findMember, permissionsIn } from "../guild-core/access-guild.ts";
import type { InteractionTrace } from "../message-core/interaction-trace.ts";
import { findMessage } from "../message-core/queries.ts";
import { rewriteMessage } from "../messages/edit-message.ts";
import type { EditMessageInput } from "../messages/message-body.ts";
import { type SendParts, type Writing, writeMessage } from "../messages/send-message.ts";
import { type Answer, type AnswerMessage, type Choice, fits } from "./answer-body.ts";
import { findEphemeral, rewriteEphemeral, writeEphemeral } from "./ephemeral.ts";
import { arrangeModal } from "./modal.ts";
import { type InteractionNotes, type InteractionRow, notesOf } from "./store.ts";

export type AnswerParts = SendParts & { blobs: Blobs };

/** What came of an answer: the message it wrote or changed, if any. */
export interface Answered {
  interaction: InteractionRow;
  message: APIMessage | null;
}

/** The bot as whoever writes. */
const botOf = ({ application_id }: Pick<InteractionRow, "application_id">): Actor => ({
  userId: application_id,
  authSessionId: "",
  bot: true,
});

/**
 * The first answer of a bot to an interaction, of which there is one.
 * @throws ApiError unknown_interaction when it came too late, already_acknowledged; what writing a message throws;
 *   invalid_form_body for an answer that does not go with the interaction
 */
export async function answer(
  parts: AnswerParts,
  interaction: InteractionRow,
  given: Answer,
  uploads: readonly Upload[],
): Promise<Answered> {
  return parts.db.transaction(async (tx) => {
    await tx.lock(`interaction:${interaction.id}`);
    const row = await tx.sql
      .selectFrom("interactions")
      .selectAll()
      .where("id", "=", interaction.id)
      .executeTakeFirst();
    if (!row || row.answer === "failed") throw new ApiError("unknown_interaction");
    if (row.answer !== null) throw new ApiError("already_acknowledged");
    requireFits(row, given);
    if (uploads.length > 0 && given.type !== R.ChannelMessageWithSource && given.type !== R.UpdateMessage) {
      throw fieldError("type", "BASE_TYPE_CHOICES", "This answer carries no files.");
    }
    const { answered, message, notes, modal } = await act(tx, parts, row, given, uploads);
    const response_id = message?.id ?? (answered === "update" ? row.message_id : null);
    const changes = { answer: answered, answer_by: null, response_id, modal: modal ?? null };
    const data = JSON.stringify({ ...notesOf(row), ...notes });
    await tx.sql
      .updateTable("interactions")
      .set({ ...changes, data })
      .where("id", "=", row.id)
      .execute();
    tellPerson(tx, parts, row, "INTERACTION_SUCCESS");
    return { interaction: { ...row, ...changes, data }, message };
  });
}

/** Tells the person's sessions how their interaction ended. */
export function tellPerson(
  tx: Pick<Tx, "afterCommit">,
  { bus }: Pick<SendParts, "bus">,
  { id, user_id, nonce }: Pick<InteractionRow, "id" | "user_id" | "nonce">,
  t: "INTERACTION_SUCCESS" | "INTERACTION_FAILURE",
): void {
  announce(tx, bus, `user:${user_id}`, t, { id, ...(nonce !== null && { nonce }) });
}

/** Refuses what makes no answer to this kind of interaction. @throws ApiError invalid_form_body naming `type` */
function requireFits({ type, message_id }: InteractionRow, given: Answer): void {
  const isCompletion = given.type === R.ApplicationCommandAutocompleteResult;
  const updates = given.type === R.DeferredMessageUpdate || given.type === R.UpdateMessage;
  const isWrong =
    isCompletion !== (type === Kind.ApplicationCommandAutocomplete) ||
    (updates && message_id === null) ||
    (given.type === R.Modal && type === Kind.ModalSubmit);
  if (isWrong) throw fieldError("type", "BASE_TYPE_CHOICES", "This is no answer to such an interaction.");
}

interface Acted {
  answered: NonNullable<InteractionRow["answer"]>;
  message: APIMessage | null;
  notes?: Partial<InteractionNotes>;
  modal?: string;
}

async function act(
  tx: Tx,
  parts: AnswerParts,
  row: InteractionRow,
  given: Answer,
  uploads: readonly Upload[],
): Promise<Acted> {
  switch (given.type) {
    case R.ChannelMessageWithSource: {
      checkNotes(uploads, given.data.attachments ?? []);
      return { answered: "message", message: await inData(say(tx, parts, row, given.data, uploads)) };
    }
    case R.DeferredChannelMessageWithSource: {
      const flags = (given.data?.flags ?? 0) & MessageFlags.Ephemeral;
      const message = await say(tx, parts, row, { flags: flags | MessageFlags.Loading }, []);
      return { answered: "deferred", message, notes: { ephemeral: flags !== 0 } };
    }
    case R.DeferredMessageUpdate:
      return { answered: "update", message: null };
    case R.UpdateMessage:
      return { answered: "update", message: await inData(update(tx, parts, row, given.data ?? {}, uploads)) };
    case R.ApplicationCommandAutocompleteResult:
      complete(tx, parts, row, given.data.choices);
      return { answered: "choices", message: null };
    case R.Modal: {
      const modal = arrangeModal(given.data);
      await showModal(tx, parts, row, modal);
      return { answered: "modal", message: null, modal: JSON.stringify(modal) };
    }
  }
}

/** Errors of a message's fields, where they stand in a callback. */
async function inData<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    if (!(error instanceof ApiError) || !error.errors) throw error;
    throw new ApiError(error.error, { data: error.errors });
  });
}

/**
 * The channel as the bot answers in it: whether or not it may write there, the person who asked may; beyond that it has
 * its own permissions.
 * @throws ApiError unknown_channel when that person sees it no more, missing_access when the bot has left
 */
export async function answerChannel(sql: Sql, row: InteractionRow): Promise<AccessibleChannel> {
  const channel = await accessChannel(sql, { userId: row.user_id }, row.channel_id);
  const granted = P.ViewChannel | P.SendMessages | P.EmbedLinks | P.AttachFiles | P.ReadMessageHistory;
  const { guild_id } = channel;
  if (guild_id === null) return { ...channel, permissions: channel.permissions | granted };
  const bot = await findMember(sql, guild_id, row.application_id);
  if (!bot) throw new ApiError("missing_access");
  const own = await permissionsIn(sql, bot, { ...channel, guild_id });
  return { ...channel, rate_limit_per_user: 0, member: bot, permissions: own | granted };
}

/**
 * Writes a message of the bot, for all or for the person alone.
 * @param first the message that answered first, null for none: this one comes after
 */
export async function say(
  tx: Tx,
  parts: AnswerParts,
  row: InteractionRow,
  input: Partial<AnswerMessage> & { flags: number },
  uploads: readonly Upload[],
  first?: string | null,
): Promise<APIMessage> {
  const channel = await answerChannel(tx.sql, row);
  const { trace } = notesOf(row);
  const made_by: InteractionTrace = { ...trace, ...(first && { original_response_message_id: first }) };
  const writing: Writing = {
    // What comes after the first answer is a message as any.
    type: first === undefined ? typeOf(trace) : MessageType.Default,
    flags: input.flags & ~MessageFlags.Ephemeral,
    extra: { application_id: row.application_id, webhook_id: row.application_id, made_by },
  };
  const actor = botOf(row);
  if ((input.flags & MessageFlags.Ephemeral) !== 0) {
    return writeEphemeral(tx, parts, actor, row, channel, input, uploads, writing);
  }
  return (await writeMessage(tx, parts, actor, channel, input, uploads, writing)).message;
}

function typeOf({ type, target_user_id, target_message_id }: InteractionTrace): MessageType {
  if (type !== Kind.ApplicationCommand) return MessageType.Default;
  return target_user_id || target_message_id ? MessageType.ContextMenuCommand : MessageType.ChatInputCommand;
}

/** Changes the message whose component was used. */
async function update(
  tx: Tx,
  parts: AnswerParts,
  row: InteractionRow,
  input: EditMessageInput,
  uploads: readonly Upload[],
): Promise<APIMessage> {
  return change(tx, parts, row, row.message_id ?? "0", input, uploads, false);
}

/**
 * Changes a message of the bot, or what only the person sees.
 * @param isAnswer it was promised, and says now what it has to
 * @throws ApiError unknown_message, and as `rewriteMessage`
 */
export async function change(
  tx: Tx,
  parts: AnswerParts,
  row: InteractionRow,
  id: string,
  input: EditMessageInput,
  uploads: readonly Upload[],
  isAnswer: boolean,
): Promise<APIMessage> {
  const channel = await answerChannel(tx.sql, row);
  await tx.lock(`message:${id}`);
  const actor = botOf(row);
  const kept = await findEphemeral(tx.sql, id);
  if (kept) return rewriteEphemeral(tx, parts, actor, kept, channel, input, uploads, isAnswer);
  const message = await findMessage(tx.sql, row.channel_id, id);
  if (!message || message.author_id !== row.application_id) throw new ApiError("unknown_message");
  return rewriteMessage(tx, parts, actor, channel, message, input, uploads, isAnswer);
}

function complete(tx: Tx, { bus }: AnswerParts, row: InteractionRow, choices: readonly Choice[]): void {
  const { focused } = notesOf(row);
  const stray = choices.findIndex((choice) => !fits(choice, focused));
  if (stray !== -1) {
    const message = "Not of the option's type.";
    throw fieldError(`data.choices.${stray}.value`, "BASE_TYPE_INVALID", message);
  }
  const d = { id: row.id, choices, ...(row.nonce !== null && { nonce: row.nonce }) };
  announce(tx, bus, `user:${row.user_id}`, "APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE", d);
}

async function showModal(tx: Tx, { bus }: AnswerParts, row: InteractionRow, modal: object): Promise<void> {
  const application = await findApplication(tx.sql, row.application_id);
  announce(tx, bus, `user:${row.user_id}`, "INTERACTION_MODAL_CREATE", {
    ...modal,
    id: row.id,
    ...(row.nonce !== null && { nonce: row.nonce }),
    channel_id: row.channel_id,
    ...(application && { application: toApplication(application) }),
  });
}
