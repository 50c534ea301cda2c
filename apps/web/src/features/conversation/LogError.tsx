import { CloudOff, Copy, RefreshCw } from "lucide-react";
import { copyText } from "../../code/copyText.ts";
import * as m from "../../paraglide/messages.js";
import type { Failure } from "../../state/types.ts";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { toast } from "../../ui/toast.ts";

/** The first page did not come. */
export function LogError({ error, onRetry }: { error: Failure; onRetry: () => void }) {
  return (
    <div className="log log-error">
      <EmptyState
        tone="danger"
        icon={CloudOff}
        title={m.conversation_history_failed()}
        actions={
          <>
            <Button icon={RefreshCw} onPress={onRetry}>
              {m.conversation_try_again()}
            </Button>
            <Button
              variant="ghost"
              icon={Copy}
              onPress={() => {
                const details = `${new Date().toISOString()} ${error.kind} ${error.code} ${error.message} ${location.pathname}`;
                void copyText(details).then(
                  (isDone) => isDone && toast({ tone: "success", title: m.conversation_copied() }),
                );
              }}
            >
              {m.conversation_copy_details()}
            </Button>
          </>
        }
      >
        {error.kind === "network"
          ? m.conversation_history_network()
          : m.conversation_history_refused({ reason: error.message })}
      </EmptyState>
    </div>
  );
}
