import type { Block } from "./ast.ts";

const MOST = 27;

/** Whether a message is nothing but emoji, few enough to be drawn large. */
export function isJumbo(blocks: readonly Block[]): boolean {
  let emoji = 0;
  for (const block of blocks) {
    if (block.type !== "paragraph") return false;
    for (const node of block.children) {
      if (node.type === "emoji" || node.type === "customEmoji") emoji += 1;
      else if (node.type !== "text" || node.text.trim() !== "") return false;
    }
  }
  return emoji > 0 && emoji <= MOST;
}
