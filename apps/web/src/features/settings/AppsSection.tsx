import type { Grant } from "@palabre/client";
import { useState } from "react";
import { formatRelative } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { applicationApi } from "../../state/application-api.ts";
import { Button } from "../../ui/Button.tsx";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { useLoaded } from "../admin/useLoaded.ts";
import { scopeWords } from "../consent/scopeWords.ts";
import { ApplicationIcon } from "../developer/ApplicationIcon.tsx";
import { Loading } from "../server-settings/Loading.tsx";
import { SectionHead } from "./SettingsFrame.tsx";

const load = (signal: AbortSignal) => applicationApi.grants({ signal });

/** What one agreed that applications may do for oneself, and the way to end it. */
export function AppsSection() {
  const { data, error, reload, setData } = useLoaded(load);
  const [doomed, setDoomed] = useState<Grant | null>(null);
  return (
    <>
      <SectionHead title={m.apps_title()} lead={m.apps_lead()} />
      {data === null ? (
        <Loading error={error} reload={() => void reload()} rows={3} />
      ) : data.length === 0 ? (
        <EmptyState level={2} title={m.apps_none()}>
          {m.apps_none_about()}
        </EmptyState>
      ) : (
        <ul className="card session-list" aria-label={m.apps_title()}>
          {data.map((grant) => (
            <li key={grant.id} className="session-row">
              <ApplicationIcon application={grant.application} />
              <span className="txt">
                <b>{grant.application.name}</b>
                <span>
                  {[
                    m.apps_since({ when: formatRelative(grant.created_at) }),
                    ...grant.scopes.map((scope) => scopeWords(scope).words),
                  ].join(" · ")}
                </span>
              </span>
              <Button size="sm" variant="outline" onPress={() => setDoomed(grant)}>
                {m.apps_end()}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {doomed ? (
        <ConfirmDialog
          question={m.apps_end_question({ name: doomed.application.name })}
          confirmLabel={m.apps_end()}
          isDanger
          isOpen
          onOpenChange={() => setDoomed(null)}
          onConfirm={async () => {
            await applicationApi.endGrant(doomed.id);
            setData((before) => before?.filter((one) => one.id !== doomed.id) ?? null);
          }}
        >
          {m.apps_end_text()}
        </ConfirmDialog>
      ) : null}
    </>
  );
}
