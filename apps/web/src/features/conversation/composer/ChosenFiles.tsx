import { Eye, EyeOff, FileIcon, Pencil, X } from "lucide-react";
import { useState } from "react";
import { formatBytes } from "../../../i18n/format.ts";
import * as m from "../../../paraglide/messages.js";
import { Button } from "../../../ui/Button.tsx";
import { classes } from "../../../ui/classes.ts";
import { Dialog } from "../../../ui/Dialog.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { IconButton } from "../../../ui/IconButton.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import { isSpoiler } from "../files.ts";
import type { ChosenFile } from "./useFiles.ts";

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

function DescribeDialog({
  file,
  onClose,
  onSave,
}: {
  file: ChosenFile;
  onClose: () => void;
  onSave: (description: string) => void;
}) {
  const [text, setText] = useState(file.description ?? "");
  const save = () => {
    onSave(text.trim());
    onClose();
  };
  return (
    <Dialog
      title={m.conversation_file_describe_title({ name: file.name })}
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      actions={
        <>
          <Button variant="ghost" onPress={onClose}>
            {m.common_cancel()}
          </Button>
          <Button variant="primary" onPress={save}>
            {m.conversation_save()}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <TextField
          label={m.conversation_file_description()}
          hint={m.conversation_file_description_hint()}
          value={text}
          onChange={setText}
          maxLength={1024}
          autoFocus
        />
      </form>
    </Dialog>
  );
}
