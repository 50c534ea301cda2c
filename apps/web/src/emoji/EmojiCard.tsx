import { useRef } from "react";
import * as m from "../paraglide/messages.js";
import { useSelector } from "../state/store.ts";
import { Popover } from "../ui/Popover.tsx";
import { ServerIcon } from "../ui/ServerIcon.tsx";
import { emojiUrl } from "./CustomEmoji.tsx";
import { homeOf } from "./custom.ts";
import "./emoji.css";

/** A custom emoji in large, and the server it is of, as far as one is in it. */
export function EmojiCard({
  emoji: { id, name, animated },
  anchor,
  onClose,
}: {
  emoji: { id: string; name: string; animated: boolean };
  anchor: Element;
  onClose: () => void;
}) {
  const triggerRef = useRef(anchor);
  triggerRef.current = anchor;
  const home = useSelector((state) => homeOf(state, id));
  const now = home?.emojis?.find((one) => one.id === id)?.name ?? name;
  return (
    <Popover
      label={`:${now}:`}
      triggerRef={triggerRef}
      isOpen
      onOpenChange={(isOpen) => isOpen || onClose()}
      placement="top"
      className="emoji-card"
    >
      <img src={emojiUrl(id, animated)} alt="" width={96} height={96} draggable={false} />
      <b className="truncate">:{now}:</b>
      {home ? (
        <span className="emoji-home">
          <ServerIcon guild={home} size={20} />
          <span className="truncate">{home.name}</span>
        </span>
      ) : (
        <span className="muted">{m.emoji_from_elsewhere()}</span>
      )}
    </Popover>
  );
}
