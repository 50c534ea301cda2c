import type { APIMessage, PrivateChannel, Snowflake } from "@palabre/protocol";
import * as m from "../../paraglide/messages.js";
import { closeChannel } from "../../state/actions/channels.ts";
import { deleteMessage } from "../../state/actions/messages.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { conversationLabel } from "../rooms/roomName.ts";
import { linePreview } from "./mentions.tsx";

interface QuestionProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

/** Before a message goes for everyone. */
export function DeleteQuestion({
  message,
  guildId,
  ...rest
}: QuestionProps & { message: APIMessage | null; guildId: Snowflake | null }) {
  return (
    <ConfirmDialog
      question={m.conversation_delete_question()}
      confirmLabel={m.conversation_delete()}
      cancelLabel={m.conversation_keep()}
      isDanger
      onConfirm={() => (message ? deleteMessage(message.channel_id, message.id) : undefined)}
      {...rest}
    >
      {message ? (
        <p className="quoted">{linePreview(message, guildId) || m.conversation_delete_files()}</p>
      ) : null}
      <p className="muted">{m.conversation_delete_hint()}</p>
    </ConfirmDialog>
  );
}

/** Before one leaves a room. */
export function LeaveQuestion({
  channel,
  selfId,
  ...rest
}: QuestionProps & { channel: PrivateChannel; selfId: Snowflake }) {
  return (
    <ConfirmDialog
      question={m.conversation_leave_question({ name: conversationLabel(channel) })}
      confirmLabel={m.conversation_leave()}
      cancelLabel={m.conversation_stay()}
      isDanger
      onConfirm={() => closeChannel(channel.id)}
      {...rest}
    >
      {channel.recipient_roles?.[selfId] === "owner"
        ? m.conversation_leave_owner()
        : m.conversation_leave_about()}
    </ConfirmDialog>
  );
}
