export interface Language {
  id: string;
  /** As its people write it; the same in every tongue. */
  label: string;
  aliases: readonly string[];
  extensions: readonly string[];
}

/** One line a language: id, name, other names in fences, endings of files. `grammars.ts` has a grammar for each. */
const TABLE: readonly [id: string, label: string, aliases: string, extensions: string][] = [
  ["typescript", "TypeScript", "ts mts cts", "ts mts cts"],
  ["tsx", "TSX", "", "tsx"],
  ["javascript", "JavaScript", "js mjs cjs node", "js mjs cjs"],
  ["jsx", "JSX", "", "jsx"],
  ["json", "JSON", "", "json webmanifest geojson"],
  ["jsonc", "JSON with comments", "json5", "jsonc json5"],
  ["rust", "Rust", "rs", "rs"],
  ["go", "Go", "golang", "go"],
  ["python", "Python", "py python3", "py pyi pyw"],
  ["java", "Java", "", "java"],
  ["kotlin", "Kotlin", "kt kts", "kt kts"],
  ["c", "C", "h", "c h"],
  ["cpp", "C++", "c++ cc cxx hpp", "cpp cc cxx hpp hh hxx"],
  ["csharp", "C#", "c# cs", "cs"],
  ["objective-c", "Objective-C", "objc obj-c", "m mm"],
  ["php", "PHP", "", "php"],
  ["ruby", "Ruby", "rb", "rb rake gemspec"],
  ["swift", "Swift", "", "swift"],
  ["scala", "Scala", "", "scala sc sbt"],
  ["groovy", "Groovy", "gradle", "groovy gradle"],
  ["haskell", "Haskell", "hs", "hs"],
  ["elm", "Elm", "", "elm"],
  ["elixir", "Elixir", "ex exs", "ex exs"],
  ["erlang", "Erlang", "erl", "erl hrl"],
  ["gleam", "Gleam", "", "gleam"],
  ["clojure", "Clojure", "clj cljs", "clj cljs cljc edn"],
  ["scheme", "Scheme", "", "scm"],
  ["racket", "Racket", "rkt", "rkt"],
  ["lua", "Lua", "", "lua"],
  ["perl", "Perl", "pl", "pl pm"],
  ["r", "R", "", "r"],
  ["julia", "Julia", "jl", "jl"],
  ["matlab", "MATLAB", "", ""],
  ["dart", "Dart", "", "dart"],
  ["zig", "Zig", "", "zig"],
  ["nim", "Nim", "", "nim"],
  ["crystal", "Crystal", "cr", "cr"],
  ["d", "D", "", "d"],
  ["ada", "Ada", "", "adb ads"],
  ["pascal", "Pascal", "delphi", "pas"],
  ["ocaml", "OCaml", "ml", "ml mli"],
  ["fsharp", "F#", "f# fs", "fs fsx"],
  ["bash", "Shell", "sh shell zsh shellscript", "sh bash zsh"],
  ["shellsession", "Shell session", "console", ""],
  ["powershell", "PowerShell", "ps ps1", "ps1 psm1"],
  ["bat", "Batch", "batch cmd", "bat cmd"],
  ["sql", "SQL", "postgres postgresql mysql sqlite plpgsql", "sql"],
  ["html", "HTML", "htm", "html htm"],
  ["css", "CSS", "", "css"],
  ["scss", "SCSS", "", "scss"],
  ["sass", "Sass", "", "sass"],
  ["less", "Less", "", "less"],
  ["vue", "Vue", "", "vue"],
  ["svelte", "Svelte", "", "svelte"],
  ["astro", "Astro", "", "astro"],
  ["yaml", "YAML", "yml", "yaml yml"],
  ["toml", "TOML", "", "toml"],
  ["ini", "INI", "cfg conf properties", "ini cfg conf properties editorconfig"],
  ["dotenv", ".env", "env", "env"],
  ["xml", "XML", "svg rss plist", "xml xsd xsl svg plist"],
  ["csv", "CSV", "", "csv"],
  ["markdown", "Markdown", "md", "md markdown"],
  ["mdx", "MDX", "", "mdx"],
  ["diff", "Diff", "patch udiff", "diff patch"],
  ["docker", "Dockerfile", "dockerfile", "dockerfile"],
  ["make", "Makefile", "makefile mk", "mk makefile"],
  ["cmake", "CMake", "", "cmake"],
  ["just", "Just", "justfile", "justfile"],
  ["nginx", "nginx", "", ""],
  ["nix", "Nix", "", "nix"],
  ["terraform", "Terraform", "tf", "tf tfvars"],
  ["hcl", "HCL", "", "hcl"],
  ["graphql", "GraphQL", "gql", "graphql gql"],
  ["proto", "Protocol Buffers", "protobuf", "proto"],
  ["prisma", "Prisma", "", "prisma"],
  ["solidity", "Solidity", "sol", "sol"],
  ["latex", "LaTeX", "tex", "tex"],
  ["typst", "Typst", "typ", "typ"],
  ["mermaid", "Mermaid", "mmd", "mmd"],
  ["asm", "Assembly", "assembly nasm", "asm s"],
  ["wasm", "WebAssembly", "wat", "wat"],
  ["viml", "Vim script", "vim vimscript", "vim"],
  ["regex", "Regular expression", "regexp", ""],
  ["http", "HTTP", "", "http"],
  ["log", "Log", "", "log"],
];

export const LANGUAGES: readonly Language[] = TABLE.map(([id, label, aliases, extensions]) => ({
  id,
  label,
  aliases: aliases.split(" ").filter(Boolean),
  extensions: extensions.split(" ").filter(Boolean),
}));

const byName = new Map<string, Language>();
const byExtension = new Map<string, Language>();
for (const language of LANGUAGES) {
  for (const name of [language.id, ...language.aliases]) byName.set(name, language);
  for (const extension of language.extensions) {
    byExtension.set(extension, language);
    if (!byName.has(extension)) byName.set(extension, language);
  }
}

/** What a fence's first word means; undefined for one we have no grammar of. */
export function findLanguage(name: string): Language | undefined {
  return byName.get(name.toLowerCase());
}

/** The language of a file by its name: `Dockerfile`, `src/main.rs`. */
export function languageOfFile(filename: string): Language | undefined {
  const name = (filename.split("/").at(-1) ?? "").toLowerCase();
  const extension = name.includes(".") ? name.slice(name.lastIndexOf(".") + 1) : name;
  return byExtension.get(extension);
}

const TEXT = new Set(["txt", "text", "log", "csv", "tsv", "lock", "gitignore", "license", "readme", "env"]);

/** Whether a file can be shown as text in place. */
export function isTextFile(filename: string, contentType = ""): boolean {
  if (/^(image|audio|video|font)\//.test(contentType)) return false;
  const name = (filename.split("/").at(-1) ?? "").toLowerCase();
  const extension = name.slice(name.lastIndexOf(".") + 1);
  return languageOfFile(filename) !== undefined || TEXT.has(extension) || /^text\/(?!html)/.test(contentType);
}
