import type { EventWebhook } from "@palabre/protocol";
import * as m from "../../paraglide/messages.js";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { CopyButton } from "../admin/AccountsSection.tsx";

/** What the events of a webhook are signed with, shown this once. */
export function SecretDialog({ hook, onClose }: { hook: EventWebhook; onClose: () => void }) {
  const secret = hook.secret ?? "";
  return (
    <Dialog
      title={m.ehook_secret_title({ name: hook.name })}
      size="lg"
      isOpen
      onOpenChange={onClose}
      isDismissable={false}
      actions={
        <Button variant="primary" onPress={onClose}>
          {m.ehook_close()}
        </Button>
      }
    >
      <TextField
        className="copy-field"
        label={m.ehook_secret()}
        hint={m.ehook_secret_hint()}
        value={secret}
        isReadOnly
        suffix={<CopyButton text={secret} />}
      />
    </Dialog>
  );
}
