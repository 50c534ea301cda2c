type CompletionKind = "person" | "emoji" | "room" | "command";

export interface CompletionQuery {
  kind: CompletionKind;
  /** What was typed after the sign. */
  query: string;
  /** Where the sign stands, and the end of the word: what an accepted completion replaces. */
  from: number;
  to: number;
}

const WORD = /(?:^|[\s([{"'*_~|>])([@#:])([^\s@#:`]{0,40})$/u;
/** Subcommands are typed behind blanks: "/config set". */
const COMMAND = /^\/((?:[\p{L}\p{N}_'-]{0,32} ){0,2}[\p{L}\p{N}_'-]{0,32})$/u;

/** What is being completed at the caret, if anything is. Emoji wait for two letters, so that ":)" and "10:" are left alone. */
export function completionAt(text: string, caret: number): CompletionQuery | null {
  const before = text.slice(Math.max(0, caret - 110), caret);
  if (caret === before.length) {
    const command = COMMAND.exec(before);
    if (command) return { kind: "command", query: command[1] ?? "", from: 0, to: caret };
  }
  const found = WORD.exec(before);
  if (!found) return null;
  const [, sign, query = ""] = found;
  if (isInCode(text.slice(0, caret))) return null;
  const at = { query, from: caret - query.length - 1, to: caret };
  if (sign === "@") return { kind: "person", ...at };
  if (sign === "#") return { kind: "room", ...at };
  return /^[\p{L}\p{N}_+-]{2,}$/u.test(query) ? { kind: "emoji", ...at } : null;
}

/** An odd count of fences, or of backticks in the line: names in code are code. */
function isInCode(before: string): boolean {
  if ((before.match(/```/g)?.length ?? 0) % 2 === 1) return true;
  const line = before.slice(before.lastIndexOf("\n") + 1);
  return (line.replaceAll("```", "").match(/`/g)?.length ?? 0) % 2 === 1;
}

/** Lower case, without accents. */
function foldName(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** How well a name answers a query: 3 its beginning, 2 a word's beginning, 1 inside, 0 not at all. */
export function matchScore(name: string, query: string): number {
  const folded = foldName(name);
  const wanted = foldName(query);
  if (wanted === "" || folded.startsWith(wanted)) return 3;
  const at = folded.indexOf(wanted);
  if (at < 0) return 0;
  return /[\s_.-]/.test(folded[at - 1] ?? "") ? 2 : 1;
}

/** The name cut around what matched, to draw it in the accent. Null when folding moved the letters. */
export function matchParts(
  name: string,
  query: string,
): [before: string, match: string, after: string] | null {
  const folded = foldName(name);
  const at = query === "" ? -1 : folded.indexOf(foldName(query));
  if (at < 0 || folded.length !== name.length) return null;
  return [name.slice(0, at), name.slice(at, at + query.length), name.slice(at + query.length)];
}
