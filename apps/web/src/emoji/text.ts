/**
 * An emoji as one string: Unicode's characters, or a custom one as a message holds it, `<:name:id>` or `<a:name:id>`. The
 * same custom emoji may go by several names: `sameEmoji` tells.
 */
interface EmojiParts {
  id: string | null;
  /** Null: it was deleted, and nobody knows. */
  name: string | null;
  animated?: boolean;
}

export const emojiText = ({ id, name, animated }: EmojiParts): string =>
  id ? `<${animated ? "a" : ""}:${name ?? "_"}:${id}>` : (name ?? "");

export function emojiParts(text: string): EmojiParts {
  const [, moves, name = "", id] = /^<(a?):(\w+):(\d+)>$/.exec(text) ?? [];
  return id ? { id, name, animated: moves === "a" } : { id: null, name: text };
}

/** As one says it: a custom one is `:name:`. */
export function wordOf(emoji: string): string {
  const { id, name } = emojiParts(emoji);
  return id === null ? emoji : `:${name}:`;
}

export const sameEmoji = (a: EmojiParts, b: EmojiParts): boolean =>
  a.id ? a.id === b.id : !b.id && a.name === b.name;
