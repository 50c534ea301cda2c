import type { Snowflake, UserProfile } from "@palabre/protocol";
import { useEffect, useState } from "react";
import { api } from "../../state/api.ts";

/**
 * What somebody says of themselves, in a server too when there is one, and what one has in common with them; null while
 * it loads or cannot.
 */
export function useProfile(userId: Snowflake, guildId: Snowflake | null = null): UserProfile | null {
  const [profile, setProfile] = useState<UserProfile | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    setProfile(null);
    // Without it the card still shows name, presence and actions.
    const query = guildId === null ? {} : { guild_id: guildId };
    api.users.profile(userId, query, { signal: abort.signal }).then(setProfile, () => {});
    return () => abort.abort();
  }, [userId, guildId]);
  return profile;
}
