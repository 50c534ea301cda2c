import type { Snowflake } from "@palabre/protocol";
import type { APIMessage } from "discord-api-types/v10";
import { api } from "./api.ts";
import { failureOf, isAbort, isPassing } from "./failure.ts";
import { forgetPending, keepPending, readOutbox } from "./outbox-disk.ts";
import { store } from "./store.ts";
import type { PendingMessage } from "./types.ts";

/** Milliseconds until what met no network is tried again, when no reconnect comes first. */
const RETRY_AFTER = 5_000;

const sending = new Set<Snowflake>();
const aborts = new Map<string, AbortController>();
let retryTimer: ReturnType<typeof setTimeout> | undefined;

/**
 * Sends what waits, one at a time in each conversation so that order holds. Without network it stays queued and
 * goes when the connection is back. A send whose answer was lost is repeated with its nonce, and arrives once.
 */
export function flushOutbox(): void {
  clearTimeout(retryTimer);
  for (const channelId of new Set(store.get().outbox.map((message) => message.channelId))) {
    if (sending.has(channelId)) continue;
    sending.add(channelId);
    void sendQueued(channelId);
  }
}

async function sendQueued(channelId: Snowflake): Promise<void> {
  try {
    for (;;) {
      const { outbox, connection } = store.get();
      if (connection.state === "offline" || connection.state === "out") return;
      const next = outbox.find((one) => one.channelId === channelId && one.status === "queued");
      if (!next || !(await sendOne(next))) return;
    }
  } finally {
    // In the turn in which nothing was left, not a promise later: what is queued from now on starts anew.
    sending.delete(channelId);
  }
}

/** Whether the next one may go. */
async function sendOne(message: PendingMessage): Promise<boolean> {
  const { nonce } = message;
  const abort = new AbortController();
  aborts.set(nonce, abort);
  const change = (change: Partial<PendingMessage>) => store.send({ type: "pending_changed", nonce, change });
  change({ status: "sending", error: null, progress: message.files.length > 0 ? 0 : null });
  try {
    const sent = await post(message, abort.signal, (progress) => change({ progress }));
    store.send({ type: "pending_sent", nonce, message: sent });
    return true;
  } catch (error) {
    if (isAbort(error)) return true;
    if (isPassing(error)) {
      change({ status: "queued", progress: null });
      clearTimeout(retryTimer);
      retryTimer = setTimeout(flushOutbox, RETRY_AFTER);
      return false;
    }
    change({ status: "failed", progress: null, error: failureOf(error) });
    return true;
  } finally {
    aborts.delete(nonce);
  }
}

function post(
  message: PendingMessage,
  signal: AbortSignal,
  onProgress: (share: number) => void,
): Promise<APIMessage> {
  return api.messages.send(
    message.channelId,
    {
      content: message.content,
      nonce: message.nonce,
      enforce_nonce: true,
      ...(message.replyTo && {
        message_reference: {
          type: 0,
          message_id: message.replyTo,
          fail_if_not_exists: false,
        },
        allowed_mentions: { replied_user: message.pingReply },
      }),
    },
    message.files,
    {
      signal,
      ...(message.files.length > 0 && {
        onProgress: (sent: number, total: number) => onProgress(total > 0 ? sent / total : 0),
      }),
    },
  );
}

/** Ends a send that is on its way, if it is. */
export function abortSend(nonce: string): void {
  aborts.get(nonce)?.abort(new DOMException("Cancelled", "AbortError"));
}

/** Takes up what an earlier page of this account left unsent, and keeps what is unsent from now on. Returns its end. */
export function persistOutbox(userId: Snowflake): () => void {
  let kept: readonly PendingMessage[] = store.get().outbox;
  const own = new Set(kept.map((message) => message.nonce));
  const save = () => {
    const { outbox, self } = store.get();
    if (outbox === kept || self?.id !== userId) return;
    const before = new Map(kept.map((message) => [message.nonce, message]));
    for (const message of outbox) {
      const old = before.get(message.nonce);
      before.delete(message.nonce);
      own.add(message.nonce);
      // A page that comes later can only queue it again; progress is not worth writing.
      if (!old || old.status !== message.status) {
        const status = message.status === "failed" ? "failed" : "queued";
        void keepPending(userId, { ...message, status, progress: null });
      }
    }
    for (const nonce of before.keys()) void forgetPending(nonce);
    kept = outbox;
  };
  const stop = store.subscribe(save);
  void readOutbox(userId).then((messages) => {
    if (store.get().self?.id !== userId) return;
    // What this page wrote meanwhile may be read back, and be sent already.
    for (const message of messages) {
      if (!own.has(message.nonce)) store.send({ type: "pending_added", message });
    }
    flushOutbox();
  });
  return stop;
}
