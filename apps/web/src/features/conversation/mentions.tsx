import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import type { MarkdownHost } from "../../markdown/Markdown.tsx";
import { plainText } from "../../markdown/plainText.ts";
import * as m from "../../paraglide/messages.js";
import { nameOf, store, useChannel, useSelfOrNull, useUser } from "../../state/store.ts";
import { conversationName } from "../rooms/roomName.ts";
import { useConversation } from "./context.ts";
import { parseCached } from "./parseCached.ts";

const CONVERSATION = "/channels/@me/$channelId/{-$messageId}";

/** Somebody's name in a text. One's own is amber: it calls. */
function UserMention({ id }: { id: string }) {
  const user = useUser(id);
  const self = useSelfOrNull();
  const { deeds } = useConversation();
  if (!user) return <span className="at quiet">@{m.conversation_unknown_user()}</span>;
  return (
    <button
      type="button"
      className={id === self?.id ? "at" : "at quiet"}
      onClick={(event) => deeds.openProfile(user, event.currentTarget)}
    >
      @{nameOf(user)}
    </button>
  );
}

function ChannelMention({ id }: { id: string }) {
  const channel = useChannel(id);
  if (!channel) return <span className="at quiet is-unknown">#{m.conversation_unknown_channel()}</span>;
  return (
    <Link className="at quiet" to={CONVERSATION} params={{ channelId: id }}>
      #{conversationName(channel)}
    </Link>
  );
}

const OWN_LINK = /^\/channels\/@me\/(\d+)(?:\/(\d+))?\/?$/;

/** How this conversation's texts are drawn: names known here, links within the server without a new page. */
export function useMarkdownHost(hasLineNumbers: boolean): MarkdownHost {
  return useMemo(
    () => ({
      hasLineNumbers,
      user: (id) => <UserMention id={id} />,
      channel: (id) => <ChannelMention id={id} />,
      link(href, children) {
        const url = new URL(href);
        const own = url.origin === location.origin ? OWN_LINK.exec(url.pathname) : null;
        const [, channelId, messageId] = own ?? [];
        if (!channelId) return undefined;
        return (
          <Link to={CONVERSATION} params={{ channelId, messageId }}>
            {children}
          </Link>
        );
      },
    }),
    [hasLineNumbers],
  );
}

/** A message's text in one line, for reply lines, pins and announcements. */
export function linePreview(content: string): string {
  return plainText(parseCached(content), {
    user(id) {
      const state = store.get();
      const user = state.self?.id === id ? state.self : state.users[id];
      return user && nameOf(user);
    },
    channel(id) {
      const channel = store.get().privateChannels[id];
      return channel && conversationName(channel);
    },
  });
}
