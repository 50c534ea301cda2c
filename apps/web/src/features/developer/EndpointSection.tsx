import * as m from "../../paraglide/messages.js";
import { applicationApi } from "../../state/application-api.ts";
import { TextField } from "../../ui/TextField.tsx";
import { FormFailure } from "../server-settings/FormFailure.tsx";
import { SaveBar } from "../server-settings/SaveBar.tsx";
import { SectionHead } from "../settings/SettingsFrame.tsx";
import type { ApplicationProps } from "./application.ts";
import { CopyField } from "./CopyField.tsx";
import { useForm } from "./useForm.ts";

/** Where interactions are sent instead of to the gateway. */
export function EndpointSection({ application, onChange }: ApplicationProps) {
  const { shown, put, failure, errorOf, onSubmit, bar } = useForm(
    { interactions_endpoint_url: application.interactions_endpoint_url ?? "" },
    async (changed) => onChange(await applicationApi.update(application.id, changed)),
  );
  return (
    <>
      <SectionHead title={m.dev_endpoint()} lead={m.dev_endpoint_lead()} />
      <form onSubmit={onSubmit} noValidate>
        <div className="settings-form">
          <TextField
            label={m.dev_endpoint_address()}
            hint={m.dev_endpoint_hint()}
            type="url"
            placeholder="https://"
            value={shown.interactions_endpoint_url}
            onChange={(interactions_endpoint_url) => put({ interactions_endpoint_url })}
            error={errorOf("interactions_endpoint_url")}
          />
          <CopyField label={m.dev_key()} value={application.verify_key} hint={m.dev_key_hint()} />
        </div>
        <FormFailure failure={failure} fields={["interactions_endpoint_url"]} />
        <SaveBar {...bar} />
      </form>
    </>
  );
}
