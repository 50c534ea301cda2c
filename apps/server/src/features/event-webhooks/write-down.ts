import { LIMITS } from "@palabre/protocol";
import type { Logger } from "pino";
import type { Database } from "../../db/database.ts";
import { enqueueEvents, type OutgoingEvent } from "../applications/event-outbox.ts";
import { forgetQuoted } from "../message-core/forget-told.ts";
import { readHooks } from "./hook.ts";
import { takeRecords } from "./take-records.ts";

/** What is heard together is written down together. */
const GATHER_MS = 5;
const AT_ONCE = 500;
/** What may wait in memory while the database is slow or away. */
const MOST = 10_000;
const AGAIN_MS = 1_000;

/** What was heard of one announcement; nothing where nobody who listens saw it. */
interface Group {
  record: string | undefined;
  events: readonly OutgoingEvent[];
}

/** Takes what was heard into the outbox; from there on nothing loses it. */
export interface WriteDown extends AsyncDisposable {
  /** An event, with the record of the announcement that it is of. Without one nothing but memory holds it until it is written. */
  take(event: OutgoingEvent, record: string | undefined): void;
  /** Everybody has heard what this record announces. */
  heard(record: string): void;
  /** Resolves once what was taken so far is written, or could not be. */
  settled(): Promise<void>;
}

/** What is held in memory does not know that the message which it answers was deleted; its record does. */
const withoutQuote = (event: OutgoingEvent): OutgoingEvent =>
  event.quotedId ? { ...event, quotedId: null, body: forgetQuoted(event.body) } : event;

export function createWriteDown(
  { db, log, newId }: { db: Database; log: Pick<Logger, "error">; newId: () => string },
  hooks: { written(): void; dropped(): void },
): WriteDown {
  /** What is being heard, by its record. */
  const hearing = new Map<string, OutgoingEvent[]>();
  let gathered: Group[] = [];
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
        const taken = await takeRecords(
          tx,
          batch.flatMap(({ record }) => record ?? []),
        );
        const heard = batch.flatMap(({ record, events }) => {
          if (record === undefined) return events;
          const quotedId = taken.get(record);
          // Once only: what was forsaken may have been heard again meanwhile.
          if (!taken.delete(record)) return [];
          return quotedId === null ? events.map(withoutQuote) : events;
        });
        const on = await readHooks(tx.sql, [...new Set(heard.map(({ hookId }) => hookId))]);
        const wanted = new Map(on.filter(({ isOn }) => isOn).map((hook) => [hook.id, hook]));
        const events = heard.filter(
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

  async function settled(): Promise<void> {
    while (gathered.length > 0) {
      clearTimeout(timer);
      timer = undefined;
      writing ??= write().finally(() => {
        writing = undefined;
      });
      await writing;
      if (failed) return plan(AGAIN_MS);
    }
  }

  /** False when there is no room: what has a record is told later. */
  function gather(group: Group): boolean {
    if (gathered.length >= MOST) return false;
    gathered.push(group);
    plan(GATHER_MS);
    return true;
  }

  return {
    take(event, record) {
      if (record === undefined) {
        if (!gather({ record, events: [event] })) hooks.dropped();
        return;
      }
      const events = hearing.get(record);
      if (events === undefined) hearing.set(record, [event]);
      else events.push(event);
    },
    heard(record) {
      const events = hearing.get(record) ?? [];
      hearing.delete(record);
      gather({ record, events });
    },
    settled,
    async [Symbol.asyncDispose]() {
      await settled();
      clearTimeout(timer);
    },
  };
}
