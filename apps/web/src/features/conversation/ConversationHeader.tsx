import type { Channel, PrivateChannel } from "@palabre/protocol";
import { GitBranch, Megaphone, Pin, Users } from "lucide-react";
import { memo, Suspense } from "react";
import * as m from "../../paraglide/messages.js";
import { isPrivate, isThread } from "../../state/channel.ts";
import { openOverlay } from "../../state/overlays.ts";
import { isOpenToAll } from "../../state/permissions.ts";
import { customStatusOf, usePresence, useSelector } from "../../state/store.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { lazyPart } from "../../ui/lazyPart.ts";
import { PaneHeader } from "../../ui/PaneHeader.tsx";
import { presenceText } from "../../ui/PresenceMark.tsx";
import { RoomAvatar } from "../../ui/RoomAvatar.tsx";
import { ProfileButton } from "../profile/Name.tsx";
import { conversationName } from "../rooms/roomName.ts";
import { channelIcon } from "../servers/channelIcon.ts";
import { useKeys } from "../switcher/keys.ts";

const loadThreadHead = () => import("../threads/ThreadHead.tsx");
const ThreadTitle = lazyPart(() => loadThreadHead().then((x) => x.ThreadTitle));
const ThreadMenu = lazyPart(() => loadThreadHead().then((x) => x.ThreadMenu));

export type Panel = "members" | "pins" | "threads";

/** Who this is with, and the doors to the side panels. */
export const ConversationHeader = memo(function ConversationHeader({ channel, ...rest }: HeaderProps) {
  return isPrivate(channel) ? (
    <PrivateHeader channel={channel} {...rest} />
  ) : (
    <ChannelHeader channel={channel} {...rest} />
  );
});

interface HeaderProps {
  channel: Channel;
  panel: Panel | null;
  onPanel: (panel: Panel) => void;
  onBack: () => void;
}

function PrivateHeader({ channel, onBack, ...doors }: HeaderProps & { channel: PrivateChannel }) {
  const isRoom = channel.type === 3;
  const other = isRoom ? undefined : channel.recipients[0];
  const presence = usePresence(other?.id ?? "0");
  const status = customStatusOf(presence);
  const words = status ? [status.emoji, status.text].filter(Boolean).join(" ") : "";
  const name = conversationName(channel);
  return (
    <PaneHeader
      onBack={onBack}
      lead={
        other ? (
          <Avatar user={other} size={24} presence={presence.status} />
        ) : (
          <RoomAvatar channel={channel} size={24} />
        )
      }
      title={other ? <ProfileButton user={other}>{name}</ProfileButton> : name}
      topic={
        other
          ? words || presenceText(presence.status)
          : m.conversation_members_count({ count: channel.recipients.length + 1 })
      }
    >
      <PanelDoors {...doors} members={isRoom ? m.conversation_members() : m.conversation_people()} />
    </PaneHeader>
  );
}

/** A channel of a server: its kind, name and topic. */
function ChannelHeader({
  channel,
  onBack,
  ...doors
}: HeaderProps & { channel: Exclude<Channel, PrivateChannel> }) {
  const isLocked = useSelector((state) => !isOpenToAll(state, channel.guild_id, channel.id));
  return (
    <PaneHeader
      onBack={onBack}
      lead={<Icon of={channelIcon(channel, isLocked)} className="muted" />}
      title={
        isThread(channel) ? (
          <Suspense fallback={channel.name}>
            <ThreadTitle thread={channel} />
          </Suspense>
        ) : (
          channel.name
        )
      }
      topic={("topic" in channel && channel.topic) || undefined}
    >
      {isThread(channel) ? (
        <Suspense>
          <ThreadMenu thread={channel} />
        </Suspense>
      ) : channel.type === 0 || channel.type === 5 ? (
        <IconButton
          icon={GitBranch}
          label={m.threads()}
          isPressed={doors.panel === "threads"}
          tooltipPlacement="bottom"
          onPress={() => doors.onPanel("threads")}
        />
      ) : null}
      {channel.type === 5 ? (
        <IconButton
          icon={Megaphone}
          label={m.followers_follow()}
          tooltipPlacement="bottom"
          onPress={() => openOverlay({ kind: "follow", channelId: channel.id })}
        />
      ) : null}
      <PanelDoors {...doors} members={m.conversation_members()} />
    </PaneHeader>
  );
}

function PanelDoors({
  panel,
  onPanel,
  members,
}: Pick<HeaderProps, "panel" | "onPanel"> & { members: string }) {
  const pinsKey = useKeys("pins");
  const membersKey = useKeys("members");
  return (
    <>
      <IconButton
        icon={Pin}
        label={m.conversation_pins()}
        keys={pinsKey}
        isPressed={panel === "pins"}
        tooltipPlacement="bottom"
        onPress={() => onPanel("pins")}
      />
      <IconButton
        icon={Users}
        label={members}
        keys={membersKey}
        isPressed={panel === "members"}
        tooltipPlacement="bottom"
        onPress={() => onPanel("members")}
      />
    </>
  );
}
