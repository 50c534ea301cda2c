import { useNavigate, useParams } from "@tanstack/react-router";
import { SearchX } from "lucide-react";
import { type FormEvent, useCallback, useState } from "react";
import { errorText, fieldErrorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { useTitle } from "../../shell/useTitle.ts";
import { guildApi } from "../../state/guild-api.ts";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { LinkButton } from "../../ui/LinkButton.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { Wordmark } from "../../ui/Wordmark.tsx";
import { useLoaded } from "../admin/useLoaded.ts";
import "../server-settings/errorWords.ts";
import { FormFailure } from "../server-settings/FormFailure.tsx";
import "./invites.css";

/** A template that somebody gave the link of: one builds a server of one's own from it. */
export function TemplatePage() {
  const code = useParams({ strict: false, select: (params) => params.code }) ?? "";
  const load = useCallback((signal: AbortSignal) => guildApi.templates.get(code, { signal }), [code]);
  const { data, error } = useLoaded(load);
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const [isPending, setPending] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  useTitle(data?.name ?? m.template_title());

  async function submit(event: FormEvent) {
    event.preventDefault();
    setPending(true);
    setFailure(null);
    try {
      const { id } = await guildApi.templates.use(code, { name: name.trim() });
      await navigate({ to: `/channels/${id}` });
    } catch (refusal) {
      setFailure(refusal);
      setPending(false);
    }
  }

  return (
    <main className="invite-page" id="main">
      <div className="invite-in">
        <Wordmark />
        {data ? (
          <form className="card invite-preview" onSubmit={(event) => void submit(event)}>
            <p className="secondary">{m.template_from()}</p>
            <h1 className="h-page">{data.name}</h1>
            {data.description ? <p className="secondary">{data.description}</p> : null}
            <TextField
              className="invite-name"
              label={m.server_name()}
              value={name}
              onChange={setName}
              maxLength={100}
              error={fieldErrorText(failure, "name")}
            />
            <FormFailure failure={failure} fields={["name"]} />
            <Button type="submit" variant="primary" size="lg" isPending={isPending} isWide>
              {m.template_use()}
            </Button>
          </form>
        ) : error ? (
          <EmptyState
            icon={SearchX}
            tone="muted"
            level={1}
            title={m.template_gone()}
            actions={<LinkButton to="/">{m.conversation_gone_home()}</LinkButton>}
          >
            {errorText(error)}
          </EmptyState>
        ) : (
          <Skeleton width={320} height={180} />
        )}
      </div>
    </main>
  );
}
