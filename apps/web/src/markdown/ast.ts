/**
 * What a message's text means. Blocks stand under each other, inlines flow in a line.
 * A fence may also be an inline, since Discord's dialect lets one stand inside a spoiler.
 */
export type Block =
  | { type: "paragraph"; children: Inline[] }
  | { type: "heading"; level: 1 | 2 | 3; children: Inline[] }
  | { type: "subtext"; children: Inline[] }
  | { type: "quote"; children: Block[] }
  | List
  | CodeBlock;

export interface List {
  type: "list";
  /** The first number of an ordered list; null for bullets. */
  start: number | null;
  items: ListItem[];
}

export interface ListItem {
  children: Inline[];
  lists: List[];
}

export interface CodeBlock {
  type: "codeBlock";
  /** What stood after the backticks, as written; "" when nothing did. */
  lang: string;
  /** A path or title after the language, as in ```` ```rust src/wal.rs ````. */
  title: string;
  code: string;
}

export type MarkKind = "strong" | "emphasis" | "underline" | "strike" | "spoiler";

export type TimestampStyle = "t" | "T" | "d" | "D" | "f" | "F" | "R" | "s" | "S";

export type Inline =
  | { type: "text"; text: string }
  | { type: MarkKind; children: Inline[] }
  | { type: "code"; code: string }
  | { type: "link"; href: string; children: Inline[] }
  | { type: "user"; id: string }
  | { type: "role"; id: string }
  | { type: "channel"; id: string }
  | { type: "everyone"; name: "everyone" | "here" }
  | { type: "emoji"; text: string }
  | { type: "customEmoji"; id: string; name: string; animated: boolean }
  | { type: "timestamp"; seconds: number; style: TimestampStyle }
  | CodeBlock;
