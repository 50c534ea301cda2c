import { type RefObject, useEffect } from "react";
import { type KeyAction, useKey } from "../switcher/keys.ts";
import type { Panel } from "./ConversationHeader.tsx";
import type { ComposerHandle } from "./composer/Composer.tsx";
import { isOwn } from "./isOwn.ts";
import type { Pane } from "./usePane.ts";

/** The keys of a conversation: of two side by side, the one that has focus answers, else the page's own. */
export function usePaneKeys(
  { root, isMain, writing }: Pick<Pane, "root" | "isMain" | "writing">,
  { onPanel, onEscape }: { onPanel: (panel: Panel) => void; onEscape: () => void },
): void {
  const useOwnKey = (action: KeyAction, answer: () => void) =>
    useKey(action, () => {
      if (!isOwn(document.activeElement, root.current, isMain)) return false;
      answer();
    });
  useOwnKey("pins", () => onPanel("pins"));
  useOwnKey("members", () => onPanel("members"));
  useOwnKey("markRead", onEscape);
  useOwnKey("emoji", () => root.current?.querySelector<HTMLButtonElement>(".composer-emoji")?.click());
  useTypeAnywhere(writing.composer, isMain);
}

/** A letter typed while nothing has focus belongs to the composer of the page's own conversation. */
function useTypeAnywhere(composer: RefObject<ComposerHandle | null>, isMain: boolean): void {
  useEffect(() => {
    if (!isMain) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (isLoose(event)) composer.current?.focus();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [composer, isMain]);
}

/** A letter typed while nothing has focus. */
export function isLoose(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey)
    return false;
  return event.key.length === 1 && document.activeElement === document.body;
}
