import type { APIMessage, APIUser, Channel, Snowflake } from "@palabre/protocol";
import { createContext, useContext } from "react";
import type { Abilities } from "./abilities.ts";

/** What can be done to messages here. One object for a conversation's life, so that rows never render for its sake. */
export interface Deeds {
  reply(message: APIMessage): void;
  edit(message: APIMessage | null): void;
  /** Asks first, unless Shift is held. */
  remove(message: APIMessage, isSure: boolean): void;
  /** Asks for the name of a thread that begins with it. */
  startThread(message: APIMessage): void;
  togglePin(message: APIMessage): void;
  markUnread(message: APIMessage): void;
  toggleReaction(message: APIMessage, emoji: string): void;
  copyText(message: APIMessage): void;
  copyLink(message: APIMessage): void;
  copyId(message: APIMessage): void;
  /** Opens the emoji picker beside `anchor` to react. */
  pickReaction(message: APIMessage, anchor: Element): void;
  /** Opens the list of actions beside `anchor`. */
  openActions(message: APIMessage, anchor: Element): void;
  openImage(message: APIMessage, attachmentId: Snowflake): void;
  openProfile(user: APIUser, anchor: Element): void;
  jump(messageId: Snowflake): void;
  write(): void;
}

export interface ConversationValue {
  channel: Channel;
  /** The server's; null in private. */
  guildId: Snowflake | null;
  selfId: Snowflake;
  deeds: Deeds;
  can: Abilities;
  hasLineNumbers: boolean;
}

export const ConversationContext = createContext<ConversationValue | null>(null);

export function useConversation(): ConversationValue {
  const value = useContext(ConversationContext);
  if (!value) throw new Error("useConversation is for what stands inside a conversation");
  return value;
}
