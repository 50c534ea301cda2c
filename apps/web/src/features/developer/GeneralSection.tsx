import { LIMITS } from "@palabre/protocol";
import * as m from "../../paraglide/messages.js";
import { applicationApi } from "../../state/application-api.ts";
import { TextArea } from "../../ui/TextArea.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { attempt } from "../friends/actions.ts";
import { PictureField } from "../profile/PictureField.tsx";
import { FormFailure } from "../server-settings/FormFailure.tsx";
import { SaveBar } from "../server-settings/SaveBar.tsx";
import { SectionHead } from "../settings/SettingsFrame.tsx";
import { ApplicationIcon, applicationIconUrl } from "./ApplicationIcon.tsx";
import type { ApplicationProps } from "./application.ts";
import { CopyField } from "./CopyField.tsx";
import { useForm } from "./useForm.ts";

const FIELDS = ["name", "description", "tags", "terms_of_service_url", "privacy_policy_url"];
const TAGS = [0, 1, 2, 3, 4];

/** Who the application is, as people see it. */
export function GeneralSection({ application, onChange }: ApplicationProps) {
  const { id } = application;
  const { shown, put, failure, errorOf, onSubmit, bar } = useForm(
    {
      name: application.name,
      description: application.description,
      tags: application.tags.join(", "),
      terms_of_service_url: application.terms_of_service_url ?? "",
      privacy_policy_url: application.privacy_policy_url ?? "",
    },
    async ({ tags, ...changed }) => {
      const list = tags?.split(",").map((tag) => tag.trim());
      onChange(
        await applicationApi.update(id, {
          ...changed,
          ...(list && { tags: [...new Set(list.filter(Boolean))] }),
        }),
      );
    },
  );
  const wrongTag = errorOf("tags") ?? TAGS.map((index) => errorOf("tags", index)).find(Boolean);
  return (
    <>
      <SectionHead title={m.dev_general()} lead={m.dev_general_lead()} />
      <form onSubmit={onSubmit} noValidate>
        <div className="settings-form">
          <PictureField
            label={m.dev_icon_change()}
            shape="square"
            value={applicationIconUrl(application, 72)}
            onChange={(icon) => void attempt(async () => onChange(await applicationApi.update(id, { icon })))}
            fallback={<ApplicationIcon application={application} size={72} />}
            isRoomy
          />
          <TextField
            label={m.dev_name()}
            value={shown.name}
            onChange={(name) => put({ name })}
            maxLength={LIMITS.applicationName}
            error={errorOf("name")}
          />
          <TextArea
            label={m.dev_description()}
            hint={m.dev_description_hint()}
            value={shown.description}
            onChange={(description) => put({ description })}
            maxLength={LIMITS.applicationDescription}
            rows={3}
            error={errorOf("description")}
          />
          <TextField
            label={m.dev_tags()}
            hint={m.dev_tags_hint()}
            value={shown.tags}
            onChange={(tags) => put({ tags })}
            error={wrongTag}
          />
          <TextField
            label={m.dev_terms()}
            type="url"
            placeholder="https://"
            value={shown.terms_of_service_url}
            onChange={(terms_of_service_url) => put({ terms_of_service_url })}
            error={errorOf("terms_of_service_url")}
          />
          <TextField
            label={m.dev_privacy()}
            type="url"
            placeholder="https://"
            value={shown.privacy_policy_url}
            onChange={(privacy_policy_url) => put({ privacy_policy_url })}
            error={errorOf("privacy_policy_url")}
          />
          <CopyField label={m.dev_id()} value={id} hint={m.dev_id_hint()} />
        </div>
        <FormFailure failure={wrongTag ? null : failure} fields={FIELDS} />
        <SaveBar {...bar} />
      </form>
    </>
  );
}
