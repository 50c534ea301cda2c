import type { APIGuildMember } from "discord-api-types/v10";
import { type RawBuilder, sql as raw, type SqlBool } from "kysely";
import type { Sql } from "../../db/database.ts";
import { memberQuery, presentMembers } from "../guild-core/members.ts";

export type WantedMembers =
  | { userIds: readonly string[] }
  /** What the user name, the display name or the nickname begins with, in any case. An empty one fits everybody. */
  | { query: string; limit: number }
  /** The next by id. */
  | { after: string; limit: number };

/** Members in wire form, by id. Who is none is left out. */
export async function findMembers(
  sql: Sql,
  guildId: string,
  wanted: WantedMembers,
): Promise<APIGuildMember[]> {
  let query = memberQuery(sql, guildId).orderBy("m.user_id");
  if ("userIds" in wanted) {
    if (wanted.userIds.length === 0) return [];
    query = query.where("m.user_id", "in", wanted.userIds);
  } else if ("after" in wanted) {
    query = query.where("m.user_id", ">", wanted.after).limit(wanted.limit);
  } else {
    if (wanted.query !== "") query = query.where(beginsWith(wanted.query));
    query = query.limit(wanted.limit);
  }
  return presentMembers(sql, guildId, await query.execute());
}

/** SQLite knows the case of ASCII alone: a first letter beyond it is looked for as small and as capital. */
function beginsWith(query: string): RawBuilder<SqlBool> {
  const small = query.toLowerCase();
  const capital = small.replace(/^./u, (letter) => letter.toUpperCase());
  const patterns = [...new Set([small, capital, query.toUpperCase()])].map(
    (text) => `${text.replace(/[\\%_]/g, "\\$&")}%`,
  );
  const columns = ["m.nick", "u.global_name", "u.username"];
  const tests = columns.flatMap((column) =>
    patterns.map((pattern) => raw<SqlBool>`lower(${raw.ref(column)}) like ${pattern} escape '\\'`),
  );
  return raw<SqlBool>`(${raw.join(tests, raw` or `)})`;
}

export async function countMembers(sql: Sql, guildId: string): Promise<number> {
  const row = await sql
    .selectFrom("guilds")
    .select("member_count")
    .where("id", "=", guildId)
    .executeTakeFirst();
  return row?.member_count ?? 0;
}
