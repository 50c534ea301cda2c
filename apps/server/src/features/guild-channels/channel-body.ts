import { LIMITS } from "@palabre/protocol";
import { ChannelFlags, ChannelType, OverwriteType } from "discord-api-types/v10";
import { z } from "zod";
import { name, permissionBits, snowflake, text } from "../../http/fields.ts";
import { emojiFields, forumTags } from "../channels/forum-tags.ts";

/** The kinds of channels a server may have. */
const TYPES = [
  ChannelType.GuildText,
  ChannelType.GuildVoice,
  ChannelType.GuildStageVoice,
  ChannelType.GuildCategory,
  ChannelType.GuildAnnouncement,
  ChannelType.GuildForum,
] as const;

/** Of several channels at one position the older one comes first. */
const position = z.number().int().min(0).max(1_000_000);

const OVERWRITE_TYPES = new Map<unknown, OverwriteType>([
  [0, OverwriteType.Role],
  ["0", OverwriteType.Role],
  ["role", OverwriteType.Role],
  [1, OverwriteType.Member],
  ["1", OverwriteType.Member],
  ["member", OverwriteType.Member],
]);

/** What an overwrite says; without a type it is of a role, if there is one with that id. */
export const overwriteFields = {
  type: z
    .literal([0, "0", "role", 1, "1", "member"])
    .transform((given) => OVERWRITE_TYPES.get(given))
    .nullish(),
  allow: permissionBits.nullish(),
  deny: permissionBits.nullish(),
};

const flag = z.boolean().nullish();
const seconds = z.number().int().min(0).max(LIMITS.slowMode).nullish();

/** Null is what the channel has when nothing is said. What a kind of channel does not have is passed over. */
const fields = {
  position: position.nullish(),
  topic: text(0, LIMITS.forumTopic, { lines: true }).nullish(),
  nsfw: flag,
  rate_limit_per_user: seconds,
  parent_id: snowflake.nullish(),
  permission_overwrites: z
    .array(z.object({ id: snowflake, ...overwriteFields }))
    .max(LIMITS.overwrites)
    .nullish(),
  bitrate: z.number().int().min(8_000).max(384_000).nullish(),
  user_limit: z.number().int().min(0).max(99).nullish(),
  rtc_region: text(0, 50).nullish(),
  video_quality_mode: z.literal([1, 2]).nullish(),
  default_auto_archive_duration: z.literal([60, 1_440, 4_320, 10_080]).nullish(),
  default_thread_rate_limit_per_user: seconds,
  available_tags: forumTags,
  default_reaction_emoji: z.object(emojiFields).nullish(),
  default_sort_order: z.literal([0, 1]).nullish(),
  default_forum_layout: z.literal([0, 1, 2]).nullish(),
  /** Of these one may only ask for a tag on each post of a forum. */
  flags: z
    .number()
    .int()
    .min(0)
    .transform((bits) => bits & ChannelFlags.RequireTag)
    .nullish(),
};

export const createBody = z.object({
  name: name(1, LIMITS.channelName),
  type: z.literal(TYPES).nullish(),
  ...fields,
});

export const updateBody = z.object({
  name: name(1, LIMITS.channelName).optional(),
  type: z.literal(TYPES).nullish(),
  lock_permissions: flag,
  ...fields,
});

export type CreateBody = z.output<typeof createBody>;
export type UpdateBody = z.output<typeof updateBody>;
export type OverwriteBody = NonNullable<CreateBody["permission_overwrites"]>[number];

export const moveBody = z
  .array(
    z.object({
      id: snowflake,
      position: position.nullish(),
      parent_id: snowflake.nullish(),
      lock_permissions: flag,
    }),
  )
  .max(LIMITS.guildChannels);
export type Move = z.output<typeof moveBody>[number];
