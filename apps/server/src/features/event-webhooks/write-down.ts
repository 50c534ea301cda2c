import { LIMITS } from "@palabre/protocol";
import type { Logger } from "pino";
import type { Database } from "../../db/database.ts";
import { enqueueEvents, type OutgoingEvent } from "../applications/event-outbox.ts";
import { readHooks } from "./hook.ts";

/** Events that are heard together are written down together. */
const GATHER_MS = 5;
const AT_ONCE = 500;
/** What may wait in memory while the database is slow or away. */
const MOST = 10_000;
const AGAIN_MS = 1_000;

/** Takes what was heard into the outbox; from there on nothing loses it. */
export interface WriteDown extends AsyncDisposable {
  take(event: OutgoingEvent): void;
}

export function createWriteDown(
  { db, log, newId }: { db: Database; log: Pick<Logger, "error">; newId: () => string },
  hooks: { written(): void; dropped(): void },
): WriteDown {
  let gathered: OutgoingEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let writing: Promise<void> | undefined;

  function plan(ms: number): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      writing ??= write().finally(() => {
        writing = undefined;
        if (gathered.length > 0) plan(failed ? AGAIN_MS : 0);
      });
    }, ms);
  }

  let failed = false;
  async function write(): Promise<void> {
    const batch = gathered.slice(0, AT_ONCE);
    try {
      await db.transaction(async (tx) => {
        const on = await readHooks(tx.sql, [...new Set(batch.map(({ hookId }) => hookId))]);
        const wanted = new Map(on.filter(({ isOn }) => isOn).map((hook) => [hook.id, hook]));
        const events = batch.filter(
          ({ hookId, type, body }) =>
            wanted.get(hookId)?.types.includes(type) && Buffer.byteLength(body) <= LIMITS.eventBody,
        );
        if (events.length > 0) await enqueueEvents(tx, { newId }, events);
      });
      gathered = gathered.slice(batch.length);
      failed = false;
      hooks.written();
    } catch (err) {
      failed = true;
      log.error({ err }, "events for webhooks could not be written down");
    }
  }

  return {
    take(event) {
      if (gathered.length >= MOST) {
        hooks.dropped();
        return;
      }
      gathered.push(event);
      plan(GATHER_MS);
    },
    async [Symbol.asyncDispose]() {
      clearTimeout(timer);
      timer = undefined;
      await writing;
      clearTimeout(timer);
      while (gathered.length > 0 && !failed) await write();
    },
  };
}
