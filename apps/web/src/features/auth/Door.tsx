import { Link } from "@tanstack/react-router";
import type { FormEvent, ReactNode } from "react";
import "../../styles/door.css";
import * as m from "../../paraglide/messages.js";
import { Wordmark } from "../../ui/Wordmark.tsx";
import { LanguageSwitch } from "./LanguageSwitch.tsx";
import { TalkTree } from "./TalkTree.tsx";
import { ThemeSwitch } from "./ThemeSwitch.tsx";

export interface DoorProps {
  title: string;
  lead: ReactNode;
  children: ReactNode;
  onSubmit?: (event: FormEvent<HTMLFormElement>) => void;
}

/** The frame of every page in front of the client: a form at the left, the tree at the right. */
export function Door({ title, lead, children, onSubmit }: DoorProps) {
  const head = (
    <>
      <h1 className="h-page">{title}</h1>
      <p className="secondary lead">{lead}</p>
    </>
  );
  return (
    <div className="door">
      <div className="door-form">
        <header>
          <Link to="/" className="door-home" aria-label={m.auth_home()}>
            <Wordmark />
          </Link>
        </header>
        <main className="door-main">
          {onSubmit ? (
            <form className="door-box" onSubmit={onSubmit} noValidate>
              {head}
              {children}
            </form>
          ) : (
            <div className="door-box">
              {head}
              {children}
            </div>
          )}
        </main>
        <footer className="door-foot">
          <span className="muted">
            {location.host} · <Link to="/about">{m.auth_about()}</Link> · <LanguageSwitch />
          </span>
          <ThemeSwitch />
        </footer>
      </div>
      <aside className="door-art" aria-hidden>
        <TalkTree />
        <p className="display">{m.auth_motto()}</p>
      </aside>
    </div>
  );
}
