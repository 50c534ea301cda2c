import type { HighlighterCore } from "shiki/core";
import type { Language } from "./languages.ts";
import { classOfColour, classTheme, type TokenClass } from "./theme.ts";

export interface Token {
  text: string;
  name: TokenClass;
}

/** UTF-16 units: past this a grammar would hold the page for longer than colours are worth. */
const MOST_CODE = 60_000;
const MOST_CACHED = 60;

const done = new Map<string, Token[][]>();
const loaded = new Map<string, Promise<void>>();
let engine: Promise<HighlighterCore> | undefined;

async function startEngine(): Promise<HighlighterCore> {
  const [{ createHighlighterCore }, { createJavaScriptRegexEngine }] = await Promise.all([
    import("shiki/core"),
    import("shiki/engine/javascript"),
  ]);
  // `forgiving`: a rule that JavaScript's regular expressions cannot hold is left out rather than thrown.
  return createHighlighterCore({
    themes: [classTheme],
    engine: createJavaScriptRegexEngine({ forgiving: true }),
  });
}

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
  engine ??= startEngine();
  let highlighter: HighlighterCore | undefined;
  try {
    highlighter = await engine;
    const ready = highlighter;
    const loading =
      loaded.get(language.id) ?? language.load().then((grammar) => ready.loadLanguage(grammar.default));
    loaded.set(language.id, loading);
    await loading;
    await idle();
    const lines = ready
      .codeToTokensBase(code, {
        lang: language.id,
        theme: "classes",
        tokenizeMaxLineLength: 2_000,
        tokenizeTimeLimit: 300,
      })
      .map((line) =>
        mergeTokens(line.map((token) => ({ text: token.content, name: classOfColour(token.color) }))),
      );
    if (done.size >= MOST_CACHED) done.delete(done.keys().next().value ?? "");
    done.set(key, lines);
    return lines;
  } catch {
    // The network may be gone while a grammar is fetched: plain code stays readable, the next block tries again.
    loaded.delete(language.id);
    if (highlighter === undefined) engine = undefined;
    return undefined;
  }
}

/** Neighbours that look alike become one element: fewer nodes in a log that may hold hundreds of blocks. */
function mergeTokens(line: readonly Token[]): Token[] {
  const merged: Token[] = [];
  for (const token of line) {
    const last = merged.at(-1);
    if (last && (last.name === token.name || token.text.trim() === "")) last.text += token.text;
    else merged.push({ ...token });
  }
  return merged;
}

function idle(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof requestIdleCallback === "function") requestIdleCallback(() => resolve(), { timeout: 500 });
    else setTimeout(resolve, 0);
  });
}
