import { isTrusted, snowflakeTime, waitsUntil } from "@palabre/protocol";
import type { Config } from "../../config.ts";
import type { Sql } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { GuildActor } from "./access-guild.ts";

/**
 * Refuses to have a member write or react who has not done what the server's verification level asks for. A proven
 * address is asked for where mail leaves: elsewhere nobody could prove one.
 * @throws ApiError unverified, verification_wait
 */
export async function requireVerified(
  sql: Sql,
  { smtpUrl }: Pick<Config, "smtpUrl">,
  { userId, verificationLevel, isOwner, roleIds, joinedAt, row }: GuildActor,
): Promise<void> {
  if (verificationLevel === 0 || isTrusted({ isOwner, roleIds, flags: row.flags })) return;
  if (smtpUrl !== undefined) {
    const user = await sql
      .selectFrom("users")
      .select("email_verified")
      .where("id", "=", userId)
      .executeTakeFirst();
    if (user?.email_verified !== 1) throw new ApiError("unverified");
  }
  if (waitsUntil(verificationLevel, snowflakeTime(userId), joinedAt) > Date.now()) {
    throw new ApiError("verification_wait");
  }
}
