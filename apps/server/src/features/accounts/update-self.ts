import { LIMITS, type SelfUser } from "@palabre/protocol";
import { z } from "zod";
import type { Blobs } from "../../blobs/blobs.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { name, text } from "../../http/fields.ts";
import type { RateLimiter } from "../../http/rate-limit.ts";
import { deleteImage, storeImage } from "../images/store-image.ts";
import { toUser, USER_COLUMNS } from "../users/present.ts";
import { announceSelf, announceUser, type PresencesOf, readSelf } from "../users/self.ts";
import { endAuthSessions } from "./auth-sessions.ts";
import { email, emailKey, givenPassword, globalName, newPassword, username } from "./fields.ts";
import { revokeMailTokens } from "./mail-tokens.ts";
import { checkOwnPassword, passwordWrong } from "./own-password.ts";
import { hashPassword } from "./passwords.ts";
import { isNameFree, nameTaken } from "./register.ts";

/** The body of PATCH /users/@me: any of them; `password` stands for the three that need it. */
export const selfPatch = z
  .object({
    username,
    email,
    password: givenPassword,
    new_password: newPassword,
    global_name: globalName,
    avatar: z.union([z.string(), z.null()]).transform((value) => value || null),
    bio: z.union([text(0, LIMITS.bio, { lines: true }), z.null().transform(() => "")]),
    pronouns: z.union([name(0, LIMITS.pronouns), z.null().transform(() => "")]),
  })
  .partial();

export type SelfPatch = z.output<typeof selfPatch>;

interface Uses {
  db: Database;
  bus: Bus;
  blobs: Blobs;
  limiter: RateLimiter;
  presencesOf: PresencesOf;
}

/** What was done that letters speak of. */
export interface SelfUpdate {
  self: SelfUser;
  /** The address that is asked for, to be proven first. */
  claimed?: string;
  passwordChanged: boolean;
}

/**
 * Changes the account: all of what is asked for, or nothing. An address counts once it is proven; a new password ends
 * every other log-in.
 * @throws ApiError invalid_form_body naming the field, rate_limited
 */
export async function updateSelf(uses: Uses, actor: Actor, patch: SelfPatch): Promise<SelfUpdate> {
  const { db, bus, blobs, limiter, presencesOf } = uses;
  const before = await readSelf(db.read, actor.userId);
  const rename = patch.username !== undefined && patch.username !== before.username;
  const claims = patch.email !== undefined && isNewAddress(before, patch.email);
  let provenBy: string | undefined;
  // A bot has neither: its token is all there is.
  if (actor.bot && (patch.email !== undefined || patch.new_password !== undefined)) {
    throw new ApiError("invalid_account_type");
  }
  if (!actor.bot && (rename || claims || patch.new_password !== undefined)) {
    provenBy = await checkOwnPassword({ sql: db.read, limiter }, actor.userId, patch.password);
  }
  if (rename && !(await isNameFree(db.read, patch.username ?? ""))) throw nameTaken();
  const password_hash = patch.new_password === undefined ? undefined : await hashPassword(patch.new_password);
  const avatar = patch.avatar
    ? await storeImage(blobs, "avatars", actor.userId, patch.avatar, "avatar")
    : patch.avatar;

  let replaced: string | undefined;
  const self = await db.transaction(async (tx) => {
    await tx.lock(`account:${actor.userId}`, ...(rename ? [`username:${patch.username}`] : []));
    const row = await tx.sql
      .selectFrom("users")
      .select(["avatar", "password_hash"])
      .where("id", "=", actor.userId)
      .where("deleted_at", "is", null)
      .executeTakeFirst();
    // Deleted since the request came.
    if (!row) throw new ApiError("unauthorized");
    if (provenBy !== undefined && row.password_hash !== provenBy) throw passwordWrong();
    if (rename && !(await isNameFree(tx.sql, patch.username ?? ""))) throw nameTaken();
    const changes = {
      ...(rename && { username: patch.username }),
      ...(password_hash !== undefined && { password_hash }),
      ...(avatar !== undefined && { avatar }),
      ...(patch.global_name !== undefined && { global_name: patch.global_name }),
      ...(patch.bio !== undefined && { bio: patch.bio }),
      ...(patch.pronouns !== undefined && { pronouns: patch.pronouns }),
    };
    if (Object.keys(changes).length === 0) return readSelf(tx.sql, actor.userId);
    const after = await tx.sql
      .updateTable("users")
      .set(changes)
      .where("id", "=", actor.userId)
      .where("deleted_at", "is", null)
      .returning(USER_COLUMNS)
      .executeTakeFirstOrThrow();
    if (password_hash !== undefined) {
      await endAuthSessions({ tx, bus }, actor.userId, { except: actor.authSessionId });
      await revokeMailTokens(tx, actor.userId);
    }
    const seen = toUser(after);
    if (
      seen.username !== before.username ||
      seen.global_name !== before.global_name ||
      seen.avatar !== before.avatar
    ) {
      announceUser({ tx, bus, presencesOf }, seen);
    }
    if (avatar !== undefined && row.avatar && row.avatar !== avatar) replaced = row.avatar;
    return announceSelf({ tx, bus }, actor.userId);
  });
  // A picture that stays behind costs its bytes alone: nothing names it any more.
  if (replaced) await deleteImage(blobs, "avatars", actor.userId, replaced).catch(() => {});
  return {
    self,
    passwordChanged: password_hash !== undefined,
    ...(claims && patch.email !== undefined ? { claimed: patch.email } : {}),
  };
}

/** The same address asks for nothing, unless it still waits for its proof. */
function isNewAddress(before: SelfUser, address: string): boolean {
  return !before.verified || before.email === null || emailKey(before.email) !== emailKey(address);
}
