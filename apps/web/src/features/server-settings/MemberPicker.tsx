import type { APIGuildMember, Snowflake } from "@palabre/protocol";
import { Search } from "lucide-react";
import { useCallback, useDeferredValue, useState } from "react";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import { nameOf } from "../../state/store.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { useLoaded } from "../admin/useLoaded.ts";
import { Loading } from "./Loading.tsx";

/** Most that a search shows: whoever is not among them is found by typing more. */
const SHOWN = 20;

/** Members by name: the first ones while nothing is typed, then what the server finds. */
export function MemberPicker({
  guildId,
  label,
  isLeftOut,
  onChoose,
  autoFocus,
}: {
  guildId: Snowflake;
  label: string;
  isLeftOut?: (member: APIGuildMember) => boolean;
  onChoose: (member: APIGuildMember) => void;
  autoFocus?: boolean;
}) {
  const [query, setQuery] = useState("");
  const wanted = useDeferredValue(query.trim());
  const load = useCallback((signal: AbortSignal) => findMembers(guildId, wanted, signal), [guildId, wanted]);
  const { data, error, reload } = useLoaded(load);
  const found = data?.filter((member) => !isLeftOut?.(member)) ?? [];
  return (
    <div className="member-picker">
      <TextField
        label={label}
        isLabelHidden
        placeholder={m.server_member_search()}
        icon={Search}
        type="search"
        value={query}
        onChange={setQuery}
        autoComplete="off"
        autoFocus={autoFocus}
      />
      {data === null ? (
        <Loading error={error} reload={() => void reload()} rows={3} />
      ) : (
        <ListBox
          aria-label={label}
          className="member-found scroll"
          onAction={(key) => {
            const member = found.find((one) => one.user.id === key);
            if (member) onChoose(member);
          }}
          renderEmptyState={() => <p className="muted none">{m.server_member_none()}</p>}
        >
          {found.map((member) => (
            <ListBoxItem
              key={member.user.id}
              id={member.user.id}
              textValue={nameOf(member.user, member.nick)}
              className="opt picker-row"
            >
              <Avatar user={member.user} size={32} guildId={guildId} memberAvatar={member.avatar ?? null} />
              <span className="grow">
                <b className="truncate">{nameOf(member.user, member.nick)}</b>
                <small className="truncate">{member.user.username}</small>
              </span>
            </ListBoxItem>
          ))}
        </ListBox>
      )}
    </div>
  );
}

function findMembers(guildId: Snowflake, query: string, signal: AbortSignal): Promise<APIGuildMember[]> {
  return query
    ? guildApi.members.search(guildId, { query, limit: SHOWN }, { signal })
    : guildApi.members.list(guildId, { limit: SHOWN }, { signal });
}
