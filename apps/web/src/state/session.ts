/**
 * The life of one log-in: find out whether there is one, keep the gateway connected, pass dispatches to the store,
 * go idle, tell the desktop what is new.
 *
 * `startSession()` after a log-in and when the page opens; `endSession()` logs out. `useConnection().state` is
 * "starting", "online", "offline" or "out".
 */
import { ApiError, createGateway, type Gateway } from "@palabre/client";
import type { BotForm } from "@palabre/protocol";
import { refresh } from "./actions/history.ts";
import { loadSuggestions } from "./actions/people.ts";
import { ackViewed, flushDrafts, loadMentions } from "./actions/reading.ts";
import { watchActivity } from "./activity.ts";
import { api } from "./api.ts";
import { setGateway } from "./gateway.ts";
import { noticeMessage } from "./notice.ts";
import { flushOutbox, persistOutbox } from "./outbox.ts";
import { openOverlay } from "./overlays.ts";
import { store } from "./store.ts";
import type { DispatchEvent, ReceivedMessage } from "./types.ts";

let running: { gateway: Gateway; stop: () => void } | undefined;

/**
 * Connects with the session's cookie; does nothing while it runs already. Returns what the shell calls when it goes:
 * the connection stays (pages outside the shell are short visits), only "out" is forgotten, for the next log-in.
 */
export function startSession(): () => void {
  if (!running) connect();
  return () => {
    if (store.get().connection.state === "out") {
      store.send({ type: "connection", connection: { state: "starting" } });
    }
  };
}

function connect(): void {
  store.send({ type: "connection", connection: { state: "starting" } });
  const gateway = createGateway({
    url: `${location.protocol === "https:" ? "wss:" : "ws:"}//${location.host}/gateway`,
    ignoreResumeUrl: true,
    properties: { browser: "Palabre Web", os: platform(), device: "" },
  });
  const stops = [
    gateway.on("dispatch", ({ t, d }) => {
      const before = store.get();
      store.send({ type: "dispatch", t, d, at: Date.now() } as DispatchEvent);
      if (t === "MESSAGE_CREATE") noticeMessage(before, store.get(), d as ReceivedMessage);
      // Wherever the person acted: the form itself knows whether that was here.
      if (t === "INTERACTION_MODAL_CREATE") openOverlay({ kind: "bot-form", form: d as BotForm });
      if (t === "READY") settled(true);
      else if (t === "RESUMED") settled(false);
    }),
    gateway.on("status", (status) => {
      if (status.state === "waiting") lost(status.retryAt);
      else if (status.state === "connecting") lost(null);
    }),
    gateway.on("closed", ({ code }) => {
      // The cookie is no longer good: revoked, or the account is disabled.
      if (code === 4004) signedOut();
    }),
    watchWake(gateway),
    watchActivity(gateway),
    watchClock(),
    store.subscribe(ackViewed),
  ];
  let stopOutbox: (() => void) | undefined;

  function settled(fresh: boolean) {
    const { self, viewing, mentions, suggestions } = store.get();
    if (self) stopOutbox ??= persistOutbox(self.id);
    flushOutbox();
    flushDrafts();
    ackViewed();
    if (!fresh) return;
    for (const channelId in viewing) void refresh(channelId);
    if (mentions) loadMentions().catch(() => {});
    if (suggestions) loadSuggestions().catch(() => {});
  }

  setGateway(gateway);
  running = {
    gateway,
    stop() {
      for (const stop of stops) stop();
      stopOutbox?.();
      setGateway(undefined);
      gateway.close();
    },
  };
  gateway.connect();
  // A refused upgrade looks like a lost network to a page; only this answer tells "not logged in" from "offline".
  api.users.me().catch((error) => {
    if (error instanceof ApiError && (error.status === 401 || error.status === 403)) signedOut();
  });
}

/** Logs out, here and on the server. What was written and not sent stays on this device. */
export async function endSession(): Promise<void> {
  try {
    await api.auth.logout();
  } finally {
    signedOut();
  }
}

function signedOut(): void {
  running?.stop();
  running = undefined;
  store.send({ type: "signed_out" });
}

/** Tries to connect at once. */
export function reconnectNow(): void {
  running?.gateway.wake();
}

/** A first connection is "starting" until it has failed; later ones keep when they were lost. */
function lost(retryAt: number | null): void {
  const { connection } = store.get();
  if (connection.state === "starting" && retryAt === null) return;
  const since = connection.state === "offline" ? connection.since : Date.now();
  store.send({ type: "connection", connection: { state: "offline", since, retryAt } });
}

function watchWake(gateway: Gateway): () => void {
  const wake = () => gateway.wake();
  const seen = () => {
    if (document.visibilityState !== "visible") return;
    wake();
    ackViewed();
  };
  window.addEventListener("online", wake);
  window.addEventListener("offline", wake);
  window.addEventListener("focus", ackViewed);
  document.addEventListener("visibilitychange", seen);
  return () => {
    window.removeEventListener("online", wake);
    window.removeEventListener("offline", wake);
    window.removeEventListener("focus", ackViewed);
    document.removeEventListener("visibilitychange", seen);
  };
}

/** Somebody who stopped typing without a word is forgotten; the timer runs only while somebody types. */
function watchClock(): () => void {
  let timer: ReturnType<typeof setInterval> | undefined;
  const look = () => {
    const anybody = Object.keys(store.get().typing).length > 0;
    if (anybody && timer === undefined) {
      timer = setInterval(() => store.send({ type: "clock", now: Date.now() }), 1_000);
    } else if (!anybody && timer !== undefined) {
      clearInterval(timer);
      timer = undefined;
    }
  };
  const stop = store.subscribe(look);
  return () => {
    stop();
    clearInterval(timer);
  };
}

function platform(): string {
  const agent = navigator.userAgent;
  for (const [word, name] of [
    ["Android", "Android"],
    ["iPhone", "iOS"],
    ["iPad", "iOS"],
    ["Windows", "Windows"],
    ["Mac OS", "macOS"],
    ["Linux", "Linux"],
  ] as const) {
    if (agent.includes(word)) return name;
  }
  return "";
}
