/** A grammar as Shiki's files hold it; only Shiki looks inside. */
type Grammar = Promise<{ default: import("shiki/core").LanguageRegistration[] }>;

export interface Language {
  id: string;
  /** As its people write it; the same in every tongue. */
  label: string;
  aliases: readonly string[];
  extensions: readonly string[];
  load: () => Grammar;
}

/** One line a language: id, name, other names in fences, endings of files. Each grammar is fetched when first needed. */
const TABLE: readonly [
  id: string,
  label: string,
  aliases: string,
  extensions: string,
  load: () => Grammar,
][] = [
  ["typescript", "TypeScript", "ts mts cts", "ts mts cts", () => import("shiki/langs/typescript.mjs")],
  ["tsx", "TSX", "", "tsx", () => import("shiki/langs/tsx.mjs")],
  ["javascript", "JavaScript", "js mjs cjs node", "js mjs cjs", () => import("shiki/langs/javascript.mjs")],
  ["jsx", "JSX", "", "jsx", () => import("shiki/langs/jsx.mjs")],
  ["json", "JSON", "", "json webmanifest geojson", () => import("shiki/langs/json.mjs")],
  ["jsonc", "JSON with comments", "json5", "jsonc json5", () => import("shiki/langs/jsonc.mjs")],
  ["rust", "Rust", "rs", "rs", () => import("shiki/langs/rust.mjs")],
  ["go", "Go", "golang", "go", () => import("shiki/langs/go.mjs")],
  ["python", "Python", "py python3", "py pyi pyw", () => import("shiki/langs/python.mjs")],
  ["java", "Java", "", "java", () => import("shiki/langs/java.mjs")],
  ["kotlin", "Kotlin", "kt kts", "kt kts", () => import("shiki/langs/kotlin.mjs")],
  ["c", "C", "h", "c h", () => import("shiki/langs/c.mjs")],
  ["cpp", "C++", "c++ cc cxx hpp", "cpp cc cxx hpp hh hxx", () => import("shiki/langs/cpp.mjs")],
  ["csharp", "C#", "c# cs", "cs", () => import("shiki/langs/csharp.mjs")],
  ["objective-c", "Objective-C", "objc obj-c", "m mm", () => import("shiki/langs/objective-c.mjs")],
  ["php", "PHP", "", "php", () => import("shiki/langs/php.mjs")],
  ["ruby", "Ruby", "rb", "rb rake gemspec", () => import("shiki/langs/ruby.mjs")],
  ["swift", "Swift", "", "swift", () => import("shiki/langs/swift.mjs")],
  ["scala", "Scala", "", "scala sc sbt", () => import("shiki/langs/scala.mjs")],
  ["groovy", "Groovy", "gradle", "groovy gradle", () => import("shiki/langs/groovy.mjs")],
  ["haskell", "Haskell", "hs", "hs", () => import("shiki/langs/haskell.mjs")],
  ["elm", "Elm", "", "elm", () => import("shiki/langs/elm.mjs")],
  ["elixir", "Elixir", "ex exs", "ex exs", () => import("shiki/langs/elixir.mjs")],
  ["erlang", "Erlang", "erl", "erl hrl", () => import("shiki/langs/erlang.mjs")],
  ["gleam", "Gleam", "", "gleam", () => import("shiki/langs/gleam.mjs")],
  ["clojure", "Clojure", "clj cljs", "clj cljs cljc edn", () => import("shiki/langs/clojure.mjs")],
  ["scheme", "Scheme", "", "scm", () => import("shiki/langs/scheme.mjs")],
  ["racket", "Racket", "rkt", "rkt", () => import("shiki/langs/racket.mjs")],
  ["lua", "Lua", "", "lua", () => import("shiki/langs/lua.mjs")],
  ["perl", "Perl", "pl", "pl pm", () => import("shiki/langs/perl.mjs")],
  ["r", "R", "", "r", () => import("shiki/langs/r.mjs")],
  ["julia", "Julia", "jl", "jl", () => import("shiki/langs/julia.mjs")],
  ["matlab", "MATLAB", "", "", () => import("shiki/langs/matlab.mjs")],
  ["dart", "Dart", "", "dart", () => import("shiki/langs/dart.mjs")],
  ["zig", "Zig", "", "zig", () => import("shiki/langs/zig.mjs")],
  ["nim", "Nim", "", "nim", () => import("shiki/langs/nim.mjs")],
  ["crystal", "Crystal", "cr", "cr", () => import("shiki/langs/crystal.mjs")],
  ["d", "D", "", "d", () => import("shiki/langs/d.mjs")],
  ["ada", "Ada", "", "adb ads", () => import("shiki/langs/ada.mjs")],
  ["pascal", "Pascal", "delphi", "pas", () => import("shiki/langs/pascal.mjs")],
  ["ocaml", "OCaml", "ml", "ml mli", () => import("shiki/langs/ocaml.mjs")],
  ["fsharp", "F#", "f# fs", "fs fsx", () => import("shiki/langs/fsharp.mjs")],
  ["bash", "Shell", "sh shell zsh shellscript", "sh bash zsh", () => import("shiki/langs/bash.mjs")],
  ["shellsession", "Shell session", "console", "", () => import("shiki/langs/shellsession.mjs")],
  ["powershell", "PowerShell", "ps ps1", "ps1 psm1", () => import("shiki/langs/powershell.mjs")],
  ["bat", "Batch", "batch cmd", "bat cmd", () => import("shiki/langs/bat.mjs")],
  ["sql", "SQL", "postgres postgresql mysql sqlite plpgsql", "sql", () => import("shiki/langs/sql.mjs")],
  ["html", "HTML", "htm", "html htm", () => import("shiki/langs/html.mjs")],
  ["css", "CSS", "", "css", () => import("shiki/langs/css.mjs")],
  ["scss", "SCSS", "", "scss", () => import("shiki/langs/scss.mjs")],
  ["sass", "Sass", "", "sass", () => import("shiki/langs/sass.mjs")],
  ["less", "Less", "", "less", () => import("shiki/langs/less.mjs")],
  ["vue", "Vue", "", "vue", () => import("shiki/langs/vue.mjs")],
  ["svelte", "Svelte", "", "svelte", () => import("shiki/langs/svelte.mjs")],
  ["astro", "Astro", "", "astro", () => import("shiki/langs/astro.mjs")],
  ["yaml", "YAML", "yml", "yaml yml", () => import("shiki/langs/yaml.mjs")],
  ["toml", "TOML", "", "toml", () => import("shiki/langs/toml.mjs")],
  [
    "ini",
    "INI",
    "cfg conf properties",
    "ini cfg conf properties editorconfig",
    () => import("shiki/langs/ini.mjs"),
  ],
  ["dotenv", ".env", "env", "env", () => import("shiki/langs/dotenv.mjs")],
  ["xml", "XML", "svg rss plist", "xml xsd xsl svg plist", () => import("shiki/langs/xml.mjs")],
  ["csv", "CSV", "", "csv", () => import("shiki/langs/csv.mjs")],
  ["markdown", "Markdown", "md", "md markdown", () => import("shiki/langs/markdown.mjs")],
  ["mdx", "MDX", "", "mdx", () => import("shiki/langs/mdx.mjs")],
  ["diff", "Diff", "patch udiff", "diff patch", () => import("shiki/langs/diff.mjs")],
  ["docker", "Dockerfile", "dockerfile", "dockerfile", () => import("shiki/langs/docker.mjs")],
  ["make", "Makefile", "makefile mk", "mk makefile", () => import("shiki/langs/make.mjs")],
  ["cmake", "CMake", "", "cmake", () => import("shiki/langs/cmake.mjs")],
  ["just", "Just", "justfile", "justfile", () => import("shiki/langs/just.mjs")],
  ["nginx", "nginx", "", "", () => import("shiki/langs/nginx.mjs")],
  ["nix", "Nix", "", "nix", () => import("shiki/langs/nix.mjs")],
  ["terraform", "Terraform", "tf", "tf tfvars", () => import("shiki/langs/terraform.mjs")],
  ["hcl", "HCL", "", "hcl", () => import("shiki/langs/hcl.mjs")],
  ["graphql", "GraphQL", "gql", "graphql gql", () => import("shiki/langs/graphql.mjs")],
  ["proto", "Protocol Buffers", "protobuf", "proto", () => import("shiki/langs/proto.mjs")],
  ["prisma", "Prisma", "", "prisma", () => import("shiki/langs/prisma.mjs")],
  ["solidity", "Solidity", "sol", "sol", () => import("shiki/langs/solidity.mjs")],
  ["latex", "LaTeX", "tex", "tex", () => import("shiki/langs/latex.mjs")],
  ["typst", "Typst", "typ", "typ", () => import("shiki/langs/typst.mjs")],
  ["mermaid", "Mermaid", "mmd", "mmd", () => import("shiki/langs/mermaid.mjs")],
  ["asm", "Assembly", "assembly nasm", "asm s", () => import("shiki/langs/asm.mjs")],
  ["wasm", "WebAssembly", "wat", "wat", () => import("shiki/langs/wasm.mjs")],
  ["viml", "Vim script", "vim vimscript", "vim", () => import("shiki/langs/viml.mjs")],
  ["regex", "Regular expression", "regexp", "", () => import("shiki/langs/regex.mjs")],
  ["http", "HTTP", "", "http", () => import("shiki/langs/http.mjs")],
  ["log", "Log", "", "log", () => import("shiki/langs/log.mjs")],
];

export const LANGUAGES: readonly Language[] = TABLE.map(([id, label, aliases, extensions, load]) => ({
  id,
  label,
  aliases: aliases.split(" ").filter(Boolean),
  extensions: extensions.split(" ").filter(Boolean),
  load,
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
