import { useEffect, useSyncExternalStore } from "react";

/** The tab's title: the page's name, and before it what calls for oneself. Two places know one half each. */
let page = "";
let prefix = "";
const listeners = new Set<() => void>();

function write(): void {
  document.title = `${prefix}${page ? `${page} · ` : ""}Palabre`;
}

/** Names the page in the browser's tab, and to screen readers. */
export function useTitle(name: string): void {
  useEffect(() => {
    page = name;
    write();
    for (const listener of listeners) listener();
  }, [name]);
}

/** The count before the title, or a dot when something is merely unread. */
export function setTitleCount(needsMe: number, hasUnread: boolean): void {
  prefix = needsMe > 0 ? `(${needsMe > 99 ? "99+" : needsMe}) ` : hasUnread ? "• " : "";
  write();
}

/** What `useTitle` said last. */
export function usePageName(): string {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => page,
  );
}
