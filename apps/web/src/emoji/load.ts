import { currentLocale } from "../i18n/locale.ts";
import { buildIndex, type EmojiIndex } from "./emoji.ts";

const made = new Map<string, EmojiIndex>();
let data: Promise<Parameters<typeof buildIndex>> | undefined;

async function fetchData(): Promise<Parameters<typeof buildIndex>> {
  const [english, french, codes] = await Promise.all([
    import("emojibase-data/en/compact.json"),
    import("emojibase-data/fr/compact.json"),
    import("emojibase-data/en/shortcodes/joypixels.json"),
  ]);
  return [english.default, french.default, codes.default, "en"];
}

/** Names and words of every emoji, fetched when first asked for. */
export async function loadEmoji(): Promise<EmojiIndex> {
  const locale = currentLocale();
  const known = made.get(locale);
  if (known) return known;
  data ??= fetchData();
  try {
    const [english, french, codes] = await data;
    const index = buildIndex(english, french, codes, locale);
    made.set(locale, index);
    return index;
  } catch (error) {
    data = undefined;
    throw error;
  }
}

/** The names, if they are here already. */
export function loadedEmoji(): EmojiIndex | undefined {
  return made.get(currentLocale());
}
