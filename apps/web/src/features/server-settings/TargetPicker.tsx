import { type APIUser, LIMITS, RelationshipType } from "@palabre/protocol";
import { useState } from "react";
import { errorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { useRelationships } from "../../state/store.ts";
import { PeoplePicker } from "../rooms/PeoplePicker.tsx";
import { useKnownPeople } from "./useKnownPeople.ts";

/** Whom an invitation is for: friends at first, then whoever the search finds. */
export function TargetPicker({
  chosen,
  onChange,
  isLeftOut,
}: {
  chosen: readonly string[];
  onChange: (ids: string[]) => void;
  isLeftOut?: (id: string) => boolean;
}) {
  const friends = useRelationships(RelationshipType.Friend).map((one) => one.user);
  const { query, setQuery, found, error } = useKnownPeople();
  // Whoever was chosen stays known when the search is about somebody else.
  const [met, setMet] = useState<readonly APIUser[]>([]);
  const isSearching = query.trim() !== "";
  const shown = (isSearching ? (found ?? []) : friends).filter(({ id }) => !isLeftOut?.(id));
  const known = new Map([...friends, ...met, ...shown].map((user) => [user.id, user]));
  const empty = !isSearching
    ? m.entrance_targets_type()
    : found
      ? m.entrance_targets_nobody()
      : error
        ? errorText(error)
        : m.entrance_targets_searching();
  return (
    <PeoplePicker
      people={[...known.values()]}
      chosen={chosen}
      onChange={(ids) => {
        setMet([...known.values()].filter(({ id }) => ids.includes(id)));
        onChange(ids);
      }}
      label={m.entrance_targets_choose()}
      max={LIMITS.inviteTargets}
      search={{ query, onQuery: setQuery, found: shown, placeholder: m.entrance_targets_search(), empty }}
    />
  );
}
