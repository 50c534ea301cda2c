import { useNavigate } from "@tanstack/react-router";
import { SearchX } from "lucide-react";
import * as m from "../../paraglide/messages.js";
import { useConversationParams } from "../../shell/conversation-params.ts";
import { useTitle } from "../../shell/useTitle.ts";
import { useChannel, useConnection } from "../../state/store.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { LinkButton } from "../../ui/LinkButton.tsx";
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
  if (!channel) {
    if (connection.state === "starting") return <main className="main" aria-busy />;
    return (
      <main className="main page-center">
        <EmptyState
          icon={SearchX}
          tone="muted"
          title={m.conversation_gone()}
          actions={<LinkButton to="/">{m.conversation_gone_home()}</LinkButton>}
        >
          {m.conversation_gone_about()}
        </EmptyState>
      </main>
    );
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
