import { type Channel, type PrivateChannel, RelationshipType } from "@palabre/protocol";
import { PenLine, UserPlus } from "lucide-react";
import { useState } from "react";
import * as m from "../../paraglide/messages.js";
import { addFriend } from "../../state/actions/people.ts";
import { isPrivate } from "../../state/channel.ts";
import { openOverlay } from "../../state/overlays.ts";
import { isOpenToAll } from "../../state/permissions.ts";
import { nameOf, useRelationship, useSelector } from "../../state/store.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { Button } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { RoomAvatar } from "../../ui/RoomAvatar.tsx";
import { toast } from "../../ui/toast.ts";
import { conversationLabel, conversationName } from "../rooms/roomName.ts";
import { channelIcon } from "../servers/channelIcon.ts";
import { useConversation } from "./context.ts";

/** Above the first message of all: with whom, and what to do next while nobody has spoken. */
export function Intro({ isEmpty }: { isEmpty: boolean }) {
  const { channel } = useConversation();
  return isPrivate(channel) ? (
    <PrivateIntro channel={channel} isEmpty={isEmpty} />
  ) : (
    <ChannelIntro channel={channel} isEmpty={isEmpty} />
  );
}

function ChannelIntro({ channel, isEmpty }: { channel: Exclude<Channel, PrivateChannel>; isEmpty: boolean }) {
  const { deeds, can } = useConversation();
  const isLocked = useSelector((state) => !isOpenToAll(state, channel.guild_id, channel.id));
  const name = conversationLabel(channel);
  return (
    <div className="intro">
      <span className="intro-kind">
        <Icon of={channelIcon(channel, isLocked)} size={22} />
      </span>
      <h2>{name}</h2>
      <p className="secondary">
        {isLocked ? m.servers_intro_private({ name }) : m.servers_intro({ name })}
        {"topic" in channel && channel.topic ? ` ${channel.topic}` : null}
      </p>
      {isEmpty && can.refusal === null ? (
        <div className="row intro-acts">
          <Button variant="primary" icon={PenLine} onPress={deeds.write}>
            {m.conversation_write_first()}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function PrivateIntro({ channel, isEmpty }: { channel: PrivateChannel; isEmpty: boolean }) {
  const { deeds, can } = useConversation();
  const other = channel.type === 1 ? channel.recipients[0] : undefined;
  const name = conversationName(channel);
  return (
    <div className="intro">
      {other ? <Avatar user={other} size={72} /> : <RoomAvatar channel={channel} size={72} />}
      <h2>{name}</h2>
      <p className="secondary">
        {other
          ? m.conversation_intro_dm({ name: nameOf(other), username: other.username })
          : m.conversation_intro_room({ name })}
      </p>
      {isEmpty ? (
        <div className="row intro-acts">
          <Button variant="primary" icon={PenLine} onPress={deeds.write}>
            {m.conversation_write_first()}
          </Button>
          {other ? <Befriend channel={channel} /> : null}
          {!other && can.removeOthers && !channel.name ? (
            <Button variant="ghost" onPress={() => openOverlay({ kind: "room", channelId: channel.id })}>
              {m.conversation_name_room()}
            </Button>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}

function Befriend({ channel }: { channel: PrivateChannel }) {
  const other = channel.recipients[0];
  const relationship = useRelationship(other?.id ?? "0");
  const [isAsked, setAsked] = useState(false);
  if (
    !other ||
    relationship?.type === RelationshipType.Friend ||
    relationship?.type === RelationshipType.Blocked
  )
    return null;
  const isWaiting = isAsked || relationship?.type === RelationshipType.OutgoingRequest;
  const isIncoming = relationship?.type === RelationshipType.IncomingRequest;
  return (
    <Button
      icon={UserPlus}
      disabledReason={isWaiting && !isIncoming && m.conversation_request_sent()}
      onPress={() => {
        setAsked(true);
        addFriend(other.id).catch((error: unknown) => {
          setAsked(false);
          const description = error instanceof Error ? error.message : undefined;
          toast({ tone: "danger", title: m.conversation_not_done(), description });
        });
      }}
    >
      {isIncoming ? m.conversation_accept_request() : m.conversation_add_friend()}
    </Button>
  );
}
