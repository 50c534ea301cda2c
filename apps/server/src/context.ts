import { randomBytes } from "node:crypto";
import { mkdir, open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { createSnowflakes } from "@palabre/protocol";
import type { Logger } from "pino";
import type { Blobs } from "./blobs/blobs.ts";
import { createFolderBlobs } from "./blobs/folder.ts";
import type { Bus } from "./bus/bus.ts";
import { createMemoryBus } from "./bus/memory.ts";
import type { Config } from "./config.ts";
import type { Database } from "./db/database.ts";
import { openSqlite } from "./db/sqlite.ts";
import { createRateLimiter, type RateLimiter } from "./http/rate-limit.ts";
import { loadLater } from "./mail/load-later.ts";
import type { Mailer } from "./mail/mailer.ts";
import { createPostbox, type Postbox } from "./mail/postbox.ts";

/** What features may use. Verbs take the parts they need, not the whole. */
export interface Context {
  config: Config;
  log: Logger;
  db: Database;
  bus: Bus;
  blobs: Blobs;
  postbox: Postbox;
  limiter: RateLimiter;
  /** A new snowflake. */
  newId: () => string;
  /** 32 bytes that sign addresses of files; the same at every start. */
  secret: Uint8Array;
}

/** The only place that chooses SQLite or PostgreSQL, and later memory or NATS, disk or S3. */
export async function openContext(config: Config, log: Logger): Promise<Context & AsyncDisposable> {
  // What people wrote to each other lies in here: nobody else on the machine is to read it.
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  const db = await openDatabase(config, log);
  const postbox = createPostbox(
    loadLater(() => openMailer(config)),
    log,
  );
  return {
    config,
    log,
    db,
    bus: createMemoryBus(log),
    blobs: createFolderBlobs(join(config.dataDir, "files")),
    postbox,
    limiter: createRateLimiter(config.rateLimits),
    newId: createSnowflakes(config.nodeId),
    secret: await readSecret(join(config.dataDir, "secret")),
    async [Symbol.asyncDispose]() {
      await postbox.close();
      await db.close();
    },
  };
}

// Drivers and libraries of what is not chosen are not even loaded: they would be a good part of a start's time.

async function openDatabase({ databaseUrl, dataDir }: Config, log: Logger): Promise<Database> {
  const onError = (error: unknown) => log.error({ err: error }, "the database has a problem");
  if (databaseUrl === undefined) return openSqlite(join(dataDir, "palabre.db"), onError);
  const { openPostgres } = await import("./db/postgres.ts");
  return openPostgres(databaseUrl, onError);
}

async function openMailer({ smtpUrl, mailFrom, dataDir }: Config): Promise<Mailer> {
  if (smtpUrl === undefined) {
    const { createOutboxMailer } = await import("./mail/outbox.ts");
    return createOutboxMailer(join(dataDir, "outbox"), mailFrom);
  }
  const { createSmtpMailer } = await import("./mail/smtp.ts");
  return createSmtpMailer(smtpUrl, mailFrom);
}

/** Makes the secret at the first start. Written beside and renamed, so that a crash leaves a whole one or none. */
async function readSecret(file: string): Promise<Uint8Array> {
  const known = await readFile(file).catch(() => null);
  if (known?.length === 32) return known;
  const made = randomBytes(32);
  const handle = await open(`${file}.new`, "w", 0o600);
  await handle.writeFile(made);
  await handle.sync();
  await handle.close();
  await rename(`${file}.new`, file);
  return made;
}
