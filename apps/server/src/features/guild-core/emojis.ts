import type { APIEmoji, APIUser } from "discord-api-types/v10";
import type { Selectable } from "kysely";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Sql, Tx } from "../../db/database.ts";
import type { Schema } from "../../db/schema.ts";
import { fieldError } from "../../errors.ts";

export type EmojiRow = Selectable<Schema["emojis"]>;

export const rolesOf = ({ roles }: Pick<EmojiRow, "roles">): string[] => JSON.parse(roles) as string[];

/** @param user who uploaded it, for those who may know */
export function toEmoji(
  row: EmojiRow,
  user?: APIUser,
): Required<Omit<APIEmoji, "user">> & Pick<APIEmoji, "user"> {
  return {
    id: row.id,
    name: row.name,
    roles: rolesOf(row),
    ...(user && { user }),
    require_colons: true,
    managed: false,
    animated: row.animated === 1,
    available: true,
  };
}

/** Those of a server, the oldest first. At most twice LIMITS.emojis. */
export const listEmojis = (sql: Sql, guildId: string): Promise<EmojiRow[]> =>
  sql.selectFrom("emojis").selectAll().where("guild_id", "=", guildId).orderBy("id").execute();

/** Tells everybody in a server, with the transaction, which emojis it has now. */
export async function announceEmojis(tx: Tx, bus: Bus, guildId: string): Promise<void> {
  const emojis = (await listEmojis(tx.sql, guildId)).map((row) => toEmoji(row));
  announce(tx, bus, `guild:${guildId}`, "GUILD_EMOJIS_UPDATE", { guild_id: guildId, emojis });
}

/**
 * Refuses emojis that are not the server's own.
 * @param asked ids by the field that names them; those that are absent are passed over
 * @throws ApiError invalid_form_body naming the field
 */
export async function requireOwnEmojis(
  sql: Sql,
  guildId: string,
  asked: Iterable<readonly [field: string, id: string | null | undefined]>,
): Promise<void> {
  const wanted = [...asked].filter((one): one is readonly [string, string] => Boolean(one[1]));
  if (wanted.length === 0) return;
  const rows = await sql
    .selectFrom("emojis")
    .select("id")
    .where("guild_id", "=", guildId)
    .where("id", "in", [...new Set(wanted.map(([, id]) => id))])
    .execute();
  const known = new Set(rows.map(({ id }) => id));
  for (const [field, id] of wanted) {
    if (!known.has(id)) throw fieldError(field, "INVALID_EMOJI", "Not an emoji of this server.");
  }
}

/** Takes a role that goes out of the emojis that were kept for it. One that was for it alone is for all. */
export async function forgetRole(tx: Tx, bus: Bus, guildId: string, roleId: string): Promise<void> {
  let changed = false;
  for (const row of await listEmojis(tx.sql, guildId)) {
    const roles = rolesOf(row);
    if (!roles.includes(roleId)) continue;
    changed = true;
    const left = JSON.stringify(roles.filter((id) => id !== roleId));
    await tx.sql.updateTable("emojis").set({ roles: left }).where("id", "=", row.id).execute();
  }
  if (changed) await announceEmojis(tx, bus, guildId);
}
