import type { APISticker } from "discord-api-types/v10";
import type { Sql } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { accessGuild, findMember, type GuildActor } from "../guild-core/access-guild.ts";
import { withMakers } from "../guild-core/expressions.ts";
import { type StickerRow, stickersOf, toSticker } from "../guild-core/present-sticker.ts";
import { findStandard } from "./pack.ts";

/** @throws ApiError unknown_guild, unknown_sticker */
export async function accessSticker(
  sql: Sql,
  actor: Actor,
  guildId: string,
  stickerId: string,
): Promise<{ member: GuildActor; sticker: StickerRow }> {
  const member = await accessGuild(sql, actor, guildId);
  const sticker = await stickersOf(sql)
    .where("id", "=", stickerId)
    .where("guild_id", "=", guildId)
    .executeTakeFirst();
  if (!sticker) throw new ApiError("unknown_sticker");
  return { member, sticker };
}

/** Any sticker by its id alone: ours, and those of servers one is in. @throws ApiError unknown_sticker */
export async function accessAnySticker(sql: Sql, actor: Actor, stickerId: string): Promise<APISticker> {
  const standard = findStandard(stickerId);
  if (standard) return standard;
  const row = await stickersOf(sql).where("id", "=", stickerId).executeTakeFirst();
  const member = row && (await findMember(sql, row.guild_id, actor.userId));
  if (!row || !member) throw new ApiError("unknown_sticker");
  const [sticker] = await presentStickers(sql, member, [row]);
  if (!sticker) throw new ApiError("unknown_sticker");
  return sticker;
}

/** As one member is shown them: with who brought each, if they may know. */
export const presentStickers = (
  sql: Sql,
  member: GuildActor,
  rows: readonly StickerRow[],
): Promise<APISticker[]> => withMakers(sql, member, rows, toSticker);
