import { LIMITS } from "@palabre/protocol";
import { ChannelFlags, ChannelType } from "discord-api-types/v10";
import { z } from "zod";
import { fieldError } from "../../errors.ts";
import { codePoints, text } from "../../http/fields.ts";
import type { ChannelExtra } from "../guild-core/present-guild.ts";
import { emojiFields, forumTags, toTags } from "./forum-tags.ts";

/** The kinds of channels a server may have. */
export const CHANNEL_TYPES = [
  ChannelType.GuildText,
  ChannelType.GuildVoice,
  ChannelType.GuildStageVoice,
  ChannelType.GuildCategory,
  ChannelType.GuildAnnouncement,
  ChannelType.GuildForum,
] as const;

const seconds = z.number().int().min(0).max(LIMITS.slowMode).nullish();

/** What a channel of a server may be given, beside its name and its place. Null is what it has when nothing is said. */
export const settingFields = {
  topic: text(0, LIMITS.forumTopic, { lines: true }).nullish(),
  nsfw: z.boolean().nullish(),
  rate_limit_per_user: seconds,
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
const settingsBody = z.object(settingFields);
type SettingsBody = Partial<z.output<typeof settingsBody>>;

const WRITTEN = [
  ChannelType.GuildText,
  ChannelType.GuildVoice,
  ChannelType.GuildStageVoice,
  ChannelType.GuildAnnouncement,
  ChannelType.GuildForum,
];
const WITH_THREADS = [ChannelType.GuildText, ChannelType.GuildAnnouncement, ChannelType.GuildForum];

/** What of `extra` which kinds of channels have. */
const EXTRA = [
  [
    [ChannelType.GuildVoice, ChannelType.GuildStageVoice],
    ["bitrate", "user_limit", "rtc_region", "video_quality_mode"],
  ],
  [WITH_THREADS, ["default_auto_archive_duration", "default_thread_rate_limit_per_user"]],
  [[ChannelType.GuildForum], ["default_sort_order", "default_forum_layout"]],
] as const;

interface Settings {
  topic?: string | null;
  nsfw?: boolean;
  rate_limit_per_user?: number;
  flags?: number;
  /** What the channel has of these by then. */
  extra: ChannelExtra;
}

/**
 * What a body says of a channel of that type; what that kind does not have is passed over.
 * @param at what stands before the names of fields, where the body is part of another
 * @throws ApiError invalid_form_body
 */
export function settingsOf(
  type: ChannelType,
  body: SettingsBody,
  { before = {}, newId, at = "" }: { before?: ChannelExtra; newId: () => string; at?: string },
): Settings {
  const settings: Settings = { extra: toExtra(type, body, before, newId, at) };
  if (WRITTEN.includes(type)) {
    if (body.topic !== undefined) settings.topic = requireTopic(type, body.topic, at);
    if (body.nsfw !== undefined) settings.nsfw = body.nsfw ?? false;
    if (body.rate_limit_per_user !== undefined) settings.rate_limit_per_user = body.rate_limit_per_user ?? 0;
  }
  if (type === ChannelType.GuildForum && body.flags !== undefined) settings.flags = body.flags ?? 0;
  return settings;
}

function requireTopic(type: ChannelType, topic: string | null, at: string): string | null {
  const max = type === ChannelType.GuildForum ? LIMITS.forumTopic : LIMITS.channelTopic;
  if (topic !== null && codePoints(topic) > max) {
    throw fieldError(`${at}topic`, "BASE_TYPE_BAD_LENGTH", `Must be ${max} or fewer in length.`);
  }
  return topic || null;
}

function toExtra(
  type: ChannelType,
  body: SettingsBody,
  before: ChannelExtra,
  newId: () => string,
  at: string,
): ChannelExtra {
  const extra: ChannelExtra = { ...before };
  for (const [types, keys] of EXTRA) {
    if (!(types as readonly ChannelType[]).includes(type)) continue;
    for (const key of keys) {
      const value = body[key];
      if (value === null || value === "") delete extra[key];
      else if (value !== undefined) Object.assign(extra, { [key]: value });
    }
  }
  if (type !== ChannelType.GuildForum) return extra;
  if (body.available_tags !== undefined) {
    const tags = toTags(body.available_tags ?? [], before.available_tags ?? [], newId, at);
    if (tags.length > 0) extra.available_tags = tags;
    else delete extra.available_tags;
  }
  if (body.default_reaction_emoji !== undefined) {
    const { emoji_id = null, emoji_name = null } = body.default_reaction_emoji ?? {};
    if (emoji_id) extra.default_reaction_emoji = { emoji_id, emoji_name: null };
    else if (emoji_name) extra.default_reaction_emoji = { emoji_id: null, emoji_name };
    else delete extra.default_reaction_emoji;
  }
  return extra;
}
