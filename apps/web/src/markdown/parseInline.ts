import type { CodeBlock, Inline, MarkKind, TimestampStyle } from "./ast.ts";
import { type BacktickRuns, backtickRuns, findFence } from "./backticks.ts";
import { safeHref } from "./safeHref.ts";

/** Tells where in the source a mark or an atom stands; the composer colours what is being typed with it. */
export type OnRange = (start: number, end: number, kind: RangeKind) => void;
export type RangeKind = MarkKind | "mark" | "code" | "fence" | "link" | "mention" | "emoji";

interface Frame {
  kind: MarkKind;
  mark: string;
  start: number;
  children: Inline[];
}

const KINDS: Record<string, MarkKind> = {
  "**": "strong",
  "*": "emphasis",
  __: "underline",
  _: "emphasis",
  "~~": "strike",
  "||": "spoiler",
};

const SPECIAL = /[\\`*_~|<@[¯]|[\u0080-\uffff]|[\d#*]\ufe0f?\u20e3/g;
const ESCAPABLE = /[!-/:-@[-`{-~]/;
const WORD = /[\p{L}\p{N}_]/u;
const EMOJI = /\p{RGI_Emoji}/vy;
const ANGLE =
  /<(?:@!?(?<user>\d{1,20})|@&(?<role>\d{1,20})|#(?<channel>\d{1,20})|(?<animated>a)?:(?<name>\w{2,32}):(?<emoji>\d{1,20})|t:(?<seconds>-?\d{1,13})(?::(?<style>[tTdDfFRsS]))?|(?<url>(?:https?:\/\/|mailto:)[^\s<>]{1,2000})|(?<mail>[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}))>/y;
const BARE_URL = /https?:\/\/[^\s<]{1,2048}/y;
const TARGET =
  /\(\s{0,4}(?:<([^\s<>]{1,2000})>|((?:[^\s()<>\\]|\\.|\([^\s()<>]{0,200}\)){1,1000}))(?:\s{1,4}"[^"\n]{0,300}")?\s{0,4}\)/y;
const SHRUG = "¯\\_(ツ)_/¯";

/**
 * One pass from left to right, linear in the length of the text: a mark that closes pops what is open above
 * it, a kind can be open only once, so at most six frames are ever moved.
 */
export function parseInline(source: string, options: { links?: boolean; onRange?: OnRange } = {}): Inline[] {
  return new InlineParser(source, options.links ?? true, options.onRange).run();
}

/** A cursor over one run of text. Kept private to this file: the state is only the pass's own. */
class InlineParser {
  private at = 0;
  private readonly root: Inline[] = [];
  private readonly frames: Frame[] = [];
  private readonly runs: BacktickRuns;
  private readonly closers: Map<number, number>;
  private nextUrl = -1;

  constructor(
    private readonly source: string,
    private readonly links: boolean,
    private readonly onRange: OnRange | undefined,
  ) {
    this.runs = backtickRuns(source);
    this.closers = links && source.includes("](") ? matchBrackets(source) : new Map();
    this.seekUrl();
  }

  run(): Inline[] {
    const { source } = this;
    while (this.at < source.length) {
      SPECIAL.lastIndex = this.at;
      const special = SPECIAL.exec(source)?.index ?? source.length;
      const stop = this.nextUrl >= 0 ? Math.min(special, this.nextUrl) : special;
      if (stop > this.at) {
        this.text(source.slice(this.at, stop));
        this.at = stop;
      }
      if (this.at < source.length) this.atom();
    }
    while (this.frames.length > 0) this.unwind();
    return this.root;
  }

  private atom(): void {
    const { source, at } = this;
    if (at === this.nextUrl) {
      this.bareUrl();
      return;
    }
    const char = source[at] ?? "";
    const done =
      char === "\\"
        ? this.escape()
        : char === "`"
          ? this.backticks()
          : char === "<"
            ? this.angle()
            : char === "@"
              ? this.everyone()
              : char === "["
                ? this.maskedLink()
                : char === "*" || char === "_" || char === "~" || char === "|"
                  ? this.keycap() || this.marks(char)
                  : char === "¯"
                    ? this.shrug()
                    : this.emoji();
    if (done) return;
    const length = (source.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
    this.text(source.slice(at, at + length));
    this.advance(at + length);
  }

  private children(): Inline[] {
    return this.frames.at(-1)?.children ?? this.root;
  }

  private text(text: string): void {
    const into = this.children();
    const last = into.at(-1);
    if (last?.type === "text") last.text += text;
    else into.push({ type: "text", text });
  }

  private push(node: Inline, end: number, kind: RangeKind): true {
    this.onRange?.(this.at, end, kind);
    this.children().push(node);
    this.advance(end);
    return true;
  }

  private advance(to: number): void {
    this.at = to;
    if (this.nextUrl >= 0 && this.nextUrl < to) this.seekUrl();
  }

  private seekUrl(): void {
    if (!this.links) return;
    for (let from = this.at; ; from += 4) {
      from = this.source.indexOf("http", from);
      if (from < 0) break;
      BARE_URL.lastIndex = from;
      const before = this.source[from - 1];
      if ((before === undefined || !WORD.test(before)) && BARE_URL.test(this.source)) {
        this.nextUrl = from;
        return;
      }
    }
    this.nextUrl = -1;
  }

  private escape(): boolean {
    const next = this.source[this.at + 1];
    if (next === undefined || !ESCAPABLE.test(next)) return false;
    this.onRange?.(this.at, this.at + 1, "mark");
    this.text(next);
    this.advance(this.at + 2);
    return true;
  }

  private shrug(): boolean {
    if (!this.source.startsWith(SHRUG, this.at)) return false;
    this.text(SHRUG);
    this.advance(this.at + SHRUG.length);
    return true;
  }

  private backticks(): boolean {
    const { source, at } = this;
    const fence = findFence(source, at, this.runs);
    if (fence) {
      const { lang, title, code } = fence;
      const node: CodeBlock = { type: "codeBlock", lang, title, code };
      return this.push(node, fence.end, "fence");
    }
    const length = this.runs.lengthAt(at);
    const close = this.runs.nextExactly(length, at + length);
    if (close < 0) {
      this.text(source.slice(at, at + length));
      this.advance(at + length);
      return true;
    }
    const inner = source.slice(at + length, close);
    // One space of padding lets the code itself begin or end with a backtick.
    const code =
      /^ .*[^ ].* $/s.test(inner) && (inner[1] === "`" || inner.at(-2) === "`") ? inner.slice(1, -1) : inner;
    this.onRange?.(at, at + length, "mark");
    this.onRange?.(close, close + length, "mark");
    return this.push({ type: "code", code }, close + length, "code");
  }

  private angle(): boolean {
    ANGLE.lastIndex = this.at;
    const found = ANGLE.exec(this.source);
    const groups = found?.groups;
    if (!found || !groups) return false;
    const end = this.at + found[0].length;
    if (groups.user) return this.push({ type: "user", id: groups.user }, end, "mention");
    if (groups.role) return this.push({ type: "role", id: groups.role }, end, "mention");
    if (groups.channel) return this.push({ type: "channel", id: groups.channel }, end, "mention");
    if (groups.emoji && groups.name) {
      const animated = groups.animated === "a";
      return this.push({ type: "customEmoji", id: groups.emoji, name: groups.name, animated }, end, "emoji");
    }
    if (groups.seconds) {
      const seconds = Number(groups.seconds);
      if (Math.abs(seconds) > 8.64e12) return false;
      const style = (groups.style ?? "f") as TimestampStyle;
      return this.push({ type: "timestamp", seconds, style }, end, "mention");
    }
    const written = groups.url ?? groups.mail ?? "";
    const href = safeHref(groups.mail ? `mailto:${groups.mail}` : written);
    if (href === null || !this.links) return false;
    return this.push({ type: "link", href, children: [{ type: "text", text: written }] }, end, "link");
  }

  private everyone(): boolean {
    for (const name of ["everyone", "here"] as const) {
      if (!this.source.startsWith(name, this.at + 1)) continue;
      const after = this.source[this.at + 1 + name.length];
      if (after !== undefined && WORD.test(after)) continue;
      return this.push({ type: "everyone", name }, this.at + 1 + name.length, "mention");
    }
    return false;
  }

  private emoji(): boolean {
    EMOJI.lastIndex = this.at;
    const found = EMOJI.exec(this.source);
    if (!found) return false;
    return this.push({ type: "emoji", text: found[0] }, this.at + found[0].length, "emoji");
  }

  private keycap(): boolean {
    const next = this.source.charCodeAt(this.at + 1);
    return (next === 0xfe0f || next === 0x20e3) && this.emoji();
  }

  private maskedLink(): boolean {
    const close = this.closers.get(this.at);
    if (close === undefined || !this.links || close === this.at + 1) return false;
    TARGET.lastIndex = close + 1;
    const found = TARGET.exec(this.source);
    if (!found) return false;
    const href = safeHref((found[1] ?? found[2] ?? "").replace(/\\(.)/g, "$1"));
    const label = this.source.slice(this.at + 1, close);
    // A label that reads like another address is how people are led astray: such a link stays as written.
    if (href === null || /https?:\/\/|www\./i.test(label)) return false;
    const base = this.at + 1;
    const shifted: OnRange | undefined =
      this.onRange && ((start, end, kind) => this.onRange?.(start + base, end + base, kind));
    const children = parseInline(label, { links: false, onRange: shifted });
    const end = close + 1 + found[0].length;
    this.onRange?.(this.at, this.at + 1, "mark");
    this.onRange?.(close, end, "mark");
    return this.push({ type: "link", href, children }, end, "link");
  }

  private bareUrl(): void {
    BARE_URL.lastIndex = this.at;
    let url = BARE_URL.exec(this.source)?.[0] ?? "http";
    for (const frame of this.frames) {
      const stop = frame.mark.length === 2 ? url.indexOf(frame.mark) : -1;
      if (stop > 0) url = url.slice(0, stop);
    }
    const marks = this.frames.some((frame) => frame.mark === "*" || frame.mark === "_") ? "*_" : "";
    let end = url.length;
    // One count of the brackets, then only subtraction: a thousand ")" stay cheap.
    let surplus = count(url, ")") - count(url, "(");
    while (end > 0) {
      const last = url[end - 1] ?? "";
      if (last === ")" && surplus > 0) surplus -= 1;
      else if (!".,:;!?\"'*]".includes(last) && !marks.includes(last)) break;
      else if (last === ")") break;
      end -= 1;
    }
    url = url.slice(0, end);
    const href = safeHref(url);
    if (href === null) {
      this.text(url || "http");
      this.advance(this.at + (url.length || 4));
      return;
    }
    this.push({ type: "link", href, children: [{ type: "text", text: url }] }, this.at + url.length, "link");
  }

  /** A run of one mark's character: as many closes and opens as it holds, the rest is text. */
  private marks(char: string): boolean {
    const { source } = this;
    const start = this.at;
    let end = start;
    while (source[end] === char) end += 1;
    const before = source[start - 1];
    const after = source[end];
    const run = end - start;
    const pair = char + char;
    if (char === "~" || char === "|") {
      for (let left = run; left >= 2; left -= 2) {
        // A bare run of four or more opens nothing: there would be nothing inside.
        if (this.isOpen(pair)) this.close(pair);
        else if (left < 4 && after !== undefined) this.open(pair);
        else break;
      }
    } else {
      const canOpenOne =
        after !== undefined && !/\s/.test(after) && (char === "*" || !before || !WORD.test(before));
      const canCloseOne =
        before !== undefined && !/\s/.test(before) && (char === "*" || !after || !WORD.test(after));
      let left = run;
      while (left > 0 && this.closeInner(char, pair, left, canCloseOne)) left = end - this.at;
      left = end - this.at;
      if (left >= 2 && left <= 3 && after !== undefined && !this.isOpen(pair)) this.open(pair);
      left = end - this.at;
      if (left === 1 && canOpenOne && !this.isOpen(char)) this.open(char);
    }
    if (this.at < end) {
      this.text(source.slice(this.at, end));
      this.advance(end);
    }
    return true;
  }

  private closeInner(char: string, pair: string, left: number, canCloseOne: boolean): boolean {
    const one = this.frames.findIndex((frame) => frame.mark === char);
    const two = this.frames.findIndex((frame) => frame.mark === pair);
    const closesTwo = two >= 0 && left >= 2;
    const closesOne = one >= 0 && canCloseOne && (left === 1 || left >= 3);
    if (closesOne && (!closesTwo || one > two)) return this.close(char);
    if (closesTwo) return this.close(pair);
    return false;
  }

  private isOpen(mark: string): boolean {
    return this.frames.some((frame) => frame.mark === mark);
  }

  private open(mark: string): void {
    const kind = KINDS[mark];
    if (!kind) return;
    this.frames.push({ kind, mark, start: this.at, children: [] });
    this.advance(this.at + mark.length);
  }

  /** Closes the frame of `mark`; what was open above it turns into text. False when there is nothing inside. */
  private close(mark: string): boolean {
    const index = this.frames.findIndex((frame) => frame.mark === mark);
    if (index < 0) return false;
    while (this.frames.length - 1 > index) this.unwind();
    const frame = this.frames.at(-1);
    if (!frame || frame.children.length === 0) {
      this.unwind();
      return false;
    }
    this.frames.pop();
    const end = this.at + mark.length;
    this.onRange?.(frame.start, frame.start + mark.length, "mark");
    this.onRange?.(this.at, end, "mark");
    this.onRange?.(frame.start, end, frame.kind);
    this.children().push({ type: frame.kind, children: frame.children });
    this.advance(end);
    return true;
  }

  private unwind(): void {
    const frame = this.frames.pop();
    if (!frame) return;
    this.text(frame.mark);
    const [first, ...rest] = frame.children;
    if (first?.type === "text") this.text(first.text);
    else if (first) this.children().push(first);
    for (const node of rest) this.children().push(node);
  }
}

function count(text: string, char: string): number {
  let total = 0;
  for (const each of text) if (each === char) total += 1;
  return total;
}

/** For each "[" the "]" that closes it, escapes apart. */
function matchBrackets(source: string): Map<number, number> {
  const pairs = new Map<number, number>();
  const open: number[] = [];
  for (let at = 0; at < source.length; at += 1) {
    const char = source[at];
    if (char === "\\") at += 1;
    else if (char === "[") open.push(at);
    else if (char === "]") {
      const start = open.pop();
      if (start !== undefined) pairs.set(start, at);
    }
  }
  return pairs;
}
