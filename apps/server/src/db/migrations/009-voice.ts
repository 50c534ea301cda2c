import type { Kysely } from "kysely";
import type { ColumnTypes } from "./column-types.ts";

/** Who is in which voice channel, what stages are about, and what a voice channel says of itself. */
export function voice({ id, primaryId }: ColumnTypes) {
  return async ({ schema }: Kysely<unknown>): Promise<void> => {
    await schema
      .createTable("voice_states")
      .addColumn("guild_id", id, (c) => c.notNull())
      .addColumn("user_id", id, (c) => c.notNull())
      .addColumn("channel_id", id, (c) => c.notNull())
      .addColumn("voice_id", "text", (c) => c.notNull())
      .addColumn("node_id", "integer", (c) => c.notNull())
      .addColumn("self_mute", "integer", (c) => c.notNull())
      .addColumn("self_deaf", "integer", (c) => c.notNull())
      .addColumn("self_video", "integer", (c) => c.notNull())
      .addColumn("suppress", "integer", (c) => c.notNull())
      .addColumn("asked_to_speak_at", id)
      .addColumn("joined_at", id, (c) => c.notNull())
      .addPrimaryKeyConstraint("voice_states_pk", ["guild_id", "user_id"])
      .execute();
    for (const column of ["channel_id", "user_id", "voice_id"]) {
      await schema.createIndex(`voice_states_${column}`).on("voice_states").column(column).execute();
    }
    await schema
      .createTable("stage_instances")
      .addColumn("id", primaryId, (c) => c.primaryKey().notNull())
      .addColumn("guild_id", id, (c) => c.notNull())
      .addColumn("channel_id", id, (c) => c.notNull().unique())
      .addColumn("topic", "text", (c) => c.notNull())
      .addColumn("scheduled_event_id", id)
      .execute();
    await schema.createIndex("stage_instances_guild_id").on("stage_instances").column("guild_id").execute();
    await schema
      .createTable("voice_statuses")
      .addColumn("channel_id", primaryId, (c) => c.primaryKey().notNull())
      .addColumn("guild_id", id, (c) => c.notNull())
      .addColumn("status", "text", (c) => c.notNull())
      .execute();
    await schema.createIndex("voice_statuses_guild_id").on("voice_statuses").column("guild_id").execute();
  };
}
