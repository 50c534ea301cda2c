import type { Report } from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Sql, Tx } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { accessChannel } from "../channels/access.ts";
import { accessGuild, type GuildActor } from "../guild-core/access-guild.ts";
import { noteInstanceAct } from "../instance/instance-audit.ts";
import { announceReport } from "./announce-report.ts";
import {
  presentReport,
  presentReports,
  type ReportRow,
  type ReportsQuery,
  SETTLES,
  type Settling,
} from "./report.ts";

interface Parts {
  db: Database;
  bus: Bus;
}

/** Rows looked through for one page at most: those about hidden channels are passed over. */
const LOOKED_AT = 1_000;

/**
 * Reports of a server, the newest first: of channels one sees, and of nothing one is accused of oneself.
 * @throws ApiError unknown_guild, missing_permissions
 */
export async function listGuildReports(
  sql: Sql,
  actor: Actor,
  guildId: string,
  query: ReportsQuery,
): Promise<Report[]> {
  const member = await accessGuild(sql, actor, guildId, SETTLES);
  const sees = seer(sql, member);
  const found: ReportRow[] = [];
  let before = query.before;
  for (let looked = 0; looked < LOOKED_AT && found.length < query.limit; looked += 100) {
    const rows = await page(sql, { ...query, before, limit: 100 })
      .where("guild_id", "=", guildId)
      .where("user_id", "!=", actor.userId)
      .execute();
    for (const row of rows) if (found.length < query.limit && (await sees(row))) found.push(row);
    before = rows.at(-1)?.id;
    if (rows.length < 100) break;
  }
  return presentReports(sql, found);
}

/** @throws ApiError unknown_guild, missing_permissions, unknown_report */
export async function settleGuildReport(
  { db, bus }: Parts,
  actor: Actor,
  guildId: string,
  reportId: string,
  settling: Settling,
): Promise<Report> {
  return db.transaction(async (tx) => {
    await tx.lock(`report:${reportId}`);
    const member = await accessGuild(tx.sql, actor, guildId, SETTLES);
    const row = await tx.sql
      .selectFrom("reports")
      .selectAll()
      .where("id", "=", reportId)
      .where("guild_id", "=", guildId)
      .where("user_id", "!=", actor.userId)
      .executeTakeFirst();
    if (!row || !(await seer(tx.sql, member)(row))) throw new ApiError("unknown_report");
    return settle(tx, bus, actor.userId, row, settling);
  });
}

/** Reports for one who runs the instance, the newest first: of private chats, of accounts, and what was escalated. */
export async function listInstanceReports(sql: Sql, userId: string, query: ReportsQuery): Promise<Report[]> {
  const rows = await page(sql, query)
    .where("user_id", "!=", userId)
    .where((is) => is.or([is("guild_id", "is", null), is("escalated", "=", 1)]))
    .execute();
  return presentReports(sql, rows);
}

/** @throws ApiError unknown_report */
export async function settleInstanceReport(
  { db, bus, newId }: Parts & { newId: () => string },
  userId: string,
  reportId: string,
  settling: Settling,
): Promise<Report> {
  return db.transaction(async (tx) => {
    await tx.lock(`report:${reportId}`);
    const row = await tx.sql
      .selectFrom("reports")
      .selectAll()
      .where("id", "=", reportId)
      .where("user_id", "!=", userId)
      .where((is) => is.or([is("guild_id", "is", null), is("escalated", "=", 1)]))
      .executeTakeFirst();
    if (!row) throw new ApiError("unknown_report");
    const { status } = settling;
    await noteInstanceAct(tx, newId, {
      userId,
      action: "report.settle",
      targetId: reportId,
      ...(status && { detail: { status } }),
    });
    return settle(tx, bus, userId, row, settling);
  });
}

function page(sql: Sql, { status, before, limit }: ReportsQuery) {
  let query = sql.selectFrom("reports").selectAll().orderBy("id", "desc").limit(limit);
  if (status !== undefined) query = query.where("status", "=", status);
  if (before !== undefined) query = query.where("id", "<", before);
  return query;
}

/** Whether a member sees what a report is about. What lay in a channel that is gone is for those who see every channel. */
function seer(sql: Sql, member: GuildActor): (row: ReportRow) => Promise<boolean> {
  const known = new Map<string, boolean>();
  return async ({ channel_id: id }) => {
    if (id === null || (member.permissions & P.Administrator) !== 0n) return true;
    const before = known.get(id);
    if (before !== undefined) return before;
    const now = await accessChannel(sql, member, id).then(
      () => true,
      () => false,
    );
    known.set(id, now);
    return now;
  };
}

async function settle(
  tx: Tx,
  bus: Bus,
  userId: string,
  row: ReportRow,
  { status = row.status, outcome, escalated }: Settling,
): Promise<Report> {
  const isOpen = status === "open";
  const after: ReportRow = {
    ...row,
    status,
    outcome: outcome === undefined ? row.outcome : outcome || null,
    escalated: escalated ? 1 : row.escalated,
    handled_by: isOpen ? null : userId,
    handled_at: isOpen ? null : Date.now(),
  };
  const { outcome: said, escalated: raised, handled_by, handled_at } = after;
  await tx.sql
    .updateTable("reports")
    .set({ status, outcome: said, escalated: raised, handled_by, handled_at })
    .where("id", "=", row.id)
    .execute();
  await announceReport(tx, bus, "REPORT_UPDATE", after);
  return presentReport(tx.sql, after);
}
