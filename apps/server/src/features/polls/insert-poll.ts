import { type APIPoll, PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Sql, Tx } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import { type EmojiUse, requireUsable } from "../emojis/use-emojis.ts";
import { type PollAnswerRow, type PollRow, toPoll } from "../message-core/polls.ts";
import type { MessageRow } from "../message-core/queries.ts";
import type { PollInput } from "./poll-body.ts";

const HOUR_MS = 3_600_000;

/**
 * Refuses polls and their emojis where whoever writes may not use them, and gives the emojis their names.
 * @throws ApiError missing_permissions, or invalid_form_body naming an emoji
 */
export async function requireMayAsk(sql: Sql, use: EmojiUse, { answers }: PollInput): Promise<void> {
  if ((use.channel.permissions & P.SendPolls) === 0n) throw new ApiError("missing_permissions");
  const asked = answers.flatMap(({ poll_media: { emoji } }, n) =>
    emoji ? [{ path: `poll.answers.${n}.poll_media.emoji`, emoji }] : [],
  );
  await requireUsable(sql, use, asked, "POLL_INVALID_EMOJI");
}

/** Writes the poll of a message that is being written, whose `extra` says `has_poll`. */
export async function insertPoll(
  { sql }: Tx,
  { id, channel_id }: Pick<MessageRow, "id" | "channel_id">,
  input: PollInput,
): Promise<APIPoll> {
  const poll: PollRow = {
    message_id: id,
    channel_id,
    question: input.question.text,
    multiselect: input.allow_multiselect ? 1 : 0,
    expires_at: Date.now() + input.duration * HOUR_MS,
    ended_at: null,
  };
  const answers: PollAnswerRow[] = input.answers.map(({ poll_media: { text, emoji } }, index) => ({
    message_id: id,
    answer_id: index + 1,
    text,
    emoji: emoji && JSON.stringify(emoji),
    votes: 0,
    version: 0,
  }));
  await sql.insertInto("polls").values(poll).execute();
  await sql.insertInto("poll_answers").values(answers).execute();
  return toPoll(poll, answers, new Set());
}
