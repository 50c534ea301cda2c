import { useState } from "react";
import * as m from "../../../paraglide/messages.js";
import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import type { ChosenFile } from "./useFiles.ts";

/** Words for those who do not see a file, before it is sent. */
export function DescribeDialog({
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
