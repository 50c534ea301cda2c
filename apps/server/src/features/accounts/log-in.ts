import type { Bus } from "../../bus/bus.ts";
import type { Config } from "../../config.ts";
import type { Database, Sql } from "../../db/database.ts";
import { ApiError, nestFieldErrors } from "../../errors.ts";
import { storable } from "../../http/fields.ts";
import { type Device, openAuthSession } from "./auth-sessions.ts";
import { emailKey } from "./fields.ts";
import { verifyPassword } from "./passwords.ts";

interface Candidate {
  id: string;
  password_hash: string | null;
  disabled_at: number | null;
}

interface Uses {
  db: Database;
  bus: Bus;
  newId: () => string;
  config: Pick<Config, "smtpUrl">;
}

/**
 * Logs in by user name or e-mail address. Unknown accounts and wrong passwords get one answer after the same work.
 * @throws ApiError invalid_form_body, account_disabled (only after the right password), unavailable
 */
export async function logIn(
  { db, bus, newId, config }: Uses,
  input: { login: string; password: string },
  device: Device,
): Promise<{ token: string; userId: string }> {
  const candidates = await findCandidates(db.read, config, loginKey(input.login));
  const right = await Promise.all(
    candidates.map((found) => verifyPassword(input.password, found?.password_hash)),
  );
  const account = candidates.find((_, n) => right[n]);
  if (!account) throw wrongCredentials();
  if (account.disabled_at !== null) throw new ApiError("account_disabled");
  const token = await db.transaction(async (tx) => {
    // Disabled, deleted or given another password since it was read: the log-in must not slip through.
    await tx.lock(`account:${account.id}`);
    const still = await tx.sql
      .selectFrom("users")
      .select("id")
      .where("id", "=", account.id)
      .where("password_hash", "=", account.password_hash)
      .where("disabled_at", "is", null)
      .executeTakeFirst();
    if (!still) throw wrongCredentials();
    return openAuthSession({ tx, bus, newId }, account.id, device);
  });
  return { token, userId: account.id };
}

/** What a log-in is looked up by, and counted by: however it is written, it means the same account. */
export const loginKey = (login: string): string => storable(login).trim().toLowerCase();

/**
 * Whom a log-in may mean. A user name means one account, an address the one that proved it: whoever makes two accounts
 * with another's address must not learn, by which of them it logs in, whether there is a third.
 *
 * Where no mail leaves, nobody can prove an address: it means the account that claimed it first, and the newest other.
 * Always two, so that the work done does not tell how many there are.
 */
async function findCandidates(
  sql: Sql,
  { smtpUrl }: Pick<Config, "smtpUrl">,
  key: string,
): Promise<(Candidate | undefined)[]> {
  const people = sql
    .selectFrom("users")
    .select(["id", "password_hash", "disabled_at"])
    .where("is_bot", "=", 0)
    .where("password_hash", "is not", null);
  if (!key.includes("@")) return [await people.where("username", "=", key).executeTakeFirst()];
  const claims = people.where("email_key", "=", emailKey(key));
  if (smtpUrl !== undefined) return [await claims.where("email_verified", "=", 1).executeTakeFirst()];
  const main = await claims.orderBy("email_verified", "desc").orderBy("id").limit(1).executeTakeFirst();
  const newest = await claims
    .where("id", "!=", main?.id ?? "0")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return [main, newest];
}

function wrongCredentials(): ApiError {
  const error = { code: "INVALID_LOGIN", message: "Login or password is invalid." };
  return new ApiError(
    "invalid_form_body",
    nestFieldErrors([
      [["login"], error],
      [["password"], error],
    ]),
  );
}
