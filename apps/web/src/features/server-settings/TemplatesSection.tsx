import type { APITemplate } from "discord-api-types/v10";
import { RefreshCw, Trash2 } from "lucide-react";
import { type FormEvent, useCallback, useState } from "react";
import { fieldErrorText } from "../../i18n/errors.ts";
import { formatRelative } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import type { Guild } from "../../state/types.ts";
import { Button } from "../../ui/Button.tsx";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { CopyButton } from "../admin/AccountsSection.tsx";
import { useLoaded } from "../admin/useLoaded.ts";
import { attempt } from "../friends/actions.ts";
import { SectionHead } from "../settings/SettingsFrame.tsx";
import { FormFailure } from "./FormFailure.tsx";
import { Loading } from "./Loading.tsx";
import { useSaving } from "./useSaving.ts";

/** The server as a plan that others build theirs from: channels, roles, permissions; no people, no messages. */
export function TemplatesSection({ guild }: { guild: Guild }) {
  const load = useCallback(
    (signal: AbortSignal) => guildApi.templates.list(guild.id, { signal }),
    [guild.id],
  );
  const { data, error, reload, setData } = useLoaded(load);
  const [doomed, setDoomed] = useState<APITemplate | null>(null);
  const put = (template: APITemplate) =>
    setData((before) => [...(before ?? []).filter((one) => one.code !== template.code), template]);
  return (
    <>
      <SectionHead title={m.template_title()} lead={m.template_lead()} />
      {data === null ? (
        <Loading error={error} reload={() => void reload()} rows={2} />
      ) : data.length === 0 ? (
        <NewTemplate guild={guild} onMade={put} />
      ) : (
        <ul className="card session-list" aria-label={m.template_title()}>
          {data.map((template) => (
            <li key={template.code} className="session-row">
              <span className="txt">
                <b>{template.name}</b>
                <span>
                  {[
                    template.description,
                    m.template_used({ count: template.usage_count }),
                    template.is_dirty
                      ? m.template_dirty()
                      : m.template_synced({ when: formatRelative(template.updated_at) }),
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </span>
              </span>
              <IconButton
                icon={RefreshCw}
                label={m.template_sync()}
                disabledReason={!template.is_dirty && m.template_same()}
                onPress={() =>
                  void attempt(async () => put(await guildApi.templates.sync(guild.id, template.code)))
                }
              />
              <CopyButton text={`${location.origin}/template/${template.code}`} />
              <IconButton icon={Trash2} label={m.template_delete()} onPress={() => setDoomed(template)} />
            </li>
          ))}
        </ul>
      )}
      {doomed ? (
        <ConfirmDialog
          question={m.template_delete_question({ name: doomed.name })}
          confirmLabel={m.template_delete()}
          isDanger
          isOpen
          onOpenChange={() => setDoomed(null)}
          onConfirm={async () => {
            await guildApi.templates.remove(guild.id, doomed.code);
            setData((before) => before?.filter((one) => one.code !== doomed.code) ?? null);
          }}
        >
          {m.template_delete_text()}
        </ConfirmDialog>
      ) : null}
    </>
  );
}

function NewTemplate({ guild, onMade }: { guild: Guild; onMade: (template: APITemplate) => void }) {
  const [name, setName] = useState(guild.name);
  const [description, setDescription] = useState("");
  const { failure, isPending, save } = useSaving();

  async function submit(event: FormEvent) {
    event.preventDefault();
    await save(async () => {
      const body = { name: name.trim(), description: description.trim() || null };
      onMade(await guildApi.templates.create(guild.id, body));
    });
  }

  return (
    <form className="settings-form" onSubmit={(event) => void submit(event)}>
      <TextField
        label={m.audit_key_name()}
        value={name}
        onChange={setName}
        maxLength={100}
        error={fieldErrorText(failure, "name")}
      />
      <TextField
        label={m.template_about()}
        value={description}
        onChange={setDescription}
        maxLength={120}
        error={fieldErrorText(failure, "description")}
      />
      <FormFailure failure={failure} fields={["name", "description"]} />
      <div className="row">
        <Button type="submit" variant="primary" isPending={isPending}>
          {m.template_make()}
        </Button>
      </div>
    </form>
  );
}
