// Server and client with reload: the page is at http://localhost:5173, the API behind it on PORT (8080).
import { bunPath, ensurePackages, runForever } from "./setup.mjs";

ensurePackages();
const port = process.env.PORT ?? "8080";
runForever(bunPath(), ["--watch", "apps/server/src/main.ts"], {
  env: {
    ...process.env,
    PORT: port,
    PALABRE_PUBLIC_URL: process.env.PALABRE_PUBLIC_URL ?? "http://localhost:5173",
  },
});
runForever("npm", ["run", "--silent", "-w", "apps/web", "dev"], {
  env: { ...process.env, PALABRE_API_PORT: port },
});
