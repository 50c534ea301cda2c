import { LIMITS, USERNAME_PATTERN } from "@palabre/protocol";
import { z } from "zod";
import { name } from "../../http/fields.ts";

/** Names that a mention or a deleted account would be mistaken for. */
const RESERVED = /^(everyone|here|deleted_user_\d+)$/;

/** As typed; becomes lower case, so that names are unique without regard to case. */
export const username = z
  .string()
  .transform((value) => value.trim().toLowerCase())
  .refine((value) => USERNAME_PATTERN.test(value), {
    message: `Must be ${LIMITS.usernameMin} to ${LIMITS.usernameMax} letters a-z, digits, underscores or full stops.`,
    params: { code: "USERNAME_INVALID" },
  });

export const isReservedName = (name: string): boolean => RESERVED.test(name);

/** An address that a mail server can be handed: no display name, no line break, no comment. */
export const email = z
  .string()
  .transform((value) => value.trim())
  .refine((value) => value.length <= LIMITS.email && z.regexes.html5Email.test(value), {
    message: "Not a well formed email address.",
    params: { code: "EMAIL_TYPE_INVALID_EMAIL" },
  });

/** How addresses are compared. */
export const emailKey = (address: string): string => address.toLowerCase();

/** A password somebody chooses. Its length is counted in UTF-16 units and bounded: longer ones only cost hashing time. */
export const newPassword = z
  .string()
  .refine((value) => value.length >= LIMITS.passwordMin && value.length <= LIMITS.passwordMax, {
    message: `Must be between ${LIMITS.passwordMin} and ${LIMITS.passwordMax} in length.`,
    params: { code: "BASE_TYPE_BAD_LENGTH" },
  });

/** A password somebody proves: whatever could never have been chosen is simply wrong. */
export const givenPassword = z.string().max(1_000);

/** Null and "" both take the display name away. */
export const globalName = z
  .union([name(0, LIMITS.displayName), z.null()])
  .transform((value) => value || null);

/** A token out of a mail, or the code of an invitation: characters of base64url. */
export const code = z.string().max(100);
