import { useNavigate } from "@tanstack/react-router";
import { SearchX } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { errorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { useConversationParams } from "../../shell/conversation-params.ts";
import { useTitle } from "../../shell/useTitle.ts";
import { reopenChat } from "../../state/actions/channels.ts";
import { useChannel, useConnection } from "../../state/store.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { LinkButton } from "../../ui/LinkButton.tsx";
import { toast } from "../../ui/toast.ts";
import { conversationName } from "../rooms/roomName.ts";
import { Conversation } from "./Conversation.tsx";
import "./conversation.css";

/** `/channels/@me/ID` and `/channels/@me/ID/MESSAGE`. */
export function ConversationPage() {
  const { channelId, messageId } = useConversationParams();
  const channel = useChannel(channelId);
  const connection = useConnection();
  const navigate = useNavigate();
  useTitle(channel ? conversationName(channel) : m.conversation_gone());
  // What goes while it is in sight was hidden or left on purpose; only an address that was opened brings it back.
  const seen = useRef<string>(undefined);
  if (channel) seen.current = channelId;
  if (!channel) {
    if (connection.state === "starting") return <main className="main" aria-busy />;
    return <Missing key={channelId} channelId={channelId} mayReopen={seen.current !== channelId} />;
  }
  return (
    <Conversation
      key={channelId}
      channel={channel}
      jumpId={messageId ?? null}
      onJumped={() =>
        void navigate({
          to: "/channels/@me/$channelId/{-$messageId}",
          params: { channelId, messageId: undefined },
          replace: true,
        })
      }
      onBack={() => void navigate({ to: "/channels/@me" })}
    />
  );
}

/** A conversation that is not in the list: a hidden chat comes back, of anything else there is nothing to show. */
function Missing({ channelId, mayReopen }: { channelId: string; mayReopen: boolean }) {
  const [isLooking, setLooking] = useState(mayReopen);
  useEffect(() => {
    if (!isLooking) return;
    let isGone = false;
    void reopenChat(channelId)
      .catch((error) => {
        toast({ tone: "danger", title: errorText(error) });
        return false;
      })
      .then((isBack) => {
        if (!isGone && !isBack) setLooking(false);
      });
    return () => {
      isGone = true;
    };
  }, [channelId, isLooking]);
  if (isLooking) return <main className="main" aria-busy />;
  return (
    <main className="main page-center">
      <EmptyState
        icon={SearchX}
        tone="muted"
        level={1}
        title={m.conversation_gone()}
        actions={<LinkButton to="/">{m.conversation_gone_home()}</LinkButton>}
      >
        {m.conversation_gone_about()}
      </EmptyState>
    </main>
  );
}
