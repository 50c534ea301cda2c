import * as m from "../../../paraglide/messages.js";
import { Kbd } from "../../../ui/Kbd.tsx";
import { OptionList } from "../../../ui/OptionList.tsx";
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
  return (
    <div className="auto pop is-open">
      <div className="pop-head">
        <span>{headOf(query)}</span>
        <span>
          <Kbd keys="tab" /> {m.conversation_complete_accepts()}
        </span>
      </div>
      <OptionList
        id={id}
        className="opts"
        label={headOf(query)}
        tabIndex={0}
        options={options}
        index={index}
        onSelect={onSelect}
        onAccept={onAccept}
      />
    </div>
  );
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
