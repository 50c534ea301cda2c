import { Link, useNavigate } from "@tanstack/react-router";
import { ArrowLeft, type LucideIcon } from "lucide-react";
import { Fragment, type ReactNode, useLayoutEffect } from "react";
import * as m from "../../paraglide/messages.js";
import { OwnBar } from "../../shell/OwnBar.tsx";
import { useTitle } from "../../shell/useTitle.ts";
import { ChannelRow } from "../../ui/ChannelRow.tsx";
import { classes } from "../../ui/classes.ts";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Kbd } from "../../ui/Kbd.tsx";
import "../settings/settings.css";
import "./errorWords.ts";
import "./server-settings.css";

export interface Page<Id extends string> {
  id: Id;
  name: string;
  icon: LucideIcon;
  /** The heading its group begins with. */
  group?: string;
}

/** Pages at the left, one of them at the right; on a phone the list is a page of its own. Escape goes back. */
export function Frame<Id extends string>({
  title,
  base,
  back,
  backLabel = m.server_settings_close(),
  pages,
  current,
  isList,
  children,
}: {
  title: string;
  /** The address that the pages' ids are appended to. */
  base: string;
  /** Where one came from. */
  back: string;
  /** What the way back is called. */
  backLabel?: string;
  pages: readonly Page<Id>[];
  current: Id;
  /** No page was asked for: a phone shows the list. */
  isList: boolean;
  children: ReactNode;
}) {
  const navigate = useNavigate();
  const addressOf = (id: Id): string => `${base}/${id}`;
  const page = pages.find((one) => one.id === current);
  useTitle(`${page?.name ?? title} · ${title}`);

  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented || isBusy()) return;
      void navigate({ to: back });
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [navigate, back]);

  return (
    <div className={classes("settings", "server-settings", isList && "is-list")}>
      <div className="list">
        <header className="pane-head">
          <Link to={back} className="icon-btn icon-btn-sm" aria-label={backLabel}>
            <Icon of={ArrowLeft} />
          </Link>
          <p className="pane-title grow truncate">{title}</p>
          <Kbd keys="escape" />
        </header>
        <nav className="list-body scroll" aria-label={title}>
          {pages.map((one) => (
            <Fragment key={one.id}>
              {one.group ? <p className="cat">{one.group}</p> : null}
              <ChannelRow to={addressOf(one.id)} icon={one.icon} name={one.name} />
            </Fragment>
          ))}
        </nav>
        <OwnBar />
      </div>
      <main className="main" id="main">
        <header className="main-head phone-head">
          <IconButton
            icon={ArrowLeft}
            label={m.server_settings_all()}
            size="lg"
            onPress={() => void navigate({ to: base })}
          />
          <p className="pane-title grow truncate">{title}</p>
        </header>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a page with nothing to press scrolls by keyboard too. */}
        <div className="scroll page-scroll" tabIndex={0}>
          <div className="col col-wide">{children}</div>
        </div>
      </main>
    </div>
  );
}

/** What is open over the page takes Escape; so does a field, which loses its focus first. */
function isBusy(): boolean {
  const floating = document.querySelectorAll(
    "[role=dialog], [role=alertdialog], [role=listbox], [role=menu]",
  );
  return Array.from(floating).some((one) => one.closest(".overlay, .pop") && !one.closest("[data-exiting]"));
}
