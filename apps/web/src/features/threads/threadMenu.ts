import type { ThreadChannel } from "@palabre/protocol";
import {
  Archive,
  ArchiveRestore,
  Lock,
  LockOpen,
  LogOut,
  Pencil,
  Trash2,
  UserPlus,
  UserRoundPlus,
} from "lucide-react";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import { openOverlay } from "../../state/overlays.ts";
import { store } from "../../state/store.ts";
import type { MenuEntry } from "../../ui/MenuItems.tsx";
import { attempt } from "../friends/actions.ts";
import { threadRights } from "./threadRights.ts";

/** What can be done with a thread besides what can be done with any channel. */
export function threadEntries(thread: ThreadChannel): MenuEntry[] {
  const can = threadRights(store.get(), thread);
  const { archived, locked } = thread.thread_metadata;
  const isIn = thread.member !== undefined;
  const { threads } = guildApi;
  const ask = (what: "rename" | "add" | "delete") => () =>
    openOverlay({ kind: "thread", threadId: thread.id, what });
  const change = (body: { archived?: boolean; locked?: boolean }) => () =>
    void attempt(() => threads.update(thread.id, body));
  const entries: (MenuEntry | false)[] = [
    !archived && {
      id: "join",
      label: isIn ? m.threads_leave() : m.threads_join(),
      icon: isIn ? LogOut : UserRoundPlus,
      onAction: () =>
        void attempt(() =>
          isIn ? threads.removeMember(thread.id, "@me") : threads.addMember(thread.id, "@me"),
        ),
    },
    can.add && { id: "add", label: m.threads_add(), icon: UserPlus, onAction: ask("add") },
    (can.change || can.archive || can.reopen || can.lock || can.remove) && "separator",
    can.change && { id: "rename", label: m.threads_rename(), icon: Pencil, onAction: ask("rename") },
    can.archive && {
      id: "archive",
      label: m.threads_archive(),
      icon: Archive,
      onAction: change({ archived: true }),
    },
    can.reopen && {
      id: "reopen",
      label: m.threads_reopen(),
      icon: ArchiveRestore,
      onAction: change({ archived: false }),
    },
    can.lock && {
      id: "lock",
      label: locked ? m.threads_unlock() : m.threads_lock(),
      icon: locked ? LockOpen : Lock,
      onAction: change({ locked: !locked }),
    },
    can.remove && {
      id: "delete",
      label: m.threads_delete(),
      icon: Trash2,
      isDanger: true,
      onAction: ask("delete"),
    },
  ];
  return entries.filter((entry) => entry !== false);
}
