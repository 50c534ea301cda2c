import { useState } from "react";

/** Where its picture lies; nothing moves for whoever asked for calm. */
export function emojiUrl(id: string, animated: boolean | undefined): string {
  const isCalm =
    document.documentElement.dataset.motion === "reduce" ||
    matchMedia("(prefers-reduced-motion: reduce)").matches;
  return `/emojis/${id}.${animated && !isCalm ? "gif" : "webp"}`;
}

/** A custom emoji, in a line of text. One whose picture is gone is its name. */
export function CustomEmoji({
  id,
  name,
  animated,
  onMeet,
}: {
  id: string;
  name: string;
  animated?: boolean | undefined;
  /** It was pointed at, or pressed. */
  onMeet?: ((event: React.SyntheticEvent) => void) | undefined;
}) {
  const [isGone, setGone] = useState(false);
  const text = `:${name}:`;
  if (isGone) return text;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: what the press shows in large is what its words say already.
    <img
      className="emoji-img"
      src={emojiUrl(id, animated)}
      alt={text}
      title={text}
      loading="lazy"
      draggable={false}
      onPointerEnter={onMeet}
      onClick={onMeet}
      onError={() => setGone(true)}
    />
  );
}
