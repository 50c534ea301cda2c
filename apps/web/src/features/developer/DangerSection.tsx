import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import * as m from "../../paraglide/messages.js";
import { applicationApi } from "../../state/application-api.ts";
import { Button } from "../../ui/Button.tsx";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { SettingRow } from "../../ui/SettingRow.tsx";
import { SectionHead } from "../settings/SettingsFrame.tsx";
import type { ApplicationProps } from "./application.ts";

/** What cannot be taken back. */
export function DangerSection({ application }: ApplicationProps) {
  const navigate = useNavigate();
  const [asks, setAsks] = useState(false);
  return (
    <>
      <SectionHead title={m.dev_danger()} lead={m.dev_danger_lead()} />
      <div className="card">
        <SettingRow title={m.dev_delete()} description={m.dev_delete_about()}>
          <Button variant="danger" onPress={() => setAsks(true)}>
            {m.dev_delete()}
          </Button>
        </SettingRow>
      </div>
      <ConfirmDialog
        question={m.dev_delete_question({ name: application.name })}
        confirmLabel={m.dev_delete()}
        typeToConfirm={application.name}
        isDanger
        isOpen={asks}
        onOpenChange={setAsks}
        onConfirm={async () => {
          await applicationApi.remove(application.id);
          await navigate({ to: "/developers" });
        }}
      >
        {m.dev_delete_about()}
      </ConfirmDialog>
    </>
  );
}
