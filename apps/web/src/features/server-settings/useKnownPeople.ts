import type { APIUser } from "@palabre/protocol";
import { useCallback, useEffect, useState } from "react";
import { guildApi } from "../../state/guild-api.ts";
import { useLoaded } from "../admin/useLoaded.ts";

/** A name is looked for once no letter came for a moment: each search counts. */
const PAUSE = 250;

/** People whom one may mean by what is typed: friends, members of servers in common, exact user names. */
export function useKnownPeople() {
  const [query, setQuery] = useState("");
  const [wanted, setWanted] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setWanted(query.trim()), PAUSE);
    return () => clearTimeout(timer);
  }, [query]);
  const load = useCallback(
    async (signal: AbortSignal): Promise<{ wanted: string; people: APIUser[] }> => ({
      wanted,
      people: wanted ? await guildApi.invites.people(wanted, { signal }) : [],
    }),
    [wanted],
  );
  const { data, error } = useLoaded(load);
  const isFound = data?.wanted === query.trim();
  return { query, setQuery, found: isFound ? data.people : null, error };
}
