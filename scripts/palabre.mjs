// What an operator does on the command line: `npm run palabre -- user list`.
import { bunPath, ensurePackages, runForever } from "./setup.mjs";

ensurePackages();
runForever(bunPath(), ["apps/server/src/cli.ts", ...process.argv.slice(2)]);
