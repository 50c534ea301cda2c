import type { Sql } from "../../db/database.ts";
import { fieldError } from "../../errors.ts";
import { type RateLimiter, spend } from "../../http/rate-limit.ts";
import { verifyPassword } from "./passwords.ts";

/** Tries at one account's password by somebody who holds a log-in of it, per quarter of an hour. */
const TRIES = { bucket: "own-password", max: 10, per: 15 * 60 };

/**
 * Asks for the account's password again before something that a borrowed device must not do.
 * @returns the hash it was checked against: a transaction that relies on it checks that it still stands
 * @throws ApiError naming `password`, or rate_limited
 */
export async function checkOwnPassword(
  { sql, limiter }: { sql: Sql; limiter: RateLimiter },
  userId: string,
  password: string | undefined,
): Promise<string> {
  if (password === undefined) throw fieldError("password", "BASE_TYPE_REQUIRED", "This field is required");
  spend(limiter, userId, TRIES);
  const row = await sql
    .selectFrom("users")
    .select("password_hash")
    .where("id", "=", userId)
    .executeTakeFirst();
  const hash = row?.password_hash;
  if (!(await verifyPassword(password, hash)) || !hash) throw passwordWrong();
  return hash;
}

export const passwordWrong = () =>
  fieldError("password", "PASSWORD_DOES_NOT_MATCH", "Password does not match.");
