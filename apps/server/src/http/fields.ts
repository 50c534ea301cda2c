import { isSnowflake, LIMITS, parsePermissions } from "@palabre/protocol";
import { z } from "zod";

/** Rules for fields that several routes share. */

/** A snowflake, as a decimal string or (some libraries) a small number. */
export const snowflake = z
  .union([z.string(), z.number().transform(String)])
  .refine(isSnowflake, { message: "Value is not snowflake.", params: { code: "NUMBER_TYPE_COERCE" } })
  .meta({ format: "snowflake", pattern: "^\\d{1,20}$" });

/** Permissions on the wire: decimal digits, or a number. */
export const permissionBits = z.union([z.string().max(40), z.number()]).transform((value, context) => {
  const bits = parsePermissions(value);
  if (bits === null) context.addIssue({ code: "custom", message: "Must be permission bits." });
  return bits ?? 0n;
});

/**
 * Text of `min` to `max` code points after trimming, without control characters (line breaks and tabs stay where
 * `lines` allows them).
 */
export function text(min: number, max: number, { lines = false } = {}) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  const control = lines ? /[\0-\x08\x0b-\x1f\x7f]/g : /[\0-\x1f\x7f\u2028\u2029]/g;
  return bounded(min, max, (value) => value.toWellFormed().replace(control, "").trim());
}

/** Words that call somebody. */
export const highlightWords = z
  .array(text(1, LIMITS.highlightWord))
  .max(LIMITS.highlightWords)
  .transform((words) => [...new Set(words)]);

/** What turns the letters that follow around, or takes no place. Joiners stay: scripts and emoji need them. */
const HIDDEN = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\u00ad\u200b\u2060\ufeff]/gu;
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{White_Space}\u2800]/gu;

/**
 * A name that stands in a line with others: text that cannot turn what follows around, nor pass for nothing. One that
 * shows nothing is "".
 */
export function name(min: number, max: number) {
  return bounded(min, max, (value) => {
    const shown = value.toWellFormed().replace(HIDDEN, "").trim();
    return showsNothing(shown) ? "" : shown;
  });
}

/** Whether a reader would see nothing of it. */
export const showsNothing = (value: string): boolean => value.replace(INVISIBLE, "") === "";

function bounded(min: number, max: number, clean: (value: string) => string) {
  return z
    .string()
    .transform(clean)
    .refine((value) => codePoints(value) >= min && codePoints(value) <= max, {
      message:
        min > 0 ? `Must be between ${min} and ${max} in length.` : `Must be ${max} or fewer in length.`,
      params: { code: "BASE_TYPE_BAD_LENGTH" },
    })
    .meta({ ...(min > 0 && { minLength: min }), maxLength: max });
}

/** What a database can hold: PostgreSQL takes neither a null character nor half of a surrogate pair. */
export const storable = (value: string): string => value.toWellFormed().replaceAll("\0", "");

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
