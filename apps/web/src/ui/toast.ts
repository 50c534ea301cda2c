/** What to tell people in passing. `toast({...})` from anywhere; `ToastRegion` in the shell draws it. */
import type { LucideIcon } from "lucide-react";

export interface Toast {
  title: string;
  description?: string;
  /** `danger` stays until it is dismissed; the others leave after 5 s (they wait while the pointer is on them). */
  tone?: "success" | "danger" | "neutral";
  icon?: LucideIcon;
  /** One at most: "Undo", "Open". Pressing it dismisses the toast. */
  action?: { label: string; onAction: () => void };
}

type Show = (content: Toast) => () => void;

/** As many as the region shows at once: more that come before it is there are forgotten. */
const EARLY = 4;
/** What was said before the region was there, and how each is taken back. */
const early = new Map<Toast, () => void>();
let show: Show | null = null;
let ask = (): void => {};

/** Shows a toast and gives back what dismisses it. */
export const toast: Show = (content) => {
  if (show) return show(content);
  if (early.size < EARLY) early.set(content, () => early.delete(content));
  ask();
  return () => early.get(content)?.();
};

/** `need` is called when there is something to say and no region yet. */
export function needToasts(need: () => void): void {
  ask = need;
  if (early.size > 0) need();
}

/** The region is there: it shows what waited, and what comes. */
export function showToasts(shown: Show): void {
  if (show) return;
  show = shown;
  for (const content of early.keys()) early.set(content, shown(content));
}
