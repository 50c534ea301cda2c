import { type APIStickerItem, PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Sql } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import type { AccessibleChannel } from "../channels/access.ts";
import { findMember } from "../guild-core/access-guild.ts";
import { stickersOf } from "../guild-core/present-sticker.ts";
import { inList } from "../message-core/in-list.ts";
import { findStandard } from "./pack.ts";

/**
 * The stickers of a message about to be sent, as it keeps them: what they are called then. Everybody sends ours and, in
 * a server, its own; those of another server one is in take Use External Stickers there.
 * @throws ApiError invalid_sticker, for what is not there and what is of a server one is not in alike;
 *   sticker_not_allowed
 */
export async function resolveStickers(
  sql: Sql,
  actor: Pick<Actor, "userId">,
  { guild_id, permissions }: Pick<AccessibleChannel, "guild_id" | "permissions">,
  ids: readonly string[],
): Promise<APIStickerItem[]> {
  if (ids.length === 0) return [];
  const rows = await stickersOf(sql).where("id", "in", inList(ids)).execute();
  const items: APIStickerItem[] = [];
  for (const id of ids) {
    const row = rows.find((one) => one.id === id);
    const sticker = row ?? findStandard(id);
    if (!sticker) throw new ApiError("invalid_sticker");
    if (row && row.guild_id !== guild_id) {
      if (!(await findMember(sql, row.guild_id, actor.userId))) throw new ApiError("invalid_sticker");
      const mayBring = guild_id === null || (permissions & P.UseExternalStickers) !== 0n;
      if (!mayBring) throw new ApiError("sticker_not_allowed");
    }
    items.push({ id, name: sticker.name, format_type: sticker.format_type });
  }
  return items;
}
