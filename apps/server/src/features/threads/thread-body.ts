import { isSnowflake, LIMITS } from "@palabre/protocol";
import { ChannelFlags } from "discord-api-types/v10";
import { z } from "zod";
import { limit, name, snowflake, storable } from "../../http/fields.ts";
import { createMessageBody } from "../messages/message-body.ts";

const fields = {
  auto_archive_duration: z.literal([60, 1_440, 4_320, 10_080]).nullish(),
  rate_limit_per_user: z.number().int().min(0).max(LIMITS.slowMode).nullish(),
  invitable: z.boolean().nullish(),
  applied_tags: z
    .array(snowflake)
    .max(LIMITS.tagsPerPost)
    .transform((tags) => [...new Set(tags)])
    .nullish(),
};

/** A thread, or with `message` a post of a forum. */
export const createThreadBody = z.object({
  ...fields,
  name: name(1, LIMITS.channelName),
  type: z.literal([10, 11, 12]).nullish(),
  message: createMessageBody.omit({ message_reference: true, nonce: true }).nullish(),
});
export type CreateThreadInput = z.output<typeof createThreadBody>;

export const updateThreadBody = z.object({
  ...fields,
  name: name(1, LIMITS.channelName).nullish(),
  archived: z.boolean().nullish(),
  locked: z.boolean().nullish(),
  flags: z
    .number()
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .transform((bits) => bits & ChannelFlags.Pinned)
    .nullish(),
});
export type UpdateThreadInput = z.output<typeof updateThreadBody>;

const time = z.iso
  .datetime({ offset: true })
  .max(40)
  .transform((text) => Date.parse(text));

export const archivedQuery = z.object({ before: time.optional(), limit: limit(50, 100) });
export const joinedQuery = z.object({ before: snowflake.optional(), limit: limit(50, 100) });
export const membersQuery = z.object({ after: snowflake.optional(), limit: limit(100, 100) });

export const searchQuery = z.object({
  sort_by: z.enum(["last_message_time", "creation_time", "archive_time"]).default("last_message_time"),
  sort_order: z.enum(["asc", "desc"]).default("desc"),
  limit: limit(25, 50),
  offset: z.coerce.number().int().min(0).max(9_975).default(0),
  archived: z.stringbool().default(false),
  /** What the name holds. */
  name: z.string().max(LIMITS.channelName).transform(storable).optional(),
  /** Ids with commas in between: posts with any of them. */
  tag: z
    .string()
    .max(420)
    .transform((list) => list.split(","))
    .refine((ids) => ids.length <= LIMITS.forumTags && ids.every(isSnowflake), {
      message: `Must be ${LIMITS.forumTags} or fewer ids.`,
      params: { code: "NUMBER_TYPE_COERCE" },
    })
    .optional(),
});
export type SearchQuery = z.output<typeof searchQuery>;

export const postDataBody = z.object({ thread_ids: z.array(snowflake).max(50) });
