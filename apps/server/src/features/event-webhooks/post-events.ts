import type { Logger } from "pino";
import type { Database, Tx } from "../../db/database.ts";
import { storable } from "../../http/fields.ts";
import { type Posted, postTo } from "../../outgoing/post.ts";
import { readLimit } from "../instance/limits.ts";
import { createClaims } from "./claims.ts";
import { type Hook, readHooks } from "./hook.ts";
import { mayStillHear } from "./may-hear.ts";

const SECOND = 1_000;
/** How often it is looked whether something is due that nobody announced. */
const LOOK_MS = 500;
/** Addresses that are posted to at one time. */
const AT_ONCE = 20;
/** For so long one goes on with what waits for it; then those have their turn that were not served for longer. */
const TURN_MS = SECOND;
/** Addresses with something due that are looked at. */
const DUE = 1_000;
const TIMEOUT_MS = 5_000;
/** What the database did not take would be posted again and again. */
const REST_MS = 10_000;
/** What another node posts to is looked at again after so long. */
const OTHERS_MS = SECOND;
const KEPT_OF_ANSWER = 1_024;
const DAY = 86_400 * SECOND;
/** Waits after the first, second… attempt in a row that failed; the last one from then on. */
const BACK_OFF = [10, 60, 300, 1_800, 7_200, 28_800].map((seconds) => seconds * SECOND);
/** What nobody took for so long stops. */
const PATIENCE_MS = DAY;

export type StopReason = "failing" | "gone" | "maker";

const STOP_NOTES: Record<StopReason, string> = {
  failing: "nothing was taken for a day",
  gone: "the address answered that it is gone",
  maker: "whoever answered for the webhook may not have it any more",
};

export interface PosterInit {
  db: Database;
  log: Pick<Logger, "error" | "info">;
  nodeId: number;
  allowPrivate: boolean;
  counted(outcome: "delivered" | "failed" | "dropped"): void;
  stopped(hook: Hook, reason: StopReason): void;
}

export interface Poster extends AsyncDisposable {
  /** Something is due. */
  wake(): void;
  /** Stops those whose maker left the server, or may not have them there any more. */
  checkMakers(): Promise<void>;
}

type Delivery = Awaited<ReturnType<typeof nextOf>>;

const nextOf = (db: Database, hookId: string) =>
  db.read
    .selectFrom("event_deliveries")
    .selectAll()
    .where("hook_id", "=", hookId)
    .where("next_at", "is not", null)
    .orderBy("id")
    .limit(1)
    .executeTakeFirst();

