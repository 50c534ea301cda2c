import type { APIStickerItem } from "discord-api-types/v10";
import { Sticker } from "lucide-react";
import { useState } from "react";
import * as m from "../paraglide/messages.js";
import { Icon } from "../ui/Icon.tsx";
import { STICKER_SIDE, stickerUrl } from "./sticker.ts";
import { stickerName } from "./stickerName.ts";
import "./stickers.css";

/** The stickers of a message. Of one that is gone the name is left. */
export function Stickers({ items }: { items: readonly APIStickerItem[] }) {
  return (
    <div className="stickers">
      {items.map((item) => (
        <Picture key={item.id} item={item} />
      ))}
    </div>
  );
}

function Picture({ item }: { item: APIStickerItem }) {
  const [isGone, setGone] = useState(false);
  const name = stickerName(item);
  if (isGone) {
    return (
      <span className="sticker-gone">
        <Icon of={Sticker} size={22} />
        <b>{name}</b>
        <small>{m.sticker_gone()}</small>
      </span>
    );
  }
  return (
    <img
      src={stickerUrl(item)}
      alt={name}
      title={name}
      width={STICKER_SIDE}
      height={STICKER_SIDE}
      onError={() => setGone(true)}
    />
  );
}
