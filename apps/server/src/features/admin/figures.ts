import { type AdminFigure, snowflakeAt } from "@palabre/protocol";
import { sql as raw } from "kysely";
import type { Database, Sql } from "../../db/database.ts";
import type { AppParts } from "../../parts.ts";
import { iso } from "../users/present.ts";

const MINUTE_MS = 60_000;
const KEPT_MS = 30 * 86_400_000;
/** Points of a chart at most. */
const POINTS = 1_000;

/** Writes down, once a minute, how this node does; what is older than 30 days goes. */
export function createFigures({
  context: { db, config },
  gateway,
  metrics,
}: Pick<AppParts, "context" | "gateway" | "metrics">): () => Promise<void> {
  let requests = metrics.requests();
  return async () => {
    const at = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
    const { sessions, users } = gateway.stats();
    const answered = metrics.requests();
    const row = {
      at,
      node: config.nodeId,
      sessions,
      users,
      messages: await countSince(db.read, at - MINUTE_MS, at),
      requests: answered - requests,
      lag_p99: Math.round(metrics.lagP99() * 1_000),
      rss: process.memoryUsage.rss(),
    };
    requests = answered;
    await write(db, row);
  };
}

async function write(db: Database, row: Parameters<typeof values>[1]): Promise<void> {
  await db.transaction(async ({ sql }) => {
    await values(sql, row).execute();
    await sql
      .deleteFrom("instance_figures")
      .where("at", "<", Date.now() - KEPT_MS)
      .execute();
  });
}

const values = (
  sql: Sql,
  row: {
    at: number;
    node: number;
    sessions: number;
    users: number;
    messages: number;
    requests: number;
    lag_p99: number;
    rss: number;
  },
) =>
  sql
    .insertInto("instance_figures")
    .values(row)
    .onConflict((conflict) => conflict.columns(["at", "node"]).doNothing());

async function countSince(sql: Sql, from: number, to: number): Promise<number> {
  const { n } = await sql
    .selectFrom("messages")
    .select((e) => e.fn.countAll().as("n"))
    .where("id", ">=", snowflakeAt(from))
    .where("id", "<", snowflakeAt(to))
    .executeTakeFirstOrThrow();
  return Number(n);
}

/**
 * Figures since `from` (milliseconds since 1970), the oldest first: one a minute, or as many minutes together as make a
 * thousand points. Sessions, people and memory are of all nodes, at the highest; so is the lag.
 */
export async function readFigures(sql: Sql, from: number): Promise<AdminFigure[]> {
  const now = Date.now();
  const start = Math.max(from, now - KEPT_MS);
  const step = Math.max(1, Math.ceil((now - start) / MINUTE_MS / POINTS)) * MINUTE_MS;
  const bucket = raw<number>`${raw.ref("at")} / ${raw.lit(step)}`;
  const rows = await sql
    .selectFrom("instance_figures")
    .select((e) => [
      bucket.as("bucket"),
      // The first and the last may hold fewer than the others.
      e.fn.count("at").distinct().as("minutes"),
      e.fn.max("sessions").as("sessions"),
      e.fn.max("users").as("users"),
      e.fn.sum("messages").as("messages"),
      e.fn.sum("requests").as("requests"),
      e.fn.max("lag_p99").as("lag_p99"),
      e.fn.max("rss").as("rss"),
    ])
    .where("at", ">=", start)
    .groupBy(bucket)
    .orderBy(bucket)
    .limit(POINTS + 1)
    .execute();
  return rows.map((row) => ({
    at: iso(Number(row.bucket) * step),
    minutes: Number(row.minutes),
    sessions: Number(row.sessions),
    users: Number(row.users),
    messages: Number(row.messages),
    requests: Number(row.requests),
    lag_p99_ms: Number(row.lag_p99) / 1_000,
    rss_bytes: Number(row.rss),
  }));
}
