import { LIMITS, snowflakeAt } from "@palabre/protocol";
import { AuditLogEvent, PermissionFlagsBits as P } from "discord-api-types/v10";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Tx } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { accessGuild, findMember, requireAbove } from "../guild-core/access-guild.ts";
import { writeAudit } from "../guild-core/audit.ts";
import { endJoinRequest } from "../guild-core/end-join-request.ts";
import { removeMember } from "../guilds/leave-guild.ts";
import { toUser, USER_COLUMNS } from "../users/present.ts";

interface Uses {
  db: Database;
  bus: Bus;
  newId: () => string;
}

export interface BanWish {
  guildId: string;
  userId: string;
  /** Messages written in as many seconds go, too: see purge-messages.ts. */
  deleteSeconds: number;
}

/**
 * Bans somebody, a member or not. What a member saw is closed when this resolves. Twice is as good as once.
 * @throws ApiError unknown_guild, unknown_user, missing_permissions, max_bans
 */
export async function banMember(
  deps: Uses,
  actor: Actor,
  { guildId, userId, deleteSeconds }: BanWish,
  reason: string | null,
  needs: bigint = P.BanMembers,
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    const { sql } = tx;
    const member = await accessGuild(sql, actor, guildId, needs);
    if (userId === actor.userId) throw new ApiError("missing_permissions");
    const target = await findMember(sql, guildId, userId);
    if (target) requireAbove(member, target);
    const user = await sql
      .selectFrom("users")
      .select(USER_COLUMNS)
      .where("id", "=", userId)
      .executeTakeFirst();
    if (!user) throw new ApiError("unknown_user");
    if (deleteSeconds > 0) await planPurge(tx, deps.newId, { guildId, userId, deleteSeconds });
    if (await findBan(tx, guildId, userId)) return;
    await requireSpace(tx, guildId);
    await sql
      .insertInto("bans")
      .values({ guild_id: guildId, user_id: userId, reason, created_at: Date.now() })
      .execute();
    if (target) await removeMember(tx, deps.bus, guildId, userId);
    else await endJoinRequest(tx, deps.bus, guildId, userId);
    const d = { guild_id: guildId, user: toUser(user) };
    announce(tx, deps.bus, `guild:${guildId}`, "GUILD_BAN_ADD", d, P.BanMembers);
    await writeAudit(tx, deps, {
      guildId,
      actorId: actor.userId,
      action: AuditLogEvent.MemberBanAdd,
      targetId: userId,
      reason,
    });
  });
}

/** @throws ApiError unknown_guild, unknown_ban, missing_permissions */
export async function unbanMember(
  deps: Uses,
  actor: Actor,
  guildId: string,
  userId: string,
  reason: string | null,
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    await accessGuild(tx.sql, actor, guildId, P.BanMembers);
    const { numDeletedRows } = await tx.sql
      .deleteFrom("bans")
      .where("guild_id", "=", guildId)
      .where("user_id", "=", userId)
      .executeTakeFirst();
    if (numDeletedRows === 0n) throw new ApiError("unknown_ban");
    const user = await tx.sql
      .selectFrom("users")
      .select(USER_COLUMNS)
      .where("id", "=", userId)
      .executeTakeFirstOrThrow();
    const d = { guild_id: guildId, user: toUser(user) };
    announce(tx, deps.bus, `guild:${guildId}`, "GUILD_BAN_REMOVE", d, P.BanMembers);
    const action = AuditLogEvent.MemberBanRemove;
    await writeAudit(tx, deps, { guildId, actorId: actor.userId, action, targetId: userId, reason });
  });
}

/**
 * Bans many, each by itself: those who cannot be banned are told apart.
 * @throws ApiError unknown_guild, missing_permissions; ban_failed when nobody could be banned
 */
export async function bulkBan(
  deps: Uses,
  actor: Actor,
  { guildId, userIds, deleteSeconds }: { guildId: string; userIds: readonly string[]; deleteSeconds: number },
  reason: string | null,
): Promise<{ banned_users: string[]; failed_users: string[] }> {
  const needs = P.BanMembers | P.ManageGuild;
  await accessGuild(deps.db.read, actor, guildId, needs);
  const answer = { banned_users: [] as string[], failed_users: [] as string[] };
  for (const userId of new Set(userIds)) {
    const known = await deps.db.read
      .selectFrom("bans")
      .select("user_id")
      .where("guild_id", "=", guildId)
      .where("user_id", "=", userId)
      .executeTakeFirst();
    const done =
      known === undefined &&
      (await banMember(deps, actor, { guildId, userId, deleteSeconds }, reason, needs).then(
        () => true,
        (error: unknown) => {
          if (!(error instanceof ApiError)) throw error;
          return false;
        },
      ));
    (done ? answer.banned_users : answer.failed_users).push(userId);
  }
  if (answer.banned_users.length === 0) throw new ApiError("ban_failed");
  return answer;
}

async function findBan(tx: Tx, guildId: string, userId: string): Promise<boolean> {
  const row = await tx.sql
    .selectFrom("bans")
    .select("user_id")
    .where("guild_id", "=", guildId)
    .where("user_id", "=", userId)
    .executeTakeFirst();
  return row !== undefined;
}

async function requireSpace(tx: Tx, guildId: string): Promise<void> {
  const { count } = await tx.sql
    .selectFrom("bans")
    .select((e) => e.fn.countAll().as("count"))
    .where("guild_id", "=", guildId)
    .executeTakeFirstOrThrow();
  if (Number(count) >= LIMITS.bans) throw new ApiError("max_bans");
}

async function planPurge(
  tx: Tx,
  newId: () => string,
  { guildId, userId, deleteSeconds }: BanWish,
): Promise<void> {
  const now = Date.now();
  await tx.sql
    .insertInto("message_purges")
    .values({
      id: newId(),
      guild_id: guildId,
      user_id: userId,
      since_id: snowflakeAt(now - deleteSeconds * 1_000),
      // What was just being sent, too; whoever is out writes no more.
      until_id: snowflakeAt(now + 5_000),
    })
    .execute();
}
