import type { JoinRequest } from "@palabre/protocol";
import type { Selectable } from "kysely";
import type { Sql } from "../../db/database.ts";
import type { Schema } from "../../db/schema.ts";
import { iso, isoOrNull, toUser, USER_COLUMNS } from "../users/present.ts";

export type RequestRow = Selectable<Schema["join_requests"]>;

/** An application as whoever handed it in sees it: not by whom it was decided. */
export function toOwnRequest(row: RequestRow): JoinRequest {
  return {
    id: row.id,
    guild_id: row.guild_id,
    user_id: row.user_id,
    created_at: iso(row.created_at),
    reviewed_at: isoOrNull(row.reviewed_at),
    application_status: row.status,
    rejection_reason: row.reason,
    form_responses: JSON.parse(row.responses) as JoinRequest["form_responses"],
  };
}

/** Applications as those see them who decide. */
export async function presentRequests(sql: Sql, rows: readonly RequestRow[]): Promise<JoinRequest[]> {
  if (rows.length === 0) return [];
  const ids = new Set(
    rows.flatMap(({ user_id, actioned_by }) => [user_id, ...(actioned_by ? [actioned_by] : [])]),
  );
  const users = await sql
    .selectFrom("users")
    .select(USER_COLUMNS)
    .where("id", "in", [...ids])
    .execute();
  const userOf = new Map(users.map((user) => [user.id, toUser(user)]));
  return rows.map((row) => ({
    ...toOwnRequest(row),
    user: userOf.get(row.user_id) ?? null,
    actioned_by_user: userOf.get(row.actioned_by ?? "") ?? null,
  }));
}
