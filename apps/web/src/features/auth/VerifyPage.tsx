import { NetworkError } from "@palabre/client";
import { useEffect, useState } from "react";
import { errorText } from "../../i18n/errors.ts";
import "../../i18n/accountErrors.ts";
import * as m from "../../paraglide/messages.js";
import { useTitle } from "../../shell/useTitle.ts";
import { Button } from "../../ui/Button.tsx";
import { LinkButton } from "../../ui/LinkButton.tsx";
import { api } from "./api.ts";
import { Door } from "./Door.tsx";
import { takeLinkToken } from "./link-token.ts";

/** A link works once, and a page may render twice: one answer per token. */
const answers = new Map<string, Promise<void>>();

function verify(token: string): Promise<void> {
  const known = answers.get(token);
  if (known) return known;
  const answer = api.auth.verify(token);
  answers.set(token, answer);
  answer.catch((error) => {
    if (error instanceof NetworkError) answers.delete(token);
  });
  return answer;
}

/** Where the mail's link leads: the address is proved, without a form. */
export function VerifyPage() {
  useTitle(m.auth_verify_page());
  const [token] = useState(() => takeLinkToken("/verify"));
  const [round, setRound] = useState(0);
  const [state, setState] = useState<"checking" | "done" | { error: unknown }>("checking");

  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` asks again.
  useEffect(() => {
    if (token === null) return;
    let isCurrent = true;
    setState("checking");
    verify(token).then(
      () => isCurrent && setState("done"),
      (error: unknown) => isCurrent && setState({ error }),
    );
    return () => {
      isCurrent = false;
    };
  }, [token, round]);

  if (token !== null && state === "checking") {
    return (
      <Door title={m.auth_verify_checking()} lead={m.auth_verify_checking_text()}>
        <span className="vh" role="status">
          {m.auth_verify_checking()}
        </span>
      </Door>
    );
  }
  if (state === "done") {
    return (
      <Door title={m.auth_verify_done_title()} lead={m.auth_verify_done_text()}>
        <LinkButton to="/" variant="primary" size="lg">
          {m.auth_continue()}
        </LinkButton>
      </Door>
    );
  }
  const error = typeof state === "object" ? state.error : null;
  if (error instanceof NetworkError) {
    return (
      <Door title={m.common_error_title()} lead={errorText(error)}>
        <Button variant="primary" size="lg" onPress={() => setRound(round + 1)}>
          {m.common_retry()}
        </Button>
      </Door>
    );
  }
  return (
    <Door title={m.auth_link_expired_title()} lead={m.auth_verify_expired_text()}>
      <LinkButton to="/settings/$section" params={{ section: "account" }} variant="primary" size="lg">
        {m.auth_verify_again()}
      </LinkButton>
    </Door>
  );
}
