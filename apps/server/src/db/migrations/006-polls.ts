import { type Kysely, sql } from "kysely";
import type { ColumnTypes } from "./column-types.ts";

/** Polls in messages; occurrences of events that are called off or moved. */
export function polls({ id, primaryId }: ColumnTypes) {
  return async ({ schema }: Kysely<unknown>): Promise<void> => {
    await schema
      .createTable("polls")
      .addColumn("message_id", primaryId, (c) => c.primaryKey().notNull())
      .addColumn("channel_id", id, (c) => c.notNull())
      .addColumn("question", "text", (c) => c.notNull())
      .addColumn("multiselect", "integer", (c) => c.notNull())
      .addColumn("expires_at", id, (c) => c.notNull())
      .addColumn("ended_at", id)
      .execute();
    // What is open, by when it ends.
    await schema
      .createIndex("polls_expires_at")
      .on("polls")
      .column("expires_at")
      .where(sql.ref("ended_at"), "is", null)
      .execute();
    await schema
      .createTable("poll_answers")
      .addColumn("message_id", id, (c) => c.notNull())
      .addColumn("answer_id", "integer", (c) => c.notNull())
      .addColumn("text", "text", (c) => c.notNull())
      .addColumn("emoji", "text")
      .addColumn("votes", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("version", "integer", (c) => c.notNull().defaultTo(0))
      .addPrimaryKeyConstraint("poll_answers_pk", ["message_id", "answer_id"])
      .execute();
    await schema
      .createTable("poll_votes")
      .addColumn("message_id", id, (c) => c.notNull())
      .addColumn("user_id", id, (c) => c.notNull())
      .addColumn("answer_id", "integer", (c) => c.notNull())
      .addPrimaryKeyConstraint("poll_votes_pk", ["message_id", "user_id", "answer_id"])
      .execute();
    // Who chose an answer, by id.
    await schema
      .createIndex("poll_votes_answer_id")
      .on("poll_votes")
      .columns(["message_id", "answer_id", "user_id"])
      .execute();
    await schema.createIndex("poll_votes_user_id").on("poll_votes").column("user_id").execute();

    await schema.alterTable("scheduled_events").addColumn("exceptions", "text").execute();
    await schema.alterTable("scheduled_events").addColumn("moved_starts_at", id).execute();
    await schema.alterTable("scheduled_events").addColumn("moved_ends_at", id).execute();
  };
}
