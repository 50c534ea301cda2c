import type { Block, Inline, List } from "./ast.ts";

/** How ids are called by people; undefined when unknown. */
export interface Names {
  user(id: string): string | undefined;
  channel(id: string): string | undefined;
  role?(id: string): string | undefined;
}

/** One line for lists and notifications: marks gone, names in place of ids, spoilers kept covered. */
export function plainText(blocks: readonly Block[], names: Names): string {
  return blocks
    .map((block) => blockText(block, names))
    .join(" ")
    .replace(/\s+/g, " ")
    .trim();
}

function blockText(block: Block, names: Names): string {
  switch (block.type) {
    case "codeBlock":
      return block.code;
    case "quote":
      return plainText(block.children, names);
    case "list":
      return listText(block, names);
    default:
      return inlineText(block.children, names);
  }
}

function listText(list: List, names: Names): string {
  return list.items
    .map((item, index) => {
      const sign = list.start === null ? "•" : `${list.start + index}.`;
      const below = item.lists.map((each) => listText(each, names));
      return [`${sign} ${inlineText(item.children, names)}`, ...below].join(" ");
    })
    .join(" ");
}

export function inlineText(nodes: readonly Inline[], names: Names): string {
  return nodes.map((node) => nodeText(node, names)).join("");
}

function nodeText(node: Inline, names: Names): string {
  switch (node.type) {
    case "text":
    case "emoji":
      return node.text;
    case "code":
    case "codeBlock":
      return node.code;
    case "spoiler":
      return "▒▒▒▒";
    case "user":
      return `@${names.user(node.id) ?? node.id}`;
    case "role":
      return `@${names.role?.(node.id) ?? node.id}`;
    case "channel":
      return `#${names.channel(node.id) ?? node.id}`;
    case "everyone":
      return `@${node.name}`;
    case "customEmoji":
      return `:${node.name}:`;
    case "timestamp":
      return new Date(node.seconds * 1000).toLocaleString();
    default:
      return inlineText(node.children, names);
  }
}
