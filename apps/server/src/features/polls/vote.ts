import type { PollVoteChange } from "@palabre/protocol";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Tx } from "../../db/database.ts";
import { ApiError, fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import type { CheckMember } from "../automod/check-profile.ts";
import { type AccessibleChannel, accessChannel } from "../channels/access.ts";
import { findOtherPerson, requireAwake } from "../channels/may-write.ts";
import { isBlockedBetween } from "../friends/relations.ts";
import { guildOf } from "../message-core/as-dispatched.ts";
import { findPoll } from "./find-poll.ts";

interface Parts {
  db: Database;
  bus: Bus;
  checkMember: CheckMember;
}

/**
 * Has somebody stand for these answers of a poll and no others; none: they take their votes back. What is so already
 * stays, unannounced. Whoever sees the channel may vote, reading back or not.
 * @throws ApiError unknown_channel, unknown_message, thread_archived, poll_expired, poll_voting_blocked, automod_blocked,
 *   unverified, verification_wait; invalid_form_body naming `answer_ids`
 */
export async function vote(
  { db, bus, checkMember }: Parts,
  actor: Actor,
  { channelId, messageId }: { channelId: string; messageId: string },
  answerIds: readonly number[],
): Promise<void> {
  await db.transaction(async (tx) => {
    const channel = await accessChannel(tx.sql, actor, channelId);
    // One after the other: the counts are of what is committed.
    await tx.lock(`message:${messageId}`);
    const { poll } = (await findPoll(tx.sql, channelId, messageId)) ?? {};
    if (!poll) throw new ApiError("unknown_message");
    requireAwake(channel);
    if (poll.ended_at !== null || poll.expires_at <= Date.now()) throw new ApiError("poll_expired");
    await requireMayVote(tx, channel, actor, checkMember);
    const wanted = new Set(answerIds);
    if (poll.multiselect === 0 && wanted.size > 1) {
      throw fieldError("answer_ids", "BASE_TYPE_BAD_LENGTH", "One answer may be chosen.");
    }
    await requireAnswers(tx, messageId, answerIds);
    const mine = await tx.sql
      .selectFrom("poll_votes")
      .select("answer_id")
      .where("message_id", "=", messageId)
      .where("user_id", "=", actor.userId)
      .execute();
    const had = new Set(mine.map(({ answer_id }) => answer_id));
    const where = { channel_id: channelId, message_id: messageId, ...guildOf(channel) };
    for (const answerId of [...had].filter((id) => !wanted.has(id)).sort(byNumber)) {
      await changeVote(tx, bus, { ...where, user_id: actor.userId, answer_id: answerId }, false);
    }
    for (const answerId of [...wanted].filter((id) => !had.has(id)).sort(byNumber)) {
      await changeVote(tx, bus, { ...where, user_id: actor.userId, answer_id: answerId }, true);
    }
  });
}

const byNumber = (a: number, b: number) => a - b;

/**
 * Adds a vote that is not there, or takes away one that is, with the transaction; whoever calls holds `message:ID`.
 */
export async function changeVote(
  tx: Tx,
  bus: Bus,
  where: Omit<PollVoteChange, "count" | "version">,
  adds: boolean,
): Promise<void> {
  const { message_id, user_id, answer_id } = where;
  if (adds) await tx.sql.insertInto("poll_votes").values({ message_id, user_id, answer_id }).execute();
  else {
    await tx.sql
      .deleteFrom("poll_votes")
      .where("message_id", "=", message_id)
      .where("user_id", "=", user_id)
      .where("answer_id", "=", answer_id)
      .execute();
  }
  const { votes, version } = await tx.sql
    .updateTable("poll_answers")
    .set((e) => ({ votes: e("votes", adds ? "+" : "-", 1), version: e("version", "+", 1) }))
    .where("message_id", "=", message_id)
    .where("answer_id", "=", answer_id)
    .returning(["votes", "version"])
    .executeTakeFirstOrThrow();
  const t = adds ? "MESSAGE_POLL_VOTE_ADD" : "MESSAGE_POLL_VOTE_REMOVE";
  const d: PollVoteChange = { ...where, count: votes, version };
  announce(tx, bus, `channel:${where.channel_id}`, t, d);
}

async function requireMayVote(
  tx: Tx,
  channel: AccessibleChannel,
  actor: Actor,
  checkMember: CheckMember,
): Promise<void> {
  const { member } = channel;
  // In time-out, or before the rules are accepted, one looks on.
  if (member?.permissionMember.timedOut === true || member?.pending === true) {
    throw new ApiError("poll_voting_blocked");
  }
  if (member !== null) await checkMember(tx.sql, member);
  const otherId = await findOtherPerson(tx.sql, channel, actor.userId);
  if (otherId !== null && (await isBlockedBetween(tx.sql, actor.userId, otherId))) {
    throw new ApiError("poll_voting_blocked");
  }
}

async function requireAnswers(tx: Tx, messageId: string, answerIds: readonly number[]): Promise<void> {
  const answers = await tx.sql
    .selectFrom("poll_answers")
    .select("answer_id")
    .where("message_id", "=", messageId)
    .execute();
  const known = new Set(answers.map(({ answer_id }) => answer_id));
  const stray = answerIds.findIndex((id) => !known.has(id));
  if (stray !== -1) throw fieldError(`answer_ids.${stray}`, "POLL_ANSWER_UNKNOWN", "No such answer.");
}
