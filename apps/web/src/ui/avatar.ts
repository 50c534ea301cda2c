/** What an avatar draws when there is no picture: letters and one of six grounds, the same on every device. */

export type Ground = 1 | 2 | 3 | 4 | 5 | 6;

/** One of six grounds by a hash of the id (FNV-1a), so that somebody looks the same everywhere. */
export function groundOf(id: string): Ground {
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index += 1) {
    hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  }
  return (((hash >>> 0) % 6) + 1) as Ground;
}

const graphemes =
  typeof Intl.Segmenter === "function" ? new Intl.Segmenter(undefined, { granularity: "grapheme" }) : null;

function firstLetter(word: string): string {
  // Nearly every name: nothing combines with its first letter. The segmenter costs more than the rest of an avatar.
  if (word.charCodeAt(0) < 0x300 && !(word.charCodeAt(1) >= 0x300)) return word[0] ?? "";
  const first = graphemes ? graphemes.segment(word)[Symbol.iterator]().next().value?.segment : [...word][0];
  return first ?? "";
}

/** First letters of the first and last word; one for a single word ("one" letter in small avatars). */
export function initials(name: string, letters: 1 | 2 = 2): string {
  const words = name
    .split(/[\s._-]+/u)
    .map((word) => word.replace(/^[^\p{L}\p{N}\p{Extended_Pictographic}]+/u, ""))
    .filter(Boolean);
  const first = words[0];
  if (first === undefined) return firstLetter(name.trim()).toLocaleUpperCase() || "?";
  const last = words.at(-1);
  const drawn =
    letters === 2 && words.length > 1 && last ? firstLetter(first) + firstLetter(last) : firstLetter(first);
  return drawn.toLocaleUpperCase();
}

interface Pictured {
  id: string;
  avatar?: string | null;
}

/** The address of somebody's picture at `size` CSS pixels, sharp on dense screens; null when they have none. */
export function avatarUrl(user: Pictured, size: number): string | null {
  if (!user.avatar) return null;
  return `/avatars/${user.id}/${user.avatar}.webp?size=${powerOfTwo(size)}`;
}

/** The address of the picture that somebody chose for one server, as `avatarUrl`. */
export function memberAvatarUrl(guildId: string, userId: string, hash: string, size: number): string {
  return `/guilds/${guildId}/users/${userId}/avatars/${hash}.webp?size=${powerOfTwo(size)}`;
}

/** The address of a room's icon, as `avatarUrl`. */
export function channelIconUrl(channel: { id: string; icon?: string | null }, size: number): string | null {
  if (!channel.icon) return null;
  return `/channel-icons/${channel.id}/${channel.icon}.webp?size=${powerOfTwo(size)}`;
}

/** The address of a server's icon, as `avatarUrl`. */
export function guildIconUrl(guild: { id: string; icon?: string | null }, size: number): string | null {
  if (!guild.icon) return null;
  return `/icons/${guild.id}/${guild.icon}.webp?size=${powerOfTwo(size)}`;
}

/** What stands for a server without an icon: the first letters of its first two words, or the first two of its only one. */
export function serverLetters(name: string): string {
  const words = name
    .split(/[\s._-]+/u)
    .map((word) => word.replace(/^[^\p{L}\p{N}\p{Extended_Pictographic}]+/u, ""))
    .filter(Boolean);
  const [first = name.trim(), second] = words;
  return second ? firstLetter(first) + firstLetter(second) : [...first].slice(0, 2).join("") || "?";
}

function powerOfTwo(size: number): number {
  return Math.min(4096, Math.max(32, 2 ** Math.ceil(Math.log2(size * 2))));
}
