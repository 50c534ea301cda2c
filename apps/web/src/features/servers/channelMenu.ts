import type { GuildChannel, Snowflake, ThreadChannel } from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import {
  ArrowDown,
  ArrowUp,
  Bell,
  BellOff,
  Check,
  Link2,
  Pencil,
  Plus,
  Settings,
  Trash2,
} from "lucide-react";
import { copyText } from "../../code/copyText.ts";
import * as m from "../../paraglide/messages.js";
import { goTo } from "../../shell/goTo.ts";
import { pathOf } from "../../shell/place.ts";
import { changeChannelSettings, moveChannels } from "../../state/actions/guilds.ts";
import { ack, ackAll } from "../../state/actions/reading.ts";
import { isThread } from "../../state/channel.ts";
import { isChannelMuted } from "../../state/guild-settings.ts";
import { openOverlay } from "../../state/overlays.ts";
import { channelPermissions, guildPermissions, hasBits } from "../../state/permissions.ts";
import { store } from "../../state/store.ts";
import { unreadOf } from "../../state/unread.ts";
import type { MenuEntry } from "../../ui/MenuItems.tsx";
import { toast } from "../../ui/toast.ts";
import { isPost, postEntries } from "../forum/postMenu.ts";
import { attempt } from "../friends/actions.ts";
import { threadEntries } from "../threads/threadMenu.ts";
import { stepChannel } from "./channelOrder.ts";
import { channelTree } from "./tree.ts";

/** What can be done with a channel, category or thread of the list. */
export function channelMenu(channel: GuildChannel | ThreadChannel): MenuEntry[] {
  const state = store.get();
  const { id, guild_id: guildId } = channel;
  const isCategory = channel.type === 4;
  const inside = isCategory ? childrenOf(channel) : [id];
  const isMuted = isChannelMuted(state, guildId, id);
  const manages = !isThread(channel) && hasBits(channelPermissions(state, id), P.ManageChannels);
  const governing = P.ManageChannels | P.ManageRoles | (isCategory ? 0n : P.ManageWebhooks);
  const governs = !isThread(channel) && (channelPermissions(state, id) & governing) !== 0n;
  const arranges = !isThread(channel) && hasBits(guildPermissions(state, guildId), P.ManageChannels);
  const entries: (MenuEntry | false)[] = [
    {
      id: "read",
      label: m.home_mark_read(),
      icon: Check,
      isDisabled: !inside.some((one) => unreadOf(state, one).unread),
      onAction: () => (isCategory ? void attempt(() => ackAll(inside)) : ack(id)),
    },
    {
      id: "mute",
      label: isMuted ? m.servers_unmute_channel() : m.servers_mute_channel(),
      icon: isMuted ? Bell : BellOff,
      onAction: () =>
        void attempt(() => changeChannelSettings(guildId, id, { muted: !isMuted, mute_config: null })),
    },
    !isCategory && {
      id: "link",
      label: m.servers_copy_link(),
      icon: Link2,
      onAction: () => void copyLink(id),
    },
    ...(isThread(channel) ? (["separator", ...entriesOf(channel)] satisfies MenuEntry[]) : []),
    arranges && "separator",
    arranges && step(channel, -1),
    arranges && step(channel, 1),
    manages && "separator",
    isCategory &&
      manages && {
        id: "create",
        label: m.servers_create_channel(),
        icon: Plus,
        onAction: () => openOverlay({ kind: "create-channel", guildId, parentId: id }),
      },
    manages && {
      id: "edit",
      label: isCategory ? m.servers_edit_category() : m.servers_edit_channel(),
      icon: Pencil,
      onAction: () => openOverlay({ kind: "channel", channelId: id }),
    },
    governs && {
      id: "settings",
      label: isCategory ? m.server_category_settings() : m.server_channel_settings(),
      icon: Settings,
      onAction: () => goTo(`/channels/${guildId}/${id}/settings`),
    },
    manages && {
      id: "delete",
      label: isCategory ? m.servers_delete_category() : m.servers_delete_channel(),
      icon: Trash2,
      isDanger: true,
      onAction: () => openOverlay({ kind: "channel", channelId: id, isDeleting: true }),
    },
  ];
  return entries.filter((entry) => entry !== false);
}

const entriesOf = (thread: ThreadChannel): MenuEntry[] =>
  isPost(thread) ? postEntries(thread) : threadEntries(thread);

function step(channel: GuildChannel, by: 1 | -1): MenuEntry {
  const { guild_id: guildId } = channel;
  const moves = () =>
    stepChannel(channelTree(Object.values(store.get().guildChannels[guildId] ?? {})), channel.id, by);
  return {
    id: by < 0 ? "up" : "down",
    label: by < 0 ? m.servers_move_up() : m.servers_move_down(),
    icon: by < 0 ? ArrowUp : ArrowDown,
    isDisabled: moves().length === 0,
    onAction: () => void attempt(() => moveChannels(guildId, moves())),
  };
}

function childrenOf({ id, guild_id }: GuildChannel): Snowflake[] {
  return Object.values(store.get().guildChannels[guild_id] ?? {}).flatMap((one) =>
    one.parent_id === id ? one.id : [],
  );
}

async function copyLink(channelId: Snowflake): Promise<void> {
  const isDone = await copyText(`${location.origin}${pathOf(channelId)}`);
  toast(
    isDone
      ? { tone: "success", title: m.conversation_link_copied() }
      : { tone: "danger", title: m.conversation_copy_failed() },
  );
}
