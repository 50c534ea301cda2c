import * as m from "../paraglide/messages.js";
import { openOverlay } from "../state/overlays.ts";
import { store } from "../state/store.ts";
import { homeOf } from "./custom.ts";

/** Says of a custom emoji that is pointed at where it is from; one that is pressed shows itself in large. */
export function meetEmoji(
  emoji: { id: string; name: string; animated: boolean },
  type: string,
  at: EventTarget & Element,
): void {
  const home = homeOf(store.get(), emoji.id);
  if (home) at.setAttribute("title", m.emoji_from({ name: emoji.name, server: home.name }));
  if (type === "click") openOverlay({ kind: "emoji", emoji, anchor: at });
}
