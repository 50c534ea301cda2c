import type { PatchSelf } from "@palabre/client";
import type { UserSettings } from "@palabre/protocol";
import { api } from "../api.ts";
import { store } from "../store.ts";

/** The last change on its way: two at once could reach the server in the other order. */
let last: Promise<unknown> = Promise.resolve();

/** Changes settings here at once, then on the server; takes them back, and rejects, when it refuses. */
export async function changeSettings(change: Partial<UserSettings>): Promise<void> {
  const { settings } = store.get();
  const before = Object.fromEntries(
    Object.keys(change).map((key) => [key, settings[key as keyof UserSettings]]),
  ) as Partial<UserSettings>;
  store.send({ type: "settings_changed", settings: change });
  try {
    const update = last.then(() => api.settings.update(change));
    last = update.catch(() => {});
    await update;
  } catch (error) {
    store.send({ type: "settings_changed", settings: before });
    throw error;
  }
}

/** Changes one's profile or account; e-mail, user name and a new password need `password`. */
export async function updateSelf(change: PatchSelf): Promise<void> {
  const self = await api.users.update(change);
  store.send({ type: "dispatch", t: "USER_UPDATE", d: self, at: Date.now() });
}
