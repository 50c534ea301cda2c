import type { Consent, ConsentGuild } from "@palabre/client";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { CircleCheck, ExternalLink, SearchX, ShieldAlert } from "lucide-react";
import { useCallback, useState } from "react";
import { errorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { useTitle } from "../../shell/useTitle.ts";
import { applicationApi } from "../../state/application-api.ts";
import { nameOf } from "../../state/store.ts";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { LinkButton } from "../../ui/LinkButton.tsx";
import { Select } from "../../ui/Select.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { Tag } from "../../ui/Tag.tsx";
import { Wordmark } from "../../ui/Wordmark.tsx";
import { useLoaded } from "../admin/useLoaded.ts";
import { ApplicationIcon } from "../developer/ApplicationIcon.tsx";
import { serversText } from "../developer/application.ts";
import "../developer/errorWords.ts";
import { AskedPermissions, permissionNames } from "./AskedPermissions.tsx";
import { whereTo } from "./leads.ts";
import { isForServers, scopeWords } from "./scopeWords.ts";
import "./consent.css";

/** The permissions that the query names; those of the application's own link when it names none. */
function askedFor(query: Record<string, string>, { application }: Consent): bigint {
  const { permissions = application.install_params?.permissions ?? "0" } = query;
  return /^\d{1,20}$/.test(permissions) ? BigInt(permissions) : 0n;
}

/** Where another tool sends somebody: who asks, what for, and yes or no. Nothing goes anywhere before that. */
export function ConsentPage() {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const text = JSON.stringify(search);
  const load = useCallback(
    (signal: AbortSignal) => applicationApi.consent(queryOf(text), { signal }),
    [text],
  );
  const { data, error } = useLoaded(load);
  useTitle(data ? m.consent_title({ name: data.application.name }) : m.consent_page());
  return (
    <main className="consent-page scroll" id="main">
      <div className="consent-in">
        <Wordmark />
        {data ? (
          <Question consent={data} query={queryOf(text)} />
        ) : error ? (
          <EmptyState
            icon={SearchX}
            tone="muted"
            level={1}
            title={m.consent_refused()}
            actions={<LinkButton to="/">{m.conversation_gone_home()}</LinkButton>}
          >
            {errorText(error)} {m.consent_refused_about()}
          </EmptyState>
        ) : (
          <Skeleton width={320} height={240} />
        )}
      </div>
    </main>
  );
}

/** The query as it was written: the router has read what looks like JSON. */
function queryOf(text: string): Record<string, string> {
  const search: Record<string, unknown> = JSON.parse(text);
  return Object.fromEntries(
    Object.entries(search).map(([key, value]) => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}

const NO_SERVER = "none";

function Question({ consent, query }: { consent: Consent; query: Record<string, string> }) {
  const { application, guilds, scopes, user } = consent;
  const navigate = useNavigate();
  const asked = askedFor(query, consent);
  const needsServer = scopes.some(isForServers);
  const [guildId, setGuildId] = useState(
    guilds.some((one) => one.id === query.guild_id) ? (query.guild_id ?? NO_SERVER) : NO_SERVER,
  );
  const guild = guilds.find((one) => one.id === guildId);
  const [wanted, setWanted] = useState(asked);
  const [pending, setPending] = useState<"yes" | "no" | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [done, setDone] = useState<"added" | "left" | null>(null);
  const leads = whereTo(consent.redirect_uri, location.host);
  const held = guild ? BigInt(guild.permissions) : null;

  async function answer(authorize: boolean) {
    setPending(authorize ? "yes" : "no");
    setFailure(null);
    try {
      const { location: next } = await applicationApi.answer(query, {
        authorize,
        ...(authorize &&
          guild && { guild_id: guild.id, permissions: String(held === null ? wanted : wanted & held) }),
      });
      if (next !== "") {
        setDone("left");
        window.location.assign(next);
      } else if (authorize) {
        setDone("added");
      } else {
        await navigate({ to: "/" });
      }
    } catch (refusal) {
      setFailure(refusal);
    }
    setPending(null);
  }

  if (done === "left") {
    return (
      <EmptyState icon={ExternalLink} level={1} title={m.consent_left()}>
        {m.consent_left_about({ place: leads?.name ?? "" })}
      </EmptyState>
    );
  }
  if (done === "added" && guild) {
    return (
      <EmptyState
        icon={CircleCheck}
        level={1}
        title={m.consent_added({ name: application.name })}
        actions={
          <LinkButton to="/channels/$guildId" params={{ guildId: guild.id }} variant="primary">
            {m.consent_added_open({ server: guild.name })}
          </LinkButton>
        }
      >
        {m.consent_added_about({ name: application.name, server: guild.name })}
      </EmptyState>
    );
  }
  return (
    <section className="card consent" aria-labelledby="consent-title">
      <header className="consent-head">
        <ApplicationIcon application={application} size={72} />
        <h1 className="h-page" id="consent-title">
          {application.name}
        </h1>
        <p className="secondary">{needsServer ? m.consent_wants_in() : m.consent_wants()}</p>
        {application.description ? <p className="consent-about">{application.description}</p> : null}
        <p className="muted">
          {[
            application.approximate_guild_count === undefined
              ? ""
              : serversText(application.approximate_guild_count),
            user ? m.consent_as({ name: nameOf(user), username: user.username }) : "",
          ]
            .filter(Boolean)
            .join(" · ")}
        </p>
      </header>
      <section>
        <h2 className="label">{m.consent_asks()}</h2>
        <ul className="consent-scopes">
          {scopes.map((scope) => {
            const { icon, words } = scopeWords(scope);
            return (
              <li key={scope}>
                <Icon of={icon} size={16} />
                <span>{words}</span>
              </li>
            );
          })}
        </ul>
        {needsServer ? null : <p className="hint">{m.consent_cannot()}</p>}
      </section>
      {needsServer ? <ServerChoice guilds={guilds} value={guildId} onChange={setGuildId} /> : null}
      {needsServer && permissionNames(asked).length > 0 ? (
        <AskedPermissions asked={asked} held={held} value={wanted} onChange={setWanted} />
      ) : null}
      {leads ? (
        <p className={leads.isElsewhere ? "consent-leads is-elsewhere" : "consent-leads"}>
          <Icon of={leads.isElsewhere ? ShieldAlert : ExternalLink} size={16} />
          <span>
            {leads.isElsewhere
              ? m.consent_leads_elsewhere({ place: leads.name })
              : m.consent_leads_here({ place: leads.name })}
          </span>
        </p>
      ) : null}
      {failure ? (
        <p className="hint-error" role="alert">
          {errorText(failure)}
        </p>
      ) : null}
      <div className="consent-acts">
        <Button size="lg" isPending={pending === "no"} onPress={() => void answer(false)}>
          {m.common_cancel()}
        </Button>
        <Button
          variant="primary"
          size="lg"
          isPending={pending === "yes"}
          disabledReason={needsServer && !guild && m.consent_choose_first()}
          onPress={() => void answer(true)}
        >
          {m.consent_agree()}
        </Button>
      </div>
      <Papers consent={consent} />
    </section>
  );
}

function ServerChoice({
  guilds,
  value,
  onChange,
}: {
  guilds: readonly ConsentGuild[];
  value: string;
  onChange: (id: string) => void;
}) {
  if (guilds.length === 0) return <p className="consent-leads is-elsewhere">{m.consent_no_server()}</p>;
  return (
    <Select
      label={m.consent_server()}
      options={[
        { id: NO_SERVER, label: m.consent_server_choose() },
        ...guilds.map(({ id, name, added }) => ({
          id,
          label: name,
          ...(added && { description: m.consent_server_added() }),
        })),
      ]}
      value={value}
      onChange={onChange}
      hint={guilds.find((one) => one.id === value)?.added ? m.consent_server_again() : undefined}
    />
  );
}

/** What the application's owner says about it elsewhere. */
function Papers({ consent: { application } }: { consent: Consent }) {
  const links = [
    [application.terms_of_service_url, m.consent_terms()],
    [application.privacy_policy_url, m.consent_privacy()],
  ].filter((one): one is [string, string] => Boolean(one[0]));
  if (links.length === 0 && application.tags.length === 0) return null;
  return (
    <footer className="consent-foot">
      {links.map(([href, words]) => (
        <a key={href} href={href} target="_blank" rel="noreferrer" className="consent-link">
          {words}
        </a>
      ))}
      {application.tags.map((tag) => (
        <Tag key={tag}>{tag}</Tag>
      ))}
    </footer>
  );
}
