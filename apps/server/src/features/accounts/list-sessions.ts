import { createHash } from "node:crypto";
import type { AuthSession } from "@palabre/protocol";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Sql } from "../../db/database.ts";
import type { Actor } from "../../http/env.ts";
import { iso } from "../users/present.ts";
import { endAuthSessions } from "./auth-sessions.ts";
import { describeDevice } from "./device.ts";

/** Names a log-in without saying its id. */
const idHash = (id: string): string => createHash("sha256").update(`auth-session/${id}`).digest("hex");

/** The account's log-ins, the one used last first. */
export async function listAuthSessions(
  sql: Sql,
  actor: Pick<Actor, "userId" | "authSessionId">,
): Promise<AuthSession[]> {
  const rows = await sql
    .selectFrom("auth_sessions")
    .select(["id", "user_agent", "last_used_at"])
    .where("user_id", "=", actor.userId)
    .orderBy("last_used_at", "desc")
    .orderBy("id", "desc")
    .limit(200)
    .execute();
  return rows.map((row) => ({
    id_hash: idHash(row.id),
    approx_last_used_time: iso(row.last_used_at),
    client_info: { ...describeDevice(row.user_agent), location: null },
    current: row.id === actor.authSessionId,
  }));
}

/** Ends the log-ins with these hashes; those that are not the account's are passed over. */
export async function endSessionsByHash(
  { db, bus }: { db: Database; bus: Bus },
  userId: string,
  hashes: string[],
): Promise<void> {
  const wanted = new Set(hashes);
  await db.transaction(async (tx) => {
    const rows = await tx.sql
      .selectFrom("auth_sessions")
      .select("id")
      .where("user_id", "=", userId)
      .execute();
    const only = rows.map((row) => row.id).filter((id) => wanted.has(idHash(id)));
    await endAuthSessions({ tx, bus }, userId, { only });
  });
}

/** A browser keeps its cookie for 400 days at most; a log-in unused for longer is nobody's any more. */
const UNUSED_MS = 400 * 86_400_000;

export async function sweepAuthSessions(sql: Sql): Promise<void> {
  await sql
    .deleteFrom("auth_sessions")
    .where("last_used_at", "<", Date.now() - UNUSED_MS)
    .execute();
}
