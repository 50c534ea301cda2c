import { Link } from "@tanstack/react-router";
import { CircleUser, Inbox, MessageCircle, Users } from "lucide-react";
import * as m from "../paraglide/messages.js";
import { Badge } from "../ui/Badge.tsx";
import { Icon } from "../ui/Icon.tsx";

export interface TabBarProps {
  /** Requests and mentions. */
  needsMe: number;
  /** Conversations with something unread. */
  unread: number;
}

/** The foot of a phone: four places, where the thumb is. */
export function TabBar({ needsMe, unread }: TabBarProps) {
  return (
    <nav className="tabbar" aria-label={m.shell_tabs()}>
      <Link to="/" activeOptions={{ exact: true }}>
        <Icon of={Inbox} size={22} />
        {m.shell_inbox()}
        <Badge count={needsMe} label={m.shell_needs_me({ count: needsMe })} />
      </Link>
      <Link to="/channels/@me" activeOptions={{ exact: true }}>
        <Icon of={MessageCircle} size={22} />
        {m.shell_messages()}
        <Badge count={unread} isQuiet label={m.shell_unread_conversations({ count: unread })} />
      </Link>
      <Link to="/friends">
        <Icon of={Users} size={22} />
        {m.shell_friends()}
      </Link>
      <Link to="/settings/$section" params={{ section: "profile" }}>
        <Icon of={CircleUser} size={22} />
        {m.shell_you()}
      </Link>
    </nav>
  );
}
