import type { APIMessage } from "@palabre/protocol";
import {
  Copy,
  EyeOff,
  Fingerprint,
  GitBranch,
  Link2,
  Mail,
  Megaphone,
  Pencil,
  Pin,
  PinOff,
  Reply,
  SmilePlus,
  Trash2,
} from "lucide-react";
import * as m from "../../paraglide/messages.js";
import { isEphemeral } from "../../state/bot-message.ts";
import type { MenuEntry } from "../../ui/MenuItems.tsx";
import { appMenu } from "../commands/appMenu.tsx";
import { dismiss } from "../components/dismiss.ts";
import { publish } from "../followers/follow.ts";
import type { ConversationValue } from "./context.ts";
import { allowedFor } from "./messageActions.ts";
import { isShiftHeld } from "./shift.ts";

/** The list behind right click, long press, Shift+F10 and "more": the same everywhere. */
export async function messageMenu(
  message: APIMessage,
  value: ConversationValue,
  anchor: Element,
): Promise<MenuEntry[]> {
  const { deeds } = value;
  const allowed = allowedFor(message, value);
  const apps = isEphemeral(message) ? [] : await appMenu(value.channel, 3, message.id);
  const entries: (MenuEntry | false)[] = [
    allowed.react && {
      id: "react",
      label: m.conversation_react(),
      icon: SmilePlus,
      keys: "+",
      onAction: () => deeds.pickReaction(message, anchor),
    },
    allowed.reply && {
      id: "reply",
      label: m.conversation_reply(),
      icon: Reply,
      keys: "r",
      onAction: () => deeds.reply(message),
    },
    allowed.edit && {
      id: "edit",
      label: m.conversation_edit(),
      icon: Pencil,
      keys: "e",
      onAction: () => deeds.edit(message),
    },
    allowed.thread && {
      id: "thread",
      label: m.threads_start(),
      icon: GitBranch,
      keys: "t",
      onAction: () => deeds.startThread(message),
    },
    allowed.publish && {
      id: "publish",
      label: m.followers_publish(),
      icon: Megaphone,
      onAction: () => void publish(message),
    },
    "separator",
    message.content !== "" && {
      id: "copy",
      label: m.conversation_copy_text(),
      icon: Copy,
      keys: "c",
      onAction: () => deeds.copyText(message),
    },
    allowed.lasts && {
      id: "link",
      label: m.conversation_copy_link(),
      icon: Link2,
      onAction: () => deeds.copyLink(message),
    },
    { id: "id", label: m.conversation_copy_id(), icon: Fingerprint, onAction: () => deeds.copyId(message) },
    allowed.lasts && "separator",
    allowed.pin && {
      id: "pin",
      label: message.pinned ? m.conversation_unpin() : m.conversation_pin(),
      icon: message.pinned ? PinOff : Pin,
      keys: "p",
      onAction: () => deeds.togglePin(message),
    },
    allowed.lasts && {
      id: "unread",
      label: m.conversation_mark_unread(),
      icon: Mail,
      keys: "u",
      onAction: () => deeds.markUnread(message),
    },
    apps.length > 0 && "separator",
    ...apps,
    isEphemeral(message) && {
      id: "dismiss",
      label: m.components_dismiss(),
      icon: EyeOff,
      onAction: () => dismiss(message),
    },
    allowed.remove && "separator",
    allowed.remove && {
      id: "delete",
      label: m.conversation_delete(),
      icon: Trash2,
      keys: "delete",
      isDanger: true,
      onAction: () => deeds.remove(message, isShiftHeld()),
    },
  ];
  const shown = entries.filter((entry) => entry !== false);
  return shown[0] === "separator" ? shown.slice(1) : shown;
}
