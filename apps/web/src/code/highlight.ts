import type { Language } from "./languages.ts";
import type { Token } from "./tokenize.ts";

export type { Token };

/** UTF-16 units: past this a grammar would hold the page for longer than colours are worth. */
const MOST_CODE = 60_000;
const MOST_CACHED = 60;

const done = new Map<string, Token[][]>();

/** The tokens, when they have been made before: what is seen again is coloured in its first frame. */
export function highlighted(code: string, language: Language): Token[][] | undefined {
  return done.get(`${language.id}\n${code}`);
}

/**
 * Lines of classed tokens. Fetches engine and grammar when first needed and works while the browser idles.
 * Joined, the tokens of a line are that line. Undefined when the code is too long or the grammar fails.
 */
export async function highlight(code: string, language: Language): Promise<Token[][] | undefined> {
  if (code.length > MOST_CODE) return undefined;
  const key = `${language.id}\n${code}`;
  const found = done.get(key);
  if (found) return found;
  try {
    // 50 KB compressed, fetched with the first block of code, after the words are read.
    const { tokenizer } = await import("./tokenize.ts");
    const tokenize = await tokenizer(language.id);
    await idle();
    const lines = tokenize(code);
    if (done.size >= MOST_CACHED) done.delete(done.keys().next().value ?? "");
    done.set(key, lines);
    return lines;
  } catch {
    // The network may be gone while a grammar is fetched: plain code stays readable, the next block tries again.
    return undefined;
  }
}

function idle(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof requestIdleCallback === "function") requestIdleCallback(() => resolve(), { timeout: 500 });
    else setTimeout(resolve, 0);
  });
}
