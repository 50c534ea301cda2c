import { computeChannelPermissions, isSnowflake, LIMITS, snowflakeAt } from "@palabre/protocol";
import { type APIAuditLog, ChannelType, PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Expression, ExpressionBuilder, Selectable, SqlBool } from "kysely";
import type { Database, Sql } from "../../db/database.ts";
import type { Schema } from "../../db/schema.ts";
import type { Actor } from "../../http/env.ts";
import { accessGuild, type GuildActor } from "../guild-core/access-guild.ts";
import { toUser, USER_COLUMNS } from "../users/present.ts";

export interface AuditPage {
  limit: number;
  user_id?: string | undefined;
  target_id?: string | undefined;
  action_type?: number | undefined;
  before?: string | undefined;
  after?: string | undefined;
}

/**
 * A page of what was done in a server, the newest first; with `after` the oldest first. What is about a channel that the
 * actor does not see is left out.
 * @throws ApiError unknown_guild, missing_permissions
 */
export async function listAuditLog(
  sql: Sql,
  actor: Actor,
  guildId: string,
  page: AuditPage,
): Promise<APIAuditLog> {
  const member = await accessGuild(sql, actor, guildId, P.ViewAuditLog);
  const seen = await readSeen(sql, member);
  let query = sql.selectFrom("audit_log").selectAll().where("guild_id", "=", guildId);
  if (seen !== null) query = query.where((e) => isSeen(e, member, seen));
  if (page.user_id !== undefined) query = query.where("user_id", "=", page.user_id);
  if (page.target_id !== undefined) query = query.where("target_id", "=", page.target_id);
  if (page.action_type !== undefined) query = query.where("action_type", "=", page.action_type);
  if (page.before !== undefined) query = query.where("id", "<", page.before);
  if (page.after !== undefined) query = query.where("id", ">", page.after);
  const oldestFirst = page.after !== undefined && page.before === undefined;
  const rows = await query
    .orderBy("id", oldestFirst ? "asc" : "desc")
    .limit(page.limit)
    .execute();
  return {
    audit_log_entries: rows.map(toEntry),
    users: await readNamed(sql, rows),
    integrations: [],
    webhooks: [],
    guild_scheduled_events: [],
    threads: [],
    application_commands: [],
    auto_moderation_rules: [],
  };
}

interface Seen {
  channels: string[];
  /** Those of whose private threads they see all. */
  managed: string[];
}

/** What the member sees without its threads; null for those who see everything, deleted channels, too. */
async function readSeen(sql: Sql, member: GuildActor): Promise<Seen | null> {
  if ((member.permissions & P.Administrator) !== 0n) return null;
  const channels = await sql
    .selectFrom("channels")
    .select(["id", "type"])
    .where("guild_id", "=", member.guildId)
    .where("type", "not in", THREADS)
    .execute();
  const overwrites = await sql
    .selectFrom("channel_overwrites as o")
    .innerJoin("channels as c", "c.id", "o.channel_id")
    .select(["o.channel_id", "o.target_id as id", "o.type", "o.allow", "o.deny"])
    .where("c.guild_id", "=", member.guildId)
    .execute();
  const overwritesOf = Map.groupBy(overwrites, (one) => one.channel_id);
  const seen: Seen = { channels: [], managed: [] };
  for (const { id, type } of channels) {
    const said = (overwritesOf.get(id) ?? []).map(({ allow, deny, ...one }) => ({
      ...one,
      allow: BigInt(allow),
      deny: BigInt(deny),
    }));
    const held = computeChannelPermissions(member.permissionGuild, member.permissionMember, said, type);
    if ((held & P.ViewChannel) === 0n) continue;
    seen.channels.push(id);
    if ((held & P.ManageThreads) !== 0n) seen.managed.push(id);
  }
  return seen;
}

/** Of threads the private ones alone stand in the log: see `auditPlace`. */
function isSeen(
  e: ExpressionBuilder<Schema, "audit_log">,
  member: GuildActor,
  { channels, managed }: Seen,
): Expression<SqlBool> {
  const place = e.ref("audit_log.channel_id");
  if (channels.length === 0) return e(place, "is", null);
  const threads = e
    .selectFrom("channels as t")
    .select("t.id")
    .where("t.guild_id", "=", member.guildId)
    .where("t.type", "=", ChannelType.PrivateThread);
  const joined = e
    .selectFrom("thread_members as j")
    .select("j.thread_id")
    .where("j.user_id", "=", member.userId);
  return e.or([
    e(place, "is", null),
    e(place, "in", channels),
    e(place, "in", threads.where("t.parent_id", "in", channels).where("t.id", "in", joined)),
    ...(managed.length === 0 ? [] : [e(place, "in", threads.where("t.parent_id", "in", managed))]),
  ]);
}

const THREADS = [ChannelType.AnnouncementThread, ChannelType.PublicThread, ChannelType.PrivateThread];

type Row = Selectable<Schema["audit_log"]>;
type Entry = APIAuditLog["audit_log_entries"][number];

function toEntry(row: Row): Entry {
  return {
    id: row.id,
    user_id: row.user_id,
    target_id: row.target_id,
    action_type: row.action_type,
    ...(row.changes !== null && { changes: JSON.parse(row.changes) as NonNullable<Entry["changes"]> }),
    ...(row.options !== null && { options: JSON.parse(row.options) as NonNullable<Entry["options"]> }),
    ...(row.reason !== null && { reason: row.reason }),
  };
}

/** Those who did something, and those to whom it was done. */
async function readNamed(sql: Sql, rows: readonly Row[]): Promise<APIAuditLog["users"]> {
  const ids = new Set(rows.flatMap(({ user_id, target_id }) => [user_id ?? [], target_id ?? []].flat()));
  const known = [...ids].filter(isSnowflake);
  if (known.length === 0) return [];
  const users = await sql.selectFrom("users").select(USER_COLUMNS).where("id", "in", known).execute();
  return users.map(toUser);
}

const DAY_MS = 86_400_000;

/** Forgets what is older than LIMITS.auditDays. */
export async function sweepAuditLog({ db }: { db: Database }): Promise<void> {
  await db.transaction(async ({ sql }) => {
    await sql
      .deleteFrom("audit_log")
      .where("id", "<", snowflakeAt(Date.now() - LIMITS.auditDays * DAY_MS))
      .execute();
  });
}
