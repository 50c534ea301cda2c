import { CustomEmoji } from "../../emoji/CustomEmoji.tsx";
import { emojiParts } from "../../emoji/text.ts";

/** The emoji of an answer, as a message writes it: a character, or the picture of a custom one. */
export function PollEmoji({ emoji }: { emoji: string }) {
  const { id, name, animated } = emojiParts(emoji);
  return (
    <span className="poll-emoji">
      {id ? <CustomEmoji id={id} name={name ?? ""} animated={animated} /> : name}
    </span>
  );
}
