import { AuditLogEvent, PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Sql } from "../../db/database.ts";
import { fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { accessGuild, type GuildActor, requireAboveRole } from "../guild-core/access-guild.ts";
import { writeAudit } from "../guild-core/audit.ts";
import { memberWindows } from "../guild-core/member-windows.ts";
import { removeMember } from "../guilds/leave-guild.ts";

export interface PruneWish {
  guildId: string;
  /** Not seen for as long. */
  days: number;
  /** Members who have no roles but these, too. */
  roleIds: readonly string[];
}

const NEEDS = P.KickMembers | P.ManageGuild;
const DAY_MS = 86_400_000;
/** Members put out in one transaction. */
const BATCH = 100;

/** How many {@link pruneMembers} would put out. @throws as it does */
export async function countPrune(sql: Sql, actor: Actor, wish: PruneWish): Promise<number> {
  await requirePruner(sql, actor, wish);
  return (await findInactive(sql, wish)).length;
}

async function findInactive(sql: Sql, wish: PruneWish): Promise<string[]> {
  const found: string[] = [];
  for await (const { after, upTo } of memberWindows(sql, wish.guildId)) {
    const rows = await inactive(sql, wish)
      .select("m.user_id")
      .where("m.user_id", ">", after)
      .where("m.user_id", "<=", upTo)
      .execute();
    found.push(...rows.map(({ user_id }) => user_id));
  }
  return found;
}

/**
 * Puts out the people without roles who were not seen for some days. One after the other: a crash in between leaves some.
 * @returns how many
 * @throws ApiError unknown_guild, missing_permissions; invalid_form_body for a role that is not below the actor
 */
export async function pruneMembers(
  deps: { db: Database; bus: Bus; newId: () => string },
  actor: Actor,
  wish: PruneWish,
  reason: string | null,
): Promise<number> {
  const { guildId, days } = wish;
  await requirePruner(deps.db.read, actor, wish);
  const ids = await findInactive(deps.db.read, wish);
  let pruned = 0;
  for (let from = 0; from < ids.length; from += BATCH) {
    pruned += await deps.db.transaction(async (tx) => {
      await tx.lock(`guild:${guildId}`);
      await requirePruner(tx.sql, actor, wish);
      // Who was seen, or given a role, meanwhile stays.
      const rows = await inactive(tx.sql, wish)
        .select("m.user_id")
        .where("m.user_id", "in", ids.slice(from, from + BATCH))
        .orderBy("m.user_id")
        .execute();
      for (const { user_id } of rows) await removeMember(tx, deps.bus, guildId, user_id);
      const sum = pruned + rows.length;
      if (from + BATCH >= ids.length && sum > 0) {
        await writeAudit(tx, deps, {
          guildId,
          actorId: actor.userId,
          action: AuditLogEvent.MemberPrune,
          options: { delete_member_days: String(days), members_removed: String(sum) },
          reason,
        });
      }
      return rows.length;
    });
  }
  return pruned;
}

/** @throws ApiError unknown_guild, missing_permissions, invalid_form_body */
async function requirePruner(sql: Sql, actor: Actor, wish: PruneWish): Promise<void> {
  await requireRoles(sql, await accessGuild(sql, actor, wish.guildId, NEEDS), wish);
}

/** People who have none but the roles given, came before, and whose log-ins were all last used before. */
function inactive(sql: Sql, { guildId, days, roleIds }: PruneWish) {
  const before = Date.now() - days * DAY_MS;
  return sql
    .selectFrom("guild_members as m")
    .innerJoin("users as u", "u.id", "m.user_id")
    .innerJoin("guilds as g", "g.id", "m.guild_id")
    .where("m.guild_id", "=", guildId)
    .where("m.joined_at", "<", before)
    .where("u.is_bot", "=", 0)
    .whereRef("m.user_id", "!=", "g.owner_id")
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("auth_sessions as s")
            .select("s.id")
            .whereRef("s.user_id", "=", "m.user_id")
            .where("s.last_used_at", ">=", before),
        ),
      ),
    )
    .where(({ not, exists, selectFrom }) => {
      const others = selectFrom("member_roles as x")
        .select("x.role_id")
        .whereRef("x.guild_id", "=", "m.guild_id")
        .whereRef("x.user_id", "=", "m.user_id");
      return not(exists(roleIds.length === 0 ? others : others.where("x.role_id", "not in", roleIds)));
    });
}

async function requireRoles(sql: Sql, actor: GuildActor, { guildId, roleIds }: PruneWish): Promise<void> {
  if (roleIds.length === 0) return;
  const rows = await sql
    .selectFrom("roles")
    .select(["id", "position"])
    .where("guild_id", "=", guildId)
    .where("id", "in", roleIds)
    .execute();
  if (rows.length < new Set(roleIds).size) {
    throw fieldError("include_roles", "INVALID_ROLE", "Not a role of this server.");
  }
  for (const row of rows) requireAboveRole(actor, row);
}
