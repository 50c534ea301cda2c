import type { Sql } from "../../db/database.ts";

/** How many members have each role of a server; @everyone is not among them. */
export async function countMembers(sql: Sql, guildId: string): Promise<Record<string, number>> {
  const rows = await sql
    .selectFrom("roles as r")
    .leftJoin("member_roles as m", "m.role_id", "r.id")
    .select("r.id")
    .select((e) => e.fn.count("m.user_id").as("count"))
    .where("r.guild_id", "=", guildId)
    .where("r.id", "!=", guildId)
    .groupBy("r.id")
    .execute();
  return Object.fromEntries(rows.map(({ id, count }) => [id, Number(count)]));
}
