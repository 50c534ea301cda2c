import { PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Sql, Tx } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { AccessibleChannel } from "../channels/access.ts";

/** Whoever holds one of these waits for nothing. */
const EXEMPT = P.ManageMessages | P.ManageChannels | P.BypassSlowmode;

type Slowed = Pick<AccessibleChannel, "id" | "rate_limit_per_user" | "permissions">;

/**
 * Takes the actor's turn in a channel with slow mode. It is kept in the database: it holds on every node and after a
 * restart, and deleting one's message does not give the turn back.
 * @throws ApiError slow_mode, which tells when the next turn is
 */
export async function takeTurn(tx: Tx, channel: Slowed, userId: string): Promise<void> {
  if (channel.rate_limit_per_user === 0 || (channel.permissions & EXEMPT) !== 0n) return;
  const now = Date.now();
  const free = now - channel.rate_limit_per_user * 1_000;
  const { numInsertedOrUpdatedRows } = await tx.sql
    .insertInto("slow_modes")
    .values({ channel_id: channel.id, user_id: userId, last_at: now })
    .onConflict((c) =>
      c
        .columns(["channel_id", "user_id"])
        .doUpdateSet({ last_at: now })
        .where("slow_modes.last_at", "<=", free),
    )
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 1n) return;
  const turn = await tx.sql
    .selectFrom("slow_modes")
    .select("last_at")
    .where("channel_id", "=", channel.id)
    .where("user_id", "=", userId)
    .executeTakeFirst();
  const wait = Math.max(0, (turn?.last_at ?? now) - free) / 1_000;
  throw new ApiError("slow_mode", undefined, {
    "Retry-After": String(Math.ceil(wait)),
    "X-RateLimit-Scope": "user",
    "X-Retry-After-Exact": wait.toFixed(3),
  });
}

/** Forgets turns that no slow mode asks for any more: the longest is LIMITS.slowMode. */
export async function sweepTurns(sql: Sql, before: number): Promise<void> {
  await sql.deleteFrom("slow_modes").where("last_at", "<", before).execute();
}
