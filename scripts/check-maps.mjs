// A map that names what is gone misleads: every path in backticks in these files must exist, and so must every link.
// Every table stands in the data model.
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

const schema = readFileSync(join(root, "apps/server/src/db/schema.ts"), "utf8");
const model = readFileSync(join(root, "docs/data-model.md"), "utf8");
for (const [, table] of /interface Schema \{(.*?)\n\}/s.exec(schema)[1].matchAll(/^ {2}(\w+):/gm)) {
  if (!model.includes(`\`${table}\``)) missing.push(`docs/data-model.md does not name the table ${table}`);
}
if (missing.length > 0) fail(`Maps that are not true:\n  ${missing.join("\n  ")}`);
