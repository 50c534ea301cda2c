import type { Kysely } from "kysely";
import type { ColumnTypes } from "./column-types.ts";

/** How people come into servers: widgets, questions to those who are new, applications, invitations for some alone. */
export function entrance({ id, primaryId }: ColumnTypes) {
  return async ({ schema }: Kysely<unknown>): Promise<void> => {
    for (const column of ["entrance", "widget_enabled"] as const) {
      await schema
        .alterTable("guilds")
        .addColumn(column, "integer", (c) => c.notNull().defaultTo(0))
        .execute();
    }
    await schema.alterTable("guilds").addColumn("widget_channel_id", id).execute();
    await schema.alterTable("guilds").addColumn("widget_invite", "text").execute();
    await schema.alterTable("guild_invites").addColumn("targets_at", id).execute();

    await schema
      .createTable("guild_entrances")
      .addColumn("guild_id", primaryId, (c) => c.primaryKey().notNull())
      .addColumn("onboarding", "text")
      .addColumn("guide", "text")
      .execute();

    await schema
      .createTable("onboarding_answers")
      .addColumn("guild_id", id, (c) => c.notNull())
      .addColumn("user_id", id, (c) => c.notNull())
      .addColumn("responses", "text", (c) => c.notNull())
      .addColumn("updated_at", id, (c) => c.notNull())
      .addPrimaryKeyConstraint("onboarding_answers_pk", ["guild_id", "user_id"])
      .execute();
    await schema
      .createIndex("onboarding_answers_user_id")
      .on("onboarding_answers")
      .column("user_id")
      .execute();

    await schema
      .createTable("join_requests")
      .addColumn("id", primaryId, (c) => c.primaryKey().notNull())
      .addColumn("guild_id", id, (c) => c.notNull())
      .addColumn("user_id", id, (c) => c.notNull())
      .addColumn("status", "text", (c) => c.notNull())
      .addColumn("responses", "text", (c) => c.notNull())
      .addColumn("reason", "text")
      .addColumn("actioned_by", id)
      .addColumn("invite_code", "text")
      .addColumn("temporary", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("created_at", id, (c) => c.notNull())
      .addColumn("reviewed_at", id)
      .addUniqueConstraint("join_requests_once", ["guild_id", "user_id"])
      .execute();
    await schema.createIndex("join_requests_user_id").on("join_requests").column("user_id").execute();

    await schema
      .createTable("invite_targets")
      .addColumn("code", "text", (c) => c.notNull())
      .addColumn("guild_id", id, (c) => c.notNull())
      .addColumn("user_id", id, (c) => c.notNull())
      .addPrimaryKeyConstraint("invite_targets_pk", ["code", "user_id"])
      .execute();
    for (const column of ["guild_id", "user_id"]) {
      await schema.createIndex(`invite_targets_${column}`).on("invite_targets").column(column).execute();
    }
  };
}
