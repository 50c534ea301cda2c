import type { PrivateChannel } from "@palabre/protocol";
import { Pin, Users } from "lucide-react";
import { memo } from "react";
import * as m from "../../paraglide/messages.js";
import { customStatusOf, usePresence } from "../../state/store.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { PaneHeader } from "../../ui/PaneHeader.tsx";
import { presenceText } from "../../ui/PresenceMark.tsx";
import { RoomAvatar } from "../../ui/RoomAvatar.tsx";
import { ProfileButton } from "../profile/Name.tsx";
import { conversationName } from "../rooms/roomName.ts";
import { useKeys } from "../switcher/keys.ts";

export type Panel = "members" | "pins";

/** Who this is with, and the doors to the side panels. */
export const ConversationHeader = memo(function ConversationHeader({
  channel,
  panel,
  onPanel,
  onBack,
}: {
  channel: PrivateChannel;
  panel: Panel | null;
  onPanel: (panel: Panel) => void;
  onBack: () => void;
}) {
  const isRoom = channel.type === 3;
  const other = isRoom ? undefined : channel.recipients[0];
  const presence = usePresence(other?.id ?? "0");
  const status = customStatusOf(presence);
  const pinsKey = useKeys("pins");
  const membersKey = useKeys("members");
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
        label={isRoom ? m.conversation_members() : m.conversation_people()}
        keys={membersKey}
        isPressed={panel === "members"}
        tooltipPlacement="bottom"
        onPress={() => onPanel("members")}
      />
    </PaneHeader>
  );
});
