import { House } from "lucide-react";
import * as m from "../../paraglide/messages.js";
import { useTitle } from "../../shell/useTitle.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { LinkButton } from "../../ui/LinkButton.tsx";

/** 404, for addresses nobody speaks at. */
export function NotFoundPage() {
  useTitle(m.not_found_title());
  return (
    <main className="main page-center">
      <p className="not-found-number display" aria-hidden>
        404
      </p>
      <EmptyState
        title={m.not_found_title()}
        actions={
          <LinkButton to="/" variant="primary" icon={House}>
            {m.not_found_home()}
          </LinkButton>
        }
      >
        {m.not_found_text()}
      </EmptyState>
    </main>
  );
}
