/**
 * A guess at the language of pasted text from a few signs each, or null when it reads like prose. A small table
 * on purpose: it runs on each paste, and a wrong guess costs a click.
 */
const SIGNS: readonly (readonly [language: string, weight: number, sign: RegExp])[] = [
  ["diff", 5, /^(diff --git |@@ -\d+(,\d+)? \+\d+|--- a\/|\+\+\+ b\/)/m],
  ["html", 4, /<!doctype html>|<\/(div|span|body|head|p|a|ul|li|section|script)>/i],
  ["xml", 4, /^\s*<\?xml /],
  ["json", 5, /^\s*[[{][\s\S]*"[^"\n]+"\s*:\s*("|\d|true|false|null|\[|\{)[\s\S]*[\]}]\s*$/],
  [
    "rust",
    3,
    /\b(fn \w+\s*(<[^>]*>)?\(|let mut |impl(<[^>]*>)? \w|pub (fn|struct|enum|mod)|use (crate|std|super)::|#\[derive)/,
  ],
  ["rust", 2, /->\s*(Result|Option|Self|&)|::<|\bmatch \w+ \{|\.unwrap\(\)|println!\(/],
  ["go", 4, /^(package \w+|func (\(\w+ \*?\w+\) )?\w+\()/m],
  ["go", 2, /:=|\bfmt\.\w+\(|\bif err != nil\b/],
  [
    "python",
    4,
    /^\s*(def \w+\(.*\).*:|class \w+(\(.*\))?:|from [\w.]+ import |import \w+( as \w+)?$|@\w+$)/m,
  ],
  ["python", 2, /^\s*(elif .*:|for \w+ in .*:|if .*:|with .* as \w+:|print\()/m],
  [
    "typescript",
    4,
    /\b(interface \w+ (extends \w+ )?\{|type \w+(<[^>]*>)? = |: (string|number|boolean|void|unknown|never)\b|\bas const\b|import type )/,
  ],
  [
    "javascript",
    3,
    /\b(const|let|var) [\w{[][^=\n]*=|=>|\bfunction\*? ?\w*\(|\brequire\(|^import .* from ["']|^export (default|const|function|class)/m,
  ],
  ["javascript", 1, /console\.log\(|\bawait \w|===|document\.|\bnew Promise\(/],
  ["tsx", 5, /(return|=>) \(?\s*<\w+[\s\S]*(: \w+(Props|Element)|interface|useState<)/],
  ["jsx", 4, /(return|=>) \(?\s*<[A-Za-z][\w.]*[\s/>]/],
  [
    "java",
    4,
    /\b(public|private|protected) (static |final |abstract )*(class|interface|enum|record|void|int|String) \w+|System\.out\.print|^import java/m,
  ],
  ["kotlin", 4, /\bfun \w+\(.*\)(: \w+)? [={]|\bval \w+ ?(: \w+)? ?=|\bdata class |\bprintln\(/],
  ["csharp", 4, /^using [A-Z][\w.]*;|\bnamespace [A-Z][\w.]*|\bConsole\.Write|\{ get; (private )?set; \}/m],
  ["cpp", 4, /#include <(iostream|vector|string|memory|map|algorithm)>|\bstd::\w+|\btemplate ?<|\bcout ?<</],
  ["c", 4, /#include [<"][\w/]+\.h[>"]|\bint main\((void|int argc)/],
  ["c", 2, /\b(malloc|printf|sizeof)\(|\bstruct \w+ \*/],
  ["php", 6, /<\?php|\$this->|\$\w+ = .*;\s*$/m],
  ["ruby", 4, /^\s*(def \w+[?!]?(\(.*\))?$|require ['"]|module [A-Z]\w*$|class [A-Z]\w* < )/m],
  ["ruby", 2, /\bdo \|\w+\||\.each\b|^end$|\bputs /m],
  [
    "swift",
    4,
    /\bfunc \w+\(.*\) (-> \w+ )?\{|\bguard let |\bimport (SwiftUI|UIKit|Foundation)|\bvar \w+: \w+ ?[={]/,
  ],
  ["elixir", 4, /^\s*(defmodule |defp? \w+.* do$)|\|>/m],
  ["haskell", 4, /^\w+ :: .*->|^import (qualified )?[A-Z]|^module [A-Z][\w.]* .*where/m],
  ["lua", 4, /\blocal \w+ ?=|\bfunction \w+[.:]\w+\(|\bthen\s*$[\s\S]*^\s*end\b/m],
  [
    "sql",
    5,
    /^\s*(select [\s\S]+\sfrom\s|insert into |update \w+ set |create (table|index|view) |delete from |alter table |with \w+ as \()/im,
  ],
  ["bash", 5, /^#!\/.*\b(ba|z)?sh\b/],
  [
    "bash",
    3,
    /^\s*(\$ )?(sudo |apt(-get)? |npm (i|run|install) |git (clone|commit|push|checkout) |docker |curl |cd |export \w+=|echo ["$])/m,
  ],
  ["bash", 2, /\bfi$|\bdone$|\bthen$|\$\{\w+\}| \| (grep|awk|sed|xargs) /m],
  ["docker", 6, /^FROM [\w./:-]+( AS \w+)?$[\s\S]*^(RUN|COPY|CMD|ENTRYPOINT|WORKDIR) /m],
  ["css", 4, /^[.#@]?[\w-]+[^{};\n]*\{\s*$[\s\S]*^\s*[\w-]+:\s*[^;\n]+;\s*$/m],
  ["scss", 5, /^\s*(\$[\w-]+:|@mixin |@include |&:\w+ \{)/m],
  ["yaml", 3, /^[\w-]+:( .+)?\n( {2,}[\w-]+:|\s*- )/m],
  ["toml", 4, /^\[[\w.-]+\]\s*\n[\w-]+ = /m],
  ["ini", 2, /^\[[\w .-]+\]\s*\n\w+\s*=/m],
  ["make", 4, /^[\w./-]+:.*\n\t\S/m],
  ["latex", 5, /\\(documentclass|begin\{|usepackage)/],
  ["nix", 4, /\{ (pkgs|lib|config)[,. ].*\}:|with import </],
  ["graphql", 4, /^(query|mutation|subscription|fragment) \w*.*\{|^type \w+ (implements \w+ )?\{/m],
  ["zig", 4, /\bconst \w+ = @import\(|\bpub fn \w+\(.*\) !?\w+ \{/],
];

/** Lines that end or begin as code does and prose does not. */
const CODE_LINE = /[;{}()[\]>]\s*$|^\s*(\/\/|#|--|\*|<|\}|\)|@)|^\s{2,}\S|\w\(.*\)|[=!]==?|=>|->|::|&&|\|\|/;

export function detectLanguage(text: string): string | null {
  return guess(text).language;
}

function guess(text: string): { language: string | null; score: number } {
  const sample = text.slice(0, 8_000);
  const scores = new Map<string, number>();
  for (const [language, weight, sign] of SIGNS) {
    if (sign.test(sample)) scores.set(language, (scores.get(language) ?? 0) + weight);
  }
  // What one language adds to another counts for both.
  for (const [child, parent] of [
    ["typescript", "javascript"],
    ["cpp", "c"],
    ["tsx", "typescript"],
    ["jsx", "javascript"],
    ["scss", "css"],
  ] as const) {
    const own = scores.get(child);
    if (own !== undefined) scores.set(child, own + (scores.get(parent) ?? 0));
  }
  const [best] = [...scores].sort((a, b) => b[1] - a[1]);
  return best && best[1] >= 3 ? { language: best[0], score: best[1] } : { language: null, score: 0 };
}

/** Whether a paste is worth offering a code block: several lines, most of which read like code. */
export function looksLikeCode(text: string): boolean {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  if (lines.length < 2 || text.includes("```")) return false;
  const codeLines = lines.filter((line) => CODE_LINE.test(line)).length;
  const share = codeLines / lines.length;
  const { score } = guess(text);
  return score >= 5 || share >= 0.6 || (share >= 0.3 && score > 0);
}
