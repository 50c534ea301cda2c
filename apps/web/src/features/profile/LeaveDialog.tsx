import { ExternalLink } from "lucide-react";
import * as m from "../../paraglide/messages.js";
import { Button, buttonClass } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Icon } from "../../ui/Icon.tsx";

/** Asks before a page elsewhere opens, and shows which. */
export function LeaveDialog({
  name,
  address,
  onClose,
}: {
  name: string;
  address: string;
  onClose: () => void;
}) {
  return (
    <Dialog
      title={m.profile_leave_question({ host: new URL(address).host })}
      role="alertdialog"
      isOpen
      onOpenChange={onClose}
      actions={
        <>
          <Button onPress={onClose}>{m.common_cancel()}</Button>
          <a
            href={address}
            target="_blank"
            rel="noopener noreferrer nofollow"
            className={buttonClass("primary")}
            onClick={onClose}
          >
            <Icon of={ExternalLink} size={16} />
            {m.profile_leave_go()}
          </a>
        </>
      }
    >
      <p>{m.profile_leave_about({ name })}</p>
      <p className="mono profile-leads">{address}</p>
    </Dialog>
  );
}
