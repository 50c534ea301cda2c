import { useCallback, useState } from "react";
import type { Panel } from "./ConversationHeader.tsx";

const PANEL = "palabre.panel";

/** Which side panel is open. `isKept`: whether that of the members is remembered, as where it stands beside the log. */
export function usePanel(isKept: boolean): [Panel | null, (panel: Panel | null) => void] {
  const [panel, setPanel] = useState<Panel | null>(() => {
    if (!isKept) return null;
    try {
      return localStorage.getItem(PANEL) === "closed" ? null : "members";
    } catch {
      return "members";
    }
  });
  const change = useCallback(
    (next: Panel | null) => {
      setPanel(next);
      if (!isKept || next === "pins" || next === "threads") return;
      try {
        if (next === null) localStorage.setItem(PANEL, "closed");
        else localStorage.removeItem(PANEL);
      } catch {
        // Private windows may refuse storage.
      }
    },
    [isKept],
  );
  return [panel, change];
}
