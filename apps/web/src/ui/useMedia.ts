import { useSyncExternalStore } from "react";

/** Breakpoints of the design: up to 1180 the side panel floats, up to 720 one pane shows at a time. */
export const narrow = "(max-width: 720px)";
export const middle = "(max-width: 1180px)";

/** Whether a media query holds, now and as it changes. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = matchMedia(query);
      list.addEventListener("change", listener);
      return () => list.removeEventListener("change", listener);
    },
    () => matchMedia(query).matches,
  );
}
