import type { Sql } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { findMember } from "../guild-core/access-guild.ts";
import { findInvite } from "../invites/find-invite.ts";
import { type PresentedRules, readRules } from "../members/rules.ts";

/**
 * The rules and questions of a server, for its members, for who holds an invitation, and for everybody where it shows
 * itself.
 * @throws ApiError unknown_guild, unknown_invite
 */
export async function findForm(
  sql: Sql,
  actor: Actor,
  guildId: string,
  code: string | undefined,
): Promise<PresentedRules> {
  if (!(await findMember(sql, guildId, actor.userId)) && !(await waits(sql, guildId, actor.userId))) {
    await requireDoor(sql, guildId, code);
  }
  return readRules(sql, guildId);
}

/** @throws ApiError unknown_guild for who is no member, has no invitation, and finds it in no directory */
async function requireDoor(sql: Sql, guildId: string, code: string | undefined): Promise<void> {
  if (code !== undefined) {
    if ((await findInvite(sql, code)).guild.id !== guildId) throw new ApiError("unknown_guild");
    return;
  }
  const guild = await sql
    .selectFrom("guilds")
    .select(["discoverable", "disabled_at"])
    .where("id", "=", guildId)
    .executeTakeFirst();
  if (guild?.discoverable !== 1 || guild.disabled_at !== null) throw new ApiError("unknown_guild");
}

/** Whoever waits may look at the form again, whatever became of their invitation. */
async function waits(sql: Sql, guildId: string, userId: string): Promise<boolean> {
  const row = await sql
    .selectFrom("join_requests as r")
    .innerJoin("guilds as g", "g.id", "r.guild_id")
    .select("r.id")
    .where("r.guild_id", "=", guildId)
    .where("r.user_id", "=", userId)
    .where("r.status", "=", "SUBMITTED")
    .where("g.disabled_at", "is", null)
    .executeTakeFirst();
  return row !== undefined;
}
