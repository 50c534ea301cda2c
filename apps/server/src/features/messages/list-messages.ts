import { compileOnce } from "../../db/compile-once.ts";
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
    const half = Math.floor(limit / 2);
    const above = await newer(sql, { channelId, limit: half, edge: around });
    const below = await upTo(sql, { channelId, limit: limit - half, edge: around });
    return [...above.rows.reverse(), ...below.rows];
  }
  if (after !== undefined) return (await newer(sql, { channelId, limit, edge: after })).rows.reverse();
  if (before !== undefined) return (await older(sql, { channelId, limit, edge: before })).rows;
  return (await latest(sql, { channelId, limit })).rows;
}

interface Walk {
  channelId: string;
  limit: number;
  edge: string;
}

const latest = compileOnce<Omit<Walk, "edge">, MessageRow>((sql, { channelId, limit }) =>
  sql
    .selectFrom("messages")
    .selectAll()
    .where("channel_id", "=", channelId)
    .orderBy("id", "desc")
    .limit(limit),
);

/** Away from `edge`, nearest first. */
const walk = (side: "<" | "<=" | ">") =>
  compileOnce<Walk, MessageRow>((sql, { channelId, limit, edge }) =>
    sql
      .selectFrom("messages")
      .selectAll()
      .where("channel_id", "=", channelId)
      .where("id", side, edge)
      .orderBy("id", side === ">" ? "asc" : "desc")
      .limit(limit),
  );
const older = walk("<");
const upTo = walk("<=");
const newer = walk(">");
