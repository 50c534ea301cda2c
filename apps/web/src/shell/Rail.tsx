import { Link } from "@tanstack/react-router";
import * as m from "../paraglide/messages.js";
import { Badge } from "../ui/Badge.tsx";
import { Mark } from "../ui/Mark.tsx";
import { Tooltip } from "../ui/Tooltip.tsx";

export interface RailProps {
  /** Requests and mentions everywhere: the badge on the mark. */
  needsMe: number;
  /** Something is unread: the dot at the left edge. */
  hasUnread: boolean;
  /** Whether home (inbox, friends, 1:1 chats, rooms) is where one is. */
  isHome: boolean;
}

/** The rail of places. The current one is a tab of the list. */
export function Rail({ needsMe, hasUnread, isHome }: RailProps) {
  return (
    <nav className="rail" aria-label={m.shell_rail()}>
      <Tooltip text={m.shell_home()} placement="right">
        <Link
          to="/"
          className={hasUnread ? "rail-item is-unread" : "rail-item"}
          aria-label={m.shell_home()}
          aria-current={isHome ? "page" : undefined}
        >
          <i className="dot" />
          <span className="rail-mark">
            <Mark />
          </span>
          <Badge count={needsMe} label={m.shell_needs_me({ count: needsMe })} />
        </Link>
      </Tooltip>
    </nav>
  );
}
