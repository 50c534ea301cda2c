import {
  type APIMessage,
  type Channel,
  compareSnowflakes,
  type PrivateChannel,
  type Snowflake,
} from "@palabre/protocol";
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { copyText } from "../../code/copyText.ts";
import { noteUse } from "../../emoji/habits.ts";
import { MarkdownHostProvider } from "../../markdown/Markdown.tsx";
import * as m from "../../paraglide/messages.js";
import { pathOf } from "../../shell/place.ts";
import {
  ensureLoaded,
  jumpTo,
  jumpToPresent,
  loadAfter,
  loadAround,
  loadBefore,
  refresh,
} from "../../state/actions/history.ts";
import { wantMembers } from "../../state/actions/members.ts";
import {
  deleteMessage,
  discardMessage,
  editMessage,
  pin,
  react,
  retryMessage,
  sendMessage,
  unpin,
  unreact,
} from "../../state/actions/messages.ts";
import { ack, markUnread, setViewing, startTyping, stopTyping } from "../../state/actions/reading.ts";
import { guildIdOf, isPrivate, isThread } from "../../state/channel.ts";
import { memberName } from "../../state/guilds.ts";
import { openOverlay, openProfile } from "../../state/overlays.ts";
import { store, useMessages, usePending, useSelf, useSettings, useViewing } from "../../state/store.ts";
import type { MessageWindow } from "../../state/types.ts";
import { lazyOverlay } from "../../ui/lazyOverlay.tsx";
import { SidePanel } from "../../ui/SidePanel.tsx";
import { toast } from "../../ui/toast.ts";
import { useContextMenu } from "../../ui/useContextMenu.tsx";
import { middle, narrow, useMedia } from "../../ui/useMedia.ts";
import { conversationLabel } from "../rooms/roomName.ts";
import { useKey } from "../switcher/keys.ts";
import { useAbilities } from "./abilities.ts";
import { ConversationHeader, type Panel } from "./ConversationHeader.tsx";
import { Composer, type ComposerHandle } from "./composer/Composer.tsx";
import { useFiles } from "./composer/useFiles.ts";
import { ConversationContext, type ConversationValue, type Deeds } from "./context.ts";
import { LogError, LogSkeleton } from "./LogStates.tsx";
import { MessageLog, type MessageLogHandle } from "./MessageLog.tsx";
import { MessageRow, PendingRow } from "./MessageRow.tsx";
import { membersTitle } from "./membersTitle.ts";
import { linePreview, useMarkdownHost } from "./mentions.tsx";
import { messageKey } from "./messageActions.ts";
import { type LogRow, rowsOf, unreadIn } from "./rows.ts";
import { TypingLine } from "./TypingLine.tsx";
import { useSlowUntil } from "./useSlowMode.ts";

const Lightbox = lazyOverlay(
  () => import("./Lightbox.tsx").then((module) => module.Lightbox),
  ({ onClose }) => onClose(),
);

const loadQuestions = () => import("./Questions.tsx");
const DeleteQuestion = lazyOverlay(
  () => loadQuestions().then((module) => module.DeleteQuestion),
  ({ onOpenChange }) => onOpenChange(false),
);
const LeaveQuestion = lazyOverlay(
  () => loadQuestions().then((module) => module.LeaveQuestion),
  ({ onOpenChange }) => onOpenChange(false),
);

const MembersPanel = lazyOverlay(
  () => import("./MembersPanel.tsx").then((module) => module.MembersPanel),
  ({ onClose }) => onClose(),
  MembersSkeleton,
);
const ServerMembers = lazyOverlay(
  () => import("../members/ServerMembers.tsx").then((module) => module.ServerMembers),
  ({ onClose }) => onClose(),
  ServerMembersSkeleton,
);
const ThreadsPanel = lazyOverlay(
  () => import("../threads/ThreadsPanel.tsx").then((module) => module.ThreadsPanel),
  ({ onClose }) => onClose(),
);
const PinsPanel = lazyOverlay(
  () => import("./PinsPanel.tsx").then((module) => module.PinsPanel),
  ({ onClose }) => onClose(),
);

