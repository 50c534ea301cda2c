import type { APIMessage, APIUser } from "@palabre/protocol";
import { SmilePlus } from "lucide-react";
import { memo, useState } from "react";
import { CustomEmoji } from "../../emoji/CustomEmoji.tsx";
import { loadedEmoji } from "../../emoji/load.ts";
import { emojiText } from "../../emoji/text.ts";
import { formatList, formatNumber } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { api } from "../../state/api.ts";
import { nameOf } from "../../state/store.ts";
import { Icon } from "../../ui/Icon.tsx";
import { Tooltip } from "../../ui/Tooltip.tsx";
import { useConversation } from "./context.ts";

type Reaction = NonNullable<APIMessage["reactions"]>[number];
const NAMES_SHOWN = 8;

export const Reactions = memo(function Reactions({ message }: { message: APIMessage }) {
  const { deeds, can } = useConversation();
  const reactions = message.reactions ?? [];
  if (reactions.length === 0) return null;
  return (
    <div className="reacts">
      {reactions.map((reaction) => (
        <ReactionButton
          key={reaction.emoji.id ?? reaction.emoji.name}
          message={message}
          reaction={reaction}
        />
      ))}
      {can.react ? (
        <button
          type="button"
          className="react"
          aria-label={m.conversation_react()}
          onClick={(event) => deeds.pickReaction(message, event.currentTarget)}
        >
          <Icon of={SmilePlus} size={14} />
        </button>
      ) : null}
    </div>
  );
});

function ReactionButton({ message, reaction }: { message: APIMessage; reaction: Reaction }) {
  const { deeds, selfId } = useConversation();
  const [known, setKnown] = useState<{ count: number; users: readonly APIUser[] }>();
  const { id, animated } = reaction.emoji;
  const called = reaction.emoji.name ?? "?";
  const emoji = emojiText(reaction.emoji);
  const name = id ? `:${called}:` : (loadedEmoji()?.byChar.get(emoji)?.label ?? emoji);
  async function learn() {
    if (known?.count === reaction.count) return;
    try {
      const users = await api.reactions.users(message.channel_id, message.id, emoji, { limit: NAMES_SHOWN });
      setKnown({ count: reaction.count, users });
    } catch {
      // Only a hint: the count stays.
    }
  }
  const names = (known?.users ?? []).map((user) =>
    user.id === selfId ? m.conversation_you() : nameOf(user),
  );
  const others = reaction.count - names.length;
  const who =
    names.length === 0
      ? m.conversation_reaction_count({ count: reaction.count, emoji: name })
      : formatList(others > 0 ? [...names, m.conversation_reaction_others({ count: others })] : names);
  return (
    <Tooltip text={who}>
      <button
        type="button"
        className="react"
        aria-pressed={reaction.me}
        aria-label={m.conversation_reaction_count({ count: reaction.count, emoji: name })}
        onPointerEnter={() => void learn()}
        onFocus={() => void learn()}
        onClick={() => deeds.toggleReaction(message, emoji)}
      >
        <span>{id ? <CustomEmoji id={id} name={called} animated={animated} /> : emoji}</span>
        {formatNumber(reaction.count)}
      </button>
    </Tooltip>
  );
}
