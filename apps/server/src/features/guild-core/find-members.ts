import { isSnowflake } from "@palabre/protocol";
import type { APIGuildMember } from "discord-api-types/v10";
import { sql as raw } from "kysely";
import type { Sql } from "../../db/database.ts";
import { beginsWith, spellings } from "../../db/spellings.ts";
import { storable } from "../../http/fields.ts";
import { memberWindows } from "./member-windows.ts";
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
    const ids = wanted.userIds.filter(isSnowflake);
    if (ids.length === 0) return [];
    return presentMembers(sql, guildId, await query.where("m.user_id", "in", ids).execute());
  }
  if ("after" in wanted) {
    if (wanted.roleId !== undefined) {
      query = query.where("m.user_id", "in", holdersOf(sql, guildId, wanted.roleId));
    }
    const next = await query.where("m.user_id", ">", wanted.after).limit(wanted.limit).execute();
    return presentMembers(sql, guildId, next);
  }
  const found: Awaited<ReturnType<typeof query.execute>> = [];
  for await (const { after, upTo } of memberWindows(sql, guildId)) {
    const some = await query
      .where("m.user_id", ">", after)
      .where("m.user_id", "<=", upTo)
      .where((is) => is.or(namesThatBegin(wanted.query)))
      .limit(wanted.limit - found.length)
      .execute();
    found.push(...some);
    if (found.length >= wanted.limit) break;
  }
  return presentMembers(sql, guildId, found);
}

const holdersOf = (sql: Sql, guildId: string, roleId: string) =>
  sql
    .selectFrom("member_roles")
    .select("user_id")
    .where("guild_id", "=", guildId)
    .where("role_id", "=", roleId);

function namesThatBegin(query: string) {
  const small = storable(query).toLowerCase();
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
