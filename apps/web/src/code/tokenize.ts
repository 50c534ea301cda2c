import { createHighlighterCore, type HighlighterCore } from "shiki/core";
import { createJavaScriptRegexEngine } from "shiki/engine/javascript";
import { GRAMMARS } from "./grammars.ts";
import { classOfColour, classTheme, type TokenClass } from "./theme.ts";

export interface Token {
  text: string;
  name: TokenClass;
}

const loaded = new Map<string, Promise<void>>();
let engine: Promise<HighlighterCore> | undefined;

/** What makes lines of classed tokens of a language's code, once its grammar is here. */
export async function tokenizer(languageId: string): Promise<(code: string) => Token[][]> {
  // `forgiving`: a rule that JavaScript's regular expressions cannot hold is left out rather than thrown.
  engine ??= createHighlighterCore({
    themes: [classTheme],
    engine: createJavaScriptRegexEngine({ forgiving: true }),
  });
  const highlighter = await engine;
  const loading = loaded.get(languageId) ?? load(highlighter, languageId);
  loaded.set(languageId, loading);
  try {
    await loading;
  } catch (error) {
    loaded.delete(languageId);
    throw error;
  }
  return (code) =>
    highlighter
      .codeToTokensBase(code, {
        lang: languageId,
        theme: "classes",
        tokenizeMaxLineLength: 2_000,
        tokenizeTimeLimit: 300,
      })
      .map((line) =>
        mergeTokens(line.map((token) => ({ text: token.content, name: classOfColour(token.color) }))),
      );
}

async function load(highlighter: HighlighterCore, languageId: string): Promise<void> {
  const grammar = await GRAMMARS[languageId]?.();
  if (grammar) await highlighter.loadLanguage(grammar.default);
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
