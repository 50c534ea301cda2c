import type { Dispatch, Gateway } from "@palabre/client";
import { gateway } from "../../state/gateway.ts";

const listeners = new Set<(event: Dispatch) => void>();
const heard = new WeakSet<Gateway>();

/** Listens to the connection of this log-in, too: each is listened to once. To be called before something is awaited. */
export function hear(): void {
  const now = gateway();
  if (!now || heard.has(now)) return;
  heard.add(now);
  now.on("dispatch", (event) => {
    for (const listener of listeners) listener(event);
  });
  // Another log-in: what the one before knew is not this one's.
  for (const listener of listeners) listener({ t: "READY", d: {}, s: 0 });
}

export function onHeard(listener: (event: Dispatch) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
