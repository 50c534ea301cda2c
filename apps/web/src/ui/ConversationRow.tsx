import { createLink } from "@tanstack/react-router";
import type { AnchorHTMLAttributes, ReactNode, Ref } from "react";
import * as m from "../paraglide/messages.js";
import { Badge } from "./Badge.tsx";
import { classes } from "./classes.ts";

interface ConversationRowAnchorProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, "children"> {
  /** Avatar or RoomAvatar, 32 px. */
  avatar: ReactNode;
  name: ReactNode;
  /** The last message in one line, or what someone is doing. */
  line?: ReactNode;
  isUnread?: boolean;
  /** Unread 1:1 messages and mentions: an amber badge. */
  mentions?: number;
  /** At the right: a button that appears on hover. */
  end?: ReactNode;
  ref?: Ref<HTMLAnchorElement>;
}

function ConversationRowAnchor({
  avatar,
  name,
  line,
  isUnread,
  mentions = 0,
  end,
  className,
  ...rest
}: ConversationRowAnchorProps) {
  return (
    <a {...rest} className={classes("person", "dm", isUnread && "is-unread", className)}>
      {avatar}
      <span className="txt">
        <b className="truncate">{name}</b>
        {line ? <span className="truncate">{line}</span> : null}
      </span>
      {isUnread ? <span className="vh">{m.common_unread()}</span> : null}
      {mentions > 0 ? <Badge count={mentions} label={m.common_mentions({ count: mentions })} /> : null}
      {end}
    </a>
  );
}

/** A 1:1 chat or room in the list: avatar, name, last line. A router link. */
export const ConversationRow = createLink(ConversationRowAnchor);
