import * as m from "../../paraglide/messages.js";
import type { KeyAction } from "./keys.ts";

/** What an action is called. */
export function keyName(action: KeyAction): string {
  const names: Record<KeyAction, () => string> = {
    switcher: m.keys_switcher,
    shortcuts: m.keys_shortcuts,
    settings: m.keys_settings,
    previous: m.keys_previous,
    next: m.keys_next,
    previousUnread: m.keys_previous_unread,
    nextUnread: m.keys_next_unread,
    previousServer: m.keys_previous_server,
    nextServer: m.keys_next_server,
    markServerRead: m.keys_mark_server_read,
    emoji: m.keys_emoji,
    pins: m.keys_pins,
    members: m.keys_members,
    markRead: m.keys_mark_read,
    editLast: m.keys_edit_last,
  };
  return names[action]();
}
