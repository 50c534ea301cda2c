import { randomInt } from "node:crypto";

/** No letters that are read for one another. */
const ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz";
/** Nearly 50 bits: nobody finds one by trying. */
const LENGTH = 10;

export const newInviteCode = (): string =>
  Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");

/**
 * What an invitation may have been called: such a link is spread, and once it has run out another server must not be what
 * it leads to.
 */
export const looksLikeInvite = (code: string): boolean =>
  code.length === LENGTH && [...code].every((letter) => ALPHABET.includes(letter));
