import { type APIUser, RelationshipType } from "@palabre/protocol";
import { sql as raw } from "kysely";
import type { Sql } from "../../db/database.ts";
import { beginsWith, spellings } from "../../db/spellings.ts";
import { storable } from "../../http/fields.ts";
import { findMembers } from "../guild-core/find-members.ts";
import { JOINED_USER_COLUMNS, toUser } from "../users/present.ts";

/** How many servers are looked through, those joined last, and of how many members in all. */
const GUILDS_ASKED = 25;
const MEMBERS_ASKED = 100_000;

/**
 * People whom `userId` may mean by a beginning of a name: friends, whoever has exactly that user name, then members of
 * servers in common. No bots, nobody whose account is out of use, nobody whom they blocked.
 */
export async function findKnownPeople(
  sql: Sql,
  userId: string,
  { query, limit }: { query: string; limit: number },
): Promise<APIUser[]> {
  const found = new Map<string, APIUser>();
  for (const row of await findFriends(sql, userId, query, limit)) found.set(row.id, toUser(row));
  const named = await people(sql, userId).where("u.username", "=", exact(query)).execute();
  for (const row of named) found.set(row.id, toUser(row));
  const guilds = await sql
    .selectFrom("guild_members as m")
    .innerJoin("guilds as g", "g.id", "m.guild_id")
    .select(["g.id as guild_id", "g.member_count"])
    .where("m.user_id", "=", userId)
    // A closed server is there for nobody.
    .where("g.disabled_at", "is", null)
    .orderBy("m.joined_at", "desc")
    .limit(GUILDS_ASKED)
    .execute();
  let asked = 0;
  for (const { guild_id, member_count } of guilds) {
    if (found.size >= limit) break;
    if (asked > 0 && asked + member_count > MEMBERS_ASKED) continue;
    asked += member_count;
    // One may be asked for more than are missing: some are known already, or are not to be shown.
    const members = await findMembers(sql, guild_id, { query, limit: 2 * limit });
    const unknown = members.map(({ user }) => user.id).filter((id) => !found.has(id));
    if (unknown.length === 0) continue;
    const rows = await people(sql, userId).where("u.id", "in", unknown).orderBy("u.id").execute();
    for (const row of rows) found.set(row.id, toUser(row));
  }
  return [...found.values()].slice(0, limit);
}

/** A user name is in small letters, and people write an @ before it. */
const exact = (query: string) => storable(query).trim().replace(/^@/, "").toLowerCase();

function people(sql: Sql, userId: string) {
  return sql
    .selectFrom("users as u")
    .select(JOINED_USER_COLUMNS)
    .where("u.id", "!=", userId)
    .where("u.is_bot", "=", 0)
    .where("u.deleted_at", "is", null)
    .where("u.disabled_at", "is", null)
    .where("u.id", "not in", (e) =>
      e
        .selectFrom("relationships as b")
        .select("b.other_id")
        .where("b.user_id", "=", userId)
        .where("b.type", "=", RelationshipType.Blocked),
    );
}

function findFriends(sql: Sql, userId: string, query: string, limit: number) {
  const small = storable(query).toLowerCase();
  const begins = (column: string, text: string) =>
    raw<boolean>`lower(${raw.ref(column)}) like ${beginsWith(text)} escape '\\'`;
  return people(sql, userId)
    .innerJoin("relationships as r", "r.other_id", "u.id")
    .where("r.user_id", "=", userId)
    .where("r.type", "=", RelationshipType.Friend)
    .where((is) =>
      is.or([begins("u.username", small), ...spellings(small).map((text) => begins("u.global_name", text))]),
    )
    .orderBy("u.username")
    .limit(limit)
    .execute();
}
