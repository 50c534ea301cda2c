import type { AdminSettings } from "@palabre/protocol";
import { type FormEvent, useEffect, useState } from "react";
import { errorText, fieldErrorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import { Button } from "../../ui/Button.tsx";
import { SkeletonRows } from "../../ui/Skeleton.tsx";
import { TextArea } from "../../ui/TextArea.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { toast } from "../../ui/toast.ts";
import { SectionHead } from "../settings/SettingsFrame.tsx";
import { useLoaded } from "./useLoaded.ts";

const load = (signal: AbortSignal) => guildApi.admin.settings({ signal });

/** What the log-in page and the page about this server say. */
export function IdentitySection() {
  const { data, setData } = useLoaded(load);
  const [form, setForm] = useState<AdminSettings | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [isPending, setPending] = useState(false);
  useEffect(() => setForm((before) => before ?? data), [data]);
  const isChanged =
    data &&
    form &&
    (form.name !== data.name || form.description !== data.description || form.contact !== data.contact);

  async function save(event: FormEvent) {
    event.preventDefault();
    if (!form) return;
    setPending(true);
    setFailure(null);
    try {
      const { name, description, contact } = form;
      const saved = await guildApi.admin.updateSettings({ name, description, contact });
      setData(saved);
      setForm(saved);
      toast({ tone: "success", title: m.common_saved() });
    } catch (error) {
      setFailure(error);
    } finally {
      setPending(false);
    }
  }

  return (
    <>
      <SectionHead title={m.admin_identity()} lead={m.admin_identity_lead()} />
      {form ? (
        <form className="settings-form" onSubmit={(event) => void save(event)}>
          <TextField
            label={m.admin_name()}
            value={form.name}
            onChange={(name) => setForm({ ...form, name })}
            error={fieldErrorText(failure, "name")}
            maxLength={100}
          />
          <TextArea
            label={m.admin_description()}
            value={form.description}
            onChange={(description) => setForm({ ...form, description })}
            error={fieldErrorText(failure, "description")}
            maxLength={1000}
            rows={4}
          />
          <TextField
            label={m.admin_contact()}
            hint={m.admin_contact_hint()}
            value={form.contact}
            onChange={(contact) => setForm({ ...form, contact })}
            error={fieldErrorText(failure, "contact")}
            maxLength={254}
          />
          {failure ? (
            <p className="hint-error" role="alert">
              {errorText(failure)}
            </p>
          ) : null}
          <div className="row">
            <Button
              type="submit"
              variant="primary"
              isPending={isPending}
              disabledReason={!isChanged && m.rooms_nothing_changed()}
            >
              {m.common_save()}
            </Button>
          </div>
        </form>
      ) : (
        <SkeletonRows rows={4} />
      )}
    </>
  );
}
