import { type ReactNode, useState } from "react";
import { errorText } from "../i18n/errors.ts";
import * as m from "../paraglide/messages.js";
import { Button } from "./Button.tsx";
import { Dialog } from "./Dialog.tsx";
import { TextField } from "./TextField.tsx";

export interface ConfirmDialogProps {
  /** A question that names the thing: "Delete this message?" */
  question: string;
  /** What goes with it, and whether it can be undone. */
  children?: ReactNode;
  /** The verb: "Delete message". */
  confirmLabel: string;
  /** The other verb: "Keep it". */
  cancelLabel?: string;
  isDanger?: boolean;
  /** Only when nothing can bring it back: the name to type before the button works. */
  typeToConfirm?: string;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** May be asynchronous: the dialog waits, closes when it is done, and shows what was thrown. */
  onConfirm: () => void | Promise<void>;
}

/** A question before something that costs. */
export function ConfirmDialog({
  question,
  children,
  confirmLabel,
  cancelLabel,
  isDanger,
  typeToConfirm,
  isOpen,
  onOpenChange,
  onConfirm,
}: ConfirmDialogProps) {
  const [typed, setTyped] = useState("");
  const [isPending, setPending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const isBlocked = typeToConfirm !== undefined && typed !== typeToConfirm;

  function change(open: boolean) {
    if (isPending) return;
    setTyped("");
    setFailure(null);
    onOpenChange(open);
  }

  async function confirm() {
    setPending(true);
    setFailure(null);
    try {
      await onConfirm();
      setTyped("");
      onOpenChange(false);
    } catch (error) {
      setFailure(errorText(error));
    } finally {
      setPending(false);
    }
  }

  return (
    <Dialog
      role="alertdialog"
      title={question}
      isOpen={isOpen}
      onOpenChange={change}
      actions={
        <>
          <Button variant="ghost" onPress={() => change(false)} autoFocus={typeToConfirm === undefined}>
            {cancelLabel ?? m.common_cancel()}
          </Button>
          <Button
            variant={isDanger ? "danger" : "primary"}
            isPending={isPending}
            disabledReason={isBlocked && m.common_type_to_confirm({ name: typeToConfirm })}
            onPress={() => void confirm()}
          >
            {confirmLabel}
          </Button>
        </>
      }
    >
      {children ? <div className="secondary">{children}</div> : null}
      {typeToConfirm !== undefined ? (
        <TextField
          className="dialog-field"
          label={m.common_type_to_confirm({ name: typeToConfirm })}
          value={typed}
          onChange={setTyped}
          autoComplete="off"
          autoFocus
        />
      ) : null}
      {failure ? (
        <p className="hint-error dialog-field" role="alert">
          {failure}
        </p>
      ) : null}
    </Dialog>
  );
}
