import { RE2JS } from "re2js";

/** What is compiled at most: of one expression, and of all those of a server together. Time grows with it. */
const PATTERN_INSTRUCTIONS = 400;
export const GUILD_INSTRUCTIONS = 1_500;

export interface Pattern {
  /** As it was written. */
  source: string;
  /** Instructions it compiles to. */
  cost: number;
  /** What of `text` it matches first, or null. */
  find(text: string): string | null;
}

/**
 * A regular expression in RE2's syntax, without regard to case. It takes time that grows with the text's length and no
 * faster, whatever the expression: members write them, everybody's messages run through them.
 * @returns null for what is no such expression, or costs more than PATTERN_INSTRUCTIONS
 */
export function compilePattern(source: string): Pattern | null {
  try {
    const compiled = RE2JS.compile(source, RE2JS.CASE_INSENSITIVE);
    const cost = compiled.programSize();
    if (cost > PATTERN_INSTRUCTIONS) return null;
    return {
      source,
      cost,
      find(text) {
        const matcher = compiled.matcher(text);
        return matcher.find() ? (matcher.group() ?? "") : null;
      },
    };
  } catch {
    return null;
  }
}
