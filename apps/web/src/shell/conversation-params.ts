import { useParams } from "@tanstack/react-router";

/** The conversation in the address, and the message to jump to, if any. `guildId`: "@me" for private ones. */
export function useConversationParams(): {
  guildId: string;
  channelId: string;
  messageId: string | undefined;
} {
  return useParams({
    from: "/signed-in/app/channels/$guildId/$channelId/{-$messageId}",
    select: ({ guildId, channelId, messageId }) => ({ guildId, channelId, messageId }),
  });
}
