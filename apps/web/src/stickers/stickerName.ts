import type { APIStickerItem } from "discord-api-types/v10";
import * as m from "../paraglide/messages.js";

/** Those that every server has, in the reader's language. */
const OURS: Readonly<Record<string, (() => string) | undefined>> = {
  1001: m.sticker_ours_hello,
  1002: m.sticker_ours_thanks,
  1003: m.sticker_ours_ship_it,
  1004: m.sticker_ours_lgtm,
  1005: m.sticker_ours_bug,
  1006: m.sticker_ours_coffee,
  1007: m.sticker_ours_on_fire,
  1008: m.sticker_ours_facepalm,
};

/** What a sticker is called. */
export const stickerName = ({ id, name }: Pick<APIStickerItem, "id" | "name">): string =>
  OURS[id]?.() ?? name;
