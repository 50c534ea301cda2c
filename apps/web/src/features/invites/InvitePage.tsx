import { Entrance } from "@palabre/protocol";
import { useNavigate, useParams } from "@tanstack/react-router";
import type { APIInvite } from "discord-api-types/v10";
import { SearchX } from "lucide-react";
import { Suspense, useCallback, useEffect, useState } from "react";
import { errorText } from "../../i18n/errors.ts";
import "../../i18n/accountErrors.ts";
import * as m from "../../paraglide/messages.js";
import { useTitle } from "../../shell/useTitle.ts";
import { guildApi } from "../../state/guild-api.ts";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { LinkButton } from "../../ui/LinkButton.tsx";
import { ServerIcon } from "../../ui/ServerIcon.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { Wordmark } from "../../ui/Wordmark.tsx";
import { useLoaded } from "../admin/useLoaded.ts";
import { isLoggedIn, seemsLoggedIn } from "../auth/session.ts";
import "../entrance/entranceErrors.ts";
import "./invites.css";
import { lazyPart } from "../../ui/lazyPart.ts";

/** Few servers read applications. */
const ApplicationForm = lazyPart(() =>
  import("../entrance/ApplicationForm.tsx").then((module) => module.ApplicationForm),
);

/** Where an invitation leads, for everybody who holds its link: with an account one joins, without one makes one. */
export function InvitePage() {
  const code = useParams({ strict: false, select: (params) => params.code }) ?? "";
  const load = useCallback((signal: AbortSignal) => guildApi.invites.get(code, { signal }), [code]);
  const { data, error, reload } = useLoaded(load);
  useTitle(data?.guild?.name ?? m.invite_title());
  return (
    <main className="invite-page" id="main">
      <div className="invite-in">
        <Wordmark />
        {data ? (
          <Invitation invite={data} code={code} />
        ) : error ? (
          <EmptyState
            icon={SearchX}
            tone="muted"
            level={1}
            title={m.invite_gone()}
            actions={
              <>
                <Button onPress={() => void reload()}>{m.common_retry()}</Button>
                <LinkButton to="/" variant="ghost">
                  {m.conversation_gone_home()}
                </LinkButton>
              </>
            }
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

function Invitation({ invite, code }: { invite: APIInvite; code: string }) {
  const navigate = useNavigate();
  const [isPending, setPending] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const [isKnown, setKnown] = useState(seemsLoggedIn);
  // A cookie may know more than this device remembers.
  useEffect(() => void isLoggedIn().then(setKnown), []);
  const { guild } = invite;
  if (!guild) return null;
  const next = `/invite/${code}`;
  const { entrance = 0, features = [] } = guild as typeof guild & { entrance?: number };
  const isGreeted =
    (entrance & (Entrance.onboarding | Entrance.guide)) !== 0 ||
    features.includes("MEMBER_VERIFICATION_GATE_ENABLED" as never);
  const isByApplication = (entrance & Entrance.applications) !== 0;
  const isTargeted = (invite as { is_targeted?: boolean }).is_targeted === true;

  async function join() {
    setPending(true);
    setFailure(null);
    try {
      const { new_member: isNew } = await guildApi.invites.accept(code);
      const place = invite.channel ? `${guild?.id}/${invite.channel.id}` : guild?.id;
      await navigate({ to: isNew && isGreeted ? `/welcome/${guild?.id}` : `/channels/${place}` });
    } catch (refusal) {
      setFailure(refusal);
      setPending(false);
    }
  }

  return (
    <section className="card invite-preview">
      <ServerIcon guild={guild} size={72} />
      <p className="secondary">
        {invite.inviter
          ? m.invite_from({ name: invite.inviter.global_name ?? invite.inviter.username })
          : m.invite_open()}
      </p>
      <h1 className="h-page">{guild.name}</h1>
      {guild.description ? <p className="secondary">{guild.description}</p> : null}
      {invite.approximate_member_count === undefined ? null : (
        <p className="muted tnum">{m.invite_members({ count: invite.approximate_member_count })}</p>
      )}
      {failure ? (
        <p className="hint-error" role="alert">
          {errorText(failure)}
        </p>
      ) : null}
      {isTargeted ? <p className="secondary">{m.entrance_targeted_about()}</p> : null}
      {isByApplication ? <p className="secondary">{m.entrance_apply_about()}</p> : null}
      {isKnown && isByApplication ? (
        <Suspense fallback={<Skeleton width={320} height={160} />}>
          <ApplicationForm guildId={guild.id} code={code} />
        </Suspense>
      ) : isKnown ? (
        <Button variant="primary" size="lg" isPending={isPending} onPress={() => void join()} isWide>
          {m.invite_join()}
        </Button>
      ) : (
        <>
          <LinkButton to="/register" search={{ invite: code, next }} variant="primary" size="lg" isWide>
            {m.invite_register()}
          </LinkButton>
          <LinkButton to="/login" search={{ next }} variant="ghost" size="lg" isWide>
            {m.invite_log_in()}
          </LinkButton>
        </>
      )}
    </section>
  );
}
