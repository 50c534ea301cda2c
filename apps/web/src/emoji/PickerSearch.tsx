import { Search } from "lucide-react";
import { Icon } from "../ui/Icon.tsx";

/** The field of a picker: it has the focus, and names the active cell. */
export function PickerSearch({
  label,
  controls,
  active,
  query,
  onQuery,
  onKeyDown,
}: {
  label: string;
  /** Ids of the grid and of its active cell. */
  controls: string;
  active: string | undefined;
  query: string;
  onQuery: (query: string) => void;
  onKeyDown: (event: React.KeyboardEvent) => void;
}) {
  return (
    <label className="input input-sm grow">
      <Icon of={Search} size={16} />
      <input
        // biome-ignore lint/a11y/noAutofocus: the picker was opened to look for something, and closes with Escape.
        autoFocus
        role="combobox"
        aria-expanded
        aria-controls={controls}
        aria-activedescendant={active}
        aria-label={label}
        placeholder={label}
        value={query}
        onChange={(event) => onQuery(event.target.value)}
        onKeyDown={onKeyDown}
        autoComplete="off"
        spellCheck={false}
      />
    </label>
  );
}
