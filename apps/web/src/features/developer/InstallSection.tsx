import * as m from "../../paraglide/messages.js";
import { applicationApi } from "../../state/application-api.ts";
import { Checkbox } from "../../ui/Checkbox.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { FormFailure } from "../server-settings/FormFailure.tsx";
import { PermissionSwitches } from "../server-settings/PermissionSwitches.tsx";
import { SaveBar } from "../server-settings/SaveBar.tsx";
import { SectionHead } from "../settings/SettingsFrame.tsx";
import { type ApplicationProps, installLink, permissionsOf, scopesOf } from "./application.ts";
import { CopyField } from "./CopyField.tsx";
import { InstallLink } from "./InstallLink.tsx";
import { useForm } from "./useForm.ts";

const SCOPES = [
  ["bot", m.dev_scope_bot, m.dev_scope_bot_about],
  ["applications.commands", m.dev_scope_commands, m.dev_scope_commands_about],
] as const;

/** How the bot comes into servers, and what it asks for there. */
export function InstallSection({ application, onChange }: ApplicationProps) {
  const { id } = application;
  const { shown, put, failure, errorOf, onSubmit, bar } = useForm(
    {
      scopes: scopesOf(application),
      permissions: String(permissionsOf(application)),
      custom: application.custom_install_url ?? "",
    },
    async ({ custom, scopes, permissions }) => {
      const isNew = scopes !== undefined || permissions !== undefined;
      onChange(
        await applicationApi.update(id, {
          ...(isNew && {
            install_params: {
              scopes: scopes ?? scopesOf(application),
              permissions: permissions ?? String(permissionsOf(application)),
            },
          }),
          ...(custom !== undefined && { custom_install_url: custom.trim() }),
        }),
      );
    },
  );
  const link = installLink(id, shown.scopes, BigInt(shown.permissions));
  return (
    <>
      <SectionHead title={m.dev_install()} lead={m.dev_install_lead()} />
      <form onSubmit={onSubmit} noValidate>
        <div className="settings-form">
          <CopyField label={m.dev_link()} value={link} hint={m.dev_link_hint()} />
          <div>
            <InstallLink href={link} />
          </div>
          <TextField
            label={m.dev_custom()}
            hint={m.dev_custom_hint()}
            type="url"
            placeholder="https://"
            value={shown.custom}
            onChange={(custom) => put({ custom })}
            error={errorOf("custom_install_url")}
          />
        </div>
        <section>
          <h2 className="h-section">{m.dev_scopes()}</h2>
          <div className="check-list">
            {SCOPES.map(([scope, label, about]) => (
              <Checkbox
                key={scope}
                isSelected={shown.scopes.includes(scope)}
                onChange={(on) =>
                  put({
                    scopes: SCOPES.map(([one]) => one).filter((one) =>
                      one === scope ? on : shown.scopes.includes(one),
                    ),
                  })
                }
                // A link asks for something.
                isDisabled={shown.scopes.length === 1 && shown.scopes[0] === scope}
              >
                <b>{label()}</b>
                <span className="hint dev-line">{about()}</span>
              </Checkbox>
            ))}
          </div>
        </section>
        <section>
          <h2 className="h-section">{m.dev_permissions()}</h2>
          <p className="secondary dev-about">{m.dev_permissions_about()}</p>
          <PermissionSwitches
            value={BigInt(shown.permissions)}
            onChange={(permissions) => put({ permissions: String(permissions) })}
            whyNot={() => null}
          />
        </section>
        <FormFailure failure={failure} fields={["custom_install_url"]} />
        <SaveBar {...bar} />
      </form>
    </>
  );
}
