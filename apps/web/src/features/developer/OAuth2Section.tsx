import { LIMITS } from "@palabre/protocol";
import { Plus, Trash2 } from "lucide-react";
import * as m from "../../paraglide/messages.js";
import { applicationApi } from "../../state/application-api.ts";
import { Button } from "../../ui/Button.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { FormFailure } from "../server-settings/FormFailure.tsx";
import { SaveBar } from "../server-settings/SaveBar.tsx";
import { SectionHead } from "../settings/SettingsFrame.tsx";
import type { ApplicationProps } from "./application.ts";
import { CopyField } from "./CopyField.tsx";
import { SecretRow } from "./SecretRow.tsx";
import { useForm } from "./useForm.ts";

/** Logging in elsewhere with an account here. */
export function OAuth2Section({ application, onChange }: ApplicationProps) {
  const { id, name } = application;
  const { shown, put, failure, errorOf, onSubmit, bar } = useForm(
    { uris: application.redirect_uris },
    async ({ uris = [] }) => {
      const redirect_uris = uris.map((uri) => uri.trim());
      onChange(await applicationApi.update(id, { redirect_uris }));
    },
  );
  const { uris } = shown;
  const fields = ["redirect_uris", ...uris.map((_, index) => `redirect_uris.${index}`)];
  return (
    <>
      <SectionHead title={m.dev_oauth2()} lead={m.dev_oauth2_lead()} />
      <div className="settings-form">
        <CopyField label={m.dev_client_id()} value={id} />
      </div>
      <section>
        <SecretRow
          title={m.dev_secret()}
          about={application.has_secret ? m.dev_secret_about() : m.dev_secret_none()}
          action={application.has_secret ? m.dev_secret_reset() : m.dev_secret_make()}
          question={m.dev_secret_question({ name })}
          warning={m.dev_secret_warning()}
          label={m.dev_secret()}
          make={async () => {
            const { secret } = await applicationApi.resetSecret(id);
            onChange({ ...application, has_secret: true });
            return secret;
          }}
        />
      </section>
      <section>
        <h2 className="h-section">{m.dev_redirects()}</h2>
        <p className="secondary dev-about">{m.dev_redirects_about()}</p>
        <form onSubmit={onSubmit} noValidate>
          <div className="line-fields dev-lines">
            {uris.map((uri, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place; two may hold the same words while one types
              <div className="line-field" key={index}>
                <TextField
                  label={m.dev_redirect({ number: index + 1 })}
                  isLabelHidden
                  type="url"
                  placeholder="https://example.org/callback"
                  maxLength={LIMITS.address}
                  value={uri}
                  onChange={(value) => put({ uris: uris.with(index, value) })}
                  error={errorOf("redirect_uris", index)}
                />
                <IconButton
                  icon={Trash2}
                  label={m.dev_redirect_remove({ number: index + 1 })}
                  onPress={() => put({ uris: uris.toSpliced(index, 1) })}
                />
              </div>
            ))}
          </div>
          <Button
            icon={Plus}
            disabledReason={uris.length >= LIMITS.redirects && m.dev_redirects_full()}
            onPress={() => put({ uris: [...uris, ""] })}
          >
            {m.dev_redirect_add()}
          </Button>
          <FormFailure failure={failure} fields={fields} />
          <SaveBar {...bar} />
        </form>
      </section>
      <section>
        <h2 className="h-section">{m.dev_tools()}</h2>
        <div className="settings-form">
          <CopyField
            label={m.dev_discovery()}
            value={`${location.origin}/.well-known/openid-configuration`}
            hint={m.dev_discovery_hint()}
          />
        </div>
      </section>
    </>
  );
}
