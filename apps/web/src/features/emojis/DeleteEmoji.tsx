import * as m from "../../paraglide/messages.js";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";

/** The question whether to delete an emoji. */
export function DeleteEmoji({
  name,
  onConfirm,
  onClose,
}: {
  name: string;
  onConfirm: () => Promise<void>;
  onClose: () => void;
}) {
  return (
    <ConfirmDialog
      question={m.emoji_delete_question({ name })}
      confirmLabel={m.emoji_delete()}
      isDanger
      isOpen
      onOpenChange={onClose}
      onConfirm={onConfirm}
    >
      {m.emoji_delete_text()}
    </ConfirmDialog>
  );
}
