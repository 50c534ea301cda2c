import { GatewayCloseCodes } from "discord-api-types/v10";
import type { Bus } from "../../bus/bus.ts";
import type { Tx } from "../../db/database.ts";
import { hashToken, makeToken } from "./tokens.ts";

/** Log-ins one account may hold; the least recently used gives way. */
const MAX_SESSIONS = 100;

/** What is known of the device that logs in. */
export interface Device {
  userAgent: string;
}

/** Opens a log-in inside `tx`. The token exists in the answer alone. */
export async function openAuthSession(
  { tx, bus, newId }: { tx: Tx; bus: Bus; newId: () => string },
  userId: string,
  device: Device,
): Promise<string> {
  const token = makeToken(userId);
  const now = Date.now();
  await tx.sql
    .insertInto("auth_sessions")
    .values({
      id: newId(),
      user_id: userId,
      token_hash: hashToken(token),
      user_agent: device.userAgent,
      created_at: now,
      last_used_at: now,
    })
    .execute();
  const surplus = await tx.sql
    .selectFrom("auth_sessions")
    .select("id")
    .where("user_id", "=", userId)
    .orderBy("last_used_at", "desc")
    .orderBy("id", "desc")
    .offset(MAX_SESSIONS)
    .limit(100)
    .execute();
  if (surplus.length > 0) {
    await endAuthSessions({ tx, bus }, userId, { only: surplus.map((row) => row.id) });
  }
  return token;
}

/**
 * Ends log-ins: tokens stop counting and gateway sessions close, both once `tx` is durable.
 * All of the account's, all `except` one, or `only` those named (others' ids are passed over).
 */
export async function endAuthSessions(
  { tx, bus }: { tx: Tx; bus: Bus },
  userId: string,
  which: { only?: string[]; except?: string } = {},
): Promise<void> {
  if (which.only?.length === 0) return;
  let ended = tx.sql.deleteFrom("auth_sessions").where("user_id", "=", userId);
  if (which.only) ended = ended.where("id", "in", which.only);
  if (which.except !== undefined) ended = ended.where("id", "!=", which.except);
  const rows = await ended.returning("id").execute();
  if (rows.length === 0) return;
  const all = which.only === undefined && which.except === undefined;
  tx.afterCommit(() =>
    bus.publish({
      kind: "end",
      userId,
      ...(all ? {} : { authSessionIds: rows.map((row) => row.id) }),
      code: GatewayCloseCodes.AuthenticationFailed,
    }),
  );
}
