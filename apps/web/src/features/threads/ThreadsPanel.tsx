import type { GuildChannel, ThreadChannel } from "@palabre/protocol";
import { Link } from "@tanstack/react-router";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { GitBranch, Lock, Plus } from "lucide-react";
import { useCallback, useEffect, useMemo, useState } from "react";
import { formatStamp } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { besideOf } from "../../shell/place.ts";
import { knowThread } from "../../state/actions/threads.ts";
import { guildApi } from "../../state/guild-api.ts";
import { useGuildChannels } from "../../state/guilds.ts";
import { openOverlay } from "../../state/overlays.ts";
import { hasBits, usePermissions } from "../../state/permissions.ts";
import { useSelector, useUnread } from "../../state/store.ts";
import { Button } from "../../ui/Button.tsx";
import { classes } from "../../ui/classes.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Segmented } from "../../ui/Segmented.tsx";
import { SidePanel } from "../../ui/SidePanel.tsx";
import { SkeletonRows } from "../../ui/Skeleton.tsx";
import { Tag } from "../../ui/Tag.tsx";
import { useContextMenu } from "../../ui/useContextMenu.tsx";
import { lastTime, startableIn, type ThreadKind, threadsOf } from "./threadRights.ts";
import "./threads.css";

type Shown = ThreadKind | "archived";

/** The threads of a channel: active ones, those one is in, archived ones. */
export function ThreadsPanel({ channel, onClose }: { channel: GuildChannel; onClose: () => void }) {
  const [shown, setShown] = useState<Shown>("active");
  const channels = useGuildChannels(channel.guild_id);
  const mayStart = useSelector((state) => {
    const may = startableIn(state, channel);
    return may.public || may.private;
  });
  const { props: menuOf, menu } = useContextMenu();
  const active = useMemo(
    () => (shown === "archived" ? [] : threadsOf(Object.values(channels), channel.id, shown)),
    [channels, channel.id, shown],
  );
  const rowOf = useCallback(
    (thread: ThreadChannel) => (
      <li
        key={thread.id}
        {...menuOf(thread.name, async () => {
          knowThread(thread);
          return (await import("../servers/channelMenu.ts")).channelMenu(thread);
        })}
      >
        <ThreadRow thread={thread} />
      </li>
    ),
    [menuOf],
  );
  return (
    <SidePanel
      title={m.threads()}
      onClose={onClose}
      actions={
        mayStart ? (
          <IconButton
            icon={Plus}
            size="sm"
            label={m.threads_new()}
            onPress={() => openOverlay({ kind: "create-thread", channelId: channel.id, messageId: null })}
          />
        ) : null
      }
    >
      <div className="threads">
        <Segmented<Shown>
          label={m.threads_which()}
          value={shown}
          onChange={setShown}
          options={[
            { id: "active", label: m.threads_active() },
            { id: "mine", label: m.threads_mine() },
            { id: "archived", label: m.threads_archived() },
          ]}
        />
        {shown === "archived" ? (
          <Archived channel={channel} rowOf={rowOf} />
        ) : active.length > 0 ? (
          <ul aria-label={m.threads()}>{active.map(rowOf)}</ul>
        ) : (
          <EmptyState
            tone="muted"
            icon={GitBranch}
            title={shown === "mine" ? m.threads_none_mine() : m.threads_none_active()}
          >
            {shown === "mine" ? m.threads_none_mine_about() : mayStart ? m.threads_none_active_about() : null}
          </EmptyState>
        )}
      </div>
      {menu}
    </SidePanel>
  );
}

/** Threads at a time, of each kind. */
const PAGE = 25;

/** Public ones, and the private ones that one may see, the last archived first. */
function Archived({
  channel,
  rowOf,
}: {
  channel: GuildChannel;
  rowOf: (thread: ThreadChannel) => React.ReactNode;
}) {
  const manages = hasBits(usePermissions(channel.id), P.ManageThreads);
  const [threads, setThreads] = useState<readonly ThreadChannel[] | null>(null);
  const [hasMore, setMore] = useState(false);
  const [hasFailed, setFailed] = useState(false);
  const [attempt, setAttempt] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` asks again.
  useEffect(() => {
    const abort = new AbortController();
    const call = { signal: abort.signal };
    setFailed(false);
    const hidden = manages
      ? guildApi.threads.archived(channel.id, "private", { limit: PAGE }, call)
      : guildApi.threads.joinedPrivate(channel.id, { limit: PAGE }, call);
    Promise.all([guildApi.threads.archived(channel.id, "public", { limit: PAGE }, call), hidden])
      .then(([open, closed]) => {
        setThreads([...open.threads, ...closed.threads].sort(byArchiving));
        setMore(open.has_more);
      })
      .catch(() => abort.signal.aborted || setFailed(true));
    return () => abort.abort();
  }, [channel.id, manages, attempt]);

  async function more() {
    const last = threads?.findLast((thread) => thread.type !== 12);
    if (!last) return;
    try {
      const before = last.thread_metadata.archive_timestamp;
      const page = await guildApi.threads.archived(channel.id, "public", { limit: PAGE, before });
      setThreads((now) => [...(now ?? []), ...page.threads]);
      setMore(page.has_more);
    } catch {
      setFailed(true);
    }
  }

  if (hasFailed) {
    return (
      <EmptyState
        tone="danger"
        icon={GitBranch}
        title={m.threads_failed()}
        actions={<Button onPress={() => setAttempt(attempt + 1)}>{m.conversation_try_again()}</Button>}
      />
    );
  }
  if (threads === null) return <SkeletonRows rows={3} />;
  if (threads.length === 0) {
    return (
      <EmptyState tone="muted" icon={GitBranch} title={m.threads_none_archived()}>
        {m.threads_none_archived_about()}
      </EmptyState>
    );
  }
  return (
    <>
      <ul aria-label={m.threads()}>{threads.map(rowOf)}</ul>
      {hasMore ? (
        <Button variant="ghost" isWide onPress={() => void more()}>
          {m.threads_more()}
        </Button>
      ) : null}
    </>
  );
}

function byArchiving(a: ThreadChannel, b: ThreadChannel): number {
  return Date.parse(b.thread_metadata.archive_timestamp) - Date.parse(a.thread_metadata.archive_timestamp);
}

function ThreadRow({ thread }: { thread: ThreadChannel }) {
  const { unread } = useUnread(thread.id);
  const { archived, locked } = thread.thread_metadata;
  const isUnread = unread && !archived;
  return (
    <Link
      {...besideOf(thread)}
      className={classes("thread-row", isUnread && "is-unread")}
      onClick={() => knowThread(thread)}
    >
      <Icon of={thread.type === 12 ? Lock : GitBranch} size={16} />
      <span className="txt">
        <b className="truncate">{thread.name}</b>
        <span className="muted truncate">
          {m.threads_replies({ count: thread.message_count })} · {formatStamp(lastTime(thread))}
        </span>
      </span>
      {thread.type === 12 ? <span className="vh">{m.threads_is_private()}</span> : null}
      {locked ? <Tag>{m.threads_is_locked()}</Tag> : null}
    </Link>
  );
}
