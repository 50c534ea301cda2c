import { MessageType } from "discord-api-types/v10";

/** Types of messages that somebody wrote, people or bots; others tell what happened. */
export const WRITTEN: readonly MessageType[] = [
  MessageType.Default,
  MessageType.Reply,
  MessageType.ChatInputCommand,
  MessageType.ContextMenuCommand,
];

export const isWritten = ({ type }: { type: number }): boolean => WRITTEN.includes(type);
