import { ChannelType } from "discord-api-types/v10";
import type { ChannelExtra } from "../guild-core/present-guild.ts";
import type { GuildPlan } from "../guilds/create-guild.ts";
import type { SerializedGuild } from "./serialize-guild.ts";

/** What is to be made of a template. */
export function planFrom(
  serialized: SerializedGuild,
  { id, name, icon, newId }: { id: string; name: string; icon: string | null; newId: () => string },
): GuildPlan {
  return {
    id,
    name,
    icon,
    description: serialized.description,
    settings: {
      verification_level: serialized.verification_level,
      default_message_notifications: serialized.default_message_notifications,
      explicit_content_filter: serialized.explicit_content_filter,
      preferred_locale: serialized.preferred_locale,
      afk_timeout: serialized.afk_timeout,
      system_channel_flags: serialized.system_channel_flags,
    },
    roles: serialized.roles.map((role) => ({
      id: String(role.id),
      name: role.name,
      permissions: BigInt(role.permissions),
      color: role.color,
      hoist: role.hoist,
      mentionable: role.mentionable,
    })),
    channels: serialized.channels.map((channel) => ({
      id: String(channel.id),
      type: channel.type,
      name: channel.name,
      parent_id: channel.parent_id,
      topic: channel.topic,
      nsfw: channel.nsfw,
      rate_limit_per_user: channel.rate_limit_per_user,
      extra: extraFrom(channel, newId),
      overwrites: channel.permission_overwrites.map((one) => ({
        id: one.id,
        type: 0 as const,
        allow: BigInt(one.allow),
        deny: BigInt(one.deny),
      })),
    })),
    systemChannel: serialized.system_channel_id,
  };
}

function extraFrom(channel: SerializedGuild["channels"][number], newId: () => string): ChannelExtra {
  if (channel.type === ChannelType.GuildCategory) return {};
  if (channel.type === ChannelType.GuildVoice || channel.type === ChannelType.GuildStageVoice) {
    return { bitrate: channel.bitrate, user_limit: channel.user_limit };
  }
  return {
    ...(channel.default_auto_archive_duration !== null && {
      default_auto_archive_duration: channel.default_auto_archive_duration,
    }),
    ...(channel.default_thread_rate_limit_per_user !== null && {
      default_thread_rate_limit_per_user: channel.default_thread_rate_limit_per_user,
    }),
    ...(channel.type === ChannelType.GuildForum && {
      available_tags: (channel.available_tags ?? []).map((tag) => ({ ...tag, id: newId() })),
      default_reaction_emoji: channel.default_reaction_emoji ?? null,
      default_sort_order: channel.default_sort_order,
      default_forum_layout: channel.default_forum_layout ?? 0,
    }),
  };
}
