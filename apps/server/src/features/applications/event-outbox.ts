import type { APPLICATION_EVENTS } from "@palabre/protocol";
import type { Tx } from "../../db/database.ts";
import { readLimit } from "../instance/limits.ts";
import { findApplication } from "./find-application.ts";

/** An event for one address. */
export interface OutgoingEvent {
  hookId: string;
  applicationId: string | null;
  guildId: string | null;
  /** Who is to be told of it must still see this when it is sent. */
  channelId: string | null;
  /** The message whose content is in it, and the one that this answers: with them it is forgotten. */
  messageId?: string | null;
  quotedId?: string | null;
  type: string;
  /** JSON, as it is sent. */
  body: string;
}

const LEFT_OUT = "too many events were waiting";

/**
 * Writes down what has to be posted, with the transaction, in the order of the list: from its commit on it is sent until it
 * is taken. As many wait for one address as the operator has it (`event_backlog`); the oldest give way.
 */
export async function enqueueEvents(
  tx: Tx,
  { newId }: { newId: () => string },
  events: readonly OutgoingEvent[],
): Promise<void> {
  const byHook = Map.groupBy(events, ({ hookId }) => hookId);
  await tx.lock(...[...byHook.keys()].sort().map((id) => `event-hook:${id}`));
  const most = await readLimit(tx.sql, "event_backlog");
  for (const [hookId, all] of byHook) {
    const fresh = all.slice(-most);
    const now = Date.now();
    const waiting = await tx.sql
      .selectFrom("event_deliveries")
      .select((e) => [e.fn.countAll().as("count"), e.fn.max("next_at").as("next_at")])
      .where("hook_id", "=", hookId)
      .where("next_at", "is not", null)
      .executeTakeFirstOrThrow();
    const excess = Number(waiting.count) + fresh.length - most;
    if (excess > 0) {
      const oldest = tx.sql
        .selectFrom("event_deliveries")
        .select("id")
        .where("hook_id", "=", hookId)
        .where("next_at", "is not", null)
        .orderBy("id")
        .limit(excess);
      await tx.sql
        .updateTable("event_deliveries")
        .set({ status: "dropped", next_at: null, finished_at: now, note: LEFT_OUT })
        .where("id", "in", oldest)
        .execute();
    }
    await tx.sql
      .insertInto("event_deliveries")
      .values(
        fresh.map((event) => ({
          id: newId(),
          hook_id: hookId,
          application_id: event.applicationId,
          guild_id: event.guildId,
          channel_id: event.channelId,
          message_id: event.messageId ?? null,
          quoted_id: event.quotedId ?? null,
          type: event.type,
          body: event.body,
          status: "pending" as const,
          // Behind those that wait: they arrive in order.
          next_at: Number(waiting.next_at ?? now),
          created_at: now,
        })),
      )
      .execute();
  }
}

/** The envelope of what an application is told; `data` is JSON. */
export const eventEnvelope = (applicationId: string, type: string, data: string): string =>
  `{"version":1,"application_id":"${applicationId}","type":1,"event":{"type":"${type}","timestamp":"${new Date().toISOString()}","data":${data}}}`;

/** Tells an application of something about itself, with the transaction, if it wants to know. */
export async function tellApplication(
  tx: Tx,
  deps: { newId: () => string; config: { eventWebhooks: boolean } },
  applicationId: string,
  type: (typeof APPLICATION_EVENTS)[number],
  data: object,
): Promise<void> {
  if (!deps.config.eventWebhooks) return;
  const row = await findApplication(tx.sql, applicationId);
  if (row?.event_webhooks_status !== 2 || row.event_webhooks_url === null) return;
  if (!(JSON.parse(row.event_webhooks_types) as string[]).includes(type)) return;
  const body = eventEnvelope(applicationId, type, JSON.stringify(data));
  await enqueueEvents(tx, deps, [
    { hookId: applicationId, applicationId, guildId: null, channelId: null, type, body },
  ]);
}
