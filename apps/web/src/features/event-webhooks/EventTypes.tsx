import { useId } from "react";
import { Checkbox } from "../../ui/Checkbox.tsx";
import { type EventGroup, eventWords } from "./eventWords.ts";

/** Which events are sent, each with what it means. */
export function EventTypes({
  groups,
  value,
  onChange,
}: {
  groups: readonly EventGroup[];
  value: readonly string[];
  onChange: (types: string[]) => void;
}) {
  return (
    <div className="hook-types">
      {groups.map((group) => (
        <Group key={group.types[0]} group={group} value={value} onChange={onChange} />
      ))}
    </div>
  );
}

function Group({
  group,
  value,
  onChange,
}: {
  group: EventGroup;
  value: readonly string[];
  onChange: (types: string[]) => void;
}) {
  const id = useId();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend cannot be laid out as the other headings are.
    <div role="group" aria-labelledby={id} className="hook-group">
      <h3 id={id}>{group.name()}</h3>
      {group.types.map((type) => (
        <Checkbox
          key={type}
          isSelected={value.includes(type)}
          onChange={(on) => onChange(on ? [...value, type] : value.filter((one) => one !== type))}
        >
          {eventWords(type)}
          <code className="hook-event">{type}</code>
        </Checkbox>
      ))}
    </div>
  );
}
