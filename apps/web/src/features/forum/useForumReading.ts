import type { Snowflake } from "@palabre/protocol";
import { useEffect, useState } from "react";
import { ack, isPageInFront } from "../../state/actions/reading.ts";
import { store, useUnread } from "../../state/store.ts";
import { readUpTo } from "../../state/unread.ts";

/**
 * A forum in sight counts as seen, while the page is in front.
 * @returns the id up to which one had seen it on coming: what was posted after it is new
 */
export function useForumReading(forumId: Snowflake): Snowflake | null {
  const [seen] = useState(() => readUpTo(store.get(), forumId));
  const { unread } = useUnread(forumId);
  useEffect(() => {
    if (!unread) return;
    const look = () => {
      if (isPageInFront()) ack(forumId);
    };
    look();
    window.addEventListener("focus", look);
    document.addEventListener("visibilitychange", look);
    return () => {
      window.removeEventListener("focus", look);
      document.removeEventListener("visibilitychange", look);
    };
  }, [unread, forumId]);
  return seen;
}