// Over the log, when one has scrolled or there is more than fits.
const PresentPill = lazy(() => import("./JumpPill.tsx").then((x) => ({ default: x.PresentPill })));
const UnreadPill = lazy(() => import("./JumpPill.tsx").then((x) => ({ default: x.UnreadPill })));
const ReactionPicker = lazy(() =>
  import("./ReactionPicker.tsx").then((x) => ({ default: x.ReactionPicker })),
);
/** Waits for files in the air: not at once. */
const DropZone = lazy(() => import("./DropZone.tsx").then((x) => ({ default: x.DropZone })));
/** Above the first message: where one has scrolled, or where there are few. */
const Intro = lazy(() => import("./Intro.tsx").then((x) => ({ default: x.Intro })));
const loadMenu = () => import("./messageMenu.ts");

const FLASH_FOR = 1_200;
const PANEL = "palabre.panel";
const NOTHING: Pick<MessageWindow, "ids" | "byId"> = { ids: [], byId: {} };

export interface ConversationProps {
  channel: Channel;
  /** The message to go to; null for the present. */
  jumpId: Snowflake | null;
  /** The address need not name the message any more. */
  onJumped: () => void;
  onBack: () => void;
}

/** One conversation, whole. A new one is a new component: nothing of the last one is left. */
export function Conversation({ channel, jumpId, onJumped, onBack }: ConversationProps) {
  const channelId = channel.id;
  const guildId = guildIdOf(channel);
  const self = useSelf();
  const can = useAbilities(channel);
  const settings = useSettings();
  const window = useMessages(channelId);
  const pending = usePending(channelId);
  const viewing = useViewing();
  const chosen = useFiles(channelId);
  const isNarrow = useMedia(narrow);
  const floats = useMedia(middle);
  const log = useRef<MessageLogHandle>(null);
  const composer = useRef<ComposerHandle>(null);

  const [replyTo, setReplyTo] = useState<APIMessage | null>(null);
  const [pingReply, setPingReply] = useState(true);
  const [editing, setEditing] = useState<Snowflake | null>(null);
  const [flashing, setFlashing] = useState<Snowflake | null>(null);
  const [removing, setRemoving] = useState<APIMessage | null>(null);
  const [isLeaving, setLeaving] = useState(false);
  const [image, setImage] = useState<{ message: APIMessage; id: Snowflake } | null>(null);
  const [picking, setPicking] = useState<{ message: APIMessage; x: number; y: number } | null>(null);
  const [panel, setPanel] = usePanel(channel.type !== 1 && !floats);
  const [atEnd, setAtEnd] = useState(true);
  const [top, setTop] = useState<string | null>(null);
  const [seenUpTo, setSeenUpTo] = useState<Snowflake | null>(null);
  const [dismissedNew, setDismissedNew] = useState<Snowflake | null>(null);
  const { props: menuProps, open: openMenu, menu } = useContextMenu();

  const newAfter =
    viewing.channelId === channelId && viewing.newAfter !== dismissedNew ? viewing.newAfter : null;
  const { ids, byId } = window ?? NOTHING;
  const messages = useMemo(() => ids.flatMap((id) => byId[id] ?? []), [ids, byId]);
  const isStart = window !== undefined && !window.hasBefore;
  const rows = useMemo(
    () => rowsOf({ messages, pending, isStart, isEnd: !window?.hasAfter, selfId: self.id, newAfter }),
    [messages, pending, isStart, window?.hasAfter, self.id, newAfter],
  );
  const unread = useMemo(
    () => unreadIn(messages, newAfter, self.id, isStart),
    [messages, newAfter, self.id, isStart],
  );

  // What is in sight, for read states here and everywhere.
  useEffect(() => setViewing(channelId, atEnd), [channelId, atEnd]);
  useEffect(() => () => setViewing(null, false), []);
  useEffect(() => {
    if (jumpId === null) void ensureLoaded(channelId);
  }, [channelId, jumpId]);
  const isStale = window?.stale ?? false;
  useEffect(() => {
    if (isStale) void refresh(channelId);
  }, [isStale, channelId]);

  const flash = useCallback((id: Snowflake) => {
    setFlashing(id);
    setTimeout(() => setFlashing((now) => (now === id ? null : now)), FLASH_FOR);
  }, []);

  const jump = useCallback(
    async (id: Snowflake) => {
      if (!(await jumpTo(channelId, id))) {
        toast({ tone: "neutral", title: m.conversation_message_gone() });
        return;
      }
      // The rows stand after the next paint; a new stretch of history is laid out before one can scroll in it.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          log.current?.toMessage(id, "center");
          flash(id);
        }),
      );
    },
    [channelId, flash],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: a jump happens once for each address.
  useEffect(() => {
    if (jumpId === null) return;
    void jump(jumpId).then(onJumped);
  }, [jumpId, jump]);

  const latest = useRef({ window, replyTo, pingReply, panel, messages });
  latest.current = { window, replyTo, pingReply, panel, messages };

  const deeds = useMemo((): Deeds => {
    const told = (text: string) => (isDone: boolean) => {
      toast(
        isDone ? { tone: "success", title: text } : { tone: "danger", title: m.conversation_copy_failed() },
      );
    };
    const attempt = (run: Promise<unknown>) => {
      run.catch((error: unknown) => {
        const description = error instanceof Error ? error.message : undefined;
        toast({ tone: "danger", title: m.conversation_not_done(), description });
      });
    };
    const made: Deeds = {
      reply(message) {
        setReplyTo(message);
        setPingReply(message.author.id !== self.id);
        composer.current?.focus();
      },
      edit(message) {
        setEditing(message?.id ?? null);
        if (message === null) composer.current?.focus();
      },
      saveEdit: (message, content) => editMessage(channelId, message.id, content),
      remove(message, isSure) {
        if (isSure) attempt(deleteMessage(channelId, message.id));
        else setRemoving(message);
      },
      startThread: (message) => openOverlay({ kind: "create-thread", channelId, messageId: message.id }),
      togglePin: (message) =>
        attempt(message.pinned ? unpin(channelId, message.id) : pin(channelId, message.id)),
      markUnread(message) {
        setDismissedNew(null);
        attempt(markUnread(channelId, message.id));
      },
      toggleReaction(message, emoji) {
        const mine = message.reactions?.find((one) => one.emoji.name === emoji)?.me ?? false;
        if (!mine) noteUse(emoji);
        attempt(mine ? unreact(channelId, message.id, emoji) : react(channelId, message.id, emoji));
      },
      copyText: (message) => void copyText(message.content).then(told(m.conversation_copied())),
      copyLink: (message) =>
        void copyText(`${location.origin}${pathOf(channelId, message.id)}`).then(
          told(m.conversation_link_copied()),
        ),
      copyId: (message) => void copyText(message.id).then(told(m.conversation_copied())),
      pickReaction(message, anchor) {
        const box = anchor.getBoundingClientRect();
        const isRow = anchor.tagName === "ARTICLE";
        setPicking({ message, x: isRow ? box.left + 68 : box.left, y: isRow ? box.top + 12 : box.top });
      },
      openActions(message, anchor) {
        const box = anchor.getBoundingClientRect();
        const isRow = anchor.tagName === "ARTICLE";
        const row = anchor.closest("article") ?? anchor;
        const at = isRow ? { x: box.left + 68, y: box.top + 28 } : { x: box.left, y: box.bottom };
        openMenu(at, m.conversation_actions(), async () =>
          (await loadMenu()).messageMenu(message, valueRef.current, row),
        );
      },
      openImage: (message, id) => setImage({ message, id }),
      openProfile: (user, anchor) => openProfile(user, anchor, guildId),
      jump: (id) => void jump(id),
      retry: (one) => retryMessage(one.nonce),
      discard: (one) => discardMessage(one.nonce),
      write: () => composer.current?.focus(),
    };
    return made;
  }, [channelId, guildId, self.id, jump, openMenu]);

  const value = useMemo(
    (): ConversationValue => ({
      channel,
      guildId,
      selfId: self.id,
      deeds,
      can,
      hasLineNumbers: settings.code_line_numbers,
    }),
    [channel, guildId, self.id, deeds, can, settings.code_line_numbers],
  );
  const valueRef = useRef(value);
  valueRef.current = value;
  const host = useMarkdownHost(guildId, settings.code_line_numbers);
  const slowUntil = useSlowUntil(can.slowMode, self.id, messages, pending);
  useMembersOf(guildId, messages);

  const toPresent = useCallback(async () => {
    await jumpToPresent(channelId);
    requestAnimationFrame(() => log.current?.toEnd());
  }, [channelId]);

  async function toUnread() {
    if (newAfter === null) return;
    if (unread?.isMore) await loadAround(channelId, newAfter === "0" ? channelId : newAfter);
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        const first = rowsNow.current.find((row) => row.kind === "message" && row.isNew);
        if (first) log.current?.toMessage(first.key, "start");
      }),
    );
  }
  const rowsNow = useRef(rows);
  rowsNow.current = rows;

  const { take } = chosen;
  const send = useCallback(
    (content: string) => {
      const { replyTo, pingReply } = latest.current;
      sendMessage(channelId, { content, files: take(), reply_to: replyTo?.id ?? null, pingReply });
      stopTyping(channelId);
      setReplyTo(null);
      void toPresent();
    },
    [channelId, take, toPresent],
  );

  const editLast = useCallback(() => {
    const last = latest.current.messages.findLast(
      (one) => one.author.id === self.id && (one.type === 0 || one.type === 19),
    );
    if (!last) return false;
    log.current?.toMessage(last.id, "center");
    setEditing(last.id);
  }, [self.id]);

  const markRead = useCallback(() => {
    ack(channelId);
    setDismissedNew(store.get().viewing.newAfter);
    void toPresent();
  }, [channelId, toPresent]);

  useKey("pins", () => setPanel(panel === "pins" ? null : "pins"));
  useKey("members", () => setPanel(panel === "members" ? null : "members"));
  // What floats over the conversation goes first, wherever the focus is.
  const onEscape = useCallback(() => {
    if (floats && latest.current.panel) setPanel(null);
    else markRead();
  }, [floats, setPanel, markRead]);
  useKey("markRead", onEscape);
  useKey("emoji", () => document.querySelector<HTMLButtonElement>(".composer-emoji")?.click());
  useTypeAnywhere(composer);
  // On a phone the keyboard would cover what one came to read.
  useEffect(() => {
    if (!isNarrow) composer.current?.focus();
  }, [isNarrow]);

  const { refusal } = can;
  const name = conversationLabel(channel);
  const isEmpty = isStart && messages.length === 0 && pending.length === 0;

  const renderRow = useCallback(
    (row: LogRow, isCurrent: boolean) => {
      if (row.kind === "intro") {
        return (
          <Suspense fallback={<div className="intro is-coming" />}>
            <Intro isEmpty={isEmpty} />
          </Suspense>
        );
      }
      if (row.kind === "pending")
        return <PendingRow pending={row.pending} isHead={row.isHead} day={row.day} />;
      return (
        <div
          {...menuProps(m.conversation_actions(), async () => {
            const element = document.querySelector(`[data-message="${row.key}"]`);
            return element ? (await loadMenu()).messageMenu(row.message, valueRef.current, element) : [];
          })}
        >
          <MessageRow
            message={row.message}
            isHead={row.isHead}
            day={row.day}
            isNew={row.isNew}
            isEditing={editing === row.key}
            isFlashing={flashing === row.key}
            isCurrent={isCurrent}
          />
        </div>
      );
    },
    [menuProps, editing, flashing, isEmpty],
  );

  const onBefore = useCallback(() => void loadBefore(channelId), [channelId]);
  const onAfter = useCallback(() => void loadAfter(channelId), [channelId]);
  const onRowKey = useCallback(
    (event: KeyboardEvent, row: LogRow, element: Element) =>
      row.kind === "message" && messageKey(event, row.message, valueRef.current, element),
    [],
  );
  const onCancelReply = useCallback(() => setReplyTo(null), []);
  const onPanel = useCallback(
    (wanted: Panel) => setPanel(latest.current.panel === wanted ? null : wanted),
    [setPanel],
  );
  const onClosePanel = useCallback(() => setPanel(null), [setPanel]);
  const onMention = useCallback(
    (username: string) => {
      // Over a phone's composer stands the panel.
      if (isNarrow) setPanel(null);
      composer.current?.insert(`@${username}`);
    },
    [isNarrow, setPanel],
  );
  const onLeave = useCallback(() => setLeaving(true), []);
  const onTyping = useCallback(() => startTyping(channelId), [channelId]);
  const onFiles = useCallback((files: readonly File[]) => void chosen.add(files), [chosen.add]);

  const onEnd = useCallback((isEnd: boolean) => {
    setAtEnd(isEnd);
    setSeenUpTo(isEnd ? null : (latest.current.messages.at(-1)?.id ?? null));
  }, []);
  const arrived = useMemo(
    () =>
      seenUpTo === null
        ? 0
        : messages.filter((one) => one.author.id !== self.id && compareSnowflakes(one.id, seenUpTo) > 0)
            .length,
    [messages, seenUpTo, self.id],
  );

  const isNewAbove = unread !== null && (unread.isMore || isAbove(rows, top));
  const hasRows = rows.length > 0;
  return (
    <ConversationContext value={value}>
      <MarkdownHostProvider value={host}>
        <main className="main conversation">
          <ConversationHeader channel={channel} panel={panel} onPanel={onPanel} onBack={onBack} />
          <div className="log-wrap">
            {hasRows ? (
              <MessageLog
                ref={log}
                id={channelId}
                label={m.conversation_log_label({ name })}
                rows={rows}
                hasBefore={window?.hasBefore ?? false}
                hasAfter={window?.hasAfter ?? false}
                isHeld={window === undefined || window.loading !== null || window.error !== null}
                startAt={jumpId}
                renderRow={renderRow}
                onBefore={onBefore}
                onAfter={onAfter}
                onEnd={onEnd}
                onTop={setTop}
                onRowKey={onRowKey}
              />
            ) : window?.error ? (
              <LogError error={window.error} onRetry={() => void ensureLoaded(channelId)} />
            ) : (
              <LogSkeleton />
            )}
            {isNewAbove && unread ? (
              <Suspense>
                <UnreadPill unread={unread} onJump={() => void toUnread()} onClose={markRead} />
              </Suspense>
            ) : hasRows && window?.error ? (
              <div className="jump" role="alert">
                <span>{m.conversation_more_failed()}</span>
                <button
                  type="button"
                  className="link-btn"
                  onClick={() => (top === rows[0]?.key ? onBefore : onAfter)()}
                >
                  {m.conversation_try_again()}
                </button>
              </div>
            ) : null}
            {hasRows && (!atEnd || window?.hasAfter) ? (
              <Suspense>
                <PresentPill count={window?.hasAfter ? 0 : arrived} onJump={() => void toPresent()} />
              </Suspense>
            ) : null}
          </div>
          <div className="composer-wrap">
            <Composer
              ref={composer}
              placeholder={m.conversation_placeholder({ name })}
              refusal={refusal}
              channelId={channelId}
              sendWith={settings.send_with}
              replyTo={replyTo}
              pingReply={pingReply}
              onPingReply={setPingReply}
              onCancelReply={onCancelReply}
              files={chosen.files}
              onFiles={can.attach ? onFiles : undefined}
              slowMode={can.slowMode}
              slowUntil={slowUntil}
              onRemoveFile={chosen.remove}
              onChangeFile={chosen.change}
              onSend={send}
              onTyping={onTyping}
              onEditLast={editLast}
              onEscape={onEscape}
            />
            <TypingLine channelId={channelId} sendWith={settings.send_with} />
          </div>
          {refusal === null && can.attach ? (
            <Suspense>
              <DropZone name={name} onFiles={onFiles} />
            </Suspense>
          ) : null}
          <Announcer messages={messages} guildId={guildId} selfId={self.id} isLive={!window?.hasAfter} />
          {menu}
        </main>
        {panel === "members" && isPrivate(channel) ? (
          <MembersPanel channel={channel} onClose={onClosePanel} onLeave={onLeave} />
        ) : panel === "members" && !isPrivate(channel) ? (
          <ServerMembers
            channel={channel}
            onClose={onClosePanel}
            onMention={refusal === null ? onMention : null}
          />
        ) : panel === "threads" && !isPrivate(channel) && !isThread(channel) ? (
          <ThreadsPanel channel={channel} onClose={onClosePanel} />
        ) : panel === "pins" ? (
          <PinsPanel channel={channel} onClose={onClosePanel} />
        ) : null}
        {image ? (
          <Lightbox message={image.message} startId={image.id} onClose={() => setImage(null)} />
        ) : null}
        {picking ? (
          <Suspense>
            <ReactionPicker
              key={`${picking.x} ${picking.y}`}
              at={picking}
              isSheet={isNarrow}
              onPick={(emoji) => pickFor(picking.message, emoji)}
              onClose={() => setPicking(null)}
            />
          </Suspense>
        ) : null}
        <DeleteQuestion
          message={removing}
          guildId={guildId}
          isOpen={removing !== null}
          onOpenChange={(isOpen) => !isOpen && setRemoving(null)}
        />
        {isPrivate(channel) ? (
          <LeaveQuestion channel={channel} selfId={self.id} isOpen={isLeaving} onOpenChange={setLeaving} />
        ) : null}
      </MarkdownHostProvider>
    </ConversationContext>
  );

  function pickFor(message: APIMessage, emoji: string) {
    setPicking(null);
    const now = latest.current.window?.byId[message.id] ?? message;
    if (!now.reactions?.some((one) => one.emoji.name === emoji && one.me)) deeds.toggleReaction(now, emoji);
  }
}

