import { useCallback, useSyncExternalStore } from "react";

/** Breakpoints of the design: up to 1180 the side panel floats, up to 720 one pane shows at a time. */
export const narrow = "(max-width: 720px)";
export const middle = "(max-width: 1180px)";

/** Asked on every render of what depends on it: made once for each query. */
const lists = new Map<string, MediaQueryList>();

function listOf(query: string): MediaQueryList {
  const list = lists.get(query) ?? matchMedia(query);
  lists.set(query, list);
  return list;
}

/** Whether a media query holds, now and as it changes. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = listOf(query);
      list.addEventListener("change", listener);
      return () => list.removeEventListener("change", listener);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => listOf(query).matches);
}
