import type { Config } from "../../config.ts";
import type { Sql } from "../../db/database.ts";
import { baseUrl } from "../../http/origin.ts";

const KEY = "first_base_url";

/**
 * Where the links in mails lead. Without PALABRE_PUBLIC_URL a request's Host is all one knows, and whoever asks for
 * somebody else's new password could put their own site there. So once mails really leave the machine, the address at
 * which the first account was made counts, not the one of the request at hand.
 */
export async function linkBase(
  sql: Sql,
  config: Pick<Config, "publicUrl" | "smtpUrl">,
  request: Request,
): Promise<string> {
  if (config.publicUrl || !config.smtpUrl) return baseUrl(config.publicUrl, request);
  const known = await sql
    .selectFrom("instance_settings")
    .select("value")
    .where("key", "=", KEY)
    .executeTakeFirst();
  return known?.value ?? baseUrl(undefined, request);
}

/** Remembers the address at which the first account was made. */
export async function rememberLinkBase(sql: Sql, base: string): Promise<void> {
  await sql
    .insertInto("instance_settings")
    .values({ key: KEY, value: base })
    .onConflict((conflict) => conflict.column("key").doNothing())
    .execute();
}
