import type { Blobs } from "../../blobs/blobs.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Tx } from "../../db/database.ts";
import type { RateLimiter } from "../../http/rate-limit.ts";
import { deleteImage } from "../images/store-image.ts";
import { toUser, USER_COLUMNS } from "../users/present.ts";
import { announceUser, type PresencesOf } from "../users/self.ts";
import { keepAnAdmin } from "./admins.ts";
import { endAuthSessions } from "./auth-sessions.ts";
import { checkOwnPassword, passwordWrong } from "./own-password.ts";

/** What a feature does when somebody goes for good, inside the same transaction. */
export type Departure = (tx: Tx, userId: string) => Promise<void>;

interface Uses {
  db: Database;
  bus: Bus;
  blobs: Blobs;
  limiter: RateLimiter;
  presencesOf: PresencesOf;
  departures: readonly Departure[];
}

/** Tables that hold nothing but somebody's own, beside what features hold of others and them. */
const OWN_TABLES = [
  "user_settings",
  "mail_tokens",
  "drafts",
  "read_states",
  "suggestion_dismissals",
  "join_requests",
  "onboarding_answers",
  "invite_targets",
  "oauth2_codes",
  "oauth2_tokens",
] as const;

/**
 * Deletes an account: everything personal is erased, what was written stays, by `deleted_user_ID`.
 * @returns what a last letter needs
 * @throws ApiError naming `password`; ONLY_ADMIN when nobody else runs the instance
 */
export async function deleteAccount(
  { db, bus, blobs, limiter, presencesOf, departures }: Uses,
  userId: string,
  password: string | undefined,
): Promise<{ username: string; email: string | null }> {
  const provenBy = await checkOwnPassword({ sql: db.read, limiter }, userId, password);
  const gone = await db.transaction(async (tx) => {
    await tx.lock(`account:${userId}`, "admins");
    const before = await tx.sql
      .selectFrom("users")
      .select(["username", "email", "avatar", "password_hash"])
      .where("id", "=", userId)
      .executeTakeFirst();
    if (before?.password_hash !== provenBy) throw passwordWrong();
    await keepAnAdmin(tx, userId);
    await eraseAccount(tx, { bus, presencesOf, departures }, userId);
    return before;
  });
  if (gone.avatar) await deleteImage(blobs, "avatars", userId, gone.avatar).catch(() => {});
  return { username: gone.username, email: gone.email };
}

/**
 * Erases an account, with the transaction: everything personal goes, what was written stays. Its log-ins end.
 * @param departures what other features do when somebody goes for good
 */
export async function eraseAccount(
  tx: Tx,
  { bus, presencesOf, departures }: Pick<Uses, "bus" | "presencesOf" | "departures">,
  userId: string,
): Promise<void> {
  const erased = await tx.sql
    .updateTable("users")
    .set({
      username: `deleted_user_${userId}`,
      email: null,
      email_key: null,
      email_verified: 0,
      password_hash: null,
      global_name: null,
      avatar: null,
      bio: "",
      pronouns: "",
      is_admin: 0,
      is_premium: 0,
      deleted_at: Date.now(),
    })
    .where("id", "=", userId)
    .returning(USER_COLUMNS)
    .executeTakeFirstOrThrow();
  // Those who see them learn the new name before they stop seeing them.
  announceUser({ tx, bus, presencesOf }, toUser(erased));
  for (const depart of departures) await depart(tx, userId);
  for (const table of OWN_TABLES) await tx.sql.deleteFrom(table).where("user_id", "=", userId).execute();
  await tx.sql.deleteFrom("suggestion_dismissals").where("other_id", "=", userId).execute();
  await endAuthSessions({ tx, bus }, userId);
}
