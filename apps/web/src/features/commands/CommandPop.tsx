import { CircleAlert } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import * as m from "../../paraglide/messages.js";
import { Icon } from "../../ui/Icon.tsx";
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
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[index]?.scrollIntoView({ block: "nearest" });
  }, [index]);
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
        <div ref={list} id={`${id}-list`} className="cmd-list" role="listbox" aria-label={label}>
          {suggestions.list.map((one, at) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys go to the field, which names the selected one.
            <div
              key={one.key}
              id={`${id}-${at}`}
              className="opt"
              role="option"
              tabIndex={-1}
              aria-selected={at === index}
              onMouseMove={() => at !== index && onSelect(at)}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onAccept(at)}
            >
              {one.icon}
              <span className="truncate">{one.label}</span>
              {one.hint ? <small className="truncate">{one.hint}</small> : null}
            </div>
          ))}
        </div>
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
