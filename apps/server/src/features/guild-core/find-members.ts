import type { APIGuildMember } from "discord-api-types/v10";
import { sql as raw } from "kysely";
import type { Sql } from "../../db/database.ts";
import { beginsWith, spellings } from "../../db/spellings.ts";
import { memberQuery, presentMembers } from "./members.ts";

export type WantedMembers =
  | { userIds: readonly string[] }
  /** Of user name, display name or nickname, in any case. An empty one fits everybody. */
  | { query: string; limit: number }
  /** The next by id; with `roleId` of those who have that role. */
  | { after: string; limit: number; roleId?: string | undefined };

/** Members with their users, by id: those that are named, those whose name begins so, or the next ones. */
export async function findMembers(
  sql: Sql,
  guildId: string,
  wanted: WantedMembers,
): Promise<APIGuildMember[]> {
  let query = memberQuery(sql, guildId).orderBy("m.user_id");
  if ("userIds" in wanted) {
    if (wanted.userIds.length === 0) return [];
    return presentMembers(sql, guildId, await query.where("m.user_id", "in", wanted.userIds).execute());
  }
  if ("after" in wanted && wanted.roleId !== undefined) {
    query = query.where("m.user_id", "in", holdersOf(sql, guildId, wanted.roleId));
  }
  const limited = query.limit(wanted.limit);
  const found =
    "after" in wanted
      ? limited.where("m.user_id", ">", wanted.after)
      : limited.where((is) => is.or(namesThatBegin(wanted.query)));
  return presentMembers(sql, guildId, await found.execute());
}

const holdersOf = (sql: Sql, guildId: string, roleId: string) =>
  sql
    .selectFrom("member_roles")
    .select("user_id")
    .where("guild_id", "=", guildId)
    .where("role_id", "=", roleId);

function namesThatBegin(query: string) {
  const small = query.toLowerCase();
  const begins = (column: string, text: string) =>
    raw<boolean>`lower(${raw.ref(column)}) like ${beginsWith(text)} escape '\\'`;
  return [
    begins("u.username", small),
    ...spellings(small).flatMap((text) => [begins("u.global_name", text), begins("m.nick", text)]),
  ];
}

export async function readMemberCount(sql: Sql, guildId: string): Promise<number> {
  const guild = await sql
    .selectFrom("guilds")
    .select("member_count")
    .where("id", "=", guildId)
    .executeTakeFirst();
  return guild?.member_count ?? 0;
}
