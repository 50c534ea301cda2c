import type { APIMessage, ThreadChannel } from "@palabre/protocol";
import { memo, Suspense, useState } from "react";
import { formatBytes, formatDateTime, formatDay, formatTime } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { isEphemeral, isOfWebhook } from "../../state/bot-message.ts";
import { standsOut } from "../../state/calls.ts";
import { useMember, useMemberColor, useMemberName } from "../../state/guilds.ts";
import { useSelector, useSelf, useUser } from "../../state/store.ts";
import type { PendingMessage } from "../../state/types.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { classes } from "../../ui/classes.ts";
import { lazyOverlay } from "../../ui/lazyOverlay.tsx";
import { lazyPart } from "../../ui/lazyPart.ts";
import { roleColor } from "../../ui/roleColor.ts";
import { Tag } from "../../ui/Tag.tsx";
import { isPublished } from "../followers/publishable.ts";
import { MemberAvatar } from "../members/MemberAvatar.tsx";
import { useConversation } from "./context.ts";
import { Attachments } from "./LazyAttachments.tsx";
import { MessageText } from "./MessageText.tsx";
import { Reactions } from "./Reactions.tsx";
import { ReplyLine } from "./ReplyLine.tsx";
import {
  hasContext,
  hasParts,
  hasThread,
  isMadeOfParts,
  isPlainType,
  SCROLLING,
  THREAD_STARTER,
} from "./rows.ts";

/** What floats over a row, and what tells of events: most rows have neither when one arrives. */
const MessageToolbar = lazyPart(() => import("./MessageToolbar.tsx").then((module) => module.MessageToolbar));
const Extras = lazyPart(() => import("./Extras.tsx").then((module) => module.Extras));
const Poll = lazyPart(() => import("../polls/Poll.tsx").then((module) => module.Poll));
const ThreadLine = lazyPart(() => import("../threads/ThreadLine.tsx").then((module) => module.ThreadLine));
const PublishMark = lazyPart(() =>
  import("../followers/PublishMark.tsx").then((module) => module.PublishMark),
);
const StarterMessage = lazyPart(() =>
  import("../threads/StarterMessage.tsx").then((module) => module.StarterMessage),
);
/** Sending goes on without the word for it. */
const PendingState = lazyPart(
  () => import("./PendingState.tsx").then((x) => x.PendingState),
  () => null,
);
const SystemMessage = lazyPart(() => import("./SystemMessage.tsx").then((module) => module.SystemMessage));

/** The words stand until the field is there. */
const EditBox = lazyOverlay(
  () => import("./composer/EditBox.tsx").then((module) => module.EditBox),
  ({ onClose }) => onClose(),
  ({ message }) => <MessageText content={message.content} editedAt={message.edited_timestamp} />,
);

function Separators({ day, isNew }: { day: number | null; isNew: boolean }) {
  return (
    <>
      {day === null ? null : <div className="day">{formatDay(day)}</div>}
      {isNew ? <div className="new">{m.conversation_new()}</div> : null}
    </>
  );
}

export interface MessageRowProps {
  message: APIMessage;
  isHead: boolean;
  day: number | null;
  isNew: boolean;
  isEditing: boolean;
  isFlashing: boolean;
  /** The row that Tab reaches. */
  isCurrent: boolean;
}

