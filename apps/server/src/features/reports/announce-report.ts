import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Tx } from "../../db/database.ts";
import { findMember } from "../guild-core/access-guild.ts";
import { presentReport, type ReportRow, SETTLES } from "./report.ts";

/**
 * Tells those who settle it, with the transaction: in a server those who may and see the channel, unless the one
 * reported is among them; of what is private or escalated those who run the instance. Never the one reported.
 */
export async function announceReport(
  tx: Tx,
  bus: Bus,
  t: "REPORT_CREATE" | "REPORT_UPDATE",
  row: ReportRow,
): Promise<void> {
  const report = await presentReport(tx.sql, row);
  if (row.guild_id !== null && !(await settlesHere(tx, row))) {
    announce(tx, bus, `guild:${row.guild_id}`, t, report, SETTLES);
  }
  if (row.guild_id !== null && row.escalated === 0) return;
  const admins = await tx.sql
    .selectFrom("users")
    .select("id")
    .where("is_admin", "=", 1)
    .where("id", "!=", row.user_id)
    .limit(100)
    .execute();
  for (const { id } of admins) announce(tx, bus, `user:${id}`, t, { ...report, for_instance: true });
}

/** Whether whoever is reported would read it. */
export async function settlesHere(
  { sql }: Pick<Tx, "sql">,
  { guild_id, user_id }: Pick<ReportRow, "guild_id" | "user_id">,
): Promise<boolean> {
  if (guild_id === null) return false;
  const member = await findMember(sql, guild_id, user_id);
  return member !== undefined && (member.permissions & SETTLES) === SETTLES;
}
