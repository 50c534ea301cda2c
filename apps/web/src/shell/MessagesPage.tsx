import { MessagesSquare, UserPlus } from "lucide-react";
import * as m from "../paraglide/messages.js";
import { EmptyState } from "../ui/EmptyState.tsx";
import { LinkButton } from "../ui/LinkButton.tsx";
import { useTitle } from "./useTitle.ts";

/** Beside the list while no conversation is chosen. A phone shows the list in its place. */
export function MessagesPage() {
  useTitle(m.shell_messages());
  return (
    <main className="main page-center">
      <EmptyState
        level={1}
        title={m.shell_choose_title()}
        icon={MessagesSquare}
        actions={
          <LinkButton to="/friends/add" icon={UserPlus}>
            {m.shell_add_friend()}
          </LinkButton>
        }
      >
        {m.shell_choose_text()}
      </EmptyState>
    </main>
  );
}
