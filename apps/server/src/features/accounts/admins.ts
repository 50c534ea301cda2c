import type { Tx } from "../../db/database.ts";
import { fieldError } from "../../errors.ts";

/**
 * Refuses what would leave the instance without anybody to run it. Take the lock "admins" first.
 * @throws ApiError ONLY_ADMIN when `userId` is the last admin who can log in
 */
export async function keepAnAdmin(tx: Tx, userId: string): Promise<void> {
  const admins = await tx.sql
    .selectFrom("users")
    .select("id")
    .where("is_admin", "=", 1)
    .where("disabled_at", "is", null)
    .where("deleted_at", "is", null)
    .limit(2)
    .execute();
  if (admins.length === 1 && admins[0]?.id === userId) {
    throw fieldError("admin", "ONLY_ADMIN", "Somebody must run this server: name another admin first.");
  }
}
