import { type Kysely, sql } from "kysely";
import type { ColumnTypes } from "./column-types.ts";

/** Rows that are read at a time. */
const BATCH = 200;

interface Old {
  event_deliveries: {
    id: string;
    type: string;
    body: string;
    message_id: string | null;
    quoted_id: string | null;
  };
}

/** What is to be announced stands beside the change; who posts to an address; of which message a delivery tells. */
export function eventOutbox({ id, primaryId }: ColumnTypes) {
  return async (db: Kysely<unknown>): Promise<void> => {
    const { schema } = db;
    await schema
      .createTable("event_announcements")
      .addColumn("id", primaryId, (c) => c.primaryKey().notNull())
      .addColumn("node_id", "integer", (c) => c.notNull())
      .addColumn("created_at", id, (c) => c.notNull())
      .addColumn("guild_id", id)
      .addColumn("message_id", id)
      .addColumn("quoted_id", id)
      .addColumn("audience", "text", (c) => c.notNull())
      .addColumn("topic", "text", (c) => c.notNull())
      .addColumn("type", "text", (c) => c.notNull())
      .addColumn("data", "text", (c) => c.notNull())
      .addColumn("needs", "text")
      .execute();
    await schema
      .createTable("event_claims")
      .addColumn("hook_id", primaryId, (c) => c.primaryKey().notNull())
      .addColumn("node_id", "integer", (c) => c.notNull())
      .addColumn("until", id, (c) => c.notNull())
      .execute();
    for (const column of ["message_id", "quoted_id"]) {
      await schema.alterTable("event_deliveries").addColumn(column, id).execute();
      await schema
        .createIndex(`event_deliveries_${column}`)
        .on("event_deliveries")
        .column(column)
        .where(sql.ref(column), "is not", null)
        .execute();
    }
    await nameMessages(db as Kysely<Old>);
  };
}

/** What was written down before says only in its body of which message it tells. */
async function nameMessages(db: Kysely<Old>): Promise<void> {
  for (let after = "0"; ; ) {
    const rows = await db
      .selectFrom("event_deliveries")
      .select(["id", "body"])
      .where("type", "in", ["MESSAGE_CREATE", "MESSAGE_UPDATE"])
      .where("body", "!=", "")
      .where("id", ">", after)
      .orderBy("id")
      .limit(BATCH)
      .execute();
    for (const { id, body } of rows) {
      const { event, data } = JSON.parse(body) as { event?: { data?: Message }; data?: Message };
      const message = event?.data ?? data;
      if (message?.id === undefined) continue;
      const names = { message_id: message.id, quoted_id: message.referenced_message?.id ?? null };
      await db.updateTable("event_deliveries").set(names).where("id", "=", id).execute();
    }
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}

interface Message {
  id?: string;
  referenced_message?: { id: string } | null;
}
