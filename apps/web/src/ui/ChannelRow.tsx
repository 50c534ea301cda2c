import { createLink } from "@tanstack/react-router";
import { BellOff, type LucideIcon } from "lucide-react";
import type { AnchorHTMLAttributes, ReactNode, Ref } from "react";
import * as m from "../paraglide/messages.js";
import { Badge } from "./Badge.tsx";
import { classes } from "./classes.ts";
import { Icon } from "./Icon.tsx";

interface ChannelRowAnchorProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, "children"> {
  icon?: LucideIcon;
  name: ReactNode;
  isUnread?: boolean;
  isMuted?: boolean;
  /** Mentions of me: an amber badge. */
  mentions?: number;
  /** At the right when there is no badge: a time, a lock, a plain count. */
  end?: ReactNode;
  ref?: Ref<HTMLAnchorElement>;
}

function ChannelRowAnchor({
  icon,
  name,
  isUnread,
  isMuted,
  mentions = 0,
  end,
  className,
  ...rest
}: ChannelRowAnchorProps) {
  const loud = isUnread && !isMuted;
  return (
    <a {...rest} className={classes("chan", loud && "is-unread", isMuted && "is-muted", className)}>
      {icon ? <Icon of={icon} size={16} /> : null}
      <span className="truncate grow">{name}</span>
      {loud ? <span className="vh">{m.common_unread()}</span> : null}
      {mentions > 0 ? (
        <Badge count={mentions} label={m.common_mentions({ count: mentions })} />
      ) : isMuted ? (
        <Icon of={BellOff} size={14} className="end" />
      ) : end ? (
        <span className="end muted tnum">{end}</span>
      ) : null}
    </a>
  );
}

/** A 32 px row of the list: a channel, or a page such as "Inbox". A router link: `<ChannelRow to="/" icon name />`. */
export const ChannelRow = createLink(ChannelRowAnchor);
