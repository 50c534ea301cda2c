// Asks every operation of Discord's document at a server of its own: `npm run conformance`.
import { bunPath, ensurePackages, runForever } from "./setup.mjs";

ensurePackages();
runForever(bunPath(), ["apps/server/conformance/main.ts"]);
