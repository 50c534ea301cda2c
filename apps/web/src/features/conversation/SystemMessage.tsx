import type { APIMessage, Snowflake } from "@palabre/protocol";
import { Link } from "@tanstack/react-router";
import { MessageType } from "discord-api-types/v10";
import { GitBranch, Image, type LucideIcon, Megaphone, Pencil, Pin, UserMinus, UserPlus } from "lucide-react";
import { Suspense } from "react";
import { formatDateTime, formatTime } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { besideOf } from "../../shell/place.ts";
import { useMemberName } from "../../state/guilds.ts";
import { nameOf, useChannel } from "../../state/store.ts";
import { Icon } from "../../ui/Icon.tsx";
import { lazyPart } from "../../ui/lazyPart.ts";
import { useConversation } from "./context.ts";
import { Rich, slot } from "./Rich.tsx";

function iconOf(type: number): LucideIcon {
  if (type === MessageType.RecipientAdd) return UserPlus;
  if (type === MessageType.UserJoin) return UserPlus;
  if (type === MessageType.ThreadCreated) return GitBranch;
  if (type === MessageType.ChannelFollowAdd) return Megaphone;
  if (type === MessageType.RecipientRemove) return UserMinus;
  if (type === MessageType.ChannelIconChange) return Image;
  if (type === MessageType.ChannelPinnedMessage) return Pin;
  return Pencil;
}

const PollResult = lazyPart(() => import("../polls/PollResult.tsx").then((module) => module.PollResult));

/** What happened to the room, in a sentence. */
export function SystemMessage({ message }: { message: APIMessage }) {
  const { deeds, guildId } = useConversation();
  const time = message.timestamp;
  if (message.type === MessageType.PollResult) {
    return (
      <Suspense fallback={<p className="system">&nbsp;</p>}>
        <PollResult message={message} />
      </Suspense>
    );
  }
  return (
    <p className="system">
      <Icon of={iconOf(message.type)} size={16} />
      <span>
        <SystemSentence message={message} guildId={guildId} onJump={deeds.jump} />{" "}
        <time dateTime={time} title={formatDateTime(time)}>
          {formatTime(time)}
        </time>
      </span>
    </p>
  );
}

function SystemSentence({
  message,
  guildId,
  onJump,
}: {
  message: APIMessage;
  guildId: Snowflake | null;
  onJump: (id: string) => void;
}) {
  const who = <b key="who">{useMemberName(guildId, message.author)}</b>;
  const target = message.mentions[0];
  const whom = <b key="whom">{target ? nameOf(target) : m.conversation_unknown_user()}</b>;
  switch (message.type) {
    case MessageType.RecipientAdd:
      return <Rich text={m.conversation_system_added({ who: slot(0), whom: slot(1) })} parts={[who, whom]} />;
    case MessageType.RecipientRemove:
      return !target || target.id === message.author.id ? (
        <Rich text={m.conversation_system_left({ who: slot(0) })} parts={[who]} />
      ) : (
        <Rich text={m.conversation_system_removed({ who: slot(0), whom: slot(1) })} parts={[who, whom]} />
      );
    case MessageType.ChannelNameChange:
      return message.content ? (
        <Rich
          text={m.conversation_system_renamed({ who: slot(0), name: slot(1) })}
          parts={[who, <b key="name">{message.content}</b>]}
        />
      ) : (
        <Rich text={m.conversation_system_unnamed({ who: slot(0) })} parts={[who]} />
      );
    case MessageType.ChannelIconChange:
      return <Rich text={m.conversation_system_icon({ who: slot(0) })} parts={[who]} />;
    case MessageType.ChannelPinnedMessage: {
      const id = message.message_reference?.message_id;
      const link = (
        <button key="link" type="button" className="link-btn" onClick={() => id && onJump(id)}>
          {m.conversation_system_pinned_link()}
        </button>
      );
      return (
        <Rich text={m.conversation_system_pinned({ who: slot(0), message: slot(1) })} parts={[who, link]} />
      );
    }
    case MessageType.UserJoin:
      return <Rich text={m.servers_system_joined({ who: slot(0) })} parts={[who]} />;
    case MessageType.ThreadCreated:
      return (
        <Rich
          text={m.servers_system_thread({ who: slot(0), name: slot(1) })}
          parts={[who, <ThreadName key="name" message={message} />]}
        />
      );
    case MessageType.ChannelFollowAdd:
      return (
        <Rich
          text={m.servers_system_followed({ who: slot(0), name: slot(1) })}
          parts={[who, <b key="name">{message.content}</b>]}
        />
      );
    default:
      return <Rich text={m.conversation_system_other({ who: slot(0) })} parts={[who]} />;
  }
}

/** Leads to the thread, as long as one sees it. */
function ThreadName({ message }: { message: APIMessage }) {
  const id = message.message_reference?.channel_id;
  const name = useChannel(id ?? "0")?.name ?? message.content;
  const { guildId, channel } = useConversation();
  if (!id || guildId === null) return <b>{name}</b>;
  return (
    <Link className="link-btn" {...besideOf({ id, guild_id: guildId, parent_id: channel.id })}>
      {name}
    </Link>
  );
}
