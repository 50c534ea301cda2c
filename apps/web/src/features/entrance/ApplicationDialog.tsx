import * as m from "../../paraglide/messages.js";
import { Dialog } from "../../ui/Dialog.tsx";
import { ApplicationForm } from "./ApplicationForm.tsx";

/** Applies to a server of the directory. */
export function ApplicationDialog({
  guild,
  onClose,
}: {
  guild: { id: string; name: string };
  onClose: () => void;
}) {
  return (
    <Dialog
      title={m.entrance_apply_name({ name: guild.name })}
      isOpen
      onOpenChange={onClose}
      isDismissable={false}
      hasClose
      size="lg"
    >
      <ApplicationForm guildId={guild.id} />
    </Dialog>
  );
}
