// Format, lint, import rules, types, dead code, and the maps in the documentation. `npm test` runs it first.
import { ensurePackages, run, say } from "./setup.mjs";

const PROJECTS = ["packages/protocol", "packages/client", "apps/server", "apps/web", "e2e", "bench"];

ensurePackages();
say("· messages of the web client");
run("npm", ["run", "--silent", "-w", "apps/web", "i18n"]);
say("· format, lint, import rules");
run("npx", ["--no-install", "biome", "ci", "--error-on-warnings", "."]);
say("· types");
for (const project of PROJECTS) run("npx", ["--no-install", "tsc", "-p", project]);
say("· dead code");
run("npx", ["--no-install", "knip", "--no-progress"]);
say("· maps");
run("node", ["scripts/check-maps.mjs"]);
