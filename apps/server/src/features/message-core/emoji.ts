import { isSnowflake } from "@palabre/protocol";

/** The longest emoji sequences (flags of regions, families with skin tones) stay below this many UTF-16 units. */
const MAX_LENGTH = 64;

const RGI = /^\p{RGI_Emoji}$/v;
/** Drawn as text unless a variation selector asks for the picture. */
const TEXT_BY_DEFAULT = /^[\p{Emoji}--\p{Emoji_Presentation}]$/v;
const SKIN_TONE = /^\p{Emoji_Modifier}$/u;
const VARIATION = "\uFE0F";

/**
 * The one way we write an emoji: fully qualified, as Unicode recommends it for interchange. The same picture typed
 * with or without its variation selectors (U+FE0F) thus counts as one reaction. Null for what is no emoji.
 */
export function normaliseEmoji(text: string): string | null {
  if (text.length === 0 || text.length > MAX_LENGTH) return null;
  if (RGI.test(text)) return text;
  const bare = [...text.replaceAll(VARIATION, "")];
  let full = "";
  bare.forEach((character, i) => {
    full += character;
    const next = bare[i + 1];
    const toned = next !== undefined && SKIN_TONE.test(next);
    if (TEXT_BY_DEFAULT.test(character) && !toned) full += VARIATION;
  });
  if (RGI.test(full)) return full;
  const joined = bare.join("");
  return RGI.test(joined) ? joined : null;
}

const CUSTOM = /^(?:<?a?:)?\w{1,32}:(\d{1,20})>?$/;

/**
 * What a reaction is kept under: a Unicode emoji as above, of a custom one (`name:id`, as addresses have it) the id.
 * Null for what is neither.
 */
export function reactionKey(text: string): string | null {
  const [, id] = CUSTOM.exec(text) ?? [];
  return id !== undefined && isSnowflake(id) ? id : normaliseEmoji(text);
}

export const isCustom = (key: string): boolean => /^\d+$/.test(key);
