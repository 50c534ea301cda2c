import type { Snowflake, UserProfile } from "@palabre/protocol";
import { useEffect, useState } from "react";
import { api } from "../../state/api.ts";

/** What somebody says of themselves and what one has in common with them; null while it loads or cannot. */
export function useProfile(userId: Snowflake): UserProfile | null {
  const [profile, setProfile] = useState<UserProfile | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    setProfile(null);
    // Without it the card still shows name, presence and actions.
    api.users.profile(userId, { signal: abort.signal }).then(setProfile, () => {});
    return () => abort.abort();
  }, [userId]);
  return profile;
}
