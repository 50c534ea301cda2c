// A map that names what is gone misleads: every path in backticks in these files must exist.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fail, root } from "./setup.mjs";

const files = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"]
  .concat(readdirSync(join(root, "docs")).map((name) => join("docs", name)))
  .filter((file) => file.endsWith(".md") && existsSync(join(root, file)));

const missing = [];
for (const file of files) {
  const text = readFileSync(join(root, file), "utf8");
  for (const [, path] of text.matchAll(/`((?:packages|apps|e2e|bench|docs|scripts)\/[\w./@-]*[\w/])`/g)) {
    if (!existsSync(join(root, path))) missing.push(`${file} names ${path}`);
  }
  for (const [, target] of text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)) {
    if (!existsSync(join(root, dirname(file), target))) missing.push(`${file} links to ${target}`);
  }
}
if (missing.length > 0) fail(`Paths that are gone:\n  ${missing.join("\n  ")}`);
