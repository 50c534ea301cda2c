import type { APIMessage, APIUser, Snowflake } from "@palabre/protocol";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import type { MarkdownHost } from "../../markdown/Markdown.tsx";
import { plainText } from "../../markdown/plainText.ts";
import * as m from "../../paraglide/messages.js";
import { besideOf, placeOf } from "../../shell/place.ts";
import { memberName, useMember, useOwnMember } from "../../state/guilds.ts";
import { store, useChannel, useSelector, useSelfOrNull, useUser } from "../../state/store.ts";
import { stickerLine, textNames } from "../../state/text-names.ts";
import { classes } from "../../ui/classes.ts";
import { roleColor } from "../../ui/roleColor.ts";
import { sayUnreached } from "../../ui/sayUnreached.ts";
import { conversationName } from "../rooms/roomName.ts";
import { useConversation } from "./context.ts";
import { parseCached } from "./parseCached.ts";

/** Somebody's name in a text. One's own is amber: it calls. */
function UserMention({ id, guildId }: { id: string; guildId: Snowflake | null }) {
  const known = useUser(id);
  const user = useMember(guildId ?? "0", id)?.user ?? known;
  const name = useSelector((state) => user && memberName(state, guildId, user));
  const self = useSelfOrNull();
  const { deeds } = useConversation();
  if (!user) return <span className="at quiet">@{m.conversation_unknown_user()}</span>;
  return (
    <button
      type="button"
      className={id === self?.id ? "at" : "at quiet"}
      onClick={(event) => deeds.openProfile(user, event.currentTarget)}
    >
      @{name}
    </button>
  );
}

function ChannelMention({ id }: { id: string }) {
  const channel = useChannel(id);
  if (!channel) return <span className="at quiet is-unknown">#{m.conversation_unknown_channel()}</span>;
  return (
    <Link className="at quiet" {...placeOf(id)}>
      #{conversationName(channel)}
    </Link>
  );
}

/** A role in its colour; one's own is amber: it calls. */
function RoleMention({ id, guildId }: { id: string; guildId: Snowflake }) {
  const role = useSelector((state) => state.roles[guildId]?.[id]);
  const isMine = useOwnMember(guildId)?.roles.includes(id) ?? false;
  if (!role) return <span className="at quiet is-unknown">@{m.servers_unknown_role()}</span>;
  const color = roleColor(isMine ? null : role.color);
  return (
    <span className={classes("at", !isMine && "quiet", color.className)} style={color.style}>
      @{role.name.replace(/^@/, "")}
    </span>
  );
}

const OWN_LINK = /^\/channels\/(@me|\d+)\/(\d+)(?:\/(\d+)|\/threads\/(\d+))?\/?$/;

const OWN_EVENT = /^\/events\/(\d+)(?:\/(\d+))?\/?$/;

/** How this conversation's texts are drawn: names known here, links within the server without a new page. */
export function useMarkdownHost(guildId: Snowflake | null, hasLineNumbers: boolean): MarkdownHost {
  return useMemo(
    () => ({
      hasLineNumbers,
      user: (id) => <UserMention id={id} guildId={guildId} />,
      role: (id) => (guildId === null ? undefined : <RoleMention id={id} guildId={guildId} />),
      channel: (id) => <ChannelMention id={id} />,
      emoji(emoji, { type, currentTarget }) {
        import("../../emoji/meetEmoji.ts").then(
          (x) => x.meetEmoji(emoji, type, currentTarget),
          () => type === "click" && sayUnreached(),
        );
      },
      link(href, children) {
        const url = new URL(href);
        const [, eventGuild, eventId] =
          (url.origin === location.origin && OWN_EVENT.exec(url.pathname)) || [];
        if (eventGuild) {
          return (
            <Link to="/events/$guildId/{-$eventId}" params={{ guildId: eventGuild, eventId }}>
              {children}
            </Link>
          );
        }
        const own = url.origin === location.origin ? OWN_LINK.exec(url.pathname) : null;
        const [, place, channelId, messageId, threadId] = own ?? [];
        if (!place || !channelId) return undefined;
        if (threadId !== undefined) {
          return (
            <Link {...besideOf({ id: threadId, guild_id: place, parent_id: channelId })}>{children}</Link>
          );
        }
        return (
          <Link {...placeOf(channelId)} params={{ guildId: place, channelId, messageId }}>
            {children}
          </Link>
        );
      },
    }),
    [guildId, hasLineNumbers],
  );
}

/** A message in one line, for reply lines, pins and announcements: its text, what it asks, what its sticker is called. */
export function linePreview(
  message: Pick<APIMessage, "content" | "poll" | "sticker_items"> & { mentions?: readonly APIUser[] },
  guildId: Snowflake | null,
): string {
  const names = textNames(store.get(), guildId, message.mentions);
  return (
    plainText(parseCached(message.content || (message.poll?.question.text ?? "")), names) ||
    stickerLine(message)
  );
}
