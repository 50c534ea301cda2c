import type { Snowflake } from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { Bell, BellOff, CheckCheck, EyeOff, FolderPlus, IdCard, LogOut, Plus, Settings } from "lucide-react";
import * as m from "../../paraglide/messages.js";
import { goTo } from "../../shell/goTo.ts";
import { changeGuildSettings } from "../../state/actions/guilds.ts";
import { ackAll } from "../../state/actions/reading.ts";
import { guildSettingsOf, isGuildMuted } from "../../state/guild-settings.ts";
import { openOverlay } from "../../state/overlays.ts";
import { guildPermissions, hasBits } from "../../state/permissions.ts";
import { store } from "../../state/store.ts";
import { guildUnread } from "../../state/unread.ts";
import type { MenuEntry } from "../../ui/MenuItems.tsx";
import { attempt } from "../friends/actions.ts";

/** What can be done with a server: behind its name, and behind its tile in the rail. Entries appear by permission. */
export function serverMenu(guildId: Snowflake): MenuEntry[] {
  const state = store.get();
  const guild = state.guilds[guildId];
  if (!guild) return [];
  const held = guildPermissions(state, guildId);
  const isMuted = isGuildMuted(state, guildId);
  const hidesMuted = guildSettingsOf(state, guildId).hide_muted_channels;
  const isOwner = guild.owner_id === state.self?.id;
  const creating: MenuEntry[] = [
    {
      id: "create-channel",
      label: m.servers_create_channel(),
      icon: Plus,
      onAction: () => openOverlay({ kind: "create-channel", guildId, parentId: null }),
    },
    {
      id: "create-category",
      label: m.servers_create_category(),
      icon: FolderPlus,
      onAction: () => openOverlay({ kind: "create-channel", guildId, parentId: null, isCategory: true }),
    },
    "separator",
  ];
  return [
    {
      id: "read",
      label: m.servers_mark_read(),
      icon: CheckCheck,
      isDisabled: !guildUnread(state, guildId).unread,
      onAction: () => void markServerRead(guildId),
    },
    {
      id: "settings",
      label: m.server_settings(),
      icon: Settings,
      onAction: () => goTo(`/channels/${guildId}/settings`),
    },
    {
      id: "profile",
      label: m.server_profile(),
      icon: IdCard,
      onAction: () => goTo(`/channels/${guildId}/settings/profile`),
    },
    "separator",
    ...(hasBits(held, P.ManageChannels) ? creating : []),
    {
      id: "mute",
      label: isMuted ? m.servers_unmute() : m.servers_mute(),
      icon: isMuted ? Bell : BellOff,
      onAction: () =>
        void attempt(() => changeGuildSettings(guildId, { muted: !isMuted, mute_config: null })),
    },
    {
      id: "hide-muted",
      label: m.servers_hide_muted(),
      icon: EyeOff,
      isChecked: hidesMuted,
      onAction: () => void attempt(() => changeGuildSettings(guildId, { hide_muted_channels: !hidesMuted })),
    },
    ...(isOwner
      ? []
      : ([
          "separator",
          {
            id: "leave",
            label: m.servers_leave(),
            icon: LogOut,
            isDanger: true,
            onAction: () => openOverlay({ kind: "leave-server", guildId }),
          },
        ] satisfies MenuEntry[])),
  ];
}

/** Everything in it, muted channels too. */
export function markServerRead(guildId: Snowflake): Promise<boolean> {
  return attempt(() => ackAll(Object.keys(store.get().guildChannels[guildId] ?? {})));
}
