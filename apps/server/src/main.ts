import { ConfigError, parseConfig } from "./config.ts";
import { createLog } from "./log.ts";
import { startServer } from "./server.ts";

/** Ends by itself when SIGTERM's work takes longer. */
const HARD_STOP_MS = 9_500;

try {
  const config = parseConfig(process.env);
  const log = createLog(config);
  const server = await startServer(config);
  const address = config.publicUrl ?? `http://localhost:${server.port}`;
  log.info(
    { database: config.databaseUrl ? "postgres" : "sqlite", data: config.dataDir },
    `Palabre listens on ${address}. The first account that registers becomes its admin.`,
  );
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      log.info({ signal }, "stopping: sessions are told to reconnect, requests in flight finish");
      setTimeout(() => process.exit(1), HARD_STOP_MS).unref();
      server.stop().then(
        () => process.exit(0),
        (error) => {
          log.fatal({ err: error }, "could not stop cleanly");
          process.exit(1);
        },
      );
    });
  }
} catch (error) {
  const sentence = explain(error);
  if (!sentence) throw error;
  console.error(sentence);
  process.exit(2);
}

/** One sentence for what an operator can mend, without a stack. */
function explain(error: unknown): string | undefined {
  if (error instanceof ConfigError) return error.message;
  if (!(error instanceof Error)) return undefined;
  const code = "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE")
    return `Port ${process.env.PORT ?? 8080} is taken: stop what listens there, or set PORT.`;
  if (code === "EACCES") return `PORT or PALABRE_DATA is not allowed to this user: ${error.message}.`;
  if (code === "ECONNREFUSED") return "Nothing answers at DATABASE_URL: is PostgreSQL running?";
  return undefined;
}