/** Posts what is in the outbox: for each address one after the other, in the order in which it was heard. */
export function startPoster({ db, log, nodeId, allowPrivate, counted, stopped }: PosterInit): Poster {
  const claims = createClaims({ db, nodeId });
  const running = new Map<string, Promise<void>>();
  /** Until when an address is left alone after something went wrong here. */
  const resting = new Map<string, number>();
  /** When each of those that have something due had its last turn. */
  let served = new Map<string, number>();
  let looking: Promise<void> | undefined;
  let again = false;
  let closed = false;

  async function look(): Promise<void> {
    const due = await db.read
      .selectFrom("event_deliveries")
      .select("hook_id")
      .distinct()
      .where("next_at", "<=", Date.now())
      .limit(DUE)
      .execute();
    served = new Map(due.map(({ hook_id }) => [hook_id, served.get(hook_id) ?? 0]));
    // None that takes its time keeps another waiting.
    for (const [hook_id] of [...served].sort(([, a], [, b]) => a - b)) {
      if (closed || running.size >= AT_ONCE) return;
      if (running.has(hook_id) || (resting.get(hook_id) ?? 0) > Date.now()) continue;
      resting.delete(hook_id);
      served.set(hook_id, Date.now());
      running.set(
        hook_id,
        run(hook_id)
          .catch((err: unknown) => {
            resting.set(hook_id, Date.now() + REST_MS);
            log.error({ err, hook: hook_id }, "events could not be posted");
          })
          .finally(() => {
            running.delete(hook_id);
            wake();
          }),
      );
    }
  }

  function wake(): void {
    if (closed) return;
    if (looking !== undefined) {
      again = true;
      return;
    }
    looking = look()
      .catch((err: unknown) => log.error({ err }, "it could not be seen which events are due"))
      .finally(() => {
        looking = undefined;
        if (!again) return;
        again = false;
        wake();
      });
  }

  async function run(hookId: string): Promise<void> {
    const until = Date.now() + TURN_MS;
    while (!closed && Date.now() < until) {
      // Before it is read what is next: that may be over already where another node posted.
      if (!(await claims.claim(hookId))) {
        resting.set(hookId, Date.now() + OTHERS_MS);
        return;
      }
      const delivery = await nextOf(db, hookId);
      if (delivery?.next_at == null || delivery.next_at > Date.now()) return;
      const [hook] = await readHooks(db.read, [hookId]);
      if (!hook?.isOn) {
        await dropAll(hookId, "the webhook is switched off");
        return;
      }
      if (!(await attempt(hook, delivery))) return;
    }
  }

  /** False when the address has to wait. */
  async function attempt(hook: Hook, delivery: NonNullable<Delivery>): Promise<boolean> {
    const may = await mayStillHear(db.read, hook, delivery);
    if (may === "stop") {
      await stop(hook, "maker");
      return false;
    }
    if (may === "no") {
      // Nobody may read in the log what may not be told.
      await finish(delivery.id, { status: "dropped", body: "", note: "it may not be seen any more" });
      counted("dropped");
      return true;
    }
    const began = Date.now();
    const answer = await postTo(hook.url, {
      allowPrivate,
      body: delivery.body,
      headers: hook.sign(delivery.id, delivery.body),
      timeoutMs: TIMEOUT_MS,
      maxBytes: KEPT_OF_ANSWER,
      cuts: true,
    }).catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
    const told = {
      attempts: delivery.attempts + 1,
      duration_ms: Date.now() - began,
      response_status: answer instanceof Error ? null : answer.status,
      response: storable(answer instanceof Error ? answer.message : answer.text),
    };
    if (!(answer instanceof Error) && answer.status >= 200 && answer.status < 300) {
      await finish(delivery.id, { ...told, status: "delivered", note: null }, hook);
      counted("delivered");
      return true;
    }
    counted("failed");
    await postpone(hook, delivery.id, told, waitAfter(told.attempts, answer));
    if (!(answer instanceof Error) && answer.status === 410) await stop(hook, "gone");
    else if (hook.failingSince !== null && began - hook.failingSince >= PATIENCE_MS) {
      await stop(hook, "failing");
    }
    return false;
  }

  async function finish(id: string, outcome: object, recovered?: Hook): Promise<void> {
    await db.transaction(async (tx) => {
      await tx.sql
        .updateTable("event_deliveries")
        .set({ ...outcome, next_at: null, finished_at: Date.now() })
        .where("id", "=", id)
        .where("next_at", "is not", null)
        .execute();
      if (recovered?.failingSince != null) await setFailing(tx, recovered, null);
    });
  }

  async function postpone(hook: Hook, id: string, told: object, wait: number): Promise<void> {
    await db.transaction(async (tx) => {
      await tx.lock(`event-hook:${hook.id}`);
      const next_at = Math.round(Date.now() + wait);
      await tx.sql
        .updateTable("event_deliveries")
        .set(told)
        .where("id", "=", id)
        .where("next_at", "is not", null)
        .execute();
      // What stands behind it waits with it.
      await tx.sql
        .updateTable("event_deliveries")
        .set({ next_at })
        .where("hook_id", "=", hook.id)
        .where("next_at", "is not", null)
        .execute();
      if (hook.failingSince === null) await setFailing(tx, hook, Date.now());
    });
  }

  async function dropAll(hookId: string, note: string): Promise<void> {
    await db.transaction(async (tx) => {
      await tx.lock(`event-hook:${hookId}`);
      await dropWaiting(tx, hookId, note);
    });
  }

  /** Nothing more is sent there until somebody switches it on again. */
  async function stop(hook: Hook, reason: StopReason): Promise<void> {
    const isStopped = await db.transaction(async (tx) => {
      await tx.lock(`event-hook:${hook.id}`);
      const { numUpdatedRows } =
        hook.guildId === null
          ? await tx.sql
              .updateTable("applications")
              .set({ event_webhooks_status: 3 })
              .where("id", "=", hook.id)
              .where("event_webhooks_status", "=", 2)
              .where("event_webhooks_url", "=", hook.url)
              .executeTakeFirst()
          : await tx.sql
              .updateTable("event_webhooks")
              .set({ status: 3 })
              .where("id", "=", hook.id)
              .where("status", "=", 2)
              .where("url", "=", hook.url)
              .where("creator_id", "=", hook.ownerId)
              .executeTakeFirst();
      // Somebody changed it meanwhile.
      if (numUpdatedRows === 0n) return false;
      await dropWaiting(tx, hook.id, STOP_NOTES[reason], reason === "maker");
      return true;
    });
    if (!isStopped) return;
    counted("dropped");
    log.info({ hook: hook.id, reason }, "an event webhook was stopped");
    stopped(hook, reason);
  }

  const timer = setInterval(wake, LOOK_MS);
  timer.unref();
  wake();
  return {
    wake,
    async checkMakers() {
      for (const hook of await readHooks(db.read)) {
        if (hook.guildId === null) continue;
        const concerned = { type: "", guild_id: hook.guildId, channel_id: null };
        if ((await mayStillHear(db.read, hook, concerned)) === "stop") await stop(hook, "maker");
      }
    },
    async [Symbol.asyncDispose]() {
      closed = true;
      clearInterval(timer);
      await looking;
      await Promise.all(running.values());
      await claims
        .release()
        .catch((err: unknown) => log.error({ err }, "addresses of event webhooks stay claimed for a while"));
    },
  };
}