/** One message of the log. Its props change only when it looks different. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { message, isHead, day, isNew, isEditing, isFlashing, isCurrent } = props;
  const { selfId, guildId, deeds } = useConversation();
  const [isPointed, setPointed] = useState(false);
  const [hasFocus, setFocus] = useState(false);
  const isPlain = isPlainType(message.type);
  const isStarter = message.type === THREAD_STARTER;
  const callsMe = useSelector((state) => standsOut(state, message));
  const isMention = isPlain && message.author.id !== selfId && callsMe;
  const reference = message.message_reference;
  const isReply = isPlain && reference !== undefined && message.type === 19;
  const isAnswer = isPlain && !isReply && hasContext(message);
  const time = message.timestamp;
  // A message knows its author as they were when it was fetched.
  const known = useUser(message.author.id);
  const member = useMember(guildId ?? "0", message.author.id);
  const author = (!isOfWebhook(message) && (member?.user ?? known)) || message.author;
  const name = useMemberName(guildId, author);
  const color = roleColor(useMemberColor(guildId, author.id));
  const openProfile = (event: React.MouseEvent) => deeds.openProfile(author, event.currentTarget);
  return (
    <>
      <Separators day={day} isNew={isNew} />
      <article
        data-message={message.id}
        className={classes(
          "msg",
          isHead && "head",
          (isReply || isAnswer) && "has-reply",
          isEphemeral(message) && "is-told",
          isMention && "is-mention",
          isFlashing && "is-flashing",
          isEditing && "is-editing",
          isStarter && "is-starter",
          !isPlain && !isStarter && "is-system",
        )}
        tabIndex={isCurrent ? 0 : -1}
        aria-label={
          isPlain || isStarter ? m.conversation_message_label({ name, time: formatTime(time) }) : undefined
        }
        onPointerEnter={(event) => isPointing(event) && setPointed(true)}
        // A row may come to lie under a mouse that rests.
        onPointerMove={(event) => !isPointed && isPointing(event) && setPointed(true)}
        onPointerLeave={() => setPointed(false)}
        // A press gives focus too: only the keyboard's brings the toolbar, or two would float at once.
        onFocus={(event) => setFocus(event.target.matches(":focus-visible"))}
        onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setFocus(false)}
      >
        {isPlain ? (
          <>
            {isReply ? (
              <ReplyLine messageId={reference.message_id} known={message.referenced_message} />
            ) : null}
            {isAnswer ? (
              <Suspense fallback={<span className="reply" />}>
                <Extras message={message} isContext />
              </Suspense>
            ) : null}
            {isHead ? (
              <>
                <button
                  type="button"
                  className="msg-av"
                  aria-label={m.conversation_profile({ name })}
                  tabIndex={-1}
                  onClick={openProfile}
                >
                  {isOfWebhook(message) ? (
                    <Avatar user={author} size={36} />
                  ) : (
                    <MemberAvatar guildId={guildId} user={author} size={36} />
                  )}
                </button>
                <div className="meta">
                  <button
                    type="button"
                    className={classes("name", color.className)}
                    style={color.style}
                    onClick={openProfile}
                  >
                    {name}
                  </button>
                  {message.author.bot ? (
                    <Tag>{isOfWebhook(message) ? m.webhook_badge() : m.conversation_app()}</Tag>
                  ) : null}
                  <time dateTime={time} title={formatDateTime(time)}>
                    {formatTime(time)}
                  </time>
                </div>
              </>
            ) : (
              <time className="gutter-time" dateTime={time} title={formatDateTime(time)}>
                {formatTime(time)}
              </time>
            )}
            <div className="body">
              {isEditing ? (
                <EditBox message={message} onClose={() => deeds.edit(null)} />
              ) : (
                <MessageText content={message.content} editedAt={message.edited_timestamp} />
              )}
              {isMadeOfParts(message) ? null : <Attachments message={message} />}
              {message.embeds.length > 0 || message.sticker_items || hasParts(message) ? (
                <Suspense fallback={message.sticker_items ? <p className="stickers-wait" /> : null}>
                  <Extras message={message} />
                </Suspense>
              ) : null}
              {message.poll ? (
                <Suspense fallback={<div style={{ height: 140 + 46 * message.poll.answers.length }} />}>
                  <Poll message={message} poll={message.poll} />
                </Suspense>
              ) : null}
              {isPublished(message) ? (
                <Suspense fallback={<p className="publish-mark">&nbsp;</p>}>
                  <PublishMark message={message} />
                </Suspense>
              ) : null}
              <Reactions message={message} />
              {hasThread(message) ? (
                <Suspense fallback={<div className="thread-line" />}>
                  <ThreadLine id={message.id} told={message.thread as ThreadChannel | undefined} />
                </Suspense>
              ) : null}
            </div>
          </>
        ) : (
          <Suspense fallback={<p className="system">&nbsp;</p>}>
            {isStarter ? <StarterMessage message={message} /> : <SystemMessage message={message} />}
          </Suspense>
        )}
        {(isPointed || hasFocus) && !isEditing ? (
          <Suspense>
            <MessageToolbar message={message} />
          </Suspense>
        ) : null}
      </article>
    </>
  );
});

/** Not while rows scroll by under the mouse: each would get a toolbar in passing. */
function isPointing(event: React.PointerEvent): boolean {
  return event.pointerType === "mouse" && !event.currentTarget.closest(`[${SCROLLING}]`);
}

/** One's own message before the server confirmed it. */
export const PendingRow = memo(function PendingRow({
  pending,
  isHead,
  day,
}: {
  pending: PendingMessage;
  isHead: boolean;
  day: number | null;
}) {
  const self = useSelf();
  const { guildId } = useConversation();
  const name = useMemberName(guildId, self);
  const color = roleColor(useMemberColor(guildId, self.id));
  const isFailed = pending.status === "failed";
  const at = pending.createdAt;
  return (
    <>
      <Separators day={day} isNew={false} />
      <article
        className={classes(
          "msg",
          isHead && "head",
          pending.replyTo && "has-reply",
          isFailed ? "is-failed" : "is-pending",
        )}
        aria-busy={!isFailed}
      >
        {pending.replyTo ? <ReplyLine messageId={pending.replyTo} known={undefined} /> : null}
        {isHead ? (
          <>
            <span className="msg-av">
              <MemberAvatar guildId={guildId} user={self} size={36} />
            </span>
            <div className="meta">
              <span className={classes("name", color.className)} style={color.style}>
                {name}
              </span>
              <time>{formatTime(at)}</time>
            </div>
          </>
        ) : (
          <time className="gutter-time">{formatTime(at)}</time>
        )}
        <div className="body">
          <MessageText content={pending.content} />
          {pending.files.map((file) => (
            <div key={file.id} className="file">
              <div className="file-head">
                <div className="grow">
                  <b className="truncate">{file.name}</b>
                  {pending.progress !== null && !isFailed ? (
                    <span className="bar">
                      <i style={{ width: `${Math.round(pending.progress * 100)}%` }} />
                    </span>
                  ) : null}
                  <small className="tnum">
                    {pending.progress !== null && !isFailed
                      ? m.conversation_upload_of({
                          sent: formatBytes(file.size * pending.progress),
                          total: formatBytes(file.size),
                        })
                      : formatBytes(file.size)}
                  </small>
                </div>
              </div>
            </div>
          ))}
          <Suspense>
            <PendingState pending={pending} />
          </Suspense>
        </div>
      </article>
    </>
  );
});
