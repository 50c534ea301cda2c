import { bunPath, ensurePackages, runForever } from "./setup.mjs";

ensurePackages();
runForever(bunPath(), ["bench/main.ts", ...process.argv.slice(2)]);