/** Holds the place of the members, so that the log does not grow narrow under one's eyes. */
function MembersSkeleton({ channel, onClose }: { channel: PrivateChannel; onClose: () => void }) {
  return (
    <SidePanel title={membersTitle(channel)} onClose={onClose}>
      {null}
    </SidePanel>
  );
}

function ServerMembersSkeleton({ onClose }: { onClose: () => void }) {
  return (
    <SidePanel title={m.conversation_members()} onClose={onClose}>
      {null}
    </SidePanel>
  );
}

/** Whether the "New" line stands above the first row in sight. */
function isAbove(rows: readonly LogRow[], top: string | null): boolean {
  const first = rows.findIndex((row) => row.kind === "message" && row.isNew);
  const seen = rows.findIndex((row) => row.key === top);
  return first >= 0 && seen > first;
}

/** Which side panel is open: remembered for wide screens, where it stands beside the log. */
function usePanel(isKept: boolean): [Panel | null, (panel: Panel | null) => void] {
  const [panel, setPanel] = useState<Panel | null>(() => {
    if (!isKept) return null;
    try {
      return localStorage.getItem(PANEL) === "closed" ? null : "members";
    } catch {
      return "members";
    }
  });
  const change = useCallback(
    (next: Panel | null) => {
      setPanel(next);
      if (!isKept || next === "pins" || next === "threads") return;
      try {
        if (next === null) localStorage.setItem(PANEL, "closed");
        else localStorage.removeItem(PANEL);
      } catch {
        // Private windows may refuse storage.
      }
    },
    [isKept],
  );
  return [panel, change];
}

