import { type ExpressionBuilder, type InsertResult, type Selectable, sql } from "kysely";
import { compileOnce } from "../../db/compile-once.ts";
import type { Tx } from "../../db/database.ts";
import type { Schema } from "../../db/schema.ts";
import { inList } from "./in-list.ts";

type Written = Pick<Selectable<Schema["messages"]>, "id" | "channel_id" | "author_id">;
type Upserted = ExpressionBuilder<Schema & { excluded: Schema["read_states"] }, "read_states" | "excluded">;

/**
 * What a new message does to read states: whoever wrote it has read up to it, and those it calls have one more mention
 * to see. One statement, its rows in one order, so that two people who write to each other cannot wait for each other.
 */
export async function countMessage(
  tx: Tx,
  message: Written,
  calledIds: readonly string[],
  authorReads = true,
): Promise<void> {
  const called = calledIds.filter((id) => id !== message.author_id).sort();
  if (called.length === 0) {
    const { author_id: userId, channel_id: channelId, id } = message;
    if (authorReads) await upsertRead(tx.sql, { userId, channelId, id });
    return;
  }
  const row = { channel_id: message.channel_id, mention_count: 0 };
  const rows = [
    ...(authorReads ? [{ ...row, user_id: message.author_id, last_message_id: message.id }] : []),
    ...called.map((user_id) => ({ ...row, user_id, last_message_id: null, mention_count: 1 })),
  ].sort((a, b) => (a.user_id < b.user_id ? -1 : 1));
  await tx.sql
    .insertInto("read_states")
    .values(rows)
    .onConflict((c) => c.columns(["user_id", "channel_id"]).doUpdateSet(merge))
    .execute();
}

const merge = {
  last_message_id: (is: Upserted) =>
    is
      .case()
      .when("excluded.last_message_id", "is", null)
      .then(is.ref("read_states.last_message_id"))
      .when("excluded.last_message_id", "<", is.ref("read_states.last_message_id"))
      .then(is.ref("read_states.last_message_id"))
      .else(is.ref("excluded.last_message_id"))
      .end(),
  mention_count: (is: Upserted) =>
    is
      .case()
      .when("excluded.last_message_id", "is", null)
      .then(sql<number>`read_states.mention_count + 1`)
      .else(is.lit(0))
      .end(),
};

/** What nearly every message in a room asks: its author alone. */
const upsertRead = compileOnce<{ userId: string; channelId: string; id: string }, InsertResult>(
  (db, { userId, channelId, id }) =>
    db
      .insertInto("read_states")
      .values({ user_id: userId, channel_id: channelId, last_message_id: id, mention_count: 0 })
      .onConflict((c) => c.columns(["user_id", "channel_id"]).doUpdateSet(merge)),
);

/** Takes messages that are being deleted out of the counts of those who had not read them. */
export async function uncountMessages(
  tx: Tx,
  messages: readonly Written[],
  /** In a chat of two everything counts, for the other one; in a server only what names somebody is counted here. */
  where: { otherIds: readonly string[] } | "room" | "guild",
): Promise<void> {
  for (const message of messages) {
    const called =
      typeof where === "object"
        ? where.otherIds.filter((id) => id !== message.author_id)
        : (
            await tx.sql
              .selectFrom("message_mentions")
              .select("user_id")
              .where("message_id", "=", message.id)
              .where("user_id", "!=", message.author_id)
              .where("everyone", "in", where === "guild" ? [0] : [0, 1])
              .orderBy("user_id")
              .execute()
          ).map(({ user_id }) => user_id);
    if (called.length === 0) continue;
    await tx.sql
      .updateTable("read_states")
      .set({ mention_count: sql<number>`mention_count - 1` })
      .where("channel_id", "=", message.channel_id)
      .where("user_id", "in", inList(called))
      .where("mention_count", ">", 0)
      .where((is) => is.or([is("last_message_id", "is", null), is("last_message_id", "<", message.id)]))
      .execute();
  }
}
