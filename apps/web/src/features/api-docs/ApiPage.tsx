import { Link, useRouterState } from "@tanstack/react-router";
import { ArrowLeft, BookX, CloudAlert } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import * as m from "../../paraglide/messages.js";
import { useTitle } from "../../shell/useTitle.ts";
import { Button } from "../../ui/Button.tsx";
import { classes } from "../../ui/classes.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { LinkButton } from "../../ui/LinkButton.tsx";
import { Wordmark } from "../../ui/Wordmark.tsx";
import { LanguageSwitch } from "../auth/LanguageSwitch.tsx";
import { ThemeSwitch } from "../auth/ThemeSwitch.tsx";
import { type ApiDocument, loadDocument, operationsOf } from "./document.ts";
import { OperationList } from "./OperationList.tsx";
import { OperationView } from "./OperationView.tsx";
import { TryIt } from "./TryIt.tsx";
import { useCredentials } from "./useCredentials.ts";
import { Welcome } from "./Welcome.tsx";
import "../../styles/door.css";
import "./api-docs.css";

/** Every operation of the API: to read, and to try against this very instance. Needs no log-in. */
export function ApiPage() {
  const [document, setDocument] = useState<ApiDocument | "off" | "failed" | null>(null);
  const hash = useRouterState({ select: (state) => state.location.hash });
  const credentials = useCredentials();
  useEffect(() => {
    const leaving = new AbortController();
    loadDocument(leaving.signal).then(setDocument, () => {
      if (!leaving.signal.aborted) setDocument("failed");
    });
    return () => leaving.abort();
  }, []);
  const isThere = document !== null && document !== "off" && document !== "failed";
  const operations = useMemo(() => (isThere ? operationsOf(document) : []), [document, isThere]);
  const id = decodeURIComponent(hash.replace(/^#?\/?/, ""));
  const chosen = operations.find((one) => one.operationId === id);
  useTitle(chosen ? chosen.summary : m.api_title());

  return (
    <div className={classes("api", chosen && "has-chosen")}>
      <header className="api-head">
        <Link to="/about" className="door-home" aria-label={m.about_title()}>
          <Wordmark />
        </Link>
        <span className="api-head-title">{m.api_title()}</span>
        <span className="grow" />
        <LanguageSwitch />
        <span className="api-theme">
          <ThemeSwitch />
        </span>
        <LinkButton to="/" variant="outline" className="api-open">
          {m.about_open()}
        </LinkButton>
      </header>
      {document === "off" || document === "failed" ? (
        <main className="api-none">
          <EmptyState
            title={document === "off" ? m.api_off() : m.about_error()}
            icon={document === "off" ? BookX : CloudAlert}
            actions={
              document === "failed" ? (
                <Button onPress={() => location.reload()}>{m.common_retry()}</Button>
              ) : undefined
            }
          >
            {document === "off" ? m.api_off_about() : m.common_error_offline()}
          </EmptyState>
        </main>
      ) : (
        <div className="api-panes">
          <OperationList operations={operations} current={chosen?.operationId} isLoading={!isThere} />
          {isThere && chosen ? (
            <main className="api-main scroll" key={chosen.operationId}>
              <a className="api-back" href="#/">
                <Icon of={ArrowLeft} size={16} />
                {m.api_all()}
              </a>
              <OperationView operation={chosen} document={document} />
              <TryIt
                operation={chosen}
                schemas={document.components.schemas}
                credentials={credentials}
                key={chosen.operationId}
              />
            </main>
          ) : (
            <main className="api-main scroll">
              <Welcome operations={operations} document={isThere ? document : null} />
            </main>
          )}
        </div>
      )}
    </div>
  );
}
