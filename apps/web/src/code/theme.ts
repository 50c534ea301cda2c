import type { ThemeRegistrationRaw } from "shiki/core";

/** The classes of styles/conversation.css: keyword, string, number, function, type, comment, variable, attribute, punctuation. */
export type TokenClass = "k" | "s" | "n" | "f" | "t" | "c" | "v" | "m" | "p" | "";

const SCOPES: Record<Exclude<TokenClass, "">, string[]> = {
  c: ["comment", "punctuation.definition.comment", "string.quoted.docstring"],
  p: [
    "punctuation",
    "meta.brace",
    "keyword.operator",
    "storage.type.function.arrow",
    "meta.separator",
    "delimiter",
  ],
  k: [
    "keyword",
    "storage",
    "storage.type",
    "keyword.operator.new",
    "keyword.operator.expression",
    "keyword.operator.word",
    "keyword.operator.logical.python",
    "variable.language",
    "constant.language",
    "entity.name.tag",
    "punctuation.definition.heading",
    "markup.heading",
    "meta.diff.header",
  ],
  s: [
    "string",
    "punctuation.definition.string",
    "constant.other.symbol",
    "markup.inline.raw",
    "markup.inserted",
    "string.regexp",
  ],
  n: [
    "constant.numeric",
    "constant.character",
    "constant.other",
    "constant.escape",
    "keyword.other.unit",
    "support.constant",
    "meta.diff.range",
  ],
  f: [
    "entity.name.function",
    "support.function",
    "meta.function-call.generic",
    "entity.name.command",
    "markup.underline.link",
  ],
  t: [
    "entity.name.type",
    "entity.name.class",
    "entity.name.namespace",
    "entity.other.inherited-class",
    "support.type",
    "support.class",
    "storage.type.primitive",
    "storage.type.numeric",
    "storage.type.built-in",
    "entity.name.section",
  ],
  v: [
    "variable.parameter",
    "variable.other.property",
    "support.type.property-name",
    "entity.name.tag.yaml",
    "variable.other.object.property",
  ],
  m: [
    "entity.other.attribute-name",
    "meta.attribute",
    "entity.name.function.decorator",
    "punctuation.definition.decorator",
    "entity.name.label",
    "storage.modifier.lifetime",
    "punctuation.definition.lifetime",
    "markup.deleted",
    "meta.annotation",
    "storage.type.annotation",
    "keyword.control.directive",
  ],
};

const CLASSES = Object.keys(SCOPES) as Exclude<TokenClass, "">[];

/** Shiki speaks in colours: each class gets one that no eye sees, and `classOfColour` reads it back. */
const colourOf = (index: number) => `#0000${(index + 1).toString(16).padStart(2, "0")}`;

export const classTheme: ThemeRegistrationRaw = {
  name: "classes",
  type: "dark",
  fg: "#000000",
  bg: "#ffffff",
  settings: CLASSES.map((name, index) => ({
    scope: SCOPES[name],
    settings: { foreground: colourOf(index) },
  })),
};

export function classOfColour(colour: string | undefined): TokenClass {
  const index = CLASSES.findIndex((_, each) => colourOf(each) === colour?.toLowerCase());
  return CLASSES[index] ?? "";
}
