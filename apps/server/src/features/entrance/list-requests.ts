import { type JoinRequest, LIMITS } from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import type { z } from "zod";
import type { Sql } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { accessGuild } from "../guild-core/access-guild.ts";
import type { requestsQuery } from "./form-fields.ts";
import { presentRequests, toOwnRequest } from "./present-request.ts";

/**
 * Applications to a server, the newest first (with `after` alone the oldest first).
 * @throws ApiError unknown_guild, missing_permissions
 */
export async function listRequests(
  sql: Sql,
  actor: Actor,
  guildId: string,
  { status, limit, before, after }: z.output<typeof requestsQuery>,
): Promise<{ total: number; guild_join_requests: JoinRequest[] }> {
  await accessGuild(sql, actor, guildId, P.KickMembers);
  // Nothing is kept of a form that was not handed in.
  if (status === "STARTED") return { total: 0, guild_join_requests: [] };
  let all = sql.selectFrom("join_requests").where("guild_id", "=", guildId);
  if (status) all = all.where("status", "=", status);
  const { total } = await all.select((e) => e.fn.countAll().as("total")).executeTakeFirstOrThrow();
  let page = all.selectAll().limit(limit);
  if (before !== undefined) page = page.where("id", "<", before);
  if (after !== undefined) page = page.where("id", ">", after);
  const rows = await page
    .orderBy("id", after !== undefined && before === undefined ? "asc" : "desc")
    .execute();
  return { total: Number(total), guild_join_requests: await presentRequests(sql, rows) };
}

/** One's own application to a server. @throws ApiError unknown_join_request */
export async function readOwnRequest(sql: Sql, actor: Actor, guildId: string): Promise<JoinRequest> {
  const row = await sql
    .selectFrom("join_requests")
    .selectAll()
    .where("guild_id", "=", guildId)
    .where("user_id", "=", actor.userId)
    .executeTakeFirst();
  if (!row) throw new ApiError("unknown_join_request");
  return toOwnRequest(row);
}

/** One's own applications that wait, were rejected, or let one in just now, the newest first, each with the name and icon of its server. */
export async function listOwnRequests(sql: Sql, userId: string): Promise<JoinRequest[]> {
  const rows = await sql
    .selectFrom("join_requests as r")
    .innerJoin("guilds as g", "g.id", "r.guild_id")
    .selectAll("r")
    .select(["g.name", "g.icon"])
    .where("r.user_id", "=", userId)
    .where((is) =>
      is.or([
        is("r.status", "!=", "APPROVED"),
        is.and([
          is("r.seen_at", "is", null),
          is.exists(
            is
              .selectFrom("guild_members as m")
              .select("m.user_id")
              .whereRef("m.guild_id", "=", "r.guild_id")
              .whereRef("m.user_id", "=", "r.user_id"),
          ),
        ]),
      ]),
    )
    .where("g.disabled_at", "is", null)
    .orderBy("r.id", "desc")
    .limit(LIMITS.ownJoinRequests)
    .execute();
  return rows.map(({ name, icon, ...row }) => ({
    ...toOwnRequest(row),
    guild: { id: row.guild_id, name, icon },
  }));
}
