import type { Sql, Tx } from "../../db/database.ts";
import { fieldError } from "../../errors.ts";
import { hashToken, makeMailToken } from "./tokens.ts";

const HOUR = 3_600_000;
/** How long the link in a mail works, in milliseconds. The mails' texts say the same. */
const LIFETIME = { verify: 48 * HOUR, reset: HOUR } as const;
/** A link that an admin hands over in person takes its time. */
export const HANDED_RESET_LIFETIME = 24 * HOUR;

export type MailPurpose = "verify" | "reset";

/** Makes the one link of this purpose that works for the account; earlier ones stop working. */
export async function issueMailToken(
  tx: Tx,
  userId: string,
  purpose: MailPurpose,
  /** The address that opening the link proves; null when it was not sent by mail. */
  email: string | null,
  lifetimeMs: number = LIFETIME[purpose],
): Promise<{ token: string; expiresAt: number }> {
  const token = makeMailToken();
  const expiresAt = Date.now() + lifetimeMs;
  await tx.sql
    .deleteFrom("mail_tokens")
    .where("user_id", "=", userId)
    .where("purpose", "=", purpose)
    .execute();
  await tx.sql
    .insertInto("mail_tokens")
    .values({ token_hash: hashToken(token), user_id: userId, purpose, email, expires_at: expiresAt })
    .execute();
  return { token, expiresAt };
}

/** Whose link it is, without using it up. */
export async function findMailToken(sql: Sql, token: string, purpose: MailPurpose): Promise<string> {
  const row = await sql
    .selectFrom("mail_tokens")
    .select("user_id")
    .where("token_hash", "=", hashToken(token))
    .where("purpose", "=", purpose)
    .where("expires_at", ">", Date.now())
    .executeTakeFirst();
  if (!row) throw tokenInvalid();
  return row.user_id;
}

/** Uses a link up. Of two who open it at once, one gets through. */
export async function takeMailToken(
  tx: Tx,
  token: string,
  purpose: MailPurpose,
): Promise<{ userId: string; email: string | null }> {
  const row = await tx.sql
    .deleteFrom("mail_tokens")
    .where("token_hash", "=", hashToken(token))
    .where("purpose", "=", purpose)
    .where("expires_at", ">", Date.now())
    .returning(["user_id", "email"])
    .executeTakeFirst();
  if (!row) throw tokenInvalid();
  return { userId: row.user_id, email: row.email };
}

/**
 * Ends every link of an account, for when its password changes: whoever knew the old one may have asked for another
 * address, or for a link to come back with.
 */
export async function revokeMailTokens(tx: Tx, userId: string): Promise<void> {
  await tx.sql.deleteFrom("mail_tokens").where("user_id", "=", userId).execute();
}

/** Unknown, used and expired links get one answer. */
export const tokenInvalid = () =>
  fieldError("token", "TOKEN_INVALID", "This link was used already, or its time has run out.");

export async function sweepMailTokens(sql: Sql): Promise<void> {
  await sql.deleteFrom("mail_tokens").where("expires_at", "<=", Date.now()).execute();
}
