import { CustomEmoji } from "../../emoji/CustomEmoji.tsx";
import { homeOf } from "../../emoji/custom.ts";
import { emojiParts, emojiText } from "../../emoji/text.ts";
import { store, useSelector } from "../../state/store.ts";

/** What a forum's tags and default reaction name, as one string; null for none, and for one that is gone. */
export function forumEmoji(
  named: { emoji_id?: string | null; emoji_name?: string | null } | null | undefined,
): string | null {
  if (!named?.emoji_id) return named?.emoji_name ?? null;
  const id = named.emoji_id;
  const found = homeOf(store.get(), id)?.emojis?.find((one) => one.id === id);
  return found ? emojiText(found) : null;
}

/** One of these, drawn. */
export function ForumEmoji({ emoji }: { emoji: string }) {
  const { id, name, animated } = emojiParts(emoji);
  // Its name may have changed.
  const now = useSelector((state) =>
    id === null ? name : homeOf(state, id)?.emojis?.find((one) => one.id === id)?.name,
  );
  return id === null ? name : <CustomEmoji id={id} name={now ?? name ?? ""} animated={animated} />;
}
