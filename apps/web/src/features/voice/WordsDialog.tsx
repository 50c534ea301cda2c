import { type FormEvent, useId, useState } from "react";
import { errorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { TextField } from "../../ui/TextField.tsx";
import "../server-settings/errorWords.ts";

export interface WordsDialogProps {
  title: string;
  label: string;
  hint: string;
  before: string;
  maxLength: number;
  /** Nothing at all is no answer. */
  isRequired?: boolean;
  confirmLabel: string;
  onSave: (text: string) => Promise<unknown>;
  onClose: () => void;
}

/** Asks for a few words: a stage's topic, a voice channel's status. */
export function WordsDialog(props: WordsDialogProps) {
  const { title, label, hint, before, maxLength, isRequired = false, confirmLabel, onSave, onClose } = props;
  const [text, setText] = useState(before);
  const [isPending, setPending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const form = useId();
  const isMissing = isRequired && text.trim() === "";

  async function save(event: FormEvent) {
    event.preventDefault();
    if (isMissing || isPending) return;
    setPending(true);
    setFailure(null);
    try {
      await onSave(text.trim());
      onClose();
    } catch (error) {
      setFailure(errorText(error));
      setPending(false);
    }
  }

  return (
    <Dialog
      title={title}
      isOpen
      onOpenChange={(open) => open || onClose()}
      isDismissable={false}
      hasClose
      actions={
        <>
          <Button variant="ghost" onPress={onClose}>
            {m.common_cancel()}
          </Button>
          <Button
            variant="primary"
            type="submit"
            form={form}
            isPending={isPending}
            disabledReason={isMissing && hint}
          >
            {confirmLabel}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={(event) => void save(event)}>
        <TextField
          label={label}
          hint={hint}
          value={text}
          onChange={setText}
          maxLength={maxLength}
          error={failure}
          autoFocus
          autoComplete="off"
        />
      </form>
    </Dialog>
  );
}
