import type { ErrorComponentProps } from "@tanstack/react-router";
import { CloudAlert } from "lucide-react";
import { copyText } from "../code/copyText.ts";
import * as m from "../paraglide/messages.js";
import { Button } from "../ui/Button.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";

/** What a page that threw, or whose code did not load, leaves in its place. */
export function PageError({ error }: ErrorComponentProps) {
  return (
    <main className="main page-center">
      <EmptyState
        level={1}
        title={m.common_error_title()}
        icon={CloudAlert}
        tone="danger"
        actions={
          <>
            <Button onPress={() => location.reload()}>{m.common_retry()}</Button>
            <Button variant="ghost" onPress={() => void copyText(details(error))}>
              {m.common_copy_details()}
            </Button>
          </>
        }
      >
        {m.common_error_page()}
      </EmptyState>
    </main>
  );
}

function details(error: unknown): string {
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `${location.href}\n${navigator.userAgent}\n${what}`;
}
