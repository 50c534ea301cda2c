import { isSnowflake } from "@palabre/protocol";
import { z } from "zod";

/** Rules for fields that several routes share. */

/** A snowflake, as a decimal string or (some libraries) a small number. */
export const snowflake = z
  .union([z.string(), z.number().transform(String)])
  .refine(isSnowflake, { message: "Value is not snowflake.", params: { code: "NUMBER_TYPE_COERCE" } });

/**
 * Text of `min` to `max` code points after trimming, without control characters (line breaks and tabs stay where
 * `lines` allows them).
 */
export function text(min: number, max: number, { lines = false } = {}) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  const control = lines ? /[\0-\x08\x0b-\x1f\x7f]/g : /[\0-\x1f\x7f\u2028\u2029]/g;
  return z
    .string()
    .transform((value) => value.toWellFormed().replace(control, "").trim())
    .refine((value) => codePoints(value) >= min && codePoints(value) <= max, {
      message:
        min > 0 ? `Must be between ${min} and ${max} in length.` : `Must be ${max} or fewer in length.`,
      params: { code: "BASE_TYPE_BAD_LENGTH" },
    });
}

/** Length as people count it: an emoji outside the basic plane is one. */
export function codePoints(value: string): number {
  let count = 0;
  for (let i = 0; i < value.length; i++) {
    const unit = value.charCodeAt(i);
    if (unit < 0xd800 || unit > 0xdbff) count++;
    else if (i + 1 === value.length) count++;
  }
  return count;
}

/** `limit` in a query: 1 to `max`. */
export const limit = (fallback: number, max: number) =>
  z.coerce.number().int().min(1).max(max).default(fallback);
