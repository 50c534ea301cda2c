/**
 * The keys: what each does, the combination it has, and who answers. A page says `useKey("pins", openPins)`; the
 * one that mounted last answers first. `KeyBindings` in the shell listens, once. People may change them in the
 * settings; what they changed is kept in `settings.keys`.
 */
import { useEffect, useLayoutEffect, useRef } from "react";
import { isOverlayOpen } from "../../state/overlays.ts";
import { store, useSelector } from "../../state/store.ts";
import { matchesKeys } from "../../ui/keys.ts";

export const KEYS = {
  switcher: "mod+k",
  shortcuts: "mod+/",
  settings: "mod+,",
  previous: "alt+arrowup",
  next: "alt+arrowdown",
  previousUnread: "alt+shift+arrowup",
  nextUnread: "alt+shift+arrowdown",
  previousServer: "mod+alt+arrowup",
  nextServer: "mod+alt+arrowdown",
  markServerRead: "shift+escape",
  emoji: "mod+e",
  pins: "mod+p",
  members: "mod+u",
  markRead: "escape",
  editLast: "arrowup",
} as const;

export type KeyAction = keyof typeof KEYS;
export const KEY_ACTIONS = Object.keys(KEYS) as KeyAction[];

/** Fixed ones, shown in the list and refused to others: they belong to the composer and to the browser. */
const TAKEN = [
  "enter",
  "shift+enter",
  "mod+enter",
  "tab",
  "shift+tab",
  "mod+c",
  "mod+v",
  "mod+x",
  "mod+z",
  "mod+a",
];

/** The combination of an action, as chosen. */
export function keysFor(action: KeyAction, keys = store.get().settings.keys): string {
  return keys[action] ?? KEYS[action];
}

export const useKeys = (action: KeyAction): string =>
  useSelector((state) => keysFor(action, state.settings.keys));

/** What already has this combination: another action, or "taken" for those that cannot be given away. Null: free. */
export function conflictOf(
  action: KeyAction,
  combination: string,
  keys: Record<string, string>,
): KeyAction | "taken" | null {
  const plain = !/(mod|ctrl|alt)\+/.test(combination) && combination.replace("shift+", "").length === 1;
  if (TAKEN.includes(combination) || plain) return "taken";
  return KEY_ACTIONS.find((other) => other !== action && keysFor(other, keys) === combination) ?? null;
}

/** `settings.keys` with this action's combination; the usual one is not kept. */
export function withKey(keys: Record<string, string>, action: KeyAction, combination: string) {
  const { [action]: _, ...rest } = keys;
  return combination === KEYS[action] ? rest : { ...rest, [action]: combination };
}

/** Returns false to let the key do what it would do anyway. */
type Answer = (event: KeyboardEvent) => unknown;

const answers = new Map<KeyAction, Answer[]>();

/** Answers an action's key while the component stands. */
export function useKey(action: KeyAction, answer: Answer): void {
  const latest = useRef(answer);
  latest.current = answer;
  // With the commit, not after the paint: a page that is gone must not answer what the next one is to hear.
  useLayoutEffect(() => {
    const mine: Answer = (event) => latest.current(event);
    answers.set(action, [...(answers.get(action) ?? []), mine]);
    return () => {
      answers.set(
        action,
        (answers.get(action) ?? []).filter((one) => one !== mine),
      );
    };
  }, [action]);
}

/** Listens for all keys. Call once, in the shell. */
export function useKeyBindings(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const { keys } = store.get().settings;
      for (const action of KEY_ACTIONS) {
        if (!matchesKeys(event, keysFor(action, keys))) continue;
        // What floats has the keys; only the switcher and the list of shortcuts may take its place.
        const floats = isOverlayOpen() || document.querySelector("[role=dialog],[role=alertdialog]") !== null;
        if (floats && action !== "switcher" && action !== "shortcuts") return;
        for (const answer of (answers.get(action) ?? []).toReversed()) {
          if (answer(event) === false) continue;
          event.preventDefault();
          return;
        }
      }
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}
