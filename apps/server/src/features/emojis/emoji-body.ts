import { LIMITS } from "@palabre/protocol";
import { z } from "zod";
import { snowflake } from "../../http/fields.ts";

const name = z.string().regex(new RegExp(`^[A-Za-z0-9_]{2,${LIMITS.emojiName}}$`), {
  message: `Must be 2 to ${LIMITS.emojiName} letters, digits and underscores.`,
});
const roles = z
  .array(snowflake)
  .max(LIMITS.roles)
  .nullish()
  .transform((ids) => (ids === undefined ? undefined : [...new Set(ids ?? [])]));

export const createEmojiBody = z.object({ name, image: z.string(), roles });
export const updateEmojiBody = z.object({ name: name.optional(), roles });
/** Those of an application are for all whom it writes to. */
export const createApplicationEmojiBody = z.object({ name, image: z.string() });
export const updateApplicationEmojiBody = z.object({ name: name.optional() });
