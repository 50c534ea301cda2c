import { useParams } from "@tanstack/react-router";

/**
 * The conversation in the address, and the message to jump to or the thread beside it, if any. `guildId`: "@me" for
 * private ones.
 */
export function useConversationParams(): {
  guildId: string;
  channelId: string;
  messageId: string | undefined;
  threadId: string | undefined;
} {
  const { guildId, channelId } = useParams({ from: "/signed-in/app/channels/$guildId/$channelId" });
  const { messageId, threadId } = useParams({ strict: false });
  return { guildId, channelId, messageId, threadId };
}
