import { createHash, randomBytes } from "node:crypto";

/**
 * A log-in's token: the account's id, then 32 random bytes, each base64url, joined by a dot. Libraries read the id
 * from the first part, as from Discord's tokens.
 */
export function makeToken(userId: string): string {
  return `${Buffer.from(userId).toString("base64url")}.${randomBytes(32).toString("base64url")}`;
}

/** A single-use token for mails: 32 random bytes, base64url. */
export function makeMailToken(): string {
  return randomBytes(32).toString("base64url");
}

/** What is kept of a token: a thief of the database gains no log-in. Tokens are random, so a plain hash suffices. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
