import type { ReactNode } from "react";
import * as m from "../paraglide/messages.js";
import { Button } from "./Button.tsx";
import { Dialog } from "./Dialog.tsx";

/** A form that is saved or left: Enter in a field saves, too, and a press beside it loses nothing. */
export function FormDialog({
  title,
  size,
  isPending,
  disabledReason = false,
  onSave,
  onClose,
  children,
}: {
  title: string;
  size?: "lg";
  isPending: boolean;
  /** Why it cannot be saved as it is. */
  disabledReason?: string | false;
  onSave: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  return (
    <Dialog
      title={title}
      {...(size && { size })}
      isOpen
      onOpenChange={onClose}
      isDismissable={false}
      actions={
        <>
          <Button variant="ghost" onPress={onClose}>
            {m.common_cancel()}
          </Button>
          <Button variant="primary" isPending={isPending} disabledReason={disabledReason} onPress={onSave}>
            {m.common_save()}
          </Button>
        </>
      }
    >
      <form
        className="rule-form"
        // What is wrong is said at its field, in our words.
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (disabledReason === false) onSave();
        }}
      >
        {children}
      </form>
    </Dialog>
  );
}
