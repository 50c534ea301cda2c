import { CircleAlert, Clock } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import * as m from "../../paraglide/messages.js";
import { discardMessage, retryMessage } from "../../state/actions/messages.ts";
import { useConnection } from "../../state/store.ts";
import type { Failure, PendingMessage } from "../../state/types.ts";
import { Icon } from "../../ui/Icon.tsx";

/** Milliseconds after which a message that is on its way says so. */
const SENDING_AFTER = 400;

/**
 * How it stands with a message that is not confirmed yet, and what one can do about it: at once, whatever else can be
 * fetched, for offline is when it is asked for.
 */
export function PendingState({ pending }: { pending: PendingMessage }) {
  const connection = useConnection();
  const [isSlow, setSlow] = useState(Date.now() - pending.createdAt > SENDING_AFTER);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SENDING_AFTER);
    return () => clearTimeout(timer);
  }, []);
  if (pending.status === "failed") {
    return (
      <span className="state" role="alert">
        <Icon of={CircleAlert} size={14} />
        <span>{failureText(pending.error)}</span>
        <button type="button" onClick={() => retryMessage(pending.nonce)}>
          {m.conversation_retry()}
        </button>
        <button type="button" onClick={() => discardMessage(pending.nonce)}>
          {m.conversation_discard()}
        </button>
      </span>
    );
  }
  // The browser often knows before the connection does.
  const isOffline = connection.state === "offline" || !navigator.onLine;
  const canCancel = pending.files.length > 0 || isOffline;
  if (!isSlow && !canCancel) return null;
  return (
    <span className="state">
      <Icon of={Clock} size={14} />
      <span>{isOffline ? m.conversation_queued() : m.conversation_sending()}</span>
      {canCancel ? (
        <button type="button" onClick={() => discardMessage(pending.nonce)}>
          {m.common_cancel()}
        </button>
      ) : null}
    </span>
  );
}

function failureText(failure: Failure | null): ReactNode {
  if (failure?.kind === "limit") return m.conversation_failed_limit();
  if (failure?.kind === "network") return m.conversation_failed_network();
  if (failure?.code === 20016) return m.servers_failed_slow();
  if (failure?.code === 900020) return m.conversation_failed_storage();
  if (failure?.code === 900021) return m.conversation_failed_full();
  if (failure?.code === 50007) return m.conversation_failed_refused();
  return m.conversation_failed({ reason: failure?.message ?? "" });
}
