import type { Snowflake, ThreadChannel } from "@palabre/protocol";
import { Link } from "@tanstack/react-router";
import { GitBranch } from "lucide-react";
import { formatStamp } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { besideOf } from "../../shell/place.ts";
import { isThread } from "../../state/channel.ts";
import { useChannel, useUnread } from "../../state/store.ts";
import { classes } from "../../ui/classes.ts";
import { Icon } from "../../ui/Icon.tsx";
import { lastTime } from "./threadRights.ts";
import "./threads.css";

/** Below a message: the thread that began with it. `told` is what came with the message; what is known now wins. */
export function ThreadLine({ id, told }: { id: Snowflake; told: ThreadChannel | undefined }) {
  const known = useChannel(id);
  const { unread } = useUnread(id);
  const thread = known && isThread(known) ? known : told;
  if (!thread) return null;
  return (
    <Link {...besideOf(thread)} className={classes("thread-line", unread && "is-unread")}>
      <Icon of={GitBranch} size={16} />
      <b>{m.threads_replies({ count: thread.message_count })}</b>
      <span className="truncate">{thread.name}</span>
      {thread.message_count > 0 ? (
        <time className="muted" dateTime={new Date(lastTime(thread)).toISOString()}>
          {m.threads_last({ time: formatStamp(lastTime(thread)) })}
        </time>
      ) : null}
    </Link>
  );
}
