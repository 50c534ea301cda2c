import { ApiError } from "@palabre/client";
import type { JoinRequest, Snowflake } from "@palabre/protocol";
import { type FormEvent, useCallback, useState } from "react";
import { errorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { keepChannel } from "../../shell/lastChannel.ts";
import { guildApi } from "../../state/guild-api.ts";
import { Banner } from "../../ui/Banner.tsx";
import { Button } from "../../ui/Button.tsx";
import { LinkButton } from "../../ui/LinkButton.tsx";
import { useLoaded } from "../admin/useLoaded.ts";
import { FormFailure } from "../server-settings/FormFailure.tsx";
import { Loading } from "../server-settings/Loading.tsx";
import "./entrance.css";
import "./entranceErrors.ts";
import { type FieldAnswer, FormFields } from "./FormFields.tsx";

/** How often somebody who waits looks whether they are in, in milliseconds. */
const LOOK_MS = 15_000;

interface Place {
  guildId: Snowflake;
  /** The invitation; none for a server that shows itself. */
  code?: string | undefined;
}

/** The application to a server: the form, or what became of it. Works before one is connected. */
export function ApplicationForm({ guildId, code }: Place) {
  const load = useCallback((signal: AbortSignal) => readOwn(guildId, signal), [guildId]);
  const { data, error, reload, setData } = useLoaded(load, LOOK_MS);
  const [isWriting, setWriting] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  if (data === null) return <Loading error={error} reload={() => void reload()} rows={3} />;
  const { request } = data;

  async function withdraw() {
    setFailure(null);
    try {
      await guildApi.entrance.withdraw(guildId);
      setData({ request: null });
    } catch (refusal) {
      setFailure(refusal);
      void reload();
    }
  }

  const write = () => setWriting(true);
  if (request?.application_status === "APPROVED" && data.isIn) {
    return (
      <LinkButton to="/channels/$guildId" params={{ guildId }} variant="primary" size="lg" isWide>
        {m.entrance_welcome_go()}
      </LinkButton>
    );
  }
  if (request && request.application_status !== "APPROVED" && !isWriting) {
    const isRejected = request.application_status === "REJECTED";
    return (
      <div className="entrance-state" role="status">
        <h2>{isRejected ? m.entrance_apply_rejected() : m.entrance_apply_sent()}</h2>
        {isRejected ? (
          <blockquote>{request.rejection_reason ?? m.entrance_apply_no_reason()}</blockquote>
        ) : (
          <p className="secondary">{m.entrance_apply_sent_about()}</p>
        )}
        {failure ? <Banner tone="danger">{errorText(failure)}</Banner> : null}
        <div className="row">
          <Button variant={isRejected ? "primary" : "outline"} onPress={write}>
            {isRejected ? m.entrance_apply_again() : m.entrance_apply_change()}
          </Button>
          <Button variant="ghost" onPress={() => void withdraw()}>
            {isRejected ? m.entrance_apply_dismiss() : m.entrance_apply_withdraw()}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <Form
      guildId={guildId}
      code={code}
      onSent={(sent) => {
        setWriting(false);
        setData({ request: sent });
      }}
    />
  );
}

interface Own {
  request: JoinRequest | null;
  /** What let them in once says nothing of whether they are still there. */
  isIn?: boolean;
}

async function readOwn(guildId: Snowflake, signal: AbortSignal): Promise<Own> {
  try {
    const request = await guildApi.entrance.own(guildId, { signal });
    if (request.application_status !== "APPROVED") return { request };
    const isIn = await guildApi.guilds.get(guildId, { signal }).then(
      () => true,
      () => false,
    );
    return { request, isIn };
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return { request: null };
    throw error;
  }
}

function Form({ guildId, code, onSent }: Place & { onSent: (request: JoinRequest) => void }) {
  const load = useCallback(
    (signal: AbortSignal) => guildApi.entrance.form(guildId, code, { signal }),
    [guildId, code],
  );
  const { data: form, error, reload } = useLoaded(load);
  const [answers, setAnswers] = useState<FieldAnswer[]>([]);
  const [failure, setFailure] = useState<unknown>(null);
  const [isPending, setPending] = useState(false);
  if (form === null) return <Loading error={error} reload={() => void reload()} rows={3} />;

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!form) return;
    setPending(true);
    setFailure(null);
    try {
      // Whoever was there once has not seen it since they come in anew.
      keepChannel(guildId, null);
      onSent(
        await guildApi.entrance.handIn(guildId, {
          version: form.version,
          invite_code: code,
          form_fields: form.form_fields.map((_, at) => ({ response: answers[at] })),
        }),
      );
    } catch (refusal) {
      setFailure(refusal);
      // Somebody changed the form while it was filled in.
      if (refusal instanceof ApiError && refusal.fieldErrors("version").length > 0) void reload();
    }
    setPending(false);
  }

  return (
    <form className="entrance-form" onSubmit={(event) => void submit(event)} noValidate>
      {form.description ? <p className="secondary">{form.description}</p> : null}
      <FormFields fields={form.form_fields} answers={answers} onChange={setAnswers} failure={failure} />
      <FormFailure failure={failure} fields={form.form_fields.map((_, at) => `form_fields.${at}.response`)} />
      <Button type="submit" variant="primary" size="lg" isPending={isPending} isWide>
        {m.entrance_apply_send()}
      </Button>
    </form>
  );
}
