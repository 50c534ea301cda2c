import { LIMITS } from "@palabre/protocol";
import { Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { emojiUrl } from "../../emoji/CustomEmoji.tsx";
import * as m from "../../paraglide/messages.js";
import { IconButton } from "../../ui/IconButton.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { attempt } from "../friends/actions.ts";
import "./emojis.css";

const NAME = new RegExp(`^[A-Za-z0-9_]{2,${LIMITS.emojiName}}$`);

/** One emoji: its picture, its name to be written over, and what else is to be said and done. */
export function EmojiRow({
  id,
  name,
  animated,
  isFixed = false,
  onRename,
  onDelete,
  children,
}: {
  id: string;
  name: string;
  animated: boolean;
  /** One may look at it, and no more. */
  isFixed?: boolean;
  onRename: (name: string) => Promise<unknown>;
  onDelete: () => void;
  /** Between the name and the way out. */
  children?: ReactNode;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? name;
  const isWrong = !NAME.test(shown);

  async function keep() {
    if (typed === null || isWrong) return;
    if (typed !== name) await attempt(() => onRename(typed));
    setTyped(null);
  }

  return (
    <li className="emoji-line">
      <img
        className="emoji-picture"
        src={emojiUrl(id, animated)}
        alt=""
        width={40}
        height={40}
        loading="lazy"
        draggable={false}
      />
      {isFixed ? (
        <b className="emoji-fixed truncate">:{name}:</b>
      ) : (
        <TextField
          className="emoji-name"
          label={m.emoji_name_of({ name })}
          isLabelHidden
          size="sm"
          prefix=":"
          suffix=":"
          value={shown}
          onChange={setTyped}
          onBlur={() => void keep()}
          onKeyDown={(event) => {
            if (event.key === "Enter") void keep();
            else if (event.key === "Escape" && typed !== null) setTyped(null);
            else event.continuePropagation();
          }}
          error={isWrong && m.emoji_name_rule()}
          maxLength={LIMITS.emojiName}
          autoCapitalize="none"
          autoComplete="off"
          spellCheck="false"
        />
      )}
      {children}
      <IconButton
        className="emoji-end"
        icon={Trash2}
        size="sm"
        label={m.emoji_delete_of({ name })}
        isDisabled={isFixed}
        onPress={onDelete}
      />
    </li>
  );
}
