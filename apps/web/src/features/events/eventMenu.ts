import type { ScheduledEvent } from "@palabre/protocol";
import { Ban, CalendarCheck, CalendarX, Link2, Pencil, Trash2 } from "lucide-react";
import { copyText } from "../../code/copyText.ts";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import { openOverlay } from "../../state/overlays.ts";
import { store } from "../../state/store.ts";
import type { MenuEntry } from "../../ui/MenuItems.tsx";
import { toast } from "../../ui/toast.ts";
import { attempt } from "../friends/actions.ts";
import { ACTIVE, eventPath, mayChange } from "./events.ts";

/** What can be done with an event; by those who may. */
export function eventMenu(event: ScheduledEvent): MenuEntry[] {
  const { guild_id: guildId, id, status } = event;
  const link: MenuEntry = {
    id: "link",
    label: m.events_copy(),
    icon: Link2,
    onAction: () => void copyLink(event),
  };
  if (!mayChange(store.get(), event)) return [link];
  const isOpen = status <= ACTIVE;
  const become = (next: 2 | 3) => void attempt(() => guildApi.events.update(guildId, id, { status: next }));
  const entries: (MenuEntry | false)[] = [
    status < ACTIVE && {
      id: "start",
      label: m.events_start(),
      icon: CalendarCheck,
      onAction: () => become(2),
    },
    status === ACTIVE && { id: "end", label: m.events_end(), icon: CalendarX, onAction: () => become(3) },
    isOpen && {
      id: "edit",
      label: m.events_edit(),
      icon: Pencil,
      onAction: () => openOverlay({ kind: "event", guildId, event }),
    },
    link,
    "separator",
    status < ACTIVE && {
      id: "cancel",
      label: m.events_cancel(),
      icon: Ban,
      onAction: () => openOverlay({ kind: "event", guildId, event, asks: "cancel" }),
    },
    {
      id: "delete",
      label: m.events_delete(),
      icon: Trash2,
      isDanger: true,
      onAction: () => openOverlay({ kind: "event", guildId, event, asks: "delete" }),
    },
  ];
  return entries.filter((entry) => entry !== false);
}

async function copyLink(event: ScheduledEvent): Promise<void> {
  const isDone = await copyText(`${location.origin}${eventPath(event)}`);
  toast(
    isDone
      ? { tone: "success", title: m.conversation_link_copied() }
      : { tone: "danger", title: m.conversation_copy_failed() },
  );
}
