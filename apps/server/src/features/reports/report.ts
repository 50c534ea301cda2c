import type { Report } from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Selectable } from "kysely";
import { z } from "zod";
import type { Sql } from "../../db/database.ts";
import type { Schema } from "../../db/schema.ts";
import { limit, snowflake, text } from "../../http/fields.ts";
import { inList } from "../message-core/in-list.ts";
import { loadUsers } from "../message-core/present.ts";
import { iso, isoOrNull } from "../users/present.ts";

export type ReportRow = Selectable<Schema["reports"]>;

/** What one must hold to see what is reported in a server, and to settle it. */
export const SETTLES = P.ManageMessages | P.ModerateMembers;

const status = z.literal(["open", "resolved", "dismissed"]);

export const reportsQuery = z.object({
  status: status.optional(),
  limit: limit(50, 100),
  before: snowflake.optional(),
});
export type ReportsQuery = z.output<typeof reportsQuery>;

export const settleBody = z.object({
  status: status.optional(),
  /** What came of it, for those who settle reports. */
  outcome: text(0, 500, { lines: true }).nullish(),
  /** Hands it to those who run the instance; there is no way back. */
  escalated: z.literal(true).optional(),
});
export type Settling = z.output<typeof settleBody>;

/** Rows as those who settle reports see them, in their order. */
export async function presentReports(sql: Sql, rows: readonly ReportRow[]): Promise<Report[]> {
  if (rows.length === 0) return [];
  const ids = rows.flatMap((row) => [row.reporter_id, row.user_id, row.handled_by ?? row.user_id]);
  const users = await loadUsers(sql, inList(ids));
  return rows.map((row) => ({
    id: row.id,
    guild_id: row.guild_id,
    channel_id: row.channel_id,
    message_id: row.message_id,
    user_id: row.user_id,
    user: users.get(row.user_id) ?? null,
    reporter: users.get(row.reporter_id) ?? null,
    content: row.content,
    reason: row.reason as Report["reason"],
    comment: row.comment,
    status: row.status,
    outcome: row.outcome,
    escalated: row.escalated === 1,
    handled_by: row.handled_by === null ? null : (users.get(row.handled_by) ?? null),
    handled_at: isoOrNull(row.handled_at),
    created_at: iso(row.created_at),
  }));
}

export async function presentReport(sql: Sql, row: ReportRow): Promise<Report> {
  const [report] = await presentReports(sql, [row]);
  if (!report) throw new Error("one row makes one report");
  return report;
}
