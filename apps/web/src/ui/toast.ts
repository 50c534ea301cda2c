/** What to tell people in passing. `toast({...})` from anywhere; `ToastRegion` in the shell draws it. */
import type { LucideIcon } from "lucide-react";
import { UNSTABLE_ToastQueue as ToastQueue } from "react-aria-components/Toast";

export interface Toast {
  title: string;
  description?: string;
  /** `danger` stays until it is dismissed; the others leave after 5 s (they wait while the pointer is on them). */
  tone?: "success" | "danger" | "neutral";
  icon?: LucideIcon;
  /** One at most: "Undo", "Open". Pressing it dismisses the toast. */
  action?: { label: string; onAction: () => void };
}

export const toasts = new ToastQueue<Toast>({ maxVisibleToasts: 4 });

/** Shows a toast and gives back what dismisses it. */
export function toast(content: Toast): () => void {
  const key = toasts.add(content, { timeout: content.tone === "danger" ? undefined : 5000 });
  return () => toasts.close(key);
}
