import { Link, useNavigate } from "@tanstack/react-router";
import { ArrowLeft, type LucideIcon } from "lucide-react";
import { Fragment, type ReactNode, useLayoutEffect } from "react";
import * as m from "../../paraglide/messages.js";
import { lastPlace } from "../../shell/lastPlace.ts";
import { OwnBar } from "../../shell/OwnBar.tsx";
import { useTitle } from "../../shell/useTitle.ts";
import { ChannelRow } from "../../ui/ChannelRow.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Kbd } from "../../ui/Kbd.tsx";
import { Select } from "../../ui/Select.tsx";
import "./settings.css";

export interface Section<Id extends string> {
  id: Id;
  name: string;
  icon: LucideIcon;
  /** The heading its group begins with. */
  group?: string;
  /** Its address where that is not the frame's. */
  to?: "/developers";
}

/** List of sections at the left, one section at the right; on a phone a choice above it. Escape goes back. */
export function SettingsFrame<Id extends string>({
  title,
  base,
  sections,
  current,
  isWide,
  children,
}: {
  title: string;
  base: "/settings/$section" | "/admin/$section";
  sections: readonly Section<Id>[];
  current: Id;
  isWide?: boolean;
  children: ReactNode;
}) {
  const navigate = useNavigate();
  const section = sections.find((one) => one.id === current);
  useTitle(`${section?.name ?? title} · ${title}`);

  // Before the page is painted: whoever sees it can leave it.
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented || isDialogOpen()) return;
      void navigate({ to: lastPlace() });
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [navigate]);

  return (
    <div className="settings">
      <div className="list">
        <header className="pane-head">
          <Link to={lastPlace()} className="icon-btn icon-btn-sm" aria-label={m.settings_close()}>
            <Icon of={ArrowLeft} />
          </Link>
          <p className="pane-title grow">{title}</p>
          <Kbd keys="escape" />
        </header>
        <nav className="list-body scroll" aria-label={title}>
          {sections.map((one) => (
            <Fragment key={one.id}>
              {one.group ? <p className="cat">{one.group}</p> : null}
              {one.to ? (
                <ChannelRow to={one.to} icon={one.icon} name={one.name} />
              ) : (
                <ChannelRow to={base} params={{ section: one.id }} icon={one.icon} name={one.name} />
              )}
            </Fragment>
          ))}
        </nav>
        <OwnBar />
      </div>
      <main className="main" id="main">
        <header className="main-head phone-head">
          <IconButton
            icon={ArrowLeft}
            label={m.settings_close()}
            size="lg"
            onPress={() => void navigate({ to: lastPlace() })}
          />
          <Select
            className="settings-choice"
            label={title}
            isLabelHidden
            options={sections.map((one) => ({ id: one.id, label: one.name }))}
            value={current}
            onChange={(id) => {
              const to = sections.find((one) => one.id === id)?.to;
              void navigate(to ? { to } : { to: base, params: { section: id } });
            }}
          />
        </header>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a section with nothing to press scrolls by keyboard too. */}
        <div className="scroll page-scroll" tabIndex={0}>
          <div className={isWide ? "col col-admin" : "col col-wide"}>{children}</div>
        </div>
        {/* A phone has no list at the left: presence, administration and the way out stand at the foot. */}
        <div className="settings-own">
          <OwnBar />
        </div>
      </main>
    </div>
  );
}

/** The head of a section. */
export function SectionHead({ title, lead }: { title: string; lead: string }) {
  return (
    <>
      <h1 className="h-page">{title}</h1>
      <p className="secondary lead">{lead}</p>
    </>
  );
}

/** One that is on its way out, fading, no longer takes keys. */
function isDialogOpen(): boolean {
  return Array.from(document.querySelectorAll("[role=dialog]")).some((one) => !one.closest("[data-exiting]"));
}
