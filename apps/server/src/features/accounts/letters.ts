import type { Config } from "../../config.ts";
import type { Database, Sql } from "../../db/database.ts";
import type { Mail } from "../../mail/mailer.ts";
import { chooseLanguage, type Language, writeMail } from "../../mail/templates.ts";
import { readInstanceSettings } from "../instance/settings.ts";
import { emailKey } from "./fields.ts";
import { issueMailToken } from "./mail-tokens.ts";

/** What letters are written with. */
export interface Desk {
  db: Database;
  config: Pick<Config, "registration">;
  /** Where links lead, without a slash at the end. */
  base: string;
  /** What the browser of whoever caused the letter reads. */
  acceptLanguage: string | undefined;
}

interface Reader {
  id: string;
  username: string;
}

export async function languageOf(sql: Sql, userId: string, acceptLanguage?: string): Promise<Language> {
  const row = await sql
    .selectFrom("user_settings")
    .select("data")
    .where("user_id", "=", userId)
    .executeTakeFirst();
  const chosen = row ? (JSON.parse(row.data) as { locale?: "system" | Language }).locale : undefined;
  return chooseLanguage(chosen, acceptLanguage);
}

const instanceName = async (desk: Desk): Promise<string> =>
  (await readInstanceSettings(desk.db.read, desk.config)).name;

/**
 * The letter to an address that an account claims: a link that proves it, or, when it is proven to be another's, word to
 * that other one. Whoever claims it cannot tell which was sent.
 */
export async function writeClaim(
  desk: Desk,
  reader: Reader,
  email: string,
  kind: "verify" | "change",
): Promise<Mail[]> {
  const instance = await instanceName(desk);
  const owner = await desk.db.read
    .selectFrom("users")
    .select(["id", "username", "email"])
    .where("email_key", "=", emailKey(email))
    .where("email_verified", "=", 1)
    .executeTakeFirst();
  if (owner && owner.id !== reader.id) {
    const language = await languageOf(desk.db.read, owner.id);
    const facts = { instance, name: owner.username, url: `${desk.base}/forgot` };
    return [writeMail("alreadyYours", { to: owner.email ?? email, language }, facts)];
  }
  const { token } = await desk.db.transaction((tx) => issueMailToken(tx, reader.id, "verify", email));
  const language = await languageOf(desk.db.read, reader.id, desk.acceptLanguage);
  const facts = { instance, name: reader.username, url: `${desk.base}/verify#token=${token}` };
  return [writeMail(kind, { to: email, language }, facts)];
}

/** Word to the address an account has, when another is asked for. */
export async function writeChangeAsked(
  desk: Desk,
  reader: Reader,
  oldEmail: string,
  newEmail: string,
): Promise<Mail> {
  const language = await languageOf(desk.db.read, reader.id, desk.acceptLanguage);
  const facts = { instance: await instanceName(desk), name: reader.username, newEmail };
  return writeMail("changeAsked", { to: oldEmail, language }, facts);
}

export async function writePasswordChanged(desk: Desk, reader: Reader, email: string): Promise<Mail> {
  const language = await languageOf(desk.db.read, reader.id, desk.acceptLanguage);
  const facts = { instance: await instanceName(desk), name: reader.username, url: `${desk.base}/forgot` };
  return writeMail("passwordChanged", { to: email, language }, facts);
}

/** The language is asked for before the account, and with it the choice, is gone. */
export async function writeDeleted(
  desk: Desk,
  name: string,
  email: string,
  language: Language,
): Promise<Mail> {
  return writeMail("deleted", { to: email, language }, { instance: await instanceName(desk), name });
}

/** Accounts that one address may reset: the one that proved it, else those that claim it, the oldest first. */
const RESETTABLE = 3;

/** Letters with links to choose a new password; none when nobody has the address. */
export async function writeResets(desk: Desk, email: string): Promise<Mail[]> {
  const claims = await desk.db.read
    .selectFrom("users")
    .select(["id", "username", "email", "email_verified"])
    .where("email_key", "=", emailKey(email))
    .where("disabled_at", "is", null)
    .orderBy("email_verified", "desc")
    .orderBy("id")
    .limit(RESETTABLE)
    .execute();
  const mails: Mail[] = [];
  for (const account of claims[0]?.email_verified ? claims.slice(0, 1) : claims) {
    const address = account.email ?? email;
    const { token } = await desk.db.transaction((tx) => issueMailToken(tx, account.id, "reset", address));
    mails.push(await writeReset(desk, account, address, token));
  }
  return mails;
}

export async function writeReset(desk: Desk, reader: Reader, email: string, token: string): Promise<Mail> {
  const language = await languageOf(desk.db.read, reader.id, desk.acceptLanguage);
  const url = `${desk.base}/reset#token=${token}`;
  const facts = { instance: await instanceName(desk), name: reader.username, url };
  return writeMail("reset", { to: email, language }, facts);
}
