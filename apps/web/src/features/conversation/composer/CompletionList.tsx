import { useEffect, useRef } from "react";
import * as m from "../../../paraglide/messages.js";
import { Kbd } from "../../../ui/Kbd.tsx";
import type { CompletionQuery } from "./completion.ts";
import type { Option } from "./completionOptions.tsx";

/** What the word at the caret may be completed to, above the field that has the focus. */
export function CompletionList({
  id,
  query,
  options,
  index,
  onSelect,
  onAccept,
}: {
  id: string;
  query: CompletionQuery;
  options: readonly Option[];
  /** The selected one. */
  index: number;
  onSelect: (index: number) => void;
  onAccept: (option: Option) => void;
}) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelectorAll("[role=option]")[index]?.scrollIntoView({ block: "nearest" });
  }, [index]);
  return (
    <div className="auto pop is-open">
      <div className="pop-head">
        <span>{headOf(query)}</span>
        <span>
          <Kbd keys="tab" /> {m.conversation_complete_accepts()}
        </span>
      </div>
      <div
        ref={list}
        id={`${id}-list`}
        className="opts"
        role="listbox"
        tabIndex={0}
        aria-label={headOf(query)}
      >
        {grouped(options).map(({ group, from, rows }) =>
          group ? (
            // biome-ignore lint/a11y/useSemanticElements: a part of a list, not of a form.
            <div key={group.key} role="group" aria-label={group.label}>
              <div className="opts-head" aria-hidden>
                {group.icon}
                {group.label}
              </div>
              {rows.map((option, n) => row(option, from + n))}
            </div>
          ) : (
            rows.map((option, n) => row(option, from + n))
          ),
        )}
      </div>
    </div>
  );

  function row(option: Option, at: number) {
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: keys go to the field, which names the selected option.
      <div
        key={option.key}
        id={`${id}-${at}`}
        className="opt"
        role="option"
        tabIndex={-1}
        aria-selected={at === index}
        onMouseMove={() => at !== index && onSelect(at)}
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => onAccept(option)}
      >
        {option.icon}
        <span className="truncate">{option.label}</span>
        {option.hint ? <small className="truncate">{option.hint}</small> : null}
        {option.end ? <small className="opt-end">{option.end}</small> : null}
      </div>
    );
  }
}

/** Neighbours of one group together. */
function grouped(options: readonly Option[]) {
  const groups: { group: Option["group"]; from: number; rows: Option[] }[] = [];
  for (const [at, option] of options.entries()) {
    const last = groups.at(-1);
    if (last && last.group?.key === option.group?.key) last.rows.push(option);
    else groups.push({ group: option.group, from: at, rows: [option] });
  }
  return groups;
}

function headOf(query: CompletionQuery): string {
  switch (query.kind) {
    case "person":
      return m.conversation_complete_people({ query: query.query });
    case "emoji":
      return m.conversation_complete_emoji({ query: query.query });
    case "room":
      return m.conversation_complete_rooms({ query: query.query });
    case "command":
      return m.conversation_complete_commands({ query: query.query });
  }
}
