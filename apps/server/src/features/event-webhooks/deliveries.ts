import type { EventDelivery } from "@palabre/protocol";
import type { Selectable } from "kysely";
import type { Database, Sql } from "../../db/database.ts";
import type { Schema } from "../../db/schema.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { findChannel } from "../channels/access.ts";
import { iso } from "../users/present.ts";

type Row = Selectable<Schema["event_deliveries"]>;

/**
 * What was sent to one address, the newest first. With `viewer`, what tells of a channel that they do not see now stands
 * there without its content.
 */
export async function listDeliveries(
  sql: Sql,
  hookId: string,
  { before, limit }: { before?: string | undefined; limit: number },
  viewer?: Actor,
): Promise<EventDelivery[]> {
  let query = sql.selectFrom("event_deliveries").selectAll().where("hook_id", "=", hookId);
  if (before !== undefined) query = query.where("id", "<", before);
  const rows = await query.orderBy("id", "desc").limit(limit).execute();
  const hidden = viewer ? await hiddenFrom(sql, viewer, rows) : new Set<string>();
  return rows.map((row) => toDelivery(row, row.channel_id !== null && hidden.has(row.channel_id)));
}

async function hiddenFrom(sql: Sql, viewer: Actor, rows: readonly Row[]): Promise<Set<string>> {
  const hidden = new Set<string>();
  for (const id of new Set(rows.flatMap(({ channel_id }) => channel_id ?? []))) {
    if (!(await findChannel(sql, viewer, id))) hidden.add(id);
  }
  return hidden;
}

/**
 * Sends one again, as it was: the next in turn.
 * @throws ApiError unknown_delivery, also where the viewer may not see it or nothing of it is left
 */
export async function redeliver(
  { db }: { db: Database },
  hookId: string,
  id: string,
  viewer?: Actor,
): Promise<EventDelivery> {
  return db.transaction(async (tx) => {
    await tx.lock(`event-hook:${hookId}`);
    const row = await tx.sql
      .selectFrom("event_deliveries")
      .selectAll()
      .where("id", "=", id)
      .where("hook_id", "=", hookId)
      .executeTakeFirst();
    if (!row || row.body === "") throw new ApiError("unknown_delivery");
    if (viewer && (await hiddenFrom(tx.sql, viewer, [row])).size > 0) throw new ApiError("unknown_delivery");
    const changes = { status: "pending" as const, next_at: Date.now(), finished_at: null, note: null };
    // Those behind it do not wait any longer either.
    await tx.sql
      .updateTable("event_deliveries")
      .set({ next_at: changes.next_at })
      .where("hook_id", "=", hookId)
      .where("next_at", "is not", null)
      .execute();
    await tx.sql.updateTable("event_deliveries").set(changes).where("id", "=", id).execute();
    return toDelivery({ ...row, ...changes }, false);
  });
}

const toDelivery = (row: Row, isHidden: boolean): EventDelivery => ({
  id: row.id,
  type: row.type,
  status: row.status,
  attempts: row.attempts,
  created_at: iso(row.created_at),
  next_attempt_at: row.next_at === null ? null : iso(row.next_at),
  finished_at: row.finished_at === null ? null : iso(row.finished_at),
  response_status: row.response_status,
  duration_ms: row.duration_ms,
  response: row.response,
  note: row.note,
  request_body: isHidden || row.body === "" ? null : row.body,
});
