import { type FocusEvent, type RefObject, useEffect, useRef } from "react";

/**
 * Keeps the focus where somebody works through a list: when the row that has it goes, the row that takes its place
 * gets it, or else `heading`, if there is one. Give the props to what holds the list; the component must render when a row goes.
 */
export function useKeptFocus(heading?: RefObject<HTMLElement | null>) {
  const held = useRef<{ element: Element; list: Element; index: number }>(null);
  useEffect(() => {
    if (!held.current || held.current.element.isConnected) return;
    const { list, index } = held.current;
    held.current = null;
    if (document.activeElement !== document.body) return;
    const rows = list.isConnected ? list.querySelectorAll("li") : [];
    const row = rows[Math.min(index, rows.length - 1)];
    const next = row?.querySelector<HTMLElement>(".btn") ?? row?.querySelector<HTMLElement>("a, button");
    (next ?? heading?.current)?.focus();
  });
  return {
    onFocus({ target }: FocusEvent) {
      const row = target.closest("li");
      const list = row?.closest("ul");
      held.current =
        row && list ? { element: target, list, index: [...list.querySelectorAll("li")].indexOf(row) } : null;
    },
    onBlur({ target }: FocusEvent) {
      // A row that goes takes its focus with it; of one that stays somebody took it away.
      if (target.isConnected) held.current = null;
    },
  };
}
