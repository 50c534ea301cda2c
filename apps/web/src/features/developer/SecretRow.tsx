import { useState } from "react";
import * as m from "../../paraglide/messages.js";
import { Button } from "../../ui/Button.tsx";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { SettingRow } from "../../ui/SettingRow.tsx";
import { CopyField } from "./CopyField.tsx";

/** A secret that is made anew after a question, and shown until one leaves the page. */
export function SecretRow({
  title,
  about,
  action,
  question,
  warning,
  label,
  make,
}: {
  title: string;
  about: string;
  /** The verb: "Reset token". */
  action: string;
  question: string;
  /** What stops working. */
  warning: string;
  /** What the secret is called where it is shown. */
  label: string;
  make: () => Promise<string>;
}) {
  const [secret, setSecret] = useState<string | null>(null);
  const [asks, setAsks] = useState(false);
  return (
    <>
      <div className="card secret">
        <SettingRow title={title} description={about}>
          <Button variant="outline" onPress={() => setAsks(true)}>
            {action}
          </Button>
        </SettingRow>
        <div role="status">
          {secret === null ? null : <CopyField label={label} value={secret} hint={m.dev_once()} />}
        </div>
      </div>
      <ConfirmDialog
        question={question}
        confirmLabel={action}
        isDanger
        isOpen={asks}
        onOpenChange={setAsks}
        onConfirm={async () => setSecret(await make())}
      >
        {warning}
      </ConfirmDialog>
    </>
  );
}
