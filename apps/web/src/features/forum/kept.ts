import type { Snowflake } from "@palabre/protocol";
import type { Wish } from "./posts.ts";

/** How one left a forum: who comes back from a post finds it so. */
interface Kept {
  wish: Wish;
  /** Rows that were drawn, and how far they were scrolled. */
  shown: number;
  top: number;
}

/** Forums remembered; the one left longest ago goes first. */
const MOST = 20;
const kept = new Map<Snowflake, Kept>();

export const keptOf = (forumId: Snowflake): Kept | undefined => kept.get(forumId);

export function keep(forumId: Snowflake, how: Kept): void {
  kept.delete(forumId);
  kept.set(forumId, how);
  for (const id of kept.keys()) {
    if (kept.size <= MOST) break;
    kept.delete(id);
  }
}

const FOLDED = "palabre.guidelines";
/** Guidelines remembered as folded. */
const FOLDED_MOST = 200;

/** Whether one has folded these guidelines: others, or ones that were changed, stand open. */
export const isFolded = (forumId: Snowflake, text: string): boolean =>
  readFolded().includes(markOf(forumId, text));

export function keepFolded(forumId: Snowflake, text: string, folded: boolean): void {
  const mark = markOf(forumId, text);
  const rest = readFolded().filter((one) => one !== mark);
  try {
    localStorage.setItem(FOLDED, [...rest, ...(folded ? [mark] : [])].slice(-FOLDED_MOST).join());
  } catch {
    // Without a place to keep it they stand open the next time.
  }
}

function readFolded(): string[] {
  try {
    return localStorage.getItem(FOLDED)?.split(",") ?? [];
  } catch {
    return [];
  }
}

/** The text in a number: whoever changes it is read again. */
function markOf(forumId: Snowflake, text: string): string {
  let sum = 0;
  for (const letter of text) sum = (Math.imul(sum, 31) + (letter.codePointAt(0) ?? 0)) | 0;
  return `${forumId}:${sum}`;
}
