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
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exit(2);
}
