import type { ReactNode } from "react";
import { MarkdownHostProvider } from "../../markdown/Markdown.tsx";
import { ConversationContext } from "./context.ts";
import type { Pane } from "./usePane.ts";

/** What stands inside belongs to this conversation: its messages, panels and questions. */
export function PaneContext({ pane, children }: { pane: Pane; children: ReactNode }) {
  return (
    <ConversationContext value={pane.value}>
      <MarkdownHostProvider value={pane.host}>{children}</MarkdownHostProvider>
    </ConversationContext>
  );
}
