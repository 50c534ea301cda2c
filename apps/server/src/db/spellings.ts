/**
 * How `lower()` may leave what is `small` (in small letters): SQLite's knows the letters of ASCII alone, so "Őry" keeps
 * its capital.
 */
export function spellings(small: string): string[] {
  const smallAscii = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const words = small.replace(/(^|\P{L})(\p{L})/gu, (_, before, letter) => before + letter.toUpperCase());
  return [...new Set([small, smallAscii(words), smallAscii(small.toUpperCase())])];
}

/** A pattern for `like … escape '\'`: what begins so. */
export const beginsWith = (text: string): string => `${text.replace(/[\\%_]/g, "\\$&")}%`;
