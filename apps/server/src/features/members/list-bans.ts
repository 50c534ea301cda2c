import { type APIBan, PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Sql } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { accessGuild } from "../guild-core/access-guild.ts";
import { JOINED_USER_COLUMNS, toUser } from "../users/present.ts";

const banQuery = (sql: Sql, guildId: string) =>
  sql
    .selectFrom("bans as b")
    .innerJoin("users as u", "u.id", "b.user_id")
    .select("b.reason")
    .select(JOINED_USER_COLUMNS)
    .where("b.guild_id", "=", guildId);

/** Bans by the ids of those who are banned. @throws ApiError unknown_guild, missing_permissions */
export async function listBans(
  sql: Sql,
  actor: Actor,
  guildId: string,
  { limit, before, after }: { limit: number; before?: string | undefined; after?: string | undefined },
): Promise<APIBan[]> {
  await accessGuild(sql, actor, guildId, P.BanMembers);
  let query = banQuery(sql, guildId);
  if (before !== undefined) query = query.where("b.user_id", "<", before);
  else if (after !== undefined) query = query.where("b.user_id", ">", after);
  const rows = await query
    .orderBy("b.user_id", before === undefined ? "asc" : "desc")
    .limit(limit)
    .execute();
  if (before !== undefined) rows.reverse();
  return rows.map((row) => ({ reason: row.reason, user: toUser(row) }));
}

/** @throws ApiError unknown_guild, unknown_ban, missing_permissions */
export async function readBan(sql: Sql, actor: Actor, guildId: string, userId: string): Promise<APIBan> {
  await accessGuild(sql, actor, guildId, P.BanMembers);
  const row = await banQuery(sql, guildId).where("b.user_id", "=", userId).executeTakeFirst();
  if (!row) throw new ApiError("unknown_ban");
  return { reason: row.reason, user: toUser(row) };
}
