import { computeBasePermissions } from "@palabre/protocol";
import type { RESTAPIPartialCurrentUserGuild } from "discord-api-types/v10";
import type { Sql } from "../../db/database.ts";
import { toGuild } from "../guild-core/present-guild.ts";

interface Page {
  limit: number;
  before?: string | undefined;
  after?: string | undefined;
  with_counts?: boolean | undefined;
}

/** The servers somebody is in, by id. */
export async function listGuilds(
  sql: Sql,
  onlineIn: (guildId: string) => number,
  userId: string,
  { limit, before, after, with_counts = false }: Page,
): Promise<RESTAPIPartialCurrentUserGuild[]> {
  let query = sql
    .selectFrom("guilds as g")
    .innerJoin("guild_members as m", "m.guild_id", "g.id")
    .selectAll("g")
    .where("m.user_id", "=", userId)
    .where("g.disabled_at", "is", null);
  if (after !== undefined) query = query.where("g.id", ">", after);
  if (before !== undefined) query = query.where("g.id", "<", before);
  const rows = await query
    .orderBy("g.id", before !== undefined && after === undefined ? "desc" : "asc")
    .limit(limit)
    .execute();
  if (rows.length === 0) return [];
  rows.sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
  const ids = rows.map(({ id }) => id);
  const roles = await sql
    .selectFrom("roles as r")
    .select(["r.id", "r.guild_id", "r.permissions"])
    .where("r.guild_id", "in", ids)
    .where((is) =>
      is.or([
        is("r.id", "=", is.ref("r.guild_id")),
        is("r.id", "in", sql.selectFrom("member_roles").select("role_id").where("user_id", "=", userId)),
      ]),
    )
    .execute();
  const rolesOf = Map.groupBy(roles, (role) => role.guild_id);
  return rows.map((row) => {
    const own = rolesOf.get(row.id) ?? [];
    const permissions = computeBasePermissions(
      {
        id: row.id,
        ownerId: row.owner_id,
        roles: new Map(own.map((role) => [role.id, { id: role.id, permissions: BigInt(role.permissions) }])),
      },
      { userId, roleIds: own.map(({ id }) => id) },
    );
    const { id, name, icon, banner, features } = toGuild(row, []);
    return {
      id,
      name,
      icon,
      banner: banner ?? null,
      owner: row.owner_id === userId,
      permissions: String(permissions),
      features,
      ...(with_counts && {
        approximate_member_count: row.member_count,
        approximate_presence_count: onlineIn(row.id),
      }),
    };
  });
}
