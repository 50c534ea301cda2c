import type { GuildChannel, Snowflake, ThreadChannel } from "@palabre/protocol";
import { useEffect, useRef, useState } from "react";
import { errorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { findThread } from "../../state/actions/threads.ts";
import { isThread } from "../../state/channel.ts";
import { useChannel } from "../../state/store.ts";
import { toast } from "../../ui/toast.ts";
import { LogSkeleton } from "../conversation/LogStates.tsx";
import { ThreadPane } from "./ThreadPane.tsx";

/**
 * The thread of an address, beside its channel. One that is archived is asked for; what is not there, goes or is put
 * away while it stands closes with a word.
 */
export function ThreadBeside({
  channel,
  threadId,
  onClose,
  onBackToChannel,
}: {
  channel: GuildChannel | ThreadChannel;
  threadId: Snowflake;
  /** `isGone`: there is nothing to come back to. */
  onClose: (isGone?: boolean) => void;
  /** The keyboard goes back to the channel. */
  onBackToChannel: () => void;
}) {
  const found = useChannel(threadId);
  const thread = found && isThread(found) && found.parent_id === channel.id ? found : undefined;
  const [isLooking, setLooking] = useState(thread === undefined);
  const seen = useRef(thread);
  const leave = useRef((_word: string) => {});
  leave.current = (word) => {
    toast({ tone: "neutral", title: word });
    onClose(true);
  };

  useEffect(() => {
    if (!isLooking) return;
    let isOver = false;
    void findThread(channel.guild_id, threadId)
      .catch((error: unknown) => void toast({ tone: "danger", title: errorText(error) }))
      .then(() => isOver || setLooking(false));
    return () => {
      isOver = true;
    };
  }, [channel.guild_id, threadId, isLooking]);

  useEffect(() => {
    const before = seen.current;
    seen.current = thread;
    if (!thread && !isLooking) {
      leave.current(before ? m.threads_gone({ name: before.name }) : m.threads_not_found());
    } else if (thread && before && isArchived(thread) && !isArchived(before)) {
      leave.current(m.threads_was_archived({ name: thread.name }));
    }
  }, [thread, isLooking]);

  if (thread) return <ThreadPane thread={thread} onClose={onClose} onBackToChannel={onBackToChannel} />;
  return (
    <div className="side thread-pane" aria-busy>
      <div className="pane-head" />
      <LogSkeleton />
    </div>
  );
}

const isArchived = (thread: ThreadChannel): boolean => thread.thread_metadata.archived;
