import type { APIMessage } from "@palabre/protocol";
import { Link } from "@tanstack/react-router";
import { CornerLeftUp, MessageSquareOff } from "lucide-react";
import { useContext } from "react";
import { formatDateTime, formatTime } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { placeOf } from "../../shell/place.ts";
import { useMemberColor, useMemberName } from "../../state/guilds.ts";
import { useChannel } from "../../state/store.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { classes } from "../../ui/classes.ts";
import { Icon } from "../../ui/Icon.tsx";
import { roleColor } from "../../ui/roleColor.ts";
import { Tag } from "../../ui/Tag.tsx";
import { useConversation } from "../conversation/context.ts";
import { Attachments } from "../conversation/LazyAttachments.tsx";
import { MessageText } from "../conversation/MessageText.tsx";
import { conversationLabel } from "../rooms/roomName.ts";
import { ChannelJump } from "./channelJump.ts";
import "./threads.css";

/** The message that a thread began with, as it stands in the channel, and the way to it. */
export function StarterMessage({ message }: { message: APIMessage }) {
  const shown = message.referenced_message;
  if (!shown) {
    return (
      <p className="system">
        <Icon of={MessageSquareOff} size={16} />
        <span>{m.threads_starter_gone()}</span>
      </p>
    );
  }
  return <Starter shown={shown} />;
}

function Starter({ shown }: { shown: APIMessage }) {
  const { guildId, deeds } = useConversation();
  const name = useMemberName(guildId, shown.author);
  const color = roleColor(useMemberColor(guildId, shown.author.id));
  const openProfile = (event: React.MouseEvent) => deeds.openProfile(shown.author, event.currentTarget);
  return (
    <>
      <button
        type="button"
        className="msg-av"
        aria-label={m.conversation_profile({ name })}
        tabIndex={-1}
        onClick={openProfile}
      >
        <Avatar user={shown.author} size={36} />
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
        {shown.author.bot ? <Tag>{m.conversation_app()}</Tag> : null}
        <time dateTime={shown.timestamp} title={formatDateTime(shown.timestamp)}>
          {formatTime(shown.timestamp)}
        </time>
      </div>
      <div className="body">
        <MessageText content={shown.content} editedAt={shown.edited_timestamp} />
        {shown.poll ? <b>{shown.poll.question.text}</b> : null}
        <Attachments message={shown} />
        <Way shown={shown} />
      </div>
    </>
  );
}

/** To the message in its channel: beside the thread, without leaving it. */
function Way({ shown }: { shown: APIMessage }) {
  const jump = useContext(ChannelJump);
  const channel = useChannel(shown.channel_id);
  if (!channel) return null;
  const label = m.threads_starter_jump({ name: conversationLabel(channel) });
  return jump ? (
    <button type="button" className="thread-way" onClick={() => jump(shown.id)}>
      <Icon of={CornerLeftUp} size={14} />
      {label}
    </button>
  ) : (
    <Link className="thread-way" {...placeOf(shown.channel_id, shown.id)}>
      <Icon of={CornerLeftUp} size={14} />
      {label}
    </Link>
  );
}
