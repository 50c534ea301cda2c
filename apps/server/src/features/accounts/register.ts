import type { Bus } from "../../bus/bus.ts";
import type { Config } from "../../config.ts";
import type { Database, Sql, Tx } from "../../db/database.ts";
import { ApiError, fieldError } from "../../errors.ts";
import { readInstanceSettings } from "../instance/settings.ts";
import { type Device, openAuthSession } from "./auth-sessions.ts";
import { emailKey, isReservedName } from "./fields.ts";
import { rememberLinkBase } from "./links.ts";
import { hashPassword } from "./passwords.ts";

export interface Registration {
  email: string;
  username: string;
  password: string;
  global_name: string | null;
  invite?: string | undefined;
  /** The address at which this server was reached. */
  base: string;
}

/** What happens to a new account that came with an invitation, in the transaction that makes it. */
export type Arrival = (tx: Tx, userId: string, code: string) => Promise<void>;

interface Uses {
  db: Database;
  bus: Bus;
  newId: () => string;
  config: Pick<Config, "registration">;
  arrive: Arrival;
}

/**
 * Makes an account and logs it in. The first one runs the instance, whatever the mode.
 *
 * An address belongs to nobody until its owner opens the link in the mail sent there, and several accounts may claim it
 * until then. So registering goes the same way whether or not the address is known, and cannot be used to ask who has an
 * account here; whoever owns the address is told by mail. See docs/accounts.md.
 * @throws ApiError registration_closed, invite_needed, or USERNAME_ALREADY_TAKEN for `username`
 */
export async function register(
  { db, bus, newId, config, arrive }: Uses,
  input: Registration,
  device: Device,
): Promise<{ token: string; userId: string }> {
  await refuseEarly({ db, config }, input);
  const passwordHash = await hashPassword(input.password);
  return db.transaction(async (tx) => {
    const first = await isFirst(tx);
    if (first) await rememberLinkBase(tx.sql, input.base);
    else await enter(tx, config, input.invite);
    await tx.lock(`username:${input.username}`);
    const userId = newId();
    const made = await tx.sql
      .insertInto("users")
      .values({
        id: userId,
        username: input.username,
        email: input.email,
        email_key: emailKey(input.email),
        password_hash: passwordHash,
        global_name: input.global_name,
        is_admin: first ? 1 : 0,
        created_at: Date.now(),
      })
      .onConflict((conflict) => conflict.column("username").doNothing())
      .returning("id")
      .executeTakeFirst();
    if (!made) throw nameTaken();
    if (input.invite !== undefined) await arrive(tx, userId, input.invite);
    const token = await openAuthSession({ tx, bus, newId }, userId, device);
    return { token, userId };
  });
}

export const nameTaken = (): ApiError =>
  fieldError("username", "USERNAME_ALREADY_TAKEN", "This user name is taken.");

export async function isNameFree(sql: Sql, name: string): Promise<boolean> {
  if (isReservedName(name)) return false;
  const taken = await sql.selectFrom("users").select("id").where("username", "=", name).executeTakeFirst();
  return !taken;
}

/** What can be refused before a password is hashed; the transaction decides for good. */
async function refuseEarly({ db, config }: Pick<Uses, "db" | "config">, input: Registration): Promise<void> {
  const somebody = await db.read.selectFrom("users").select("id").limit(1).executeTakeFirst();
  if (somebody) {
    const { registration } = await readInstanceSettings(db.read, config);
    if (registration === "closed") throw new ApiError("registration_closed");
    if (registration === "invite") {
      const invite = await db.read
        .selectFrom("instance_invites")
        .select(["uses", "max_uses", "expires_at"])
        .where("code", "=", input.invite ?? "")
        .executeTakeFirst();
      if (!invite || !isUsable(invite)) throw new ApiError("invite_needed");
    }
  }
  if (!(await isNameFree(db.read, input.username))) throw nameTaken();
}

async function isFirst(tx: Tx): Promise<boolean> {
  const anybody = () => tx.sql.selectFrom("users").select("id").limit(1).executeTakeFirst();
  if (await anybody()) return false;
  // Two people may be the first at one time: the second of them looks again once the first is in.
  await tx.lock("first-account");
  return !(await anybody());
}

/** Checks the registration mode and uses the invitation up. */
async function enter(tx: Tx, config: Pick<Config, "registration">, code: string | undefined): Promise<void> {
  const { registration } = await readInstanceSettings(tx.sql, config);
  if (registration === "closed") throw new ApiError("registration_closed");
  if (registration === "open") return;
  const used = await tx.sql
    .updateTable("instance_invites")
    .set((eb) => ({ uses: eb("uses", "+", 1) }))
    .where("code", "=", code ?? "")
    .where((eb) => eb.or([eb("max_uses", "is", null), eb("uses", "<", eb.ref("max_uses"))]))
    .where((eb) => eb.or([eb("expires_at", "is", null), eb("expires_at", ">", Date.now())]))
    .executeTakeFirst();
  if (used.numUpdatedRows === 0n) throw new ApiError("invite_needed");
}

function isUsable(invite: { uses: number; max_uses: number | null; expires_at: number | null }): boolean {
  if (invite.max_uses !== null && invite.uses >= invite.max_uses) return false;
  return invite.expires_at === null || invite.expires_at > Date.now();
}
