import { randomInt } from "node:crypto";

/** No letters that are read for one another. */
const ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz";
/** Nearly 50 bits: nobody finds one by trying. */
const LENGTH = 10;

export const newInviteCode = (): string =>
  Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