/** Asks for the membership of who wrote in a server, where it did not come with the messages. */
function useMembersOf(guildId: Snowflake | null, messages: readonly APIMessage[]): void {
  useEffect(() => {
    if (guildId === null) return;
    const people = messages.flatMap((one) => [
      ...(one.webhook_id === undefined ? [one.author.id] : []),
      ...one.mentions.map((user) => user.id),
    ]);
    wantMembers(guildId, new Set(people));
  }, [guildId, messages]);
}

/** A letter typed while nothing has focus belongs to the composer. */
function useTypeAnywhere(composer: React.RefObject<ComposerHandle | null>): void {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey)
        return;
      if (event.key.length !== 1 || document.activeElement !== document.body) return;
      composer.current?.focus();
    }
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [composer]);
}

/** Says aloud what arrives while one is here. The log itself is silent: it would read history as it scrolls. */
function Announcer({
  messages,
  guildId,
  selfId,
  isLive,
}: {
  messages: readonly APIMessage[];
  guildId: Snowflake | null;
  selfId: Snowflake;
  isLive: boolean;
}) {
  const last = messages.at(-1);
  const first = useRef(last?.id);
  const [text, setText] = useState("");
  useEffect(() => {
    if (!last || !isLive || last.id === first.current) return;
    const isFirst = first.current === undefined;
    first.current = last.id;
    if (isFirst || last.author.id === selfId) return;
    const name = memberName(store.get(), guildId, last.author);
    setText(m.conversation_announce({ name, text: linePreview(last.content, guildId, last.mentions) }));
  }, [last, guildId, isLive, selfId]);
  return (
    <div className="vh" aria-live="polite">
      {text}
    </div>
  );
}
