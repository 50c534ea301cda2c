import { type APIUser, type GuildChannel, LIMITS, type ThreadChannel } from "@palabre/protocol";
import type {
  APIGuild,
  APIGuildMember,
  APIOverwrite,
  APIRole,
  APIThreadMember,
  GuildFeature,
  RoleFlags,
} from "discord-api-types/v10";
import type { Selectable } from "kysely";
import type { Schema } from "../../db/schema.ts";
import { iso, isoOrNull } from "../users/present.ts";
import { type EmojiRow, toEmoji } from "./emojis.ts";

export type GuildRow = Selectable<Schema["guilds"]>;
export type RoleRow = Selectable<Schema["roles"]>;
export type GuildChannelRow = Selectable<Schema["channels"]>;
export type OverwriteRow = Selectable<Schema["channel_overwrites"]>;
export type ThreadMemberRow = Selectable<Schema["thread_members"]>;
/** Without what only a profile shows. */
export type MemberRow = Omit<Selectable<Schema["guild_members"]>, "bio">;

/** A server without what hangs on it. Fields of features that this software does not have say so. */
export function toGuild(
  row: GuildRow,
  roles: readonly RoleRow[],
  emojis: readonly EmojiRow[] = [],
): APIGuild {
  return {
    id: row.id,
    name: row.name,
    icon: row.icon,
    description: row.description,
    home_header: null,
    hub_type: null,
    splash: null,
    discovery_splash: null,
    features: toFeatures(row),
    banner: row.banner,
    owner_id: row.owner_id,
    application_id: null,
    region: "local",
    afk_channel_id: row.afk_channel_id,
    afk_timeout: row.afk_timeout,
    system_channel_id: row.system_channel_id,
    system_channel_flags: row.system_channel_flags,
    widget_enabled: row.widget_enabled === 1,
    widget_channel_id: row.widget_channel_id,
    verification_level: row.verification_level,
    roles: roles.map(toRole),
    default_message_notifications: row.default_message_notifications,
    mfa_level: 0,
    explicit_content_filter: row.explicit_content_filter,
    max_presences: null,
    max_members: LIMITS.guildMembers,
    max_stage_video_channel_users: 0,
    max_video_channel_users: 25,
    vanity_url_code: row.vanity_code,
    premium_tier: 0,
    premium_subscription_count: 0,
    preferred_locale: row.preferred_locale,
    rules_channel_id: row.rules_channel_id,
    safety_alerts_channel_id: null,
    public_updates_channel_id: row.public_updates_channel_id,
    premium_progress_bar_enabled: false,
    nsfw: false,
    nsfw_level: 0,
    entrance: row.entrance,
    emojis: emojis.map((emoji) => toEmoji(emoji)),
    stickers: [],
    incidents_data: row.incidents === null ? null : (JSON.parse(row.incidents) as APIGuild["incidents_data"]),
  } as unknown as APIGuild;
}

function toFeatures(row: GuildRow): GuildFeature[] {
  const features = new Set(JSON.parse(row.features) as string[]);
  if (row.discoverable === 1) features.add("DISCOVERABLE");
  if (row.vanity_code !== null) features.add("VANITY_URL");
  if (row.welcome !== null && JSON.parse(row.welcome).enabled !== false)
    features.add("WELCOME_SCREEN_ENABLED");
  if (row.rules !== null) features.add("MEMBER_VERIFICATION_GATE_ENABLED");
  return [...features].sort() as GuildFeature[];
}

export function toRole(row: RoleRow): APIRole {
  return {
    id: row.id,
    name: row.name,
    color: row.color,
    colors: { primary_color: row.color, secondary_color: null, tertiary_color: null },
    hoist: row.hoist === 1,
    icon: null,
    unicode_emoji: row.unicode_emoji,
    position: row.position,
    permissions: row.permissions,
    managed: row.managed === 1,
    mentionable: row.mentionable === 1,
    flags: 0 as RoleFlags,
    ...(row.tags !== null && { tags: JSON.parse(row.tags) }),
  };
}

export function toMember(row: MemberRow, roleIds: readonly string[], user: APIUser): APIGuildMember {
  return { ...toMemberWithoutUser(row, roleIds), user };
}

/** As a message carries it beside its author. */
export function toMemberWithoutUser(
  row: MemberRow,
  roleIds: readonly string[],
): Omit<APIGuildMember, "user"> {
  const until = row.timed_out_until;
  return {
    avatar: row.avatar,
    banner: null,
    communication_disabled_until: until !== null && until > Date.now() ? iso(until) : null,
    flags: row.flags,
    joined_at: iso(row.joined_at),
    nick: row.nick,
    pending: row.pending === 1,
    premium_since: null,
    roles: [...roleIds],
    mute: row.mute === 1,
    deaf: row.deaf === 1,
  };
}

