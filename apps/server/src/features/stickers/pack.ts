import { join } from "node:path";
import { type APISticker, type APIStickerPack, StickerFormatType, StickerType } from "discord-api-types/v10";
import { ASSETS } from "../../places.ts";

/** The pictures of the stickers that every server has; drawn by e2e/draw-stickers.ts. */
const FOLDER = join(ASSETS, "stickers");

const PACK_ID = "1";
const FIRST_ID = 1_001;

/** Name, what the picture shows, and the words that find it. The place in the list is its id: add at the end. */
const DRAWN: readonly [file: string, name: string, description: string, tags: string][] = [
  ["hello", "Hello", "A speech bubble that waves", "wave, hi, bonjour, salut"],
  ["thanks", "Thanks", "A speech bubble with a heart", "heart, thank you, merci"],
  ["ship-it", "Ship it", "A paper boat on the waves", "boat, release, deploy, livraison"],
  ["lgtm", "LGTM", "A large tick on a page", "check, approved, review, ok"],
  ["bug", "Bug", "A beetle with six legs", "beetle, insect, broken, bogue"],
  ["coffee", "Coffee", "A steaming cup", "coffee, break, café, pause"],
  ["on-fire", "On fire", "A flame with wide eyes", "fire, hot, incident, feu"],
  ["facepalm", "Facepalm", "A bubble with its hand over its face", "facepalm, oops, oh no, zut"],
];

const STICKERS: APISticker[] = DRAWN.map(([, name, description, tags], index) => ({
  id: String(FIRST_ID + index),
  pack_id: PACK_ID,
  name,
  description,
  tags,
  type: StickerType.Standard,
  format_type: StickerFormatType.PNG,
  available: true,
  sort_value: index + 1,
}));

const PACKS: APIStickerPack[] = [
  {
    id: PACK_ID,
    sku_id: "0",
    name: "Palabre",
    description: "What one says all day, drawn",
    cover_sticker_id: String(FIRST_ID),
    stickers: STICKERS,
  },
];

export const listPacks = (): readonly APIStickerPack[] => PACKS;
export const findPack = (id: string) => PACKS.find((pack) => pack.id === id);
export const findStandard = (id: string) => STICKERS.find((sticker) => sticker.id === id);

/** The file of such a sticker's picture. */
export function standardPicture(id: string): string | undefined {
  const [file] = DRAWN[Number(id) - FIRST_ID] ?? [];
  return file && join(FOLDER, `${file}.png`);
}
