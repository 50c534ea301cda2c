import type { ThreadChannel } from "@palabre/protocol";
import { Link } from "@tanstack/react-router";
import { Ellipsis } from "lucide-react";
import * as m from "../../paraglide/messages.js";
import { placeOf } from "../../shell/place.ts";
import { useChannel } from "../../state/store.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { Menu, type MenuEntry } from "../../ui/Menu.tsx";
import { Tag } from "../../ui/Tag.tsx";
import { channelMenu } from "../servers/channelMenu.ts";
import "./threads.css";

/** Where a thread is and what it is called: its channel leads back. */
export function ThreadTitle({ thread }: { thread: ThreadChannel }) {
  const parent = useChannel(thread.parent_id);
  const { archived, locked } = thread.thread_metadata;
  return (
    <>
      {parent?.name ? (
        <>
          <Link
            {...placeOf(parent.id)}
            className="thread-parent muted only-wide"
            aria-label={m.threads_parent({ name: parent.name })}
          >
            {parent.name}
          </Link>
          <span className="muted only-wide" aria-hidden>
            {" › "}
          </span>
        </>
      ) : null}
      {thread.name} {archived ? <Tag>{m.threads_is_archived()}</Tag> : null}
      {locked ? <Tag>{m.threads_is_locked()}</Tag> : null}
    </>
  );
}

/** What can be done with the thread one is in; `above`: what else can be done here. */
export function ThreadMenu({ thread, above = [] }: { thread: ThreadChannel; above?: readonly MenuEntry[] }) {
  return (
    <Menu
      label={m.threads_actions()}
      placement="bottom end"
      items={() => [...above, ...channelMenu(thread)]}
      trigger={
        <IconButton
          icon={Ellipsis}
          label={m.threads_actions()}
          size={above.length > 0 ? "sm" : "md"}
          tooltipPlacement="bottom"
        />
      }
    />
  );
}
