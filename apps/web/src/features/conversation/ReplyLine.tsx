import type { APIMessage } from "@palabre/protocol";
import { Paperclip } from "lucide-react";
import * as m from "../../paraglide/messages.js";
import { memberName, useMemberColor } from "../../state/guilds.ts";
import { useMessage, useSelector } from "../../state/store.ts";
import { Icon } from "../../ui/Icon.tsx";
import { roleColor } from "../../ui/roleColor.ts";
import { MemberAvatar } from "../members/MemberAvatar.tsx";
import { useConversation } from "./context.ts";
import { linePreview } from "./mentions.tsx";

/** The message that is answered, on a branch above the answer. Press to go there. */
export function ReplyLine({
  messageId,
  known,
}: {
  messageId: string | undefined;
  known: APIMessage | null | undefined;
}) {
  const { channel, guildId, deeds } = useConversation();
  const live = useMessage(channel.id, messageId ?? "");
  const original = live ?? known;
  const name = useSelector((state) => original && memberName(state, guildId, original.author));
  const color = roleColor(useMemberColor(guildId, original?.author.id ?? "0"));
  if (!messageId || !original || !name) {
    return (
      <span className="reply">
        <i className="truncate">{m.conversation_reply_gone()}</i>
      </span>
    );
  }
  const text = linePreview(original, guildId);
  return (
    <button
      type="button"
      className="reply"
      aria-label={m.conversation_reply_jump({ name })}
      onClick={() => deeds.jump(messageId)}
    >
      <MemberAvatar guildId={guildId} user={original.author} size={16} />
      <b className={color.className} style={color.style}>
        {name}
      </b>
      {text ? (
        <span className="truncate">{text}</span>
      ) : (
        <span className="truncate row reply-file">
          {original.attachments.length > 0 ? <Icon of={Paperclip} size={14} /> : null}
          {original.attachments.length > 0
            ? m.conversation_reply_files({ count: original.attachments.length })
            : null}
        </span>
      )}
    </button>
  );
}
