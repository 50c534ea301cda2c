import { bunPath, ensurePackages, ensureWebClient, runForever } from "./setup.mjs";

ensurePackages();
ensureWebClient();
runForever(bunPath(), ["apps/server/src/main.ts"]);
