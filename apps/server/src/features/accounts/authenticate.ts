import type { Bus } from "../../bus/bus.ts";
import type { Database } from "../../db/database.ts";
import type { Actor } from "../../http/env.ts";
import type { Authenticate } from "../../http/guard.ts";
import { hashToken } from "./tokens.ts";

/** Log-ins kept in memory; the least recently used goes first. */
const CACHE = 20_000;
/** `last_used_at` is written at most this often per log-in. */
const TOUCH_MS = 60_000;

interface Known {
  actor: Actor;
  touched: number;
}

/**
 * Token → who it is, or null. Log-ins are remembered in memory; the bus says when one ends or its account changes
 * (kind "end"), and then it is forgotten before the request that ended it is answered.
 */
export function createAuthenticator(db: Database, bus: Bus): Authenticate {
  const known = new Map<string, Known>();
  // Reads that began before a log-in ended must not put it back.
  let generation = 0;

  bus.subscribe((message) => {
    if (message.kind !== "end") return;
    generation++;
    for (const [hash, { actor }] of known) {
      if (actor.userId !== message.userId) continue;
      if (message.authSessionIds && !message.authSessionIds.includes(actor.authSessionId)) continue;
      known.delete(hash);
    }
  });

  return async (token) => {
    if (token.length > 200) return null;
    const hash = hashToken(token);
    const hit = known.get(hash);
    if (hit) {
      touch(db, hit);
      known.delete(hash);
      known.set(hash, hit);
      return hit.actor;
    }
    const began = generation;
    const row = await db.read
      .selectFrom("auth_sessions as s")
      .innerJoin("users as u", "u.id", "s.user_id")
      .select(["s.id", "s.last_used_at", "u.id as user_id", "u.is_bot"])
      .where("s.token_hash", "=", hash)
      .where("u.disabled_at", "is", null)
      .where("u.deleted_at", "is", null)
      .executeTakeFirst();
    if (!row) return null;
    const entry: Known = {
      actor: { userId: row.user_id, authSessionId: row.id, bot: row.is_bot === 1 },
      touched: row.last_used_at,
    };
    touch(db, entry);
    if (began === generation) {
      known.set(hash, entry);
      if (known.size > CACHE) known.delete(known.keys().next().value as string);
    }
    return entry.actor;
  };
}

function touch(db: Database, entry: Known): void {
  const now = Date.now();
  if (now - entry.touched < TOUCH_MS) return;
  entry.touched = now;
  db.transaction(async ({ sql }) => {
    await sql
      .updateTable("auth_sessions")
      .set({ last_used_at: now })
      .where("id", "=", entry.actor.authSessionId)
      .execute();
  }).catch(() => {
    // The time of last use is a courtesy: the next request writes it.
  });
}
