import { useNavigate } from "@tanstack/react-router";
import { Suspense, useEffect, useRef } from "react";
import * as m from "../../paraglide/messages.js";
import { useConversationParams } from "../../shell/conversation-params.ts";
import { keepChannel } from "../../shell/lastChannel.ts";
import { PRIVATE, placeOf } from "../../shell/place.ts";
import { useTitle } from "../../shell/useTitle.ts";
import { guildIdOf } from "../../state/channel.ts";
import { useChannel, useConnection } from "../../state/store.ts";
import { narrow, useMedia } from "../../ui/useMedia.ts";
import { conversationLabel } from "../rooms/roomName.ts";
import { Conversation } from "./Conversation.tsx";
import "./conversation.css";
import { lazyPart } from "../../ui/lazyPart.ts";

const MissingConversation = lazyPart(() =>
  import("./MissingConversation.tsx").then((module) => module.MissingConversation),
);

/** Posts in the place of a log. */
const ForumPage = lazyPart(() => import("../forum/ForumPage.tsx").then((x) => x.ForumPage));

/**
 * `/channels/GUILD/ID`, `/channels/GUILD/ID/MESSAGE`, and `/channels/GUILD/ID/threads/THREAD` for a thread beside its
 * channel, which is a page of its own on a phone. GUILD is "@me" for private conversations.
 */
export function ConversationPage() {
  const { guildId, channelId, messageId, threadId } = useConversationParams();
  const isNarrow = useMedia(narrow);
  const shownId = (isNarrow && threadId) || channelId;
  const found = useChannel(shownId);
  // An address that names another server than the channel's is wrong.
  const channel = found && (guildIdOf(found) ?? PRIVATE) === guildId ? found : undefined;
  const connection = useConnection();
  const navigate = useNavigate();
  useTitle(channel ? conversationLabel(channel) : m.conversation_gone());
  // What goes while it is in sight was hidden or left on purpose; only an address that was opened brings it back.
  const seen = useRef<string>(undefined);
  if (channel) seen.current = shownId;
  const isKept = channel !== undefined && guildId !== PRIVATE;
  useEffect(() => {
    if (isKept) keepChannel(guildId, channelId);
  }, [isKept, guildId, channelId]);
  const onBack = () =>
    void (guildId === PRIVATE
      ? navigate({ to: "/channels/@me" })
      : navigate({ to: "/channels/$guildId", params: { guildId } }));
  if (channel?.type === 15 || channel?.type === 16) {
    return (
      <Suspense fallback={<main className="main" aria-busy />}>
        <ForumPage key={channelId} channel={channel} onBack={onBack} />
      </Suspense>
    );
  }
  if (!channel) {
    if (connection.state === "starting") return <main className="main" aria-busy />;
    return (
      <Suspense fallback={<main className="main" aria-busy />}>
        <MissingConversation
          key={shownId}
          guildId={guildId}
          channelId={shownId}
          mayReopen={guildId !== PRIVATE || seen.current !== shownId}
        />
      </Suspense>
    );
  }
  const toChannel = { ...placeOf(channelId), replace: false };
  return (
    <Conversation
      key={shownId}
      channel={channel}
      jumpId={messageId ?? null}
      threadId={shownId === channelId ? (threadId ?? null) : null}
      onJumped={() => void navigate({ ...toChannel, replace: true })}
      onCloseThread={(isGone) => void navigate({ ...toChannel, replace: isGone ?? false })}
      onBack={shownId === channelId ? onBack : () => void navigate(toChannel)}
    />
  );
}
