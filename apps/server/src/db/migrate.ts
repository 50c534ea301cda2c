import { type Kysely, type Migration, Migrator } from "kysely";
import { messenger } from "./migrations/001-messenger.ts";
import { servers } from "./migrations/002-servers.ts";
import { bots } from "./migrations/003-bots.ts";
import { emojis } from "./migrations/004-emojis.ts";
import { stickers } from "./migrations/005-stickers.ts";
import { polls } from "./migrations/006-polls.ts";
import { entrance } from "./migrations/007-entrance.ts";
import { eventWebhooks } from "./migrations/008-event-webhooks.ts";
import { voice } from "./migrations/009-voice.ts";
import { eventOutbox } from "./migrations/010-event-outbox.ts";
import type { ColumnTypes } from "./migrations/column-types.ts";

const COLUMN_TYPES: Record<"sqlite" | "postgres", ColumnTypes> = {
  sqlite: { id: "integer", primaryId: "integer" },
  postgres: { id: "bigint", primaryId: "bigint" },
};

/** Brings the database to the newest schema. Safe to run by several nodes at once: Kysely locks. */
export async function migrate(db: Kysely<never>, dialect: "sqlite" | "postgres"): Promise<void> {
  const types = COLUMN_TYPES[dialect];
  const migrations: Record<string, Migration> = {
    "001-messenger": { up: messenger(types) },
    "002-servers": { up: servers(types) },
    "003-bots": { up: bots(types) },
    "004-emojis": { up: emojis(types) },
    "005-stickers": { up: stickers(types) },
    "006-polls": { up: polls(types) },
    "007-entrance": { up: entrance(types) },
    "008-event-webhooks": { up: eventWebhooks(types) },
    "009-voice": { up: voice(types) },
    "010-event-outbox": { up: eventOutbox(types) },
  };
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}
