import type { CompactEmoji } from "emojibase";

export interface Emoji {
  char: string;
  /** Short codes, the usual one first; without colons. */
  names: readonly string[];
  /** By the reader's language. */
  label: string;
  group: number;
  /** The five skin tones, lightest first; empty when it has none. */
  skins: readonly string[];
  /** Words to find it by, English and French, folded. */
  words: readonly string[];
  /** One of a server's own: `char` is `<:name:id>`. */
  custom?: { id: string; animated: boolean };
}

export interface EmojiIndex {
  all: readonly Emoji[];
  byName: ReadonlyMap<string, Emoji>;
  byChar: ReadonlyMap<string, Emoji>;
}

/** Unicode's groups that people pick from; 2 (skin tones, hair) is no emoji by itself. */
export const GROUPS = [0, 1, 3, 4, 5, 6, 7, 8, 9] as const;

/** Lower case without accents: "Fête" is found by "fete". */
function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("’", "'").toLowerCase();
}

export function buildIndex(
  english: readonly CompactEmoji[],
  french: readonly CompactEmoji[],
  codes: Readonly<Record<string, string | string[]>>,
  locale: "en" | "fr",
): EmojiIndex {
  const frenchByCode = new Map(french.map((emoji) => [emoji.hexcode, emoji]));
  const all: Emoji[] = [];
  const byName = new Map<string, Emoji>();
  const byChar = new Map<string, Emoji>();
  for (const source of english) {
    if (source.group === undefined || source.group === 2) continue;
    const translated = frenchByCode.get(source.hexcode);
    const names = [codes[source.hexcode] ?? []].flat();
    const words = [
      source.label,
      ...(source.tags ?? []),
      translated?.label ?? "",
      ...(translated?.tags ?? []),
    ];
    const emoji: Emoji = {
      char: source.unicode,
      names: names.length > 0 ? names : [fold(source.label).replace(/[^a-z0-9]+/g, "_")],
      label: (locale === "fr" && translated?.label) || source.label,
      group: source.group,
      skins: source.skins?.length === 5 ? source.skins.map((skin) => skin.unicode) : [],
      words: [...new Set(words.map(fold).filter(Boolean))],
    };
    all.push(emoji);
    byChar.set(emoji.char, emoji);
    for (const skin of emoji.skins) byChar.set(skin, emoji);
    for (const name of emoji.names) if (!byName.has(name)) byName.set(name, emoji);
  }
  return { all, byName, byChar };
}

/** Best first: a code that is the query, begins with it, holds it; then names and words in either language. */
export function searchEmoji(index: EmojiIndex, query: string, limit = Number.POSITIVE_INFINITY): Emoji[] {
  const wanted = fold(query.replaceAll(":", "")).trim();
  if (wanted === "") return index.all.slice(0, limit);
  const code = wanted.replaceAll(" ", "_");
  const scored: [score: number, order: number, emoji: Emoji][] = [];
  for (const [order, emoji] of index.all.entries()) {
    const score = scoreOf(emoji, wanted, code);
    if (score > 0) scored.push([score, order, emoji]);
  }
  return scored
    .sort((a, b) => b[0] - a[0] || a[1] - b[1])
    .slice(0, limit)
    .map(([, , emoji]) => emoji);
}

function scoreOf(emoji: Emoji, wanted: string, code: string): number {
  let best = 0;
  for (const name of emoji.names) {
    if (name === code) return 10;
    if (name.startsWith(code)) best = Math.max(best, 8 - name.length / 100);
    else if (name.includes(`_${code}`)) best = Math.max(best, 5);
    else if (name.includes(code)) best = Math.max(best, 3);
  }
  for (const word of emoji.words) {
    if (word === wanted) best = Math.max(best, 7);
    else if (word.startsWith(wanted)) best = Math.max(best, 6 - word.length / 100);
    else if (word.includes(` ${wanted}`)) best = Math.max(best, 4);
    else if (wanted.length > 2 && word.includes(wanted)) best = Math.max(best, 2);
  }
  return best;
}

/** The emoji in somebody's skin tone (0: none, 1 to 5: lightest to darkest). */
export function toned(emoji: Emoji, tone: number): string {
  return (tone > 0 && emoji.skins[tone - 1]) || emoji.char;
}

const CODE = /<a?:\w+:\d+>|:([a-z0-9_+-]{2,40}):/gi;

interface Names {
  own(name: string): string | undefined;
  others(name: string): string | undefined;
}

/**
 * `:tada:` becomes 🎉, and the name of a custom emoji that emoji; what is no name stays. Not for code: the caller leaves
 * that out.
 */
export function replaceCodes(text: string, index: EmojiIndex, tone = 0, custom?: Names): string {
  return text.replace(CODE, (written, name: string | undefined) => {
    if (name === undefined) return written;
    const own = custom?.own(name);
    if (own) return own;
    const emoji = index.byName.get(name.toLowerCase());
    return emoji ? toned(emoji, tone) : (custom?.others(name) ?? written);
  });
}
