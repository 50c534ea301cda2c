import type { Tx } from "../../db/database.ts";
import { emailKey } from "./fields.ts";

/**
 * Makes an address the account's own, now that its owner opened a link sent there.
 * @returns false when it was proven by another account meanwhile; then nothing changes
 */
export async function proveEmail(tx: Tx, userId: string, email: string): Promise<boolean> {
  const key = emailKey(email);
  await tx.lock(`email:${key}`);
  const owner = await tx.sql
    .selectFrom("users")
    .select("id")
    .where("email_key", "=", key)
    .where("email_verified", "=", 1)
    .executeTakeFirst();
  if (owner && owner.id !== userId) return false;
  const changed = await tx.sql
    .updateTable("users")
    .set({ email, email_key: key, email_verified: 1 })
    .where("id", "=", userId)
    .where("deleted_at", "is", null)
    .executeTakeFirst();
  return changed.numUpdatedRows > 0n;
}
