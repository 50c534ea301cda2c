import { CustomEmoji } from "../../emoji/CustomEmoji.tsx";
import { emojiParts } from "../../emoji/text.ts";

/** What stands before an answer, one of Unicode's or a custom one (`<:name:id>`). */
export function PollEmoji({ emoji }: { emoji: string }) {
  const { id, name, animated } = emojiParts(emoji);
  return (
    // The answer says it all to who does not see.
    <span className="poll-emoji" aria-hidden>
      {id === null ? name : <CustomEmoji id={id} name={name ?? ""} animated={animated} />}
    </span>
  );
}
