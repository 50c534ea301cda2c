import type { InsertResult, Selectable, UpdateResult } from "kysely";
import { compileOnce } from "../../db/compile-once.ts";
import type { Sql, Tx } from "../../db/database.ts";
import type { Flag, Schema } from "../../db/schema.ts";
import { forgetTold } from "./forget-told.ts";
import { countMessage } from "./read-states.ts";

export type MessageRow = Selectable<Schema["messages"]>;
export type AttachmentRow = Selectable<Schema["attachments"]>;

/** A message to write; what is left out is empty. */
export interface NewMessage {
  id: string;
  channel_id: string;
  author_id: string;
  type?: number;
  content?: string;
  nonce?: string | null;
  flags?: number;
  mention_everyone?: 0 | 1;
  reference_id?: string | null;
  extra?: string | null;
}

function toMessageRow(message: NewMessage): MessageRow {
  return {
    id: message.id,
    channel_id: message.channel_id,
    author_id: message.author_id,
    type: message.type ?? 0,
    content: message.content ?? "",
    nonce: message.nonce ?? null,
    edited_at: null,
    pinned_at: null,
    flags: message.flags ?? 0,
    mention_everyone: message.mention_everyone ?? 0,
    reference_id: message.reference_id ?? null,
    extra: message.extra ?? null,
  };
}

/** Whom a message names or calls. All default to nobody. */
export interface Addressees {
  /** Named in the text, or answered by a reply; stands in the wire form's `mentions`. */
  mentionIds?: readonly string[];
  /** Everybody else it is for, when it says `@everyone`. */
  everyoneIds?: readonly string[];
  /** Roles of the server that it calls. */
  roleIds?: readonly string[];
  /** In whose badge it counts; the author's own is left alone. Default: those above. */
  calledIds?: readonly string[];
  /** Whoever writes has read, unless they have just left. Default: true. */
  authorReads?: boolean;
  /** Whether there is something new to read in the channel. Default: true. */
  isNews?: boolean;
}

const insertRow = compileOnce<MessageRow, InsertResult>((sql, row) =>
  sql
    .insertInto("messages")
    .values(row)
    .onConflict((c) =>
      c.columns(["author_id", "channel_id", "nonce"]).where("nonce", "is not", null).doNothing(),
    ),
);

/**
 * Writers of one channel may commit in another order than they took their ids in. The row is written in any case: who
 * writes holds the channel before read states (see lockChannel), or two could wait for each other.
 */
export const moveLastMessage = compileOnce<{ id: string; channelId: string }, UpdateResult>(
  (sql, { id, channelId }) =>
    sql
      .updateTable("channels")
      .set((is) => ({
        last_message_id: is
          .case()
          .when(is.or([is("last_message_id", "is", null), is("last_message_id", "<", id)]))
          .then(id)
          .else(is.ref("last_message_id"))
          .end(),
      }))
      .where("id", "=", channelId),
);

/**
 * Writes a message, its mentions, the channel's last message, and the read states.
 * @returns the row, or null when the author has sent this nonce to this channel before; then nothing was written
 */
export async function insertMessage(
  tx: Tx,
  message: NewMessage,
  {
    mentionIds = [],
    everyoneIds = [],
    roleIds = [],
    calledIds = [...mentionIds, ...everyoneIds],
    authorReads = true,
    isNews = true,
  }: Addressees = {},
): Promise<MessageRow | null> {
  const row = toMessageRow(message);
  const { numAffectedRows } = await insertRow(tx.sql, row);
  if (numAffectedRows !== 1n) return null;
  if (isNews) await moveLastMessage(tx.sql, { id: row.id, channelId: row.channel_id });
  await insertMentions(tx, row, mentionIds, 0);
  await insertMentions(tx, row, everyoneIds, 1);
  await insertRoleMentions(tx, row, roleIds);
  await countMessage(tx, row, [...new Set(calledIds)], authorReads);
  return row;
}

export async function insertMentions(
  tx: Tx,
  message: Pick<MessageRow, "id" | "channel_id">,
  userIds: readonly string[],
  everyone: Flag,
): Promise<void> {
  if (userIds.length === 0) return;
  const row = { message_id: message.id, channel_id: message.channel_id, everyone };
  await tx.sql
    .insertInto("message_mentions")
    .values(userIds.map((user_id) => ({ ...row, user_id })))
    .onConflict((c) => c.doNothing())
    .execute();
}

async function insertRoleMentions(
  tx: Tx,
  message: Pick<MessageRow, "id" | "channel_id">,
  roleIds: readonly string[],
): Promise<void> {
  if (roleIds.length === 0) return;
  const row = { message_id: message.id, channel_id: message.channel_id };
  await tx.sql
    .insertInto("message_role_mentions")
    .values(roleIds.map((role_id) => ({ ...row, role_id })))
    .onConflict((c) => c.doNothing())
    .execute();
}

/** Deletes messages and what hangs on them. Not their files: those have bytes, too. */
export async function deleteMessageRows(tx: Tx, ids: readonly string[]): Promise<void> {
  const { sql } = tx;
  for (const table of [
    "message_mentions",
    "message_role_mentions",
    "reactions",
    "polls",
    "poll_answers",
    "poll_votes",
  ] as const) {
    await sql.deleteFrom(table).where("message_id", "in", ids).execute();
  }
  await sql.deleteFrom("messages").where("id", "in", ids).execute();
  forgetTold(tx, ids);
}

const selectMessage = compileOnce<{ id: string; channelId: string }, MessageRow>((sql, { id, channelId }) =>
  sql.selectFrom("messages").selectAll().where("id", "=", id).where("channel_id", "=", channelId),
);

/** The message, if it lies in that channel. */
export async function findMessage(sql: Sql, channelId: string, id: string): Promise<MessageRow | undefined> {
  return (await selectMessage(sql, { id, channelId })).rows[0];
}
