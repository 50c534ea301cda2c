import type { ThreadChannel } from "@palabre/protocol";
import { ChannelFlags } from "discord-api-types/v10";
import {
  Archive,
  ArchiveRestore,
  Bell,
  BellOff,
  Lock,
  LockOpen,
  Pencil,
  Pin,
  PinOff,
  Trash2,
  UserPlus,
} from "lucide-react";
import * as m from "../../paraglide/messages.js";
import { channelOf, isThread } from "../../state/channel.ts";
import { guildApi } from "../../state/guild-api.ts";
import { openOverlay } from "../../state/overlays.ts";
import { store } from "../../state/store.ts";
import type { MenuEntry } from "../../ui/MenuItems.tsx";
import { attempt } from "../friends/actions.ts";
import { isForum } from "../servers/tree.ts";
import { threadRights } from "../threads/threadRights.ts";
import { isPinned } from "./posts.ts";
import "./forumErrors.ts";

const NONE = 0 as ChannelFlags;

/** Whether a thread is a post of a forum. */
export function isPost(thread: ThreadChannel): boolean {
  const parent = channelOf(store.get(), thread.parent_id);
  return parent !== undefined && isForum(parent);
}

/** What can be done with a post besides what can be done with any channel. */
export function postEntries(post: ThreadChannel): MenuEntry[] {
  const can = threadRights(store.get(), post);
  const { archived, locked } = post.thread_metadata;
  const isFollowed = post.member !== undefined;
  const pinned = isPinned(post);
  const other = pinned ? undefined : pinnedBeside(post);
  const { threads } = guildApi;
  const ask = (what: "edit" | "delete") => () => openOverlay({ kind: "post", postId: post.id, what });
  const change = (body: { archived?: boolean; locked?: boolean }) => () =>
    void attempt(() => threads.update(post.id, body));
  const entries: (MenuEntry | false)[] = [
    !archived && {
      id: "follow",
      label: isFollowed ? m.forum_unfollow() : m.forum_follow(),
      icon: isFollowed ? BellOff : Bell,
      onAction: () =>
        void attempt(() =>
          isFollowed ? threads.removeMember(post.id, "@me") : threads.addMember(post.id, "@me"),
        ),
    },
    can.add && {
      id: "add",
      label: m.threads_add(),
      icon: UserPlus,
      onAction: () => openOverlay({ kind: "thread", threadId: post.id, what: "add" }),
    },
    (can.change || can.reopen || can.remove) && "separator",
    can.change && { id: "edit", label: m.forum_edit(), icon: Pencil, onAction: ask("edit") },
    can.lock && {
      id: "pin",
      label: pinned ? m.forum_unpin() : other ? m.forum_pin_instead({ name: other.name }) : m.forum_pin(),
      icon: pinned ? PinOff : Pin,
      onAction: () =>
        void attempt(async () => {
          // One post of a forum is pinned at a time.
          if (other) await threads.update(other.id, { flags: NONE });
          await threads.update(post.id, { flags: pinned ? NONE : ChannelFlags.Pinned });
        }),
    },
    can.archive && {
      id: "close",
      label: m.forum_close(),
      icon: Archive,
      onAction: change({ archived: true }),
    },
    can.reopen && {
      id: "reopen",
      label: m.forum_reopen(),
      icon: ArchiveRestore,
      onAction: change({ archived: false }),
    },
    can.lock && {
      id: "lock",
      label: locked ? m.forum_unlock() : m.forum_lock(),
      icon: locked ? LockOpen : Lock,
      onAction: change({ locked: !locked }),
    },
    can.remove && {
      id: "delete-post",
      label: m.forum_delete(),
      icon: Trash2,
      isDanger: true,
      onAction: ask("delete"),
    },
  ];
  return entries.filter((entry) => entry !== false);
}

function pinnedBeside({ id, guild_id, parent_id }: ThreadChannel): ThreadChannel | undefined {
  return Object.values(store.get().guildChannels[guild_id] ?? {}).find(
    (one): one is ThreadChannel =>
      isThread(one) && one.parent_id === parent_id && one.id !== id && isPinned(one),
  );
}
