import { useParams } from "@tanstack/react-router";

/** The conversation in the address, and the message to jump to, if any. */
export function useConversationParams(): { channelId: string; messageId: string | undefined } {
  return useParams({
    from: "/signed-in/app/channels/@me/$channelId/{-$messageId}",
    select: ({ channelId, messageId }) => ({ channelId, messageId }),
  });
}
