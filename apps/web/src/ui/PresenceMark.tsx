import * as m from "../paraglide/messages.js";
import type { Presence } from "./Avatar.tsx";

/** The presence shape alone, for menus and cards. */
export function PresenceMark({ presence }: { presence: Presence }) {
  return <i className="presence" data-p={presence} aria-hidden />;
}

/** "Online", "Idle", "Do not disturb", "Offline". */
export function presenceText(presence: Presence | "invisible"): string {
  const texts = {
    online: m.presence_online,
    idle: m.presence_idle,
    dnd: m.presence_dnd,
    offline: m.presence_offline,
    invisible: m.presence_invisible,
  };
  return texts[presence]();
}
