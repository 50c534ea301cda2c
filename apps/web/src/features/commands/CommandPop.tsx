import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import * as m from "../../paraglide/messages.js";
import { Icon } from "../../ui/Icon.tsx";
import { OptionList } from "../../ui/OptionList.tsx";
import type { Suggestions } from "./suggestions.tsx";

/** Above the field that is being filled: what it is for, what is wrong with it, and what it may be completed to. */
export function CommandPop({
  id,
  title,
  about,
  end,
  error,
  suggestions,
  label,
  index,
  onSelect,
  onAccept,
}: {
  id: string;
  title: string;
  about: string;
  end?: ReactNode;
  error: string | undefined;
  /** Null: it is no list. */
  suggestions: Suggestions | null;
  label: string;
  index: number;
  onSelect: (index: number) => void;
  onAccept: (index: number) => void;
}) {
  return (
    <div className="auto pop is-open cmd-pop">
      <div className="pop-head cmd-about" id={`${id}-about`}>
        <span>
          <b>{title}</b> {about}
        </span>
        {end}
      </div>
      {error ? (
        <p className="cmd-error" id={`${id}-error`} role="alert">
          <Icon of={CircleAlert} size={16} /> {error}
        </p>
      ) : null}
      {suggestions && suggestions.list.length > 0 ? (
        <OptionList
          id={id}
          className="cmd-list"
          label={label}
          options={suggestions.list}
          index={index}
          onSelect={onSelect}
          onAccept={(_, at) => onAccept(at)}
        />
      ) : null}
      {suggestions ? (
        <p className={suggestions.list.length > 0 ? "vh" : "cmd-state"} role="status">
          {stateText(suggestions)}
        </p>
      ) : null}
    </div>
  );
}

function stateText({ state, list }: Suggestions): string {
  if (state === "failed") return m.commands_options_failed();
  if (list.length > 0) return m.commands_options_count({ count: list.length });
  return state === "loading" ? m.commands_options_loading() : m.commands_options_none();
}
