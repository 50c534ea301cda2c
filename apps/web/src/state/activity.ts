import type { Gateway } from "@palabre/client";

/** Milliseconds without input after which one counts as away. */
const IDLE_AFTER = 10 * 60_000;
const INPUTS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"] as const;

/** Tells the gateway when nobody is at the page, and when somebody is back. A status that was chosen wins there. */
export function watchActivity(gateway: Gateway): () => void {
  let idleSince: number | null = null;
  let lastInput = Date.now();
  const tell = () =>
    gateway.setPresence({
      status: idleSince === null ? "online" : "idle",
      activities: [],
      since: idleSince,
      afk: idleSince !== null,
    });
  // A timer set anew by every mouse move would cost more than one that looks how long ago the last was.
  let timer = setTimeout(look, IDLE_AFTER);
  function look() {
    const left = lastInput + IDLE_AFTER - Date.now();
    if (left <= 0) {
      idleSince = lastInput;
      tell();
    }
    timer = setTimeout(look, Math.max(left, 1_000));
    if (idleSince !== null) clearTimeout(timer);
  }
  const input = () => {
    lastInput = Date.now();
    if (idleSince === null) return;
    idleSince = null;
    tell();
    timer = setTimeout(look, IDLE_AFTER);
  };
  for (const type of INPUTS) window.addEventListener(type, input, { passive: true, capture: true });
  return () => {
    clearTimeout(timer);
    for (const type of INPUTS) window.removeEventListener(type, input, { capture: true });
  };
}
