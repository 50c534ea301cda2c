import { type APIUser, PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Sql } from "../../db/database.ts";
import { ApiError, fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { accessChannel } from "../channels/access.ts";
import { JOINED_USER_COLUMNS, toUser } from "../users/present.ts";
import { findPoll } from "./find-poll.ts";

/**
 * Who chose an answer, by user id, from the one after `after`.
 * @throws ApiError unknown_channel, missing_permissions, unknown_message; invalid_form_body naming `answer_id`
 */
export async function listVoters(
  sql: Sql,
  actor: Actor,
  { channelId, messageId, answerId }: { channelId: string; messageId: string; answerId: number },
  { limit, after }: { limit: number; after?: string | undefined },
): Promise<APIUser[]> {
  await accessChannel(sql, actor, channelId, P.ReadMessageHistory);
  const { poll } = (await findPoll(sql, channelId, messageId)) ?? {};
  if (!poll) throw new ApiError("unknown_message");
  const answer = await sql
    .selectFrom("poll_answers")
    .select("answer_id")
    .where("message_id", "=", messageId)
    .where("answer_id", "=", answerId)
    .executeTakeFirst();
  if (!answer) throw fieldError("answer_id", "POLL_ANSWER_UNKNOWN", "No such answer.");
  let query = sql
    .selectFrom("poll_votes as v")
    .innerJoin("users as u", "u.id", "v.user_id")
    .select(JOINED_USER_COLUMNS)
    .where("v.message_id", "=", messageId)
    .where("v.answer_id", "=", answerId);
  if (after !== undefined) query = query.where("v.user_id", ">", after);
  const rows = await query.orderBy("v.user_id").limit(limit).execute();
  return rows.map(toUser);
}
