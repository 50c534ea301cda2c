import type { PrivateChannel, Snowflake } from "@palabre/protocol";
import { Check, EyeOff, LogOut, Settings2, UserRound } from "lucide-react";
import * as m from "../../paraglide/messages.js";
import { closeChannel } from "../../state/actions/channels.ts";
import { ack } from "../../state/actions/reading.ts";
import { openOverlay } from "../../state/overlays.ts";
import { store } from "../../state/store.ts";
import { unreadOf } from "../../state/unread.ts";
import type { MenuEntry } from "../../ui/MenuItems.tsx";
import { attempt } from "../friends/actions.ts";

/** What can be done with a conversation of the list; `onHidden`: it went. */
export function conversationMenu(channel: PrivateChannel, onHidden: () => void): MenuEntry[] {
  const isRoom = channel.type === 3;
  const [user] = channel.recipients;
  return [
    {
      id: "read",
      label: m.home_mark_read(),
      icon: Check,
      isDisabled: !unreadOf(store.get(), channel.id).unread,
      onAction: () => ack(channel.id),
    },
    ...(isRoom
      ? [
          {
            id: "settings",
            label: m.rooms_settings(),
            icon: Settings2,
            onAction: () => openOverlay({ kind: "room", channelId: channel.id }),
          },
        ]
      : user
        ? [
            {
              id: "profile",
              label: m.profile_view(),
              icon: UserRound,
              onAction: () => {
                const row = document.querySelector(`[data-channel="${channel.id}"] .av`);
                // The menu gives focus back first.
                if (row) setTimeout(() => openOverlay({ kind: "profile", user, anchor: row }));
              },
            },
          ]
        : []),
    "separator",
    isRoom
      ? {
          id: "leave",
          label: m.rooms_leave(),
          icon: LogOut,
          isDanger: true,
          onAction: () => openOverlay({ kind: "room", channelId: channel.id, isLeaving: true }),
        }
      : { id: "hide", label: m.home_hide(), icon: EyeOff, onAction: () => void hide(channel.id, onHidden) },
  ];
}

async function hide(id: Snowflake, onHidden: () => void): Promise<void> {
  if (await attempt(() => closeChannel(id))) onHidden();
}
