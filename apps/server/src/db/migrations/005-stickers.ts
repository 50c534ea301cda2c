import type { Kysely } from "kysely";
import type { ColumnTypes } from "./column-types.ts";

/** Stickers and sounds of servers. */
export function stickers({ id, primaryId }: ColumnTypes) {
  return async ({ schema }: Kysely<unknown>): Promise<void> => {
    await schema
      .createTable("stickers")
      .addColumn("id", primaryId, (c) => c.primaryKey().notNull())
      .addColumn("guild_id", id, (c) => c.notNull())
      .addColumn("user_id", id, (c) => c.notNull())
      .addColumn("name", "text", (c) => c.notNull())
      .addColumn("description", "text", (c) => c.notNull())
      .addColumn("tags", "text", (c) => c.notNull())
      .addColumn("format_type", "integer", (c) => c.notNull())
      .execute();
    await schema.createIndex("stickers_guild_id").on("stickers").column("guild_id").execute();

    await schema
      .createTable("soundboard_sounds")
      .addColumn("id", primaryId, (c) => c.primaryKey().notNull())
      .addColumn("guild_id", id, (c) => c.notNull())
      .addColumn("user_id", id, (c) => c.notNull())
      .addColumn("name", "text", (c) => c.notNull())
      .addColumn("volume", "double precision", (c) => c.notNull())
      .addColumn("emoji_name", "text")
      .execute();
    await schema
      .createIndex("soundboard_sounds_guild_id")
      .on("soundboard_sounds")
      .column("guild_id")
      .execute();
  };
}
