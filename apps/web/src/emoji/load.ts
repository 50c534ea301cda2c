import { currentLocale } from "../i18n/locale.ts";
import type { EmojiIndex } from "./emoji.ts";

const made = new Map<string, EmojiIndex>();
let data: ReturnType<typeof fetchData> | undefined;

async function fetchData() {
  const [{ buildIndex }, english, french, codes] = await Promise.all([
    import("./emoji.ts"),
    import("emojibase-data/en/compact.json"),
    import("emojibase-data/fr/compact.json"),
    import("emojibase-data/en/shortcodes/joypixels.json"),
  ]);
  return (locale: "en" | "fr") => buildIndex(english.default, french.default, codes.default, locale);
}

/** Names and words of every emoji, fetched when first asked for. */
export async function loadEmoji(): Promise<EmojiIndex> {
  const locale = currentLocale();
  const known = made.get(locale);
  if (known) return known;
  data ??= fetchData();
  try {
    const index = (await data)(locale);
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
