import type { AdminAuditEntry } from "@palabre/protocol";
import { snowflakeTime } from "@palabre/protocol";
import type { Selectable } from "kysely";
import type { Sql } from "../../db/database.ts";
import type { Schema } from "../../db/schema.ts";
import { inList } from "../message-core/in-list.ts";
import { loadUsers } from "../message-core/present.ts";
import { iso } from "../users/present.ts";

/** What was done by those who run the instance, the newest first. */
export async function readInstanceAudit(
  sql: Sql,
  { limit, before }: { limit: number; before?: string | undefined },
): Promise<AdminAuditEntry[]> {
  let query = sql.selectFrom("instance_audit_log").selectAll().orderBy("id", "desc").limit(limit);
  if (before !== undefined) query = query.where("id", "<", before);
  const rows = await query.execute();
  const named = new Map(rows.map((row) => [row.id, namedIn(row)]));
  const ids = rows.flatMap((row) => [row.user_id ?? [], named.get(row.id) ?? []].flat());
  const users = ids.length > 0 ? await loadUsers(sql, inList(ids)) : new Map();
  return rows.map((row) => ({
    id: row.id,
    user: row.user_id === null ? null : (users.get(row.user_id) ?? null),
    action: row.action,
    target_id: row.target_id,
    detail: row.detail === null ? null : (JSON.parse(row.detail) as Record<string, unknown>),
    users: (named.get(row.id) ?? []).flatMap((id) => users.get(id) ?? []),
    created_at: iso(snowflakeTime(row.id)),
  }));
}

/** Ids of the accounts that an entry is about. */
function namedIn({ action, target_id, detail }: Selectable<Schema["instance_audit_log"]>): string[] {
  if (action.startsWith("user.")) return target_id === null ? [] : [target_id];
  if (!action.startsWith("guild.") || detail === null) return [];
  const { from, to, owner_id } = JSON.parse(detail) as Record<string, unknown>;
  return [from, to, owner_id].filter((id) => typeof id === "string");
}
