import type { Snowflake } from "@palabre/protocol";
import { emojiParts } from "../../emoji/text.ts";
import { api } from "../api.ts";
import { abortSend, flushOutbox } from "../outbox.ts";
import { store } from "../store.ts";

export function retryMessage(nonce: string): void {
  store.send({ type: "pending_changed", nonce, change: { status: "queued", error: null } });
  flushOutbox();
}

/** Gives a message up that is not confirmed; an upload on its way ends. */
export function discardMessage(nonce: string): void {
  abortSend(nonce);
  store.send({ type: "pending_removed", nonce });
}

/** Rejects when the server refuses; the dispatch changes what is seen. */
export async function editMessage(channelId: Snowflake, id: Snowflake, content: string): Promise<void> {
  const message = await api.messages.edit(channelId, id, { content });
  store.send({ type: "dispatch", t: "MESSAGE_UPDATE", d: message, at: Date.now() });
}

export async function deleteMessage(channelId: Snowflake, id: Snowflake): Promise<void> {
  await api.messages.remove(channelId, id);
  store.send({ type: "dispatch", t: "MESSAGE_DELETE", d: { channel_id: channelId, id }, at: Date.now() });
}

/** `emoji`: the characters themselves, or `<:name:id>`. Seen at once; taken back, and rejects, when the server refuses. */
export function react(channelId: Snowflake, messageId: Snowflake, emoji: string): Promise<void> {
  return toggle(channelId, messageId, emoji, true);
}

export function unreact(channelId: Snowflake, messageId: Snowflake, emoji: string): Promise<void> {
  return toggle(channelId, messageId, emoji, false);
}

async function toggle(channelId: Snowflake, messageId: Snowflake, text: string, add: boolean): Promise<void> {
  const emoji = emojiParts(text);
  store.send({ type: "reacted", channelId, messageId, emoji, add });
  try {
    await api.reactions[add ? "add" : "remove"](channelId, messageId, text);
  } catch (error) {
    store.send({ type: "reacted", channelId, messageId, emoji, add: !add });
    throw error;
  }
}

export const pin = (channelId: Snowflake, messageId: Snowflake) => api.pins.add(channelId, messageId);
export const unpin = (channelId: Snowflake, messageId: Snowflake) => api.pins.remove(channelId, messageId);
