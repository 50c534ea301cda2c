import type { AdminAuditEntry } from "@palabre/protocol";
import { snowflakeTime } from "@palabre/protocol";
import type { Sql } from "../../db/database.ts";
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
  const ids = rows.flatMap(({ user_id }) => (user_id === null ? [] : [user_id]));
  const users = ids.length > 0 ? await loadUsers(sql, inList(ids)) : new Map();
  return rows.map((row) => ({
    id: row.id,
    user: row.user_id === null ? null : (users.get(row.user_id) ?? null),
    action: row.action,
    target_id: row.target_id,
    detail: row.detail === null ? null : (JSON.parse(row.detail) as Record<string, unknown>),
    created_at: iso(snowflakeTime(row.id)),
  }));
}
