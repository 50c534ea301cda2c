import type { Config } from "../../config.ts";
import type { Database } from "../../db/database.ts";
import type { Mail } from "../../mail/mailer.ts";
import { writeMail } from "../../mail/templates.ts";
import { languageOf } from "../accounts/letters.ts";
import { readInstanceSettings } from "../instance/settings.ts";
import type { Hook } from "./hook.ts";
import type { StopReason } from "./post-events.ts";

/** The letter to whoever answers for a webhook that was stopped, if they have a proven address and still may have it. */
export async function writeStopped(
  { db, config }: { db: Database; config: Config },
  hook: Hook,
  reason: StopReason,
): Promise<Mail[]> {
  if (reason === "maker") return [];
  const owner = await db.read
    .selectFrom("users")
    .select(["id", "username", "email"])
    .where("id", "=", hook.ownerId)
    .where("email_verified", "=", 1)
    .executeTakeFirst();
  if (!owner?.email) return [];
  const [{ name: instance }, language] = await Promise.all([
    readInstanceSettings(db.read, config),
    languageOf(db.read, owner.id),
  ]);
  const facts = { instance, name: owner.username, hook: hook.name, reason };
  return [writeMail("eventsStopped", { to: owner.email, language }, facts)];
}
