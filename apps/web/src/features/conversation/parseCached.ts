import type { Block } from "../../markdown/ast.ts";
import { parseMarkdown } from "../../markdown/parseMarkdown.ts";

const KEPT = 600;
const parsed = new Map<string, Block[]>();

/** A text is parsed once while it is about: rows come and go as the log scrolls. */
export function parseCached(content: string): Block[] {
  const found = parsed.get(content);
  if (found) return found;
  const blocks = parseMarkdown(content);
  if (parsed.size >= KEPT) parsed.delete(parsed.keys().next().value ?? "");
  parsed.set(content, blocks);
  return blocks;
}
