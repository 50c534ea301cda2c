import type { Snowflake } from "@palabre/protocol";
import { type APIFileUploadComponent, PermissionFlagsBits as P } from "discord-api-types/v10";
import { CircleAlert, FileIcon, Paperclip, X } from "lucide-react";
import { type DragEvent, useId, useRef, useState } from "react";
import { formatBytes, formatNumber } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { hasBits, usePermissions } from "../../state/permissions.ts";
import { Button } from "../../ui/Button.tsx";
import { classes } from "../../ui/classes.ts";
import { focusInPlace } from "../../ui/focusInPlace.ts";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { fileLimit } from "../conversation/composer/useFiles.ts";
import { acceptOf, isOfTypes, typesText } from "./file-types.ts";

export interface FileFieldProps {
  input: APIFileUploadComponent;
  guildId: Snowflake | null;
  channelId: Snowflake;
  label: string;
  about: string | undefined;
  error: string | undefined;
  value: readonly File[];
  onChange: (value: readonly File[], problem?: string) => void;
}

/** Files for a bot: chosen or dropped here, listed, and taken out again. */
export function FileField(props: FileFieldProps) {
  const { input, guildId, channelId, label, about, error, value, onChange } = props;
  const { min_values: least = 1, max_values: most = 1, file_types: types } = input;
  const id = useId();
  const picker = useRef<HTMLInputElement>(null);
  const root = useRef<HTMLDivElement>(null);
  const [isOver, setOver] = useState(false);
  const held = usePermissions(channelId);
  const mayAttach = guildId === null || hasBits(held, P.AttachFiles);
  // Asked for before it is compared with: what was chosen meanwhile must not be lost.
  const latest = useRef(value);
  latest.current = value;

  async function add(chosen: readonly File[]) {
    if (chosen.length === 0 || !mayAttach) return;
    const limit = await fileLimit();
    let problem: string | undefined;
    const fitting = chosen.filter((file) => {
      const isTaken = isOfTypes(file, types);
      if (!isTaken) problem ??= m.components_file_kind({ name: file.name, kinds: typesText(types ?? []) });
      else if (file.size > limit) {
        problem ??= m.components_file_too_large({ name: file.name, limit: formatBytes(limit) });
      }
      return isTaken && file.size <= limit;
    });
    // Where one is asked for, another takes its place.
    const kept = most === 1 && fitting.length > 0 ? [] : latest.current;
    if (kept.length + fitting.length > most) problem ??= m.components_files_at_most({ count: most });
    onChange([...kept, ...fitting].slice(0, most), problem);
  }

  function remove(at: number) {
    onChange(value.filter((_, n) => n !== at));
    focusInPlace(root.current, ".bot-file", at, ".bot-files-add");
  }

  const hint = hintOf(about, least, most, types);
  const words =
    value.length === 0
      ? m.components_files_choose({ count: most })
      : most === 1
        ? m.components_file_other()
        : m.components_files_more();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring its own edge and legend.
    <div
      ref={root}
      role="group"
      aria-labelledby={`${id}-label`}
      className={classes("field", "bot-files", error && "is-error", isOver && "is-over")}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(mayAttach);
      }}
      onDragLeave={({ currentTarget, relatedTarget }: DragEvent<HTMLElement>) => {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setOver(false);
      }}
      onDrop={(event: DragEvent) => {
        event.preventDefault();
        setOver(false);
        void add([...event.dataTransfer.files]);
      }}
    >
      <span id={`${id}-label`} className="label">
        {label}
      </span>
      {value.length > 0 ? (
        <ul className="bot-file-list">
          {value.map((file, n) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two files may have one name.
            <li key={`${n} ${file.name}`} className="bot-file">
              <Icon of={FileIcon} size={16} />
              <span className="truncate" title={file.name}>
                {file.name}
              </span>
              <small className="tnum">{formatBytes(file.size)}</small>
              <IconButton
                icon={X}
                size="sm"
                label={m.conversation_file_remove({ name: file.name })}
                onPress={() => remove(n)}
              />
            </li>
          ))}
        </ul>
      ) : null}
      <input
        ref={picker}
        type="file"
        hidden
        multiple={most > 1}
        accept={acceptOf(types)}
        aria-label={label}
        onChange={(event) => {
          void add([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
      <Button
        className="bot-files-add"
        icon={Paperclip}
        aria-label={`${label}: ${words}`}
        aria-describedby={error || hint ? `${id}-note` : undefined}
        disabledReason={mayAttach ? null : m.components_files_forbidden()}
        onPress={() => picker.current?.click()}
      >
        {words}
      </Button>
      {error ? (
        <p id={`${id}-note`} className="hint-error">
          <Icon of={CircleAlert} size={16} />
          <span>{error}</span>
        </p>
      ) : hint ? (
        <p id={`${id}-note`} className="hint">
          {hint}
        </p>
      ) : null}
    </div>
  );
}

/** What the bot says of it, how many it asks for, and which. */
function hintOf(about: string | undefined, least: number, most: number, types?: readonly string[]): string {
  return [
    about,
    most === 1 ? undefined : countText(least, most),
    types?.length ? m.components_files_kinds({ kinds: typesText(types) }) : undefined,
  ]
    .filter(Boolean)
    .join(" ");
}

function countText(least: number, most: number): string {
  if (least === most) return m.components_files_exactly({ count: most });
  if (least < 2) return m.components_files_up_to({ count: most });
  return m.components_files_between({ least: formatNumber(least), most: formatNumber(most) });
}
