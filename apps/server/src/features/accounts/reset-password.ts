import type { Bus } from "../../bus/bus.ts";
import type { Database } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import { announceSelf } from "../users/self.ts";
import { type Device, endAuthSessions, openAuthSession } from "./auth-sessions.ts";
import { emailKey } from "./fields.ts";
import { findMailToken, revokeMailTokens, takeMailToken, tokenInvalid } from "./mail-tokens.ts";
import { hashPassword } from "./passwords.ts";
import { proveEmail } from "./prove-email.ts";

/**
 * Sets a new password by the link in a mail, ends every log-in and opens a new one.
 * @throws ApiError TOKEN_INVALID for `token`, account_disabled (the link stays good)
 */
export async function resetPassword(
  { db, bus, newId }: { db: Database; bus: Bus; newId: () => string },
  input: { token: string; password: string },
  device: Device,
): Promise<{ token: string; userId: string; username: string; email: string | null }> {
  // A wrong link costs no hashing.
  await findMailToken(db.read, input.token, "reset");
  const passwordHash = await hashPassword(input.password);
  return db.transaction(async (tx) => {
    const link = await takeMailToken(tx, input.token, "reset");
    const { userId } = link;
    await tx.lock(`account:${userId}`, ...(link.email === null ? [] : [`email:${emailKey(link.email)}`]));
    const account = await tx.sql
      .updateTable("users")
      .set({ password_hash: passwordHash })
      .where("id", "=", userId)
      .where("deleted_at", "is", null)
      .returning(["username", "email", "disabled_at"])
      .executeTakeFirst();
    if (!account) throw tokenInvalid();
    if (account.disabled_at !== null) throw new ApiError("account_disabled");
    // Whoever opened the link reads that address.
    if (link.email !== null && link.email === account.email) await proveEmail(tx, userId, link.email);
    await revokeMailTokens(tx, userId);
    await endAuthSessions({ tx, bus }, userId);
    const token = await openAuthSession({ tx, bus, newId }, userId, device);
    await announceSelf({ tx, bus }, userId);
    return { token, userId, username: account.username, email: account.email };
  });
}
