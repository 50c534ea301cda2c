import { House } from "lucide-react";
import * as m from "../../paraglide/messages.js";
import { useTitle } from "../../shell/useTitle.ts";
import { LinkButton } from "../../ui/LinkButton.tsx";
import { Mark } from "../../ui/Mark.tsx";

/** 404: an address under which nobody speaks. The mark stands for the nought. */
export function NotFoundPage() {
  useTitle(m.not_found_title());
  return (
    <main className="main page-center">
      <div className="not-found display" aria-hidden>
        4<Mark size={104} />4
      </div>
      <div className="not-found-text">
        <h1 className="h-page">{m.not_found_title()}</h1>
        <p>{m.not_found_text()}</p>
        <LinkButton to="/" variant="primary" icon={House}>
          {m.not_found_home()}
        </LinkButton>
      </div>
    </main>
  );
}
