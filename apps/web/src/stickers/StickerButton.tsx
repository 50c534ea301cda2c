import type { APIMessage, Snowflake } from "@palabre/protocol";
import { Sticker } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useConversation } from "../features/conversation/context.ts";
import { attempt } from "../features/friends/actions.ts";
import * as m from "../paraglide/messages.js";
import { api } from "../state/api.ts";
import { IconButton } from "../ui/IconButton.tsx";
import { Popover } from "../ui/Popover.tsx";
import { StickerPicker } from "./StickerPicker.tsx";
import "./errorWords.ts";

/** Opens the stickers; one that is chosen is sent at once. */
export function StickerButton({
  channelId,
  replyTo,
  pingReply,
  isDisabled,
  onCancelReply,
}: {
  channelId: Snowflake;
  replyTo: APIMessage | null;
  pingReply: boolean;
  isDisabled: boolean;
  onCancelReply: () => void;
}): ReactNode {
  const { deeds } = useConversation();
  const [isPicking, setPicking] = useState(false);
  /** Nothing is sent twice by a second press while the first is on its way. */
  const [isSending, setSending] = useState(false);

  async function send(stickerId: Snowflake) {
    if (isSending) return;
    setPicking(false);
    setSending(true);
    const reply = replyTo && {
      message_reference: { message_id: replyTo.id, fail_if_not_exists: false },
      allowed_mentions: { replied_user: pingReply },
    };
    const went = await attempt(() => api.messages.send(channelId, { sticker_ids: [stickerId], ...reply }));
    setSending(false);
    if (!went) return;
    onCancelReply();
    deeds.write();
  }

  return (
    <Popover
      label={m.sticker_title()}
      className="emoji-pop"
      placement="top end"
      isOpen={isPicking}
      onOpenChange={setPicking}
      trigger={<IconButton icon={Sticker} label={m.sticker_send()} isDisabled={isDisabled || isSending} />}
    >
      <StickerPicker channelId={channelId} onPick={(id) => void send(id)} />
    </Popover>
  );
}
