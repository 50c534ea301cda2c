import { Link } from "@tanstack/react-router";
import { CloudAlert } from "lucide-react";
import type { ReactNode } from "react";
import "../../styles/door.css";
import { errorText } from "../../i18n/errors.ts";
import { formatBytes, formatNumber } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { useTitle } from "../../shell/useTitle.ts";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { LinkButton } from "../../ui/LinkButton.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { Wordmark } from "../../ui/Wordmark.tsx";
import { useInstance } from "../auth/instance.ts";
import { LanguageSwitch } from "../auth/LanguageSwitch.tsx";
import { TalkTree } from "../auth/TalkTree.tsx";
import { ThemeSwitch } from "../auth/ThemeSwitch.tsx";

/** What this server is, who runs it, and what it runs. */
export function AboutPage() {
  useTitle(m.about_title());
  const { instance, error } = useInstance();
  return (
    <div className="about scroll">
      <header className="about-head">
        <Link to="/" className="door-home" aria-label={m.auth_home()}>
          <Wordmark />
        </Link>
        <LinkButton to="/" variant="outline">
          {m.about_open()}
        </LinkButton>
      </header>
      <main className="about-main">
        <section className="about-hero">
          <div>
            <p className="about-host mono">{location.host}</p>
            <h1 className="about-name">
              {instance ? instance.name : error ? location.host : <Skeleton width={280} height={44} />}
            </h1>
            <p className="secondary lead">{instance?.description || m.about_default_description()}</p>
          </div>
          <div className="about-art" aria-hidden>
            <TalkTree />
          </div>
        </section>
        {error ? (
          <EmptyState
            title={m.about_error()}
            icon={CloudAlert}
            tone="danger"
            actions={<Button onPress={() => location.reload()}>{m.common_retry()}</Button>}
          >
            {errorText(error)}
          </EmptyState>
        ) : (
          <dl className="card about-facts">
            <Fact name={m.about_run_by()}>
              {instance ? (
                instance.contact ? (
                  <Contact text={instance.contact} />
                ) : (
                  m.about_no_contact()
                )
              ) : null}
            </Fact>
            <Fact name={m.about_accounts()}>
              {instance
                ? {
                    open: m.about_open_accounts,
                    invite: m.about_invite_accounts,
                    closed: m.about_closed_accounts,
                  }[instance.registration]()
                : null}
            </Fact>
            <Fact name={m.about_limits()}>
              {instance
                ? m.about_limits_text({
                    size: formatBytes(instance.limits.max_file_size),
                    length: formatNumber(instance.limits.message_length),
                    people: formatNumber(instance.limits.room_size),
                  })
                : null}
            </Fact>
            <Fact name={m.about_software()}>
              {instance ? m.about_version({ version: instance.version, license: instance.license }) : null}
            </Fact>
            {instance?.source_url ? (
              <Fact name={m.about_source()}>
                <a href={instance.source_url} rel="noreferrer" target="_blank" className="about-link">
                  {instance.source_url.replace(/^https?:\/\//, "")}
                </a>
              </Fact>
            ) : null}
          </dl>
        )}
        <p>
          <Link to="/docs/api" className="about-link">
            {m.about_api()}
          </Link>
        </p>
        <p className="muted about-story">{m.about_story()}</p>
      </main>
      <footer className="door-foot about-foot">
        <LanguageSwitch />
        <ThemeSwitch />
      </footer>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children ?? <Skeleton width="60%" />}</dd>
    </div>
  );
}

/** An address to write to, a page, or a sentence: as the admin wrote it. */
function Contact({ text }: { text: string }) {
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) return <a href={`mailto:${text}`}>{text}</a>;
  if (/^https?:\/\/\S+$/.test(text)) {
    return (
      <a href={text} rel="noreferrer" target="_blank">
        {text.replace(/^https?:\/\//, "")}
      </a>
    );
  }
  return text;
}
