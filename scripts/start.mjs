import { bunPath, ensurePackages, ensureServer, ensureWebClient, runForever, SERVER } from "./setup.mjs";

ensurePackages();
ensureWebClient();
ensureServer();
runForever(bunPath(), [SERVER]);
