import { isSnowflake, LIMITS, snowflakeAt } from "@palabre/protocol";
import { type APIAuditLog, PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Selectable } from "kysely";
import type { Database, Sql } from "../../db/database.ts";
import type { Schema } from "../../db/schema.ts";
import type { Actor } from "../../http/env.ts";
import { accessGuild } from "../guild-core/access-guild.ts";
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
 * A page of what was done in a server, the newest first; with `after` the oldest first.
 * @throws ApiError unknown_guild, missing_permissions
 */
export async function listAuditLog(
  sql: Sql,
  actor: Actor,
  guildId: string,
  page: AuditPage,
): Promise<APIAuditLog> {
  await accessGuild(sql, actor, guildId, P.ViewAuditLog);
  let query = sql.selectFrom("audit_log").selectAll().where("guild_id", "=", guildId);
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
