import type { OfferedOption } from "@palabre/client";
import { ApplicationCommandOptionType as T } from "discord-api-types/v10";
import { Paperclip, X } from "lucide-react";
import { type ClipboardEvent, type KeyboardEvent, type RefCallback, useRef } from "react";
import { formatBytes } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { classes } from "../../ui/classes.ts";
import { Icon } from "../../ui/Icon.tsx";
import { nameIn } from "./entries.ts";
import type { FieldValue } from "./fields.ts";
import { offersList } from "./suggestions.tsx";

export interface CommandFieldProps {
  option: OfferedOption;
  field: FieldValue;
  isActive: boolean;
  isWrong: boolean;
  isDisabled: boolean;
  /** Of the list above, its selected row, and of what describes the field. */
  listId: string | undefined;
  selectedId: string | undefined;
  aboutId: string | undefined;
  part: RefCallback<HTMLElement>;
  onFocus: () => void;
  onBlur: () => void;
  onText: (text: string) => void;
  /** Null: no files may be sent here. */
  onFiles: ((files: readonly File[]) => void) | null;
  /** Null: it is required, and stays. */
  onRemove: (() => void) | null;
  onKeyDown: (event: KeyboardEvent) => void;
}

/** One option of a command: its name, and where its value is typed, chosen or attached. */
export function CommandField(props: CommandFieldProps) {
  const { option, field, isActive, isWrong, onRemove } = props;
  const name = nameIn(option);
  return (
    <span className={classes("cmd-field", isActive && "is-active", isWrong && "is-wrong")}>
      <span className="cmd-label" aria-hidden>
        {name}
      </span>
      {option.type === T.Attachment ? (
        <FileValue {...props} name={name} />
      ) : (
        <TextValue {...props} name={name} />
      )}
      {onRemove ? (
        <button
          type="button"
          // By keyboard an empty field is left with Backspace.
          tabIndex={-1}
          className="cmd-drop"
          aria-label={m.commands_option_remove({ name })}
          onPointerDown={(event) => event.preventDefault()}
          onClick={onRemove}
        >
          <Icon of={X} size={16} />
        </button>
      ) : null}
      {isWrong && field.text === "" ? <span className="vh">{m.commands_required()}</span> : null}
    </span>
  );
}

function TextValue(props: CommandFieldProps & { name: string }) {
  const { option, field, isActive, isWrong, name } = props;
  const hasList = offersList(option);
  const isNumber = option.type === T.Integer || option.type === T.Number;
  const common = {
    ref: props.part,
    value: field.text,
    disabled: props.isDisabled,
    autoComplete: "off",
    spellCheck: option.type === T.String && !hasList,
    enterKeyHint: "send",
    "aria-label": name,
    "aria-required": option.required === true,
    "aria-invalid": isWrong || undefined,
    "aria-describedby": isActive ? props.aboutId : undefined,
    onFocus: props.onFocus,
    onBlur: props.onBlur,
    onKeyDown: props.onKeyDown,
    onPaste(event: ClipboardEvent) {
      const files = [...event.clipboardData.files];
      if (files.length === 0 || event.clipboardData.getData("text/plain") !== "") return;
      event.preventDefault();
      props.onFiles?.(files);
    },
  } as const;
  return (
    <span className="cmd-size" data-value={field.text}>
      {hasList || isNumber ? (
        <input
          {...common}
          type="text"
          inputMode={isNumber && !hasList ? (option.type === T.Integer ? "numeric" : "decimal") : undefined}
          onChange={(event) => props.onText(event.target.value)}
          {...(hasList && {
            role: "combobox",
            "aria-autocomplete": "list",
            "aria-expanded": isActive && props.listId !== undefined,
            "aria-controls": isActive ? props.listId : undefined,
            "aria-activedescendant": isActive ? props.selectedId : undefined,
          })}
        />
      ) : (
        <textarea {...common} rows={1} onChange={(event) => props.onText(event.target.value)} />
      )}
    </span>
  );
}

function FileValue(props: CommandFieldProps & { name: string }) {
  const { field, name, onFiles } = props;
  const picker = useRef<HTMLInputElement>(null);
  const text = field.file ? `${field.file.name} · ${formatBytes(field.file.size)}` : m.commands_file_choose();
  return (
    <>
      <input
        ref={picker}
        type="file"
        hidden
        aria-label={name}
        onChange={(event) => {
          onFiles?.([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
      <button
        ref={props.part}
        type="button"
        className="cmd-file"
        disabled={props.isDisabled}
        aria-label={`${name}${props.option.required ? ` (${m.commands_required()})` : ""}: ${text}`}
        aria-describedby={props.isActive ? props.aboutId : undefined}
        onFocus={props.onFocus}
        onBlur={props.onBlur}
        onKeyDown={props.onKeyDown}
        onPaste={(event) => {
          event.preventDefault();
          onFiles?.([...event.clipboardData.files]);
        }}
        onClick={() => picker.current?.click()}
      >
        <Icon of={Paperclip} size={16} />
        <span className="truncate">{text}</span>
      </button>
    </>
  );
}
