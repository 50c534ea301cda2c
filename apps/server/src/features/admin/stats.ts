import { type AdminStats, snowflakeAt } from "@palabre/protocol";
import type { Database, Sql } from "../../db/database.ts";
import type { AppParts } from "../../parts.ts";
import { VERSION } from "../instance/about.ts";

/** Counting and walking the files takes its time: figures of this age, in milliseconds, are shown again. */
const COUNTS_MS = 15_000;
const FILES_MS = 60_000;
const DAY_MS = 86_400_000;

type Parts = Pick<AppParts, "context" | "gateway" | "metrics">;

/** How the instance does. Several who ask at once share one reading. */
export function createStats({ context, gateway, metrics }: Parts): () => Promise<AdminStats> {
  const { db, blobs } = context;
  const counts = remember(COUNTS_MS, async () => ({
    users: await countUsers(db.read),
    messages: await countMessages(db.read),
    database_bytes: await db.size(),
  }));
  const files = remember(FILES_MS, () => blobs.usage());
  return async () => {
    const { users, messages, database_bytes } = await counts();
    const { bytes, count } = await files();
    const { sockets, sessions, users: people, resumable } = gateway.stats();
    return {
      users,
      messages,
      storage: { database_bytes, files_bytes: bytes, files_count: count },
      connections: { sockets, sessions, users: people, resumable },
      memory: { rss_bytes: process.memoryUsage.rss() },
      event_loop: { lag_p99_ms: Math.round(metrics.lagP99() * 100) / 100 },
      uptime_seconds: Math.round(process.uptime()),
      version: VERSION,
      database: db.dialect satisfies Database["dialect"],
    };
  };
}

function remember<T>(ms: number, read: () => Promise<T>): () => Promise<T> {
  let known: Promise<T> | undefined;
  let until = 0;
  return () => {
    if (known && Date.now() < until) return known;
    until = Date.now() + ms;
    const reading = read();
    reading.catch(() => {
      until = 0;
    });
    known = reading;
    return reading;
  };
}

async function countUsers(sql: Sql): Promise<AdminStats["users"]> {
  const people = sql.selectFrom("users").where("deleted_at", "is", null);
  const total = await people.select((eb) => eb.fn.countAll().as("n")).executeTakeFirstOrThrow();
  const disabled = await people
    .where("disabled_at", "is not", null)
    .select((eb) => eb.fn.countAll().as("n"))
    .executeTakeFirstOrThrow();
  const active = await sql
    .selectFrom("auth_sessions")
    .where("last_used_at", ">", Date.now() - DAY_MS)
    .select((eb) => eb.fn.count("user_id").distinct().as("n"))
    .executeTakeFirstOrThrow();
  return { total: Number(total.n), active_24h: Number(active.n), disabled: Number(disabled.n) };
}

async function countMessages(sql: Sql): Promise<AdminStats["messages"]> {
  const all = sql.selectFrom("messages").select((eb) => eb.fn.countAll().as("n"));
  const total = await all.executeTakeFirstOrThrow();
  const lately = await all.where("id", ">", snowflakeAt(Date.now() - DAY_MS)).executeTakeFirstOrThrow();
  return { total: Number(total.n), last_24h: Number(lately.n) };
}
