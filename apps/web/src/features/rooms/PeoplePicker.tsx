import type { APIUser } from "@palabre/protocol";
import { Check, Search, X } from "lucide-react";
import { useState } from "react";
import { Button } from "react-aria-components/Button";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import * as m from "../../paraglide/messages.js";
import { nameOf } from "../../state/store.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { fuzzyMatch } from "../switcher/fuzzy.ts";
import "./rooms.css";

/** Several people out of a list: search above, the chosen ones as chips, arrows and Space in the list. */
export function PeoplePicker({
  people,
  chosen,
  onChange,
  label,
  max,
  search,
}: {
  people: readonly APIUser[];
  chosen: readonly string[];
  onChange: (ids: string[]) => void;
  label: string;
  /** Most that may be chosen. */
  max: number;
  /** Where others look for who fits; without it those of `people` are looked through. */
  search?: {
    query: string;
    onQuery: (query: string) => void;
    found: readonly APIUser[];
    placeholder: string;
    empty: string;
  };
}) {
  const [typed, setTyped] = useState("");
  const query = search?.query ?? typed;
  const found =
    search?.found ?? people.filter((user) => fuzzyMatch(query.trim(), `${nameOf(user)} ${user.username}`));
  const picked = people.filter((user) => chosen.includes(user.id));
  return (
    <div className="picker">
      <TextField
        label={label}
        isLabelHidden
        placeholder={search?.placeholder ?? m.friends_search()}
        icon={Search}
        value={query}
        onChange={search?.onQuery ?? setTyped}
        autoFocus
        autoComplete="off"
      />
      {picked.length > 0 ? (
        <ul className="picker-chips" aria-label={m.rooms_chosen()}>
          {picked.map((user) => (
            <li key={user.id}>
              <Button
                className="chip"
                aria-label={m.rooms_unchoose({ name: nameOf(user) })}
                onPress={() => onChange(chosen.filter((id) => id !== user.id))}
              >
                <Avatar user={user} size={20} />
                {nameOf(user)}
                <Icon of={X} size={14} />
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      <ListBox
        aria-label={label}
        className="picker-list scroll"
        selectionMode="multiple"
        escapeKeyBehavior="none"
        selectedKeys={chosen}
        onSelectionChange={(keys) => {
          const ids = keys === "all" ? found.map((user) => user.id) : [...keys].map(String);
          // Those that the search hides stay chosen.
          const hidden = chosen.filter((id) => !found.some((user) => user.id === id));
          onChange([...new Set([...hidden, ...ids])].slice(0, max));
        }}
        renderEmptyState={() => <p className="muted picker-none">{search?.empty ?? m.rooms_no_friends()}</p>}
      >
        {found.map((user) => (
          <ListBoxItem key={user.id} id={user.id} textValue={nameOf(user)} className="opt picker-row">
            {({ isSelected }) => (
              <>
                <Avatar user={user} size={32} />
                <span className="grow">
                  <b className="truncate">{nameOf(user)}</b>
                  <small>{user.username}</small>
                </span>
                <span className={isSelected ? "picker-tick is-on" : "picker-tick"}>
                  {isSelected ? <Icon of={Check} size={14} /> : null}
                </span>
              </>
            )}
          </ListBoxItem>
        ))}
      </ListBox>
    </div>
  );
}