/** What only some kinds of channels have; kept as JSON in `extra`. Units as on the wire. */
export interface ChannelExtra {
  bitrate?: number;
  user_limit?: number;
  rtc_region?: string | null;
  video_quality_mode?: number;
  default_auto_archive_duration?: number;
  default_thread_rate_limit_per_user?: number;
  available_tags?: {
    id: string;
    name: string;
    moderated: boolean;
    emoji_id: string | null;
    emoji_name: string | null;
  }[];
  default_reaction_emoji?: { emoji_id: string | null; emoji_name: string | null } | null;
  default_sort_order?: number | null;
  default_forum_layout?: number;
  /** Of threads. */
  auto_archive_duration?: number;
  locked?: boolean;
  invitable?: boolean;
  applied_tags?: string[];
}

export const extraOf = (row: Pick<GuildChannelRow, "extra">): ChannelExtra =>
  row.extra === null ? {} : (JSON.parse(row.extra) as ChannelExtra);

const toOverwrite = ({ target_id, type, allow, deny }: OverwriteRow): APIOverwrite => ({
  id: target_id,
  type,
  allow,
  deny,
});

/** A channel of a server, the same for everybody who sees it. Threads have {@link toThread}. */
export function toGuildChannel(row: GuildChannelRow, overwrites: readonly OverwriteRow[]): GuildChannel {
  const { bitrate, user_limit, rtc_region, video_quality_mode, ...forum } = extraOf(row);
  const base = {
    id: row.id,
    type: row.type,
    flags: row.flags,
    guild_id: row.guild_id,
    name: row.name ?? "",
    parent_id: row.parent_id,
    position: row.position,
    permission_overwrites: overwrites.map(toOverwrite),
  };
  // A category holds channels and nothing else.
  if (row.type === 4) return base as unknown as GuildChannel;
  const text = {
    last_message_id: row.last_message_id,
    last_pin_timestamp: isoOrNull(row.last_pin_at),
    rate_limit_per_user: row.rate_limit_per_user,
    topic: row.topic,
    nsfw: row.nsfw === 1,
  };
  const voice = {
    bitrate: bitrate ?? 64_000,
    user_limit: user_limit ?? 0,
    rtc_region: rtc_region ?? null,
    ...(video_quality_mode !== undefined && { video_quality_mode }),
  };
  const { default_auto_archive_duration, default_thread_rate_limit_per_user, ...tags } = forum;
  const threads = {
    default_auto_archive_duration: default_auto_archive_duration ?? 4_320,
    default_thread_rate_limit_per_user: default_thread_rate_limit_per_user ?? 0,
  };
  if (row.type === 2 || row.type === 13) return { ...base, ...text, ...voice } as unknown as GuildChannel;
  if (row.type !== 15) return { ...base, ...text, ...threads } as unknown as GuildChannel;
  const { available_tags, default_reaction_emoji, default_sort_order, default_forum_layout } = tags;
  return {
    ...base,
    ...text,
    ...threads,
    available_tags: available_tags ?? [],
    default_reaction_emoji: default_reaction_emoji ?? null,
    default_sort_order: default_sort_order ?? null,
    default_forum_layout: default_forum_layout ?? 0,
  } as unknown as GuildChannel;
}

/** A thread, the same for everybody who sees it. */
export function toThread(row: GuildChannelRow): ThreadChannel {
  const extra = extraOf(row);
  return {
    id: row.id,
    type: row.type,
    flags: row.flags,
    guild_id: row.guild_id,
    parent_id: row.parent_id,
    owner_id: row.owner_id,
    name: row.name ?? "",
    last_message_id: row.last_message_id,
    last_pin_timestamp: isoOrNull(row.last_pin_at),
    rate_limit_per_user: row.rate_limit_per_user,
    message_count: row.message_count,
    member_count: Math.min(row.member_count, 50),
    total_message_sent: row.total_message_sent,
    thread_metadata: {
      archived: row.archived === 1,
      archive_timestamp: iso(row.archived_at ?? row.created_at),
      auto_archive_duration: extra.auto_archive_duration ?? 4_320,
      locked: extra.locked ?? false,
      create_timestamp: iso(row.created_at),
      ...(row.type === 12 && { invitable: extra.invitable ?? true }),
    },
    ...(extra.applied_tags && { applied_tags: extra.applied_tags }),
  } as unknown as ThreadChannel;
}

export const toThreadMember = ({
  thread_id,
  user_id,
  joined_at,
  flags,
}: ThreadMemberRow): APIThreadMember => ({
  id: thread_id,
  user_id,
  join_timestamp: iso(joined_at),
  flags,
});
