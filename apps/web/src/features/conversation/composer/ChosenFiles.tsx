import { Eye, EyeOff, FileIcon, Pencil, X } from "lucide-react";
import { useState } from "react";
import { formatBytes } from "../../../i18n/format.ts";
import * as m from "../../../paraglide/messages.js";
import { classes } from "../../../ui/classes.ts";
import { Icon } from "../../../ui/Icon.tsx";
import { IconButton } from "../../../ui/IconButton.tsx";
import { lazyOverlay } from "../../../ui/lazyOverlay.tsx";
import { isSpoiler } from "../spoiler.ts";
import type { ChosenFile } from "./useFiles.ts";

const DescribeDialog = lazyOverlay(
  () => import("./DescribeDialog.tsx").then((module) => module.DescribeDialog),
  ({ onClose }) => onClose(),
);

export interface ChosenFilesProps {
  files: readonly ChosenFile[];
  onRemove: (id: string) => void;
  onChange: (id: string, change: { description?: string; isSpoiler?: boolean }) => void;
}

/** What will go with the message, above its text: covered or not, described, or left out. */
export function ChosenFiles({ files, onRemove, onChange }: ChosenFilesProps) {
  const [described, setDescribed] = useState<ChosenFile | null>(null);
  if (files.length === 0) return null;
  return (
    <ul className="chosen" aria-label={m.conversation_files_chosen({ count: files.length })}>
      {files.map((file) => {
        const isCovered = isSpoiler(file.name);
        return (
          <li key={file.id} className="chosen-file">
            <span className={classes("chosen-view", isCovered && "is-covered")}>
              {file.preview ? (
                <img src={file.preview} alt="" draggable={false} />
              ) : (
                <Icon of={FileIcon} size={22} />
              )}
            </span>
            <b className="truncate" title={file.name}>
              {file.name}
            </b>
            <small className="muted tnum truncate">{file.description || formatBytes(file.size)}</small>
            <span className="chosen-acts">
              {file.preview ? (
                <IconButton
                  icon={isCovered ? EyeOff : Eye}
                  size="sm"
                  label={isCovered ? m.conversation_file_uncover() : m.conversation_file_cover()}
                  onPress={() => onChange(file.id, { isSpoiler: !isCovered })}
                />
              ) : null}
              <IconButton
                icon={Pencil}
                size="sm"
                label={m.conversation_file_describe()}
                onPress={() => setDescribed(file)}
              />
              <IconButton
                icon={X}
                size="sm"
                label={m.conversation_file_remove({ name: file.name })}
                onPress={() => onRemove(file.id)}
              />
            </span>
          </li>
        );
      })}
      {described ? (
        <DescribeDialog
          file={described}
          onClose={() => setDescribed(null)}
          onSave={(description) => onChange(described.id, { description })}
        />
      ) : null}
    </ul>
  );
}
