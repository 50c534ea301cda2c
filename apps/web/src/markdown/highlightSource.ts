import { backtickRuns } from "./backticks.ts";
import { parseInline, type RangeKind } from "./parseInline.ts";
import { pastFences } from "./parseMarkdown.ts";

export interface SourceSpan {
  text: string;
  kinds: readonly (RangeKind | "heading" | "quote")[];
}

interface Range {
  start: number;
  end: number;
  kind: RangeKind | "heading" | "quote";
}

const PREFIX = /^(?:(#{1,3}|-#)[ \t]+(?=\S)|(>>>|>) |[ \t]*(?:[-*]|\d{1,9}\.)[ \t]+(?=\S))/;
/** Past this, colouring would cost more than it tells. */
const MOST = 8_000;

/** The text as typed, cut where its look changes. Joined again it is the source, so an overlay lines up with it. */
export function highlightSource(source: string): SourceSpan[] {
  if (source.length > MOST || source === "") return source === "" ? [] : [{ text: source, kinds: [] }];
  const ranges: Range[] = [];
  const add = (start: number, end: number, kind: Range["kind"]) => ranges.push({ start, end, kind });
  const runs = backtickRuns(source);
  let paragraph = -1;
  const flush = (end: number) => {
    if (paragraph < 0) return;
    const base = paragraph;
    parseInline(source.slice(base, end), { onRange: (from, to, kind) => add(base + from, base + to, kind) });
    paragraph = -1;
  };
  for (let at = 0; at < source.length; ) {
    const newline = source.indexOf("\n", at);
    const end = newline < 0 ? source.length : newline;
    const prefix = PREFIX.exec(source.slice(at, end));
    if (prefix) {
      flush(at);
      const inner = at + prefix[0].length;
      add(at, inner, "mark");
      if (prefix[1]) add(inner, end, "heading");
      if (prefix[2]) add(inner, end, "quote");
      paragraph = inner;
      const past = pastFences(source, inner, end, runs);
      if (past === end) flush(end);
      at = past + 1;
    } else {
      if (paragraph < 0) paragraph = at;
      at = pastFences(source, at, end, runs) + 1;
    }
  }
  flush(source.length);
  return cut(source, ranges);
}

function cut(source: string, ranges: readonly Range[]): SourceSpan[] {
  const borders = new Set([0, source.length]);
  for (const range of ranges) borders.add(range.start).add(range.end);
  const sorted = [...borders].sort((a, b) => a - b);
  const starts = ranges.toSorted((a, b) => a.start - b.start);
  const spans: SourceSpan[] = [];
  let open: Range[] = [];
  let next = 0;
  for (const [index, from] of sorted.entries()) {
    const to = sorted[index + 1];
    if (to === undefined) break;
    for (let range = starts[next]; range && range.start <= from; range = starts[next]) {
      open.push(range);
      next += 1;
    }
    open = open.filter((range) => range.end > from);
    spans.push({ text: source.slice(from, to), kinds: [...new Set(open.map((range) => range.kind))] });
  }
  return spans;
}
