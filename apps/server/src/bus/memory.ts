import type { Logger } from "pino";
import type { Bus, BusMessage } from "./bus.ts";

type Listener = (message: BusMessage) => void;

/**
 * The bus of a single node: when the outermost `publish` returns, every listener has been called. What a listener
 * publishes waits its turn, so that no listener sees an effect before its cause.
 */
export function createMemoryBus(log?: Pick<Logger, "error">): Bus {
  let listeners: readonly Listener[] = [];
  const waiting: BusMessage[] = [];
  let delivering = false;

  function deliver(message: BusMessage): void {
    for (const listener of listeners) {
      try {
        listener(message);
      } catch (err) {
        log?.error({ err, kind: message.kind }, "a listener of the bus failed");
      }
    }
  }

  return {
    publish(message) {
      if (delivering) {
        waiting.push(message);
        return;
      }
      delivering = true;
      try {
        deliver(message);
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) deliver(next);
      } finally {
        delivering = false;
      }
    },
    subscribe(listener) {
      // One entry per subscription, even when the same function subscribes twice.
      const entry: Listener = (message) => listener(message);
      listeners = [...listeners, entry];
      return () => {
        listeners = listeners.filter((other) => other !== entry);
      };
    },
  };
}
