import { bunPath, ensurePackages, ensureServer, runForever } from "./setup.mjs";

ensurePackages();
ensureServer();
runForever(bunPath(), ["bench/main.ts", ...process.argv.slice(2)]);
