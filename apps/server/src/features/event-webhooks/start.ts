import type { Context } from "../../context.ts";
import type { Gateway } from "../../gateway/gateway.ts";
import type { Metrics } from "../../metrics.ts";
import { createRecall, createRecorder } from "./announcements.ts";
import { Listeners } from "./listeners.ts";
import { startPoster } from "./post-events.ts";
import { writeStopped } from "./tell-stopped.ts";
import { createWriteDown } from "./write-down.ts";

/** Hears what webhooks are to be told, and tells them. */
export interface EventWebhooks extends AsyncDisposable {
  /** One changed: resolves once what listens has followed. Without an id: all of them. */
  follow(hookId?: string): Promise<void>;
  /** Something was put into the outbox. */
  wake(): void;
  /** Makes good what no change announced: makers who left, webhooks that could not listen. */
  sweep(): Promise<void>;
  /** Tells what a node that died had not told. */
  recall(): Promise<void>;
}

const NONE: EventWebhooks = {
  follow: async () => {},
  wake() {},
  sweep: async () => {},
  recall: async () => {},
  async [Symbol.asyncDispose]() {},
};

/** Listens for every webhook that is switched on, before it resolves; nothing at all when the operator has it so. */
export async function startEventWebhooks({
  context,
  gateway,
  metrics,
}: {
  context: Context;
  gateway: Pick<Gateway, "listen" | "listenersOf" | "recall">;
  metrics: Pick<Metrics, "eventPosted">;
}): Promise<EventWebhooks> {
  const { bus, config, db, log, newId, postbox } = context;
  const { nodeId } = config;
  if (!config.eventWebhooks) return NONE;
  const counted = (outcome: "delivered" | "failed" | "dropped") => metrics.eventPosted(outcome);
  const poster = startPoster({
    db,
    log,
    nodeId,
    allowPrivate: config.allowPrivateEndpoints,
    counted,
    stopped(hook, reason) {
      void listeners.follow(hook.id);
      postbox.later(() => writeStopped({ db, config }, hook, reason));
    },
  });
  const writeDown = createWriteDown(
    { db, log, newId },
    { written: () => poster.wake(), dropped: () => counted("dropped") },
  );
  const listeners = new Listeners({ db, gateway, log }, (event, record) => writeDown.take(event, record));
  bus.recorder = createRecorder(gateway, { newId, nodeId });
  await listeners.follow();
  const recall = createRecall({ db, gateway, nodeId }, writeDown);
  await recall.own();
  // The gateway subscribed before: when this is called, all who listen have heard the message.
  const unsubscribe = bus.subscribe((message) => {
    if (message.kind === "dispatch" && message.record !== undefined) writeDown.heard(message.record);
  });
  return {
    follow: (hookId) => listeners.follow(hookId),
    wake: () => poster.wake(),
    async sweep() {
      await poster.checkMakers();
      await listeners.follow();
    },
    recall: () => recall.forsaken(),
    async [Symbol.asyncDispose]() {
      // What is announced from here on has a record, and is told after the next start.
      unsubscribe();
      await writeDown[Symbol.asyncDispose]();
      await poster[Symbol.asyncDispose]();
      listeners.close();
    },
  };
}
