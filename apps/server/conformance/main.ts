import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { conform } from "./conform.ts";
import { officialModule } from "./official.ts";
import { report } from "./report.ts";

/** `npm run conformance`: prints how each operation was answered, and writes docs/conformance.md. */
const { operations, events } = await conform();
for (const { operation, status, verdict } of operations) {
  console.log(`${status || "   "}  ${operation.padEnd(90)}  ${verdict}`);
}
for (const { event, verdict } of events) console.log(`${event.padEnd(95)}  ${verdict}`);
const good = operations.filter(({ verdict }) => verdict === "ok").length;
console.log(`\n${good} of ${operations.length} operations answer as documented`);
const told = events.filter(({ verdict }) => verdict === "ok").length;
console.log(`${told} of ${events.length} events are told as documented`);
writeFileSync(join(import.meta.dirname, "../../../docs/conformance.md"), report({ operations, events }));
const names = join(import.meta.dirname, "../src/features/api-document/official.ts");
writeFileSync(names, officialModule());
spawnSync("npx", ["--no-install", "biome", "format", "--write", names], { stdio: "inherit" });
process.exit(0);
