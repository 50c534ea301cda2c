import { useEffect } from "react";
import { loadSuggestions } from "../../state/actions/people.ts";
import { useSuggestions } from "../../state/store.ts";

/** People one may know, loaded when first asked for; null until then. */
export function useLoadedSuggestions() {
  const suggestions = useSuggestions();
  const isMissing = suggestions === null;
  useEffect(() => {
    // Offline: the next READY asks again once something stands here.
    if (isMissing) loadSuggestions().catch(() => {});
  }, [isMissing]);
  return suggestions;
}
