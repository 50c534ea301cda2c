import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useRef } from "react";
import * as m from "../../paraglide/messages.js";
import { useConversationParams } from "../../shell/conversation-params.ts";
import { useTitle } from "../../shell/useTitle.ts";
import { useConnection, usePrivateChannel } from "../../state/store.ts";
import { conversationName } from "../rooms/roomName.ts";
import { Conversation } from "./Conversation.tsx";
import "./conversation.css";

const MissingConversation = lazy(() =>
  import("./MissingConversation.tsx").then((module) => ({ default: module.MissingConversation })),
);

/** `/channels/@me/ID` and `/channels/@me/ID/MESSAGE`. */
export function ConversationPage() {
  const { channelId, messageId } = useConversationParams();
  const channel = usePrivateChannel(channelId);
  const connection = useConnection();
  const navigate = useNavigate();
  useTitle(channel ? conversationName(channel) : m.conversation_gone());
  // What goes while it is in sight was hidden or left on purpose; only an address that was opened brings it back.
  const seen = useRef<string>(undefined);
  if (channel) seen.current = channelId;
  if (!channel) {
    if (connection.state === "starting") return <main className="main" aria-busy />;
    return (
      <Suspense fallback={<main className="main" aria-busy />}>
        <MissingConversation key={channelId} channelId={channelId} mayReopen={seen.current !== channelId} />
      </Suspense>
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
