import { type Kysely, sql } from "kysely";
import type { ColumnTypes } from "./column-types.ts";

/** Events that are posted to addresses outside: of applications, and of servers. */
export function eventWebhooks({ id, primaryId }: ColumnTypes) {
  return async ({ schema }: Kysely<unknown>): Promise<void> => {
    await schema.alterTable("applications").addColumn("event_webhooks_url", "text").execute();
    await schema
      .alterTable("applications")
      .addColumn("event_webhooks_status", "integer", (c) => c.notNull().defaultTo(1))
      .execute();
    await schema
      .alterTable("applications")
      .addColumn("event_webhooks_types", "text", (c) => c.notNull().defaultTo("[]"))
      .execute();
    await schema.alterTable("applications").addColumn("event_webhooks_failing_since", id).execute();
    await schema
      .createIndex("applications_event_webhooks")
      .on("applications")
      .column("id")
      .where(sql.ref("event_webhooks_url"), "is not", null)
      .execute();

    await schema
      .createTable("event_webhooks")
      .addColumn("id", primaryId, (c) => c.primaryKey().notNull())
      .addColumn("guild_id", id, (c) => c.notNull())
      .addColumn("channel_id", id)
      .addColumn("creator_id", id, (c) => c.notNull())
      .addColumn("name", "text", (c) => c.notNull())
      .addColumn("url", "text", (c) => c.notNull())
      .addColumn("secret", "text", (c) => c.notNull())
      .addColumn("types", "text", (c) => c.notNull())
      .addColumn("status", "integer", (c) => c.notNull())
      .addColumn("failing_since", id)
      .addColumn("created_at", id, (c) => c.notNull())
      .execute();
    await schema.createIndex("event_webhooks_guild_id").on("event_webhooks").column("guild_id").execute();

    await schema
      .createTable("event_deliveries")
      .addColumn("id", primaryId, (c) => c.primaryKey().notNull())
      .addColumn("hook_id", id, (c) => c.notNull())
      .addColumn("application_id", id)
      .addColumn("guild_id", id)
      .addColumn("channel_id", id)
      .addColumn("type", "text", (c) => c.notNull())
      .addColumn("body", "text", (c) => c.notNull())
      .addColumn("status", "text", (c) => c.notNull())
      .addColumn("attempts", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("next_at", id)
      .addColumn("created_at", id, (c) => c.notNull())
      .addColumn("finished_at", id)
      .addColumn("response_status", "integer")
      .addColumn("duration_ms", "integer")
      .addColumn("response", "text")
      .addColumn("note", "text")
      .execute();
    await schema
      .createIndex("event_deliveries_hook_id")
      .on("event_deliveries")
      .columns(["hook_id", "id"])
      .execute();
    for (const column of ["application_id", "guild_id", "finished_at"]) {
      await schema
        .createIndex(`event_deliveries_${column}`)
        .on("event_deliveries")
        .column(column)
        .where(sql.ref(column), "is not", null)
        .execute();
    }
    // What waits, by when it is due, and in its order.
    await schema
      .createIndex("event_deliveries_next_at")
      .on("event_deliveries")
      .column("next_at")
      .where(sql.ref("next_at"), "is not", null)
      .execute();
    await schema
      .createIndex("event_deliveries_waiting")
      .on("event_deliveries")
      .columns(["hook_id", "id"])
      .where(sql.ref("next_at"), "is not", null)
      .execute();
  };
}
