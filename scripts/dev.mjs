// Server and client with reload: the page is at http://localhost:5173, the API behind it on PORT (8080).
import { bunPath, ensurePackages, runForever } from "./setup.mjs";

ensurePackages();
const port = process.env.PORT ?? "8080";
runForever(bunPath(), ["--watch", "apps/server/src/main.ts"], { env: { ...process.env, PORT: port } });
runForever("npm", ["run", "--silent", "-w", "apps/web", "dev"], {
  env: { ...process.env, PALABRE_DEV_SERVER: `http://127.0.0.1:${port}` },
});
