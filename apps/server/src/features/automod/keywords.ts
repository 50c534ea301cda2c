/** A hit: the keyword as it was written, and what of the text it was found in. */
export interface Hit {
  keyword: string;
  content: string;
}

interface Spec {
  source: string;
  /** Whether letters may stand before, and behind: `*cat` and `cat*`. */
  openStart: boolean;
  openEnd: boolean;
}

const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
const WORD = /[\p{L}\p{M}\p{N}_]/u;

/** As keywords and texts are compared: without regard to case, width and what nobody sees. */
export const plain = (text: string): string => text.normalize("NFKC").replace(INVISIBLE, "").toLowerCase();

/**
 * Finds keywords as Discord's documentation has it: `cat` is a whole word, `cat*` begins one, `*cat` ends one, `*cat*`
 * stands anywhere. The time is bounded by the text's length times the number of different lengths of keywords, which is
 * 60 at most.
 */
export class Keywords {
  readonly #byLength = new Map<number, Map<string, Spec[]>>();

  constructor(sources: readonly string[]) {
    for (const source of sources) {
      const openStart = source.startsWith("*");
      const openEnd = source.length > 1 && source.endsWith("*");
      const key = plain(source.slice(openStart ? 1 : 0, openEnd ? -1 : undefined)).trim();
      if (key === "") continue;
      let known = this.#byLength.get(key.length);
      if (!known) {
        known = new Map();
        this.#byLength.set(key.length, known);
      }
      const specs = known.get(key);
      if (specs) specs.push({ source, openStart, openEnd });
      else known.set(key, [{ source, openStart, openEnd }]);
    }
  }

  /** The first hit in `text`, which is {@link plain} already, that lies in none of `allowed`. */
  find(text: string, allowed: readonly Span[] = []): Hit | null {
    for (const { spec, start, end } of this.#hits(text)) {
      if (allowed.some((span) => span.start <= start && end <= span.end)) continue;
      return { keyword: spec.source, content: text.slice(start, end) };
    }
    return null;
  }

  /** Where keywords stand in `text`. */
  spans(text: string): Span[] {
    return [...this.#hits(text)].map(({ start, end }) => ({ start, end }));
  }

  *#hits(text: string): Generator<{ spec: Spec; start: number; end: number }> {
    if (this.#byLength.size === 0) return;
    const isWord = Array.from(text, (letter) => Array<boolean>(letter.length).fill(WORD.test(letter))).flat();
    for (const [length, known] of this.#byLength) {
      for (let start = 0; start + length <= text.length; start++) {
        const end = start + length;
        const specs = known.get(text.slice(start, end));
        if (!specs) continue;
        const startsWord = !(isWord[start - 1] && isWord[start]);
        const endsWord = !(isWord[end] && isWord[end - 1]);
        const spec = specs.find((one) => (one.openStart || startsWord) && (one.openEnd || endsWord));
        if (spec) yield { spec, start, end };
      }
    }
  }
}

export interface Span {
  start: number;
  end: number;
}
