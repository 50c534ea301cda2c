import type { UserSettings } from "@palabre/protocol";
import { api } from "./api.ts";

type DoorChoices = Partial<Pick<UserSettings, "theme" | "locale">>;

const storageKey = "palabre.door";

/** What was chosen at the door in this tab; it outlives a reload, and not the tab. */
function read(): DoorChoices {
  try {
    return JSON.parse(sessionStorage.getItem(storageKey) ?? "{}") as DoorChoices;
  } catch {
    return {};
  }
}

export function noteDoorChoice(choice: DoorChoices): void {
  try {
    sessionStorage.setItem(storageKey, JSON.stringify({ ...read(), ...choice }));
  } catch {
    // Private windows may refuse storage: the account's settings then rule.
  }
}

/**
 * Takes what was chosen at the door along into the account, whose settings rule from here on. Somebody who has just
 * pressed "Français" would else land in English.
 */
export async function keepDoorChoices(): Promise<void> {
  const chosen = read();
  if (Object.keys(chosen).length === 0) return;
  try {
    await api.settings.update(chosen);
    sessionStorage.removeItem(storageKey);
  } catch {
    // Not worth keeping somebody at the door.
  }
}
