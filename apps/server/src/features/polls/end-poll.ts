import type { APIMessage } from "@palabre/protocol";
import { type APIEmbed, MessageType } from "discord-api-types/v10";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Tx } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { accessChannel } from "../channels/access.ts";
import { requireAwake } from "../channels/may-write.ts";
import { asDispatched } from "../message-core/as-dispatched.ts";
import type { AttachmentUrls } from "../message-core/attachment-urls.ts";
import type { PollRow } from "../message-core/polls.ts";
import { presentMessage } from "../message-core/present.ts";
import { findMessage, type MessageRow } from "../message-core/queries.ts";
import { insertSystemMessage } from "../message-core/system-message.ts";
import { findPoll } from "./find-poll.ts";

interface Parts {
  db: Database;
  bus: Bus;
  newId: () => string;
  urls: AttachmentUrls;
}

/** Polls that one sweep ends at most; the next comes soon. */
const AT_ONCE = 100;

/**
 * Ends one's own poll before its time.
 * @throws ApiError unknown_channel, unknown_message, not_a_poll, cannot_edit_other, poll_expired, thread_archived
 */
export async function expirePoll(
  parts: Parts,
  actor: Actor,
  channelId: string,
  messageId: string,
): Promise<APIMessage> {
  return parts.db.transaction(async (tx) => {
    const channel = await accessChannel(tx.sql, actor, channelId);
    await tx.lock(`message:${messageId}`);
    const found = await findPoll(tx.sql, channelId, messageId);
    if (!found) throw new ApiError("unknown_message");
    if (!found.poll) throw new ApiError("not_a_poll");
    if (found.row.author_id !== actor.userId) throw new ApiError("cannot_edit_other");
    if (found.poll.ended_at !== null) throw new ApiError("poll_expired");
    requireAwake(channel);
    await endPoll(tx, parts, found.poll, Date.now(), { byAuthor: true });
    return presentMessage(tx.sql, found.row, { viewerId: actor.userId, urls: parts.urls });
  });
}

/** Ends the polls whose time has come, those too that came due while no server ran. */
export async function sweepPolls(parts: Parts, now = Date.now()): Promise<void> {
  const due = await parts.db.read
    .selectFrom("polls")
    .select(["message_id", "channel_id"])
    .where("ended_at", "is", null)
    .where("expires_at", "<=", now)
    .orderBy("expires_at")
    .limit(AT_ONCE)
    .execute();
  for (const { message_id, channel_id } of due) {
    await parts.db.transaction(async (tx) => {
      await tx.lock(`message:${message_id}`);
      // Another node, or its author, may have ended it; or it was deleted.
      const { poll } = (await findPoll(tx.sql, channel_id, message_id)) ?? {};
      if (poll?.ended_at === null) await endPoll(tx, parts, poll, now, { byAuthor: false });
    });
  }
}

/**
 * Ends an open poll, with the transaction, which holds `message:ID`: its counts stay, and a message says what came out.
 * In a thread that is put away nothing is told, nor where nobody is any more.
 */
async function endPoll(
  tx: Tx,
  { bus, newId, urls }: Omit<Parts, "db">,
  { message_id, channel_id, expires_at, question }: PollRow,
  now: number,
  { byAuthor }: { byAuthor: boolean },
): Promise<void> {
  await tx.sql
    .updateTable("polls")
    .set({ ended_at: now, expires_at: Math.min(now, expires_at) })
    .where("message_id", "=", message_id)
    .execute();
  const row = await findMessage(tx.sql, channel_id, message_id);
  const channel = await tx.sql
    .selectFrom("channels as c")
    .leftJoin("guilds as g", "g.id", "c.guild_id")
    .select(["c.guild_id", "c.archived", "g.id as found"])
    .where("c.id", "=", channel_id)
    .executeTakeFirst();
  if (!row || !channel || channel.archived === 1) return;
  // A channel that was deleted waits for its messages to go.
  if (channel.guild_id !== null && channel.found === null) return;
  const ended = await presentMessage(tx.sql, row, { viewerId: null, urls });
  announce(
    tx,
    bus,
    `channel:${channel_id}`,
    "MESSAGE_UPDATE",
    await asDispatched(tx.sql, channel.guild_id, ended),
  );
  await insertSystemMessage(
    tx,
    { bus, newId },
    {
      channelId: channel_id,
      guildId: channel.guild_id,
      authorId: row.author_id,
      type: MessageType.PollResult,
      referenceId: message_id,
      // Whom the clock tells has not read it; nor has a webhook.
      authorReads: byAuthor,
      extra: { ...signatureOf(row), embeds: [await resultOf(tx, message_id, question)] },
    },
  );
}

/** How a message is signed whose author is no account. */
function signatureOf({ extra }: Pick<MessageRow, "extra">): Partial<APIMessage> {
  const { author, webhook_id, application_id } = JSON.parse(extra ?? "{}") as Partial<APIMessage>;
  if (!author) return {};
  return {
    author,
    ...(webhook_id !== undefined && { webhook_id }),
    ...(application_id !== undefined && { application_id }),
  };
}

/** What came out, in the fields that are documented for it. Where several lead, or nobody voted, none has won. */
async function resultOf(tx: Tx, messageId: string, question: string): Promise<APIEmbed> {
  const answers = await tx.sql
    .selectFrom("poll_answers")
    .selectAll()
    .where("message_id", "=", messageId)
    .orderBy("answer_id")
    .execute();
  const most = Math.max(0, ...answers.map(({ votes }) => votes));
  const leading = answers.filter(({ votes }) => votes === most);
  const winner = most > 0 && leading.length === 1 ? leading[0] : undefined;
  const emoji = winner?.emoji
    ? (JSON.parse(winner.emoji) as { id?: string | null; name?: string; animated?: boolean })
    : {};
  const said: Record<string, string | undefined> = {
    poll_question_text: question,
    victor_answer_votes: String(most),
    total_votes: String(answers.reduce((sum, { votes }) => sum + votes, 0)),
    victor_answer_id: winner && String(winner.answer_id),
    victor_answer_text: winner?.text,
    victor_answer_emoji_id: emoji.id ?? undefined,
    victor_answer_emoji_name: emoji.name,
    victor_answer_emoji_animated: emoji.animated === undefined ? undefined : String(emoji.animated),
  };
  const fields = Object.entries(said).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value, inline: false }],
  );
  return { type: "poll_result" as APIEmbed["type"], fields } as APIEmbed;
}
