import { LIMITS } from "@palabre/protocol";
import { type APISticker, AuditLogEvent, type StickerFormatType } from "discord-api-types/v10";
import { z } from "zod";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Tx } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { name, text } from "../../http/fields.ts";
import { accessGuild } from "../guild-core/access-guild.ts";
import { noteExpression, requireChanges, requireCreates } from "../guild-core/expressions.ts";
import { type StickerRow, stickersOf, toSticker } from "../guild-core/present-sticker.ts";
import { readLimit } from "../instance/limits.ts";
import { accessSticker, presentStickers } from "./access-sticker.ts";

interface Parts {
  db: Database;
  bus: Bus;
  newId: () => string;
}

/** Empty, or long enough to say something. */
const description = text(0, 100).refine((value) => value === "" || value.length >= 2, {
  message: "Must be between 2 and 100 in length.",
  params: { code: "BASE_TYPE_BAD_LENGTH" },
});

export const createStickerBody = z.object({
  name: name(2, 30),
  description: description.default(""),
  tags: text(1, 200),
});
export type CreateStickerInput = z.output<typeof createStickerBody>;

export const updateStickerBody = z.object({
  name: name(2, 30).optional(),
  description: description
    .nullable()
    .transform((value) => value ?? "")
    .optional(),
  tags: text(1, 200).optional(),
});

const NOTED = ["name", "description", "tags", "format_type"] as const;

/** Room for the texts and the separators of a form beside its picture. */
export const STICKER_FORM = LIMITS.stickerUpload + 16 * 1_024;

/** @throws ApiError unknown_guild, missing_permissions, max_stickers */
export async function createSticker(
  deps: Parts,
  actor: Actor,
  guildId: string,
  id: string,
  input: CreateStickerInput & { format: StickerFormatType },
  reason: string | null,
): Promise<APISticker> {
  return deps.db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    const member = await accessGuild(tx.sql, actor, guildId);
    requireCreates(member);
    const known = await stickersOf(tx.sql).where("guild_id", "=", guildId).execute();
    if (known.length >= (await readLimit(tx.sql, "stickers"))) throw new ApiError("max_stickers");
    const { format, ...words } = input;
    const row: StickerRow = { id, guild_id: guildId, user_id: actor.userId, ...words, format_type: format };
    await tx.sql.insertInto("stickers").values(row).execute();
    const by = { guildId, actorId: actor.userId, action: AuditLogEvent.StickerCreate, reason };
    await noteExpression(tx, deps, by, { before: null, after: row }, NOTED);
    await announceStickers(tx, deps.bus, guildId);
    const [sticker] = await presentStickers(tx.sql, member, [row]);
    return sticker ?? toSticker(row);
  });
}

/** What is absent stays. @throws ApiError unknown_guild, unknown_sticker, missing_permissions */
export async function updateSticker(
  deps: Parts,
  actor: Actor,
  guildId: string,
  stickerId: string,
  input: z.output<typeof updateStickerBody>,
  reason: string | null,
): Promise<APISticker> {
  return deps.db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    const { member, sticker: before } = await accessSticker(tx.sql, actor, guildId, stickerId);
    requireChanges(member, before.user_id);
    const after: StickerRow = {
      ...before,
      name: input.name ?? before.name,
      description: input.description ?? before.description,
      tags: input.tags ?? before.tags,
    };
    const { name, description, tags } = after;
    await tx.sql
      .updateTable("stickers")
      .set({ name, description, tags })
      .where("id", "=", stickerId)
      .execute();
    const by = { guildId, actorId: actor.userId, action: AuditLogEvent.StickerUpdate, reason };
    if (await noteExpression(tx, deps, by, { before, after }, NOTED)) {
      await announceStickers(tx, deps.bus, guildId);
    }
    const [sticker] = await presentStickers(tx.sql, member, [after]);
    return sticker ?? toSticker(after);
  });
}

/**
 * Messages that it was sent with go on telling its name.
 * @throws ApiError unknown_guild, unknown_sticker, missing_permissions
 */
export async function deleteSticker(
  deps: Parts,
  actor: Actor,
  guildId: string,
  stickerId: string,
  reason: string | null,
): Promise<StickerRow> {
  return deps.db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    const { member, sticker } = await accessSticker(tx.sql, actor, guildId, stickerId);
    requireChanges(member, sticker.user_id);
    await tx.sql.deleteFrom("stickers").where("id", "=", stickerId).execute();
    const by = { guildId, actorId: actor.userId, action: AuditLogEvent.StickerDelete, reason };
    await noteExpression(tx, deps, by, { before: sticker, after: null }, NOTED);
    await announceStickers(tx, deps.bus, guildId);
    return sticker;
  });
}

async function announceStickers(tx: Tx, bus: Bus, guildId: string): Promise<void> {
  const rows = await stickersOf(tx.sql).where("guild_id", "=", guildId).execute();
  const d = { guild_id: guildId, stickers: rows.map(toSticker) };
  announce(tx, bus, `guild:${guildId}`, "GUILD_STICKERS_UPDATE", d);
}
