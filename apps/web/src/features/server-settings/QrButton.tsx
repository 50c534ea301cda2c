import { QrCode } from "lucide-react";
import { useState } from "react";
import * as m from "../../paraglide/messages.js";
import { IconButton } from "../../ui/IconButton.tsx";
import { lazyOverlay } from "../../ui/lazyOverlay.tsx";
import { inviteLink } from "./inviteChoices.ts";

/** It draws codes with a library of its own, which few need. */
const InviteQr = lazyOverlay(
  () => import("./InviteQr.tsx").then((module) => module.InviteQr),
  ({ onClose }) => onClose(),
);

/** Shows an invitation as a QR code. */
export function QrButton({ code }: { code: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <IconButton
        icon={QrCode}
        size="sm"
        label={m.server_invite_qr_of({ code })}
        onPress={() => setOpen(true)}
      />
      {isOpen ? <InviteQr code={code} link={inviteLink(code)} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
