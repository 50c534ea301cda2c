import { LIMITS } from "@palabre/protocol";
import type { Sql, Tx } from "../../db/database.ts";
import { isReservedName } from "../accounts/fields.ts";

/** User names tried before the id, which is free, stands in the name. */
const TRIES = 20;

/** Makes the account of an application's bot, with the transaction. It has no password, so nobody logs in as it. */
export async function insertBotAccount(
  tx: Tx,
  { id, name, avatar }: { id: string; name: string; avatar: string | null },
): Promise<void> {
  const base = userNameFrom(name);
  await tx.lock(`username:${base}`);
  await tx.sql
    .insertInto("users")
    .values({
      id,
      username: await freeName(tx.sql, base, id),
      global_name: displayNameFrom(name),
      avatar,
      is_bot: 1,
      created_at: Date.now(),
    })
    .execute();
}

/** The application's name, as long as a display name may be. */
export const displayNameFrom = (name: string): string =>
  [...name].slice(0, LIMITS.displayName).join("").trim();

/** What of a name may stand in a user name: "CI Notifier" → "ci_notifier". */
function userNameFrom(name: string): string {
  const plain = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, 24);
  return plain.length < 2 || isReservedName(plain) ? `${plain || "bot"}_bot` : plain;
}

async function freeName(sql: Sql, base: string, id: string): Promise<string> {
  const taken = await sql
    .selectFrom("users")
    .select("username")
    .where("username", "in", [base, ...Array.from({ length: TRIES }, (_, n) => `${base}_${n + 2}`)])
    .execute();
  const names = new Set(taken.map(({ username }) => username));
  if (!names.has(base)) return base;
  for (let n = 2; n < TRIES + 2; n++) if (!names.has(`${base}_${n}`)) return `${base}_${n}`;
  return `bot_${id}`;
}
