import type { Block, Inline, List, ListItem } from "./ast.ts";
import { type BacktickRuns, backtickRuns, findFence } from "./backticks.ts";
import { parseInline } from "./parseInline.ts";

const HEADING = /^(#{1,3})[ \t]+(?=\S)/;
const SUBTEXT = /^-#[ \t]+(?=\S)/;
const ITEM = /^([ \t]{0,24})(?:([-*])|(\d{1,9})\.)[ \t]+(?=\S)/;
const QUOTE = /^> /;
const QUOTE_REST = /^>>> /;

/** Discord's dialect of Markdown, in time linear in the length of `source`. Never throws, loses no text. */
export function parseMarkdown(source: string): Block[] {
  return parseBlocks(source.replace(/\r\n?/g, "\n"), true);
}

function parseBlocks(source: string, quotes: boolean): Block[] {
  const blocks: Block[] = [];
  const runs = backtickRuns(source);
  let at = 0;
  let paragraphStart = -1;
  const flush = (end: number) => {
    if (paragraphStart >= 0) blocks.push(...paragraphs(source.slice(paragraphStart, end)));
    paragraphStart = -1;
  };
  while (at < source.length) {
    const end = lineEnd(source, at);
    const line = source.slice(at, end);
    if (quotes && QUOTE_REST.test(line)) {
      flush(at);
      blocks.push({ type: "quote", children: parseBlocks(source.slice(at + 4), false) });
      return blocks;
    }
    if (quotes && QUOTE.test(line)) {
      flush(at);
      const [inner, next] = takeQuote(source, at);
      blocks.push({ type: "quote", children: parseBlocks(inner, false) });
      at = next;
      continue;
    }
    const heading = HEADING.exec(line) ?? SUBTEXT.exec(line);
    if (heading) {
      flush(at);
      const children = parseInline(line.slice(heading[0].length).trimEnd());
      const level = heading[1]?.length;
      blocks.push(
        level === 1 || level === 2 || level === 3
          ? { type: "heading", level, children }
          : { type: "subtext", children },
      );
      at = end + 1;
      continue;
    }
    if (ITEM.test(line)) {
      flush(at);
      const [list, next] = takeList(source, at);
      blocks.push(...list);
      at = next;
      continue;
    }
    if (paragraphStart < 0) paragraphStart = at;
    at = pastFences(source, at, end, runs) + 1;
  }
  flush(source.length);
  return blocks;
}

function lineEnd(source: string, from: number): number {
  const end = source.indexOf("\n", from);
  return end < 0 ? source.length : end;
}

/** The end of the line on which the last fence that opens in this line is closed. */
export function pastFences(source: string, from: number, end: number, runs: BacktickRuns): number {
  for (let at = source.indexOf("`", from); at >= 0 && at < end; at = source.indexOf("`", at)) {
    if (source[at - 1] === "\\") {
      at += 1;
      continue;
    }
    const fence = findFence(source, at, runs);
    if (fence) {
      at = fence.end;
      if (at > end) end = lineEnd(source, at);
      continue;
    }
    const length = runs.lengthAt(at);
    const close = runs.nextExactly(length, at + length);
    at = close >= 0 && close < end ? close + length : at + length;
  }
  return end;
}

function takeQuote(source: string, from: number): [inner: string, next: number] {
  const lines: string[] = [];
  let at = from;
  while (at < source.length) {
    const end = lineEnd(source, at);
    const line = source.slice(at, end);
    if (QUOTE.test(line)) lines.push(line.slice(2));
    else if (line === ">") lines.push("");
    else break;
    at = end + 1;
  }
  return [lines.join("\n"), at];
}

function takeList(source: string, from: number): [lists: List[], next: number] {
  const roots: List[] = [];
  const open: { indent: number; list: List }[] = [];
  let item: ListItem | undefined;
  let text = "";
  const flush = () => {
    if (item) item.children = parseInline(text);
  };
  let at = from;
  while (at < source.length) {
    const end = lineEnd(source, at);
    const line = source.slice(at, end);
    const marker = ITEM.exec(line);
    if (!marker) {
      // An indented line goes on with the item above it.
      if (item && /^[ \t]{2,}\S/.test(line) && !line.includes("```")) {
        text += `\n${line.trim()}`;
        at = end + 1;
        continue;
      }
      break;
    }
    flush();
    const indent = (marker[1] ?? "").replaceAll("\t", "  ").length;
    const start = marker[3] === undefined ? null : Number(marker[3]);
    while (open.length > 1 && indent <= (open.at(-2)?.indent ?? 0)) open.pop();
    let level = open.at(-1);
    const parent = level?.list.items.at(-1);
    if (level && parent && indent > level.indent + 1 && open.length < 11) {
      level = { indent, list: { type: "list", start, items: [] } };
      parent.lists.push(level.list);
      open.push(level);
    } else if (!level || (level.list.start === null) !== (start === null)) {
      const list: List = { type: "list", start, items: [] };
      const above = open.at(-2)?.list.items.at(-1);
      if (above) above.lists.push(list);
      else roots.push(list);
      open.pop();
      level = { indent, list };
      open.push(level);
    }
    item = { children: [], lists: [] };
    level.list.items.push(item);
    text = line.slice(marker[0].length).trimEnd();
    at = end + 1;
  }
  flush();
  return [roots, at];
}

/** Paragraphs end at blank lines and at fences, where no mark is open across them. */
function paragraphs(source: string): Block[] {
  const blocks: Block[] = [];
  let children: Inline[] = [];
  const flush = () => {
    trimEnds(children);
    if (children.length > 0) blocks.push({ type: "paragraph", children });
    children = [];
  };
  for (const node of parseInline(source)) {
    if (node.type === "codeBlock") {
      flush();
      blocks.push(node);
    } else if (node.type === "text" && node.text.includes("\n")) {
      for (const [index, part] of node.text.split(/\n[ \t]*(?:\n[ \t]*)+/).entries()) {
        if (index > 0) flush();
        if (part) children.push({ type: "text", text: part });
      }
    } else {
      children.push(node);
    }
  }
  flush();
  return blocks;
}

function trimEnds(children: Inline[]): void {
  const first = children[0];
  if (first?.type === "text") {
    first.text = first.text.replace(/^\s*\n/, "");
    if (first.text === "") children.shift();
  }
  const last = children.at(-1);
  if (last?.type === "text") {
    last.text = last.text.trimEnd();
    if (last.text === "") children.pop();
  }
}
