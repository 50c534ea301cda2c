import type { Sql } from "../../db/database.ts";

/**
 * Whether the operator disabled an account. Its log-ins ended with that; what reaches an account, or acts for it, without
 * one asks here.
 */
export async function isDisabled(sql: Sql, userId: string): Promise<boolean> {
  const user = await sql
    .selectFrom("users")
    .select("disabled_at")
    .where("id", "=", userId)
    .executeTakeFirst();
  return user !== undefined && user.disabled_at !== null;
}