async function setFailing(tx: Tx, hook: Hook, since: number | null): Promise<void> {
  if (hook.guildId === null) {
    await tx.sql
      .updateTable("applications")
      .set({ event_webhooks_failing_since: since })
      .where("id", "=", hook.id)
      .execute();
  } else {
    await tx.sql
      .updateTable("event_webhooks")
      .set({ failing_since: since })
      .where("id", "=", hook.id)
      .execute();
  }
}

/** With `erase` what was to be sent is forgotten, too. */
export async function dropWaiting(tx: Tx, hookId: string, note: string, erase = false): Promise<void> {
  await tx.sql
    .updateTable("event_deliveries")
    .set({ status: "dropped", next_at: null, finished_at: Date.now(), note, ...(erase && { body: "" }) })
    .where("hook_id", "=", hookId)
    .where("next_at", "is not", null)
    .execute();
}

/** Milliseconds until the next attempt; some chance keeps many addresses from being asked at the same moment. */
function waitAfter(attempts: number, answer: Posted | Error): number {
  const usual = BACK_OFF[Math.min(attempts, BACK_OFF.length) - 1] ?? SECOND;
  const wait = usual * (0.9 + Math.random() * 0.2);
  if (answer instanceof Error || (answer.status !== 429 && answer.status !== 503)) return wait;
  const asked = parseRetryAfter(answer.retryAfter);
  return asked === undefined ? wait : Math.min(Math.max(asked, SECOND), DAY);
}

/** Seconds, or a date. */
function parseRetryAfter(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const ms = /^\d+(\.\d+)?$/.test(value) ? Number(value) * SECOND : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? ms : undefined;
}

/**
 * Forgets what is over: after some days, and beyond the last ones of each address, as the operator has it. And what a crash
 * left to be announced that nobody took for a day: whoever switches event webhooks on later is not told of it.
 */
export async function sweepDeliveries({ db }: { db: Database }): Promise<void> {
  const now = Date.now();
  const [kept, days] = await Promise.all([
    readLimit(db.read, "event_log"),
    readLimit(db.read, "event_log_days"),
  ]);
  const before = now - days * DAY;
  const old = await db.read
    .selectFrom("event_deliveries")
    .select("hook_id")
    .distinct()
    .where("finished_at", "<", before)
    .execute();
  const full = await db.read
    .selectFrom("event_deliveries")
    .select("hook_id")
    .where("finished_at", "is not", null)
    .groupBy("hook_id")
    .having((e) => e.fn.countAll(), ">", kept)
    .execute();
  for (const hookId of new Set([...old, ...full].map(({ hook_id }) => hook_id))) {
    await db.transaction(async (tx) => {
      // As whoever else changes many of them: two at once could wait for each other.
      await tx.lock(`event-hook:${hookId}`);
      const over = tx.sql
        .deleteFrom("event_deliveries")
        .where("hook_id", "=", hookId)
        .where("finished_at", "is not", null);
      await over.where("finished_at", "<", before).execute();
      const next = await tx.sql
        .selectFrom("event_deliveries")
        .select("id")
        .where("hook_id", "=", hookId)
        .where("finished_at", "is not", null)
        .orderBy("id", "desc")
        .offset(kept)
        .limit(1)
        .executeTakeFirst();
      if (next !== undefined) await over.where("id", "<=", next.id).execute();
    });
  }
  await db.transaction(async ({ sql }) => {
    await sql
      .deleteFrom("event_claims")
      .where("until", "<", now - DAY)
      .execute();
    await sql
      .deleteFrom("event_announcements")
      .where("created_at", "<", now - DAY)
      .execute();
  });
}
