/**
 * Key combinations, written `"mod+shift+m"`: modifiers `mod` (⌘ on Apple, Ctrl elsewhere), `ctrl`, `alt`,
 * `shift`, then one key as `KeyboardEvent.key` in lower case. What matches, shows and announces them reads this.
 */
import * as m from "../paraglide/messages.js";

const isApple = typeof navigator !== "undefined" && /Mac|iPhone|iPad|iPod/.test(navigator.platform);

export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/** Whether the event is exactly this combination, no modifier more or less. */
export function matchesKeys(event: KeyPress, combination: string, apple = isApple): boolean {
  const parts = combination.toLowerCase().split("+");
  const key = parts.at(-1) === "" ? "+" : parts.at(-1);
  const has = (name: string) => parts.slice(0, -1).includes(name);
  const ctrl = has("ctrl") || (has("mod") && !apple);
  const meta = has("mod") && apple;
  if (event.ctrlKey !== ctrl || event.metaKey !== meta || event.altKey !== has("alt")) return false;
  // A character such as "?" or "/" needs Shift on some keyboards and not on others: only letters and named keys insist.
  const insists = has("shift") || /^[a-z]$/.test(key ?? "") || (key?.length ?? 0) > 1;
  if (insists && event.shiftKey !== has("shift")) return false;
  return event.key.toLowerCase() === key;
}

/** The combination of a key press, in the form above; null while only modifiers are down. */
export function keysOf(event: KeyPress, apple = isApple): string | null {
  const key = event.key.toLowerCase();
  if (["control", "meta", "alt", "shift", "altgraph", "dead"].includes(key)) return null;
  const parts: string[] = [];
  if (apple ? event.metaKey : event.ctrlKey) parts.push("mod");
  if (apple && event.ctrlKey) parts.push("ctrl");
  if (event.altKey) parts.push("alt");
  if (event.shiftKey && (/^[a-z]$/.test(key) || key.length > 1)) parts.push("shift");
  parts.push(key === " " ? "space" : key);
  return parts.join("+");
}

/** The words on the keys, in the reader's language and machine: `["Ctrl", "Shift", "M"]` or `["⇧", "⌘", "M"]`. */
export function showKeys(combination: string, apple = isApple): string[] {
  const names: Record<string, () => string> = {
    mod: () => (apple ? "⌘" : m.key_ctrl()),
    ctrl: () => (apple ? "⌃" : m.key_ctrl()),
    alt: () => (apple ? "⌥" : m.key_alt()),
    shift: () => (apple ? "⇧" : m.key_shift()),
    enter: () => m.key_enter(),
    escape: () => m.key_escape(),
    tab: () => m.key_tab(),
    space: () => m.key_space(),
    arrowup: () => "↑",
    arrowdown: () => "↓",
    arrowleft: () => "←",
    arrowright: () => "→",
    backspace: () => "⌫",
    delete: () => m.key_delete(),
  };
  const parts = combination.toLowerCase().split("+");
  if (parts.at(-1) === "") parts.splice(-2, 2, "+");
  return parts.map((part) => names[part]?.() ?? (part.length === 1 ? part.toUpperCase() : part));
}

/** For `aria-keyshortcuts`: `Control+Shift+M`. */
export function ariaKeys(combination: string, apple = isApple): string {
  const names: Record<string, string> = {
    mod: apple ? "Meta" : "Control",
    ctrl: "Control",
    alt: "Alt",
    shift: "Shift",
  };
  return combination
    .split("+")
    .map(
      (part) =>
        names[part] ??
        (part.length === 1 ? part.toUpperCase() : part.charAt(0).toUpperCase() + part.slice(1)),
    )
    .join("+");
}
