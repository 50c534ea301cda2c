import type { Sql } from "../../db/database.ts";
import type { PollRow } from "../message-core/polls.ts";
import { findMessage, type MessageRow } from "../message-core/queries.ts";

/** A message that asks, in a channel that the actor was found to see; undefined when there is none, or it asks nothing. */
export async function findPoll(
  sql: Sql,
  channelId: string,
  messageId: string,
): Promise<{ row: MessageRow; poll: PollRow | undefined } | undefined> {
  const row = await findMessage(sql, channelId, messageId);
  if (!row) return undefined;
  const poll = await sql
    .selectFrom("polls")
    .selectAll()
    .where("message_id", "=", messageId)
    .executeTakeFirst();
  return { row, poll };
}
