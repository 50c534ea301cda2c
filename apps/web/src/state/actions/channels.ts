import type { PrivateChannel, RecipientRole, Snowflake } from "@palabre/protocol";
import { api } from "../api.ts";
import { store } from "../store.ts";

/** Opens the 1:1 chat with someone, the same one every time, and gives its id. */
export async function openDm(userId: Snowflake): Promise<Snowflake> {
  const known = Object.values(store.get().privateChannels).find(
    (channel) => channel.type === 1 && channel.recipients[0]?.id === userId,
  );
  if (known) return known.id;
  return told(await api.channels.openDm(userId));
}

export interface NewRoom {
  recipients: Snowflake[];
  name?: string;
  /** A data URI. */
  icon?: string;
}

export async function createRoom(room: NewRoom): Promise<Snowflake> {
  return told(await api.channels.createRoom(room));
}

/** The answer may come before the dispatch; the page that opens next needs the channel. */
export function told(channel: PrivateChannel): Snowflake {
  if (!(channel.id in store.get().privateChannels)) {
    store.send({ type: "dispatch", t: "CHANNEL_CREATE", d: channel, at: Date.now() });
  }
  return channel.id;
}

export const renameRoom = (id: Snowflake, name: string | null) => api.channels.update(id, { name });
/** `icon`: a data URI, or null for the drawn one. */
export const setRoomIcon = (id: Snowflake, icon: string | null) => api.channels.update(id, { icon });
export const handOver = (id: Snowflake, owner: Snowflake) => api.channels.update(id, { owner });
export const setRole = (id: Snowflake, userId: Snowflake, role: Exclude<RecipientRole, "owner">) =>
  api.channels.setRole(id, userId, role);
export const addMember = (id: Snowflake, userId: Snowflake) => api.channels.addRecipient(id, userId);
export const removeMember = (id: Snowflake, userId: Snowflake) => api.channels.removeRecipient(id, userId);

/** Hides a 1:1 chat, leaves a room. */
export async function closeChannel(id: Snowflake): Promise<void> {
  await api.channels.close(id);
  store.send({ type: "dispatch", t: "CHANNEL_DELETE", d: { id }, at: Date.now() });
}
