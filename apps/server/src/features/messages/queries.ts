import type { Sql } from "../../db/database.ts";
import type { MessageRow } from "../message-core/queries.ts";

export interface Window {
  limit: number;
  before?: string | undefined;
  after?: string | undefined;
  around?: string | undefined;
}

/** A stretch of a channel, newest first. Walks the index from where it starts: the channel's length does not matter. */
export async function listMessages(sql: Sql, channelId: string, window: Window): Promise<MessageRow[]> {
  const { limit, before, after, around } = window;
  if (around !== undefined) {
    // Half on each side, the message itself with the older ones.
    const newer = Math.floor(limit / 2);
    const [above, below] = await Promise.all([
      newer > 0 ? walk(sql, channelId, newer, "asc", { after: around }) : [],
      walk(sql, channelId, limit - newer, "desc", { upTo: around }),
    ]);
    return [...above.reverse(), ...below];
  }
  if (after !== undefined) return (await walk(sql, channelId, limit, "asc", { after })).reverse();
  return walk(sql, channelId, limit, "desc", { before });
}

function walk(
  sql: Sql,
  channelId: string,
  limit: number,
  order: "asc" | "desc",
  { before, upTo, after }: { before?: string | undefined; upTo?: string; after?: string },
): Promise<MessageRow[]> {
  let query = sql.selectFrom("messages").selectAll().where("channel_id", "=", channelId);
  if (before !== undefined) query = query.where("id", "<", before);
  if (upTo !== undefined) query = query.where("id", "<=", upTo);
  if (after !== undefined) query = query.where("id", ">", after);
  return query.orderBy("id", order).limit(limit).execute();
}
