import { LIMITS } from "@palabre/protocol";
import { ChannelType } from "discord-api-types/v10";
import { fieldError } from "../../errors.ts";
import { codePoints } from "../../http/fields.ts";
import { toTags } from "../channels/forum-tags.ts";
import type { ChannelExtra, GuildChannelRow } from "../guild-core/present-guild.ts";
import type { UpdateBody } from "./channel-body.ts";

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

type Columns = Partial<
  Pick<GuildChannelRow, "name" | "position" | "topic" | "nsfw" | "rate_limit_per_user" | "flags" | "extra">
>;

/**
 * The columns that a body changes in a channel of that type.
 * @throws ApiError invalid_form_body
 */
export function toColumns(
  type: ChannelType,
  body: Omit<UpdateBody, "permission_overwrites" | "parent_id" | "type">,
  before: ChannelExtra,
  newId: () => string,
): Columns {
  const columns: Columns = {};
  if (body.name !== undefined) columns.name = body.name;
  if (typeof body.position === "number") columns.position = body.position;
  if (WRITTEN.includes(type)) {
    if (body.topic !== undefined) columns.topic = requireTopic(type, body.topic);
    if (body.nsfw !== undefined) columns.nsfw = body.nsfw ? 1 : 0;
    if (body.rate_limit_per_user !== undefined) columns.rate_limit_per_user = body.rate_limit_per_user ?? 0;
  }
  if (type === ChannelType.GuildForum && body.flags !== undefined) columns.flags = body.flags ?? 0;
  const extra = JSON.stringify(toExtra(type, body, before, newId));
  if (extra !== JSON.stringify(before)) columns.extra = extra === "{}" ? null : extra;
  return columns;
}

function requireTopic(type: ChannelType, topic: string | null): string | null {
  const max = type === ChannelType.GuildForum ? LIMITS.forumTopic : LIMITS.channelTopic;
  if (topic !== null && codePoints(topic) > max) {
    throw fieldError("topic", "BASE_TYPE_BAD_LENGTH", `Must be ${max} or fewer in length.`);
  }
  return topic || null;
}

function toExtra(
  type: ChannelType,
  body: Partial<UpdateBody>,
  before: ChannelExtra,
  newId: () => string,
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
    const tags = toTags(body.available_tags ?? [], before.available_tags ?? [], newId);
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
