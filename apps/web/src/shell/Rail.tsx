import type { Snowflake } from "@palabre/protocol";
import { Link } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { RailServers } from "../features/servers/RailServers.tsx";
import * as m from "../paraglide/messages.js";
import { openCreateServer } from "../state/overlays.ts";
import { Badge } from "../ui/Badge.tsx";
import { Icon } from "../ui/Icon.tsx";
import { Mark } from "../ui/Mark.tsx";
import { Tooltip } from "../ui/Tooltip.tsx";
import { narrow, useMedia } from "../ui/useMedia.ts";

export interface RailProps {
  /** Requests and mentions everywhere: the badge on the mark. */
  needsMe: number;
  /** A private conversation is unread: the dot at the left edge. */
  hasUnread: boolean;
  /** The server where one is; null at home (inbox, friends, 1:1 chats, rooms). */
  guildId: Snowflake | null;
}

/** The rail of places. The current one is a tab of the list. */
export function Rail({ needsMe, hasUnread, guildId }: RailProps) {
  // A phone shows the rail beside lists alone: there home is the list of conversations.
  const isNarrow = useMedia(narrow);
  return (
    <nav className="rail" aria-label={m.shell_rail()}>
      <Tooltip text={m.shell_home()} placement="right">
        <Link
          to={isNarrow ? "/channels/@me" : "/"}
          className={hasUnread ? "rail-item is-unread" : "rail-item"}
          aria-label={m.shell_home()}
          aria-current={guildId === null ? "page" : undefined}
        >
          <i className="dot" />
          <span className="rail-mark">
            <Mark />
          </span>
          <Badge count={needsMe} label={m.shell_needs_me({ count: needsMe })} />
        </Link>
      </Tooltip>
      <hr className="rail-sep" />
      <div className="rail-scroll">
        <RailServers current={guildId} />
        <Tooltip text={m.servers_add()} placement="right">
          <button type="button" className="rail-item" aria-label={m.servers_add()} onClick={openCreateServer}>
            <span className="rail-add">
              <Icon of={Plus} />
            </span>
          </button>
        </Tooltip>
      </div>
    </nav>
  );
}
