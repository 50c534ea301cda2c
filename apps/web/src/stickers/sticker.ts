import type { APISticker, APIStickerItem } from "discord-api-types/v10";

/** Pixels of a sticker in a message. */
export const STICKER_SIDE = 160;

/** Where its picture lies: a GIF is the fourth format. */
export const stickerUrl = ({ id, format_type }: Pick<APIStickerItem, "id" | "format_type">): string =>
  `/stickers/${id}.${(format_type as number) === 4 ? "gif" : "png"}`;

/** Stickers that stand together, under the name of their server or pack. */
export interface StickerGroup {
  id: string;
  name: string;
  stickers: readonly APISticker[];
}

/** Those whose name, words or description hold all that was typed; groups that are left empty are gone. */
export function searchStickers(groups: readonly StickerGroup[], query: string): StickerGroup[] {
  const words = plain(query).split(/\s+/).filter(Boolean);
  return groups
    .map((group) => ({
      ...group,
      stickers: group.stickers.filter((sticker) => {
        const text = plain(`${sticker.name} ${sticker.tags} ${sticker.description ?? ""}`);
        return words.every((word) => text.includes(word));
      }),
    }))
    .filter(({ stickers }) => stickers.length > 0);
}

/** Without case and accents. */
const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
