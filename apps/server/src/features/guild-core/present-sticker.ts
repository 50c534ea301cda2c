import { type APISticker, StickerFormatType, StickerType } from "discord-api-types/v10";
import type { Selectable } from "kysely";
import type { Sql } from "../../db/database.ts";
import type { Schema } from "../../db/schema.ts";

export type StickerRow = Selectable<Schema["stickers"]>;

/** A sticker of a server, the same for everybody in it. */
export const toSticker = (row: StickerRow): APISticker => ({
  id: row.id,
  name: row.name,
  description: row.description,
  tags: row.tags,
  type: StickerType.Guild,
  format_type: row.format_type,
  available: true,
  guild_id: row.guild_id,
});

/** The oldest first; say of which servers. */
export const stickersOf = (sql: Sql) => sql.selectFrom("stickers").selectAll().orderBy("id");

/** How the file of its picture ends, in blobs/ and in addresses alike. */
export const endingOf = (format: StickerFormatType): "png" | "gif" =>
  format === StickerFormatType.GIF ? "gif" : "png";
