import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { conform } from "./conform.ts";
import { officialModule } from "./official.ts";
import { report } from "./report.ts";

/** `npm run conformance`: prints how each operation was answered, and writes docs/conformance.md. */
const verdicts = await conform();
for (const { operation, status, verdict } of verdicts) {
  console.log(`${status || "   "}  ${operation.padEnd(90)}  ${verdict}`);
}
const good = verdicts.filter(({ verdict }) => verdict === "ok").length;
console.log(`\n${good} of ${verdicts.length} operations answer as documented`);
writeFileSync(join(import.meta.dirname, "../../../docs/conformance.md"), report(verdicts));
const names = join(import.meta.dirname, "../src/features/api-document/official.ts");
writeFileSync(names, officialModule());
spawnSync("npx", ["--no-install", "biome", "format", "--write", names], { stdio: "inherit" });
process.exit(0);
