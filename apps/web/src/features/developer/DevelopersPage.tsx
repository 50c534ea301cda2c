import { LIMITS } from "@palabre/protocol";
import { Link, useNavigate } from "@tanstack/react-router";
import { ChevronRight, Plus } from "lucide-react";
import { type FormEvent, useState } from "react";
import { fieldErrorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { applicationApi } from "../../state/application-api.ts";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { useLoaded } from "../admin/useLoaded.ts";
import { FormFailure } from "../server-settings/FormFailure.tsx";
import { Loading } from "../server-settings/Loading.tsx";
import { SectionHead, SettingsFrame } from "../settings/SettingsFrame.tsx";
import { settingsSections } from "../settings/sections.ts";
import { ApplicationIcon } from "./ApplicationIcon.tsx";
import { serversText } from "./application.ts";
import "./developer.css";
import "./errorWords.ts";

const load = (signal: AbortSignal) => applicationApi.list({ signal });

/** One's applications, and a new one. */
export function DevelopersPage() {
  const { data, error, reload } = useLoaded(load);
  return (
    <SettingsFrame
      title={m.settings_title()}
      base="/settings/$section"
      sections={settingsSections()}
      current="developers"
    >
      <SectionHead title={m.dev_title()} lead={m.dev_lead()} />
      <p className="dev-about">
        <Link to="/docs/api">{m.about_api()}</Link>
      </p>
      <NewApplication />
      <section>
        <h2 className="h-section">{m.dev_applications()}</h2>
        {data === null ? (
          <Loading error={error} reload={() => void reload()} rows={3} />
        ) : data.length === 0 ? (
          <EmptyState title={m.dev_none()}>{m.dev_none_about()}</EmptyState>
        ) : (
          <ul className="card app-list" aria-label={m.dev_applications()}>
            {data.map((application) => (
              <li key={application.id}>
                <Link
                  to="/developers/$application/{-$section}"
                  params={{ application: application.id, section: "general" }}
                  className="app-row"
                >
                  <ApplicationIcon application={application} />
                  <span className="txt">
                    <b className="truncate">{application.name}</b>
                    <span className="truncate">
                      {[serversText(application.approximate_guild_count), application.description]
                        .filter(Boolean)
                        .join(" · ")}
                    </span>
                  </span>
                  <Icon of={ChevronRight} size={16} />
                </Link>
              </li>
            ))}
          </ul>
        )}
      </section>
    </SettingsFrame>
  );
}

/** Made, it leads to the first steps. */
function NewApplication() {
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const [isPending, setPending] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setPending(true);
    setFailure(null);
    try {
      const { id } = await applicationApi.create({ name: name.trim() });
      await navigate({ to: `/developers/${id}/start` });
    } catch (refusal) {
      setFailure(refusal);
      setPending(false);
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)}>
      <div className="app-new">
        <TextField
          label={m.dev_new_name()}
          value={name}
          onChange={setName}
          maxLength={LIMITS.applicationName}
          autoComplete="off"
          error={fieldErrorText(failure, "name")}
        />
        <Button type="submit" variant="primary" size="lg" icon={Plus} isPending={isPending}>
          {m.dev_create()}
        </Button>
      </div>
      <FormFailure failure={failure} fields={["name"]} />
    </form>
  );
}
