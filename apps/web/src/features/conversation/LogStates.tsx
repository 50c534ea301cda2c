import { CloudOff, Copy, RefreshCw } from "lucide-react";
import { copyText } from "../../code/copyText.ts";
import * as m from "../../paraglide/messages.js";
import type { Failure } from "../../state/types.ts";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { toast } from "../../ui/toast.ts";

const RHYTHM = [
  [116, "86%", "54%"],
  [92, "62%"],
  [134, "92%", "74%"],
  [88, "38%"],
  [120, "70%", "81%"],
] as const;

/** The shape of messages while the first page is on its way. */
export function LogSkeleton() {
  return (
    <div className="log log-skeleton" role="status" aria-label={m.common_loading()}>
      {RHYTHM.map(([name, ...lines]) => (
        <div key={name} className="msg head" aria-hidden>
          <span className="av" style={{ "--g": "var(--skeleton)" } as React.CSSProperties} />
          <div className="sk-msg">
            <Skeleton width={name} />
            {lines.map((width) => (
              <Skeleton key={width} width={width} />
            ))}
          </div>
        </div>
      ))}
    </div>
  );
}

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
