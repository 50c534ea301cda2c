import { type ReactNode, useEffect, useRef } from "react";

export interface OptionGroup {
  key: string;
  label: string;
  icon?: ReactNode;
}

export interface ListedOption {
  key: string;
  /** Under which head it stands; those of a group stand together. */
  group?: OptionGroup;
  icon?: ReactNode;
  label: ReactNode;
  hint?: ReactNode;
  end?: ReactNode;
}

/** What a field may be completed to. The field keeps the focus and the keys, and names the selected one. */
export function OptionList<O extends ListedOption>({
  id,
  className,
  label,
  tabIndex,
  options,
  index,
  onSelect,
  onAccept,
}: {
  /** Of the field: options are `ID-0` and on, their list is `ID-list`. */
  id: string;
  className: string;
  label: string;
  tabIndex?: 0;
  options: readonly O[];
  /** The selected one. */
  index: number;
  onSelect: (index: number) => void;
  onAccept: (option: O, index: number) => void;
}) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelectorAll("[role=option]")[index]?.scrollIntoView({ block: "nearest" });
  }, [index]);
  return (
    <div
      ref={list}
      id={`${id}-list`}
      className={className}
      role="listbox"
      tabIndex={tabIndex}
      aria-label={label}
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
  );

  function row(option: O, at: number) {
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
        onClick={() => onAccept(option, at)}
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
function grouped<O extends ListedOption>(options: readonly O[]) {
  const groups: { group: O["group"]; from: number; rows: O[] }[] = [];
  for (const [at, option] of options.entries()) {
    const last = groups.at(-1);
    if (last && last.group?.key === option.group?.key) last.rows.push(option);
    else groups.push({ group: option.group, from: at, rows: [option] });
  }
  return groups;
}
