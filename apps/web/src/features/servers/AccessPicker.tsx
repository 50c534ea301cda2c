import type { APIRole, Snowflake } from "@palabre/protocol";
import { AtSign, Check, Search, X } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { Button } from "react-aria-components/Button";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import * as m from "../../paraglide/messages.js";
import { searchMembers } from "../../state/actions/members.ts";
import { useRoles } from "../../state/guilds.ts";
import { sameList } from "../../state/select.ts";
import { nameOf, useSelector } from "../../state/store.ts";
import type { KnownMember } from "../../state/types.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { roleColor } from "../../ui/roleColor.ts";
import { TextField } from "../../ui/TextField.tsx";
import { fuzzyMatch } from "../switcher/fuzzy.ts";
import "../rooms/rooms.css";

/** A role or a member who is let in; `type` as overwrites have it. */
export interface Access {
  id: Snowflake;
  type: 0 | 1;
}

const SEARCH_REST = 150;
const SHOWN = 30;

type Choice = { role: APIRole } | { member: KnownMember };
const idOf = (choice: Choice) => ("role" in choice ? choice.role.id : choice.member.user.id);
const nameOfChoice = (choice: Choice) =>
  "role" in choice ? choice.role.name : nameOf(choice.member.user, choice.member.nick);

/** Roles and members of a server, several of them. Members are looked for by the beginning of a name. */
export function AccessPicker({
  guildId,
  chosen,
  onChange,
}: {
  guildId: Snowflake;
  chosen: readonly Access[];
  onChange: (chosen: Access[]) => void;
}) {
  const [query, setQuery] = useState("");
  const roles = useRoles(guildId);
  const members = useSelector(
    (state) => Object.values(state.members[guildId] ?? {}).filter((member) => member.roles !== null),
    sameList,
  );
  useEffect(() => {
    const timer = setTimeout(() => searchMembers(guildId, query.trim(), SHOWN), query ? SEARCH_REST : 0);
    return () => clearTimeout(timer);
  }, [guildId, query]);

  const choices = useMemo((): Choice[] => {
    const all = roles.filter((role) => role.id !== guildId && !role.managed).map((role) => ({ role }));
    return [...all, ...members.map((member) => ({ member }))];
  }, [roles, members, guildId]);
  const found = choices
    .filter((choice) => {
      const words =
        "role" in choice
          ? choice.role.name
          : `${nameOf(choice.member.user, choice.member.nick)} ${choice.member.user.username}`;
      return fuzzyMatch(query.trim(), words);
    })
    .slice(0, SHOWN);
  const picked = chosen.flatMap(({ id }) => choices.find((choice) => idOf(choice) === id) ?? []);

  return (
    <div className="picker">
      <TextField
        label={m.servers_access()}
        isLabelHidden
        placeholder={m.servers_access_search()}
        icon={Search}
        value={query}
        onChange={setQuery}
        autoComplete="off"
      />
      {picked.length > 0 ? (
        <ul className="picker-chips" aria-label={m.rooms_chosen()}>
          {picked.map((choice) => (
            <li key={idOf(choice)}>
              <Button
                className="chip"
                aria-label={m.rooms_unchoose({ name: nameOfChoice(choice) })}
                onPress={() => onChange(chosen.filter((one) => one.id !== idOf(choice)))}
              >
                <ChoiceMark choice={choice} />
                {nameOfChoice(choice)}
                <Icon of={X} size={14} />
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      <ListBox
        aria-label={m.servers_access()}
        className="picker-list scroll"
        selectionMode="multiple"
        escapeKeyBehavior="none"
        selectedKeys={chosen.map((one) => one.id)}
        onSelectionChange={(keys) => {
          const ids = new Set(keys === "all" ? found.map(idOf) : [...keys].map(String));
          // Those that the search hides stay chosen.
          const hidden = chosen.filter((one) => !found.some((choice) => idOf(choice) === one.id));
          const seen = found
            .filter((choice) => ids.has(idOf(choice)))
            .map((choice): Access => ({ id: idOf(choice), type: "role" in choice ? 0 : 1 }));
          onChange([...hidden, ...seen]);
        }}
        renderEmptyState={() => <p className="muted picker-none">{m.servers_access_none()}</p>}
      >
        {found.map((choice) => (
          <ListBoxItem
            key={idOf(choice)}
            id={idOf(choice)}
            textValue={nameOfChoice(choice)}
            className="opt picker-row"
          >
            {({ isSelected }) => (
              <>
                <ChoiceMark choice={choice} />
                <span className="grow">
                  <b className="truncate">{nameOfChoice(choice)}</b>
                </span>
                <small className="muted">
                  {"role" in choice ? m.servers_role() : `@${choice.member.user.username}`}
                </small>
                {isSelected ? <Icon of={Check} size={16} /> : null}
              </>
            )}
          </ListBoxItem>
        ))}
      </ListBox>
    </div>
  );
}

function ChoiceMark({ choice }: { choice: Choice }) {
  if ("member" in choice) return <Avatar user={choice.member.user} size={20} />;
  const color = roleColor(choice.role.color);
  return (
    <span className={color.className} style={color.style}>
      <Icon of={AtSign} size={16} />
    </span>
  );
}
