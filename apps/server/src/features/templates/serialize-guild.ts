import { computeChannelPermissions } from "@palabre/protocol";
import type { APITemplateSerializedSourceGuild } from "discord-api-types/v10";
import { ChannelType, OverwriteType, PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Sql } from "../../db/database.ts";
import type { GuildActor } from "../guild-core/access-guild.ts";
import { type ChannelExtra, extraOf } from "../guild-core/present-guild.ts";

/** Kinds of channels that a template holds; one of announcements becomes one of text, a stage a voice channel. */
const KINDS: Partial<Record<ChannelType, ChannelType>> = {
  [ChannelType.GuildText]: ChannelType.GuildText,
  [ChannelType.GuildAnnouncement]: ChannelType.GuildText,
  [ChannelType.GuildVoice]: ChannelType.GuildVoice,
  [ChannelType.GuildStageVoice]: ChannelType.GuildVoice,
  [ChannelType.GuildCategory]: ChannelType.GuildCategory,
  [ChannelType.GuildForum]: ChannelType.GuildForum,
};

/** A server as a template keeps it. Ids are small numbers that tie its parts together; 0 is @everyone. */
export interface SerializedGuild
  extends Omit<
    APITemplateSerializedSourceGuild,
    "roles" | "channels" | "afk_channel_id" | "system_channel_id" | "icon_hash"
  > {
  afk_channel_id: string | null;
  system_channel_id: string | null;
  roles: SerializedRole[];
  channels: SerializedChannel[];
}

interface SerializedRole {
  id: number;
  name: string;
  permissions: string;
  color: number;
  colors: null;
  hoist: boolean;
  mentionable: boolean;
  icon: null;
  unicode_emoji: string | null;
}

interface SerializedChannel {
  id: number;
  type: number;
  name: string;
  position: number;
  topic: string | null;
  bitrate: number;
  user_limit: number;
  nsfw: boolean;
  rate_limit_per_user: number;
  parent_id: string | null;
  default_auto_archive_duration: number | null;
  permission_overwrites: { id: string; type: 0; allow: string; deny: string }[];
  available_tags: (Omit<NonNullable<ChannelExtra["available_tags"]>[number], "id"> & { id: null })[] | null;
  default_tag_setting: "match_some";
  template: "";
  default_reaction_emoji: ChannelExtra["default_reaction_emoji"];
  default_thread_rate_limit_per_user: number | null;
  default_sort_order: number | null;
  default_forum_layout: number | null;
  icon_emoji: null;
  theme_color: null;
}

/**
 * What a template of the member's server holds: roles without those of bots, and the channels that this member sees:
 * whoever has the code reads it. Neither members nor messages.
 */
export async function serializeGuild(sql: Sql, member: GuildActor): Promise<SerializedGuild> {
  const { guildId } = member;
  const guild = await sql
    .selectFrom("guilds")
    .selectAll()
    .where("id", "=", guildId)
    .executeTakeFirstOrThrow();
  const roles = await sql
    .selectFrom("roles")
    .selectAll()
    .where("guild_id", "=", guildId)
    .where("managed", "=", 0)
    .orderBy("position")
    .orderBy("id", "desc")
    .execute();
  const rows = await sql
    .selectFrom("channels")
    .selectAll()
    .where("guild_id", "=", guildId)
    .where("archived", "is", null)
    .orderBy("position")
    .orderBy("id")
    .execute();
  const overwrites = await sql
    .selectFrom("channel_overwrites as o")
    .innerJoin("channels as c", "c.id", "o.channel_id")
    .select(["o.channel_id", "o.target_id", "o.type", "o.allow", "o.deny"])
    .where("c.guild_id", "=", guildId)
    .execute();
  const overwritesOf = Map.groupBy(overwrites, (one) => one.channel_id);
  const channels = rows.filter(({ id, type }) => {
    if (KINDS[type as ChannelType] === undefined) return false;
    const here = (overwritesOf.get(id) ?? []).map((one) => ({
      id: one.target_id,
      type: one.type,
      allow: BigInt(one.allow),
      deny: BigInt(one.deny),
    }));
    const { permissionGuild, permissionMember } = member;
    return (computeChannelPermissions(permissionGuild, permissionMember, here, type) & P.ViewChannel) !== 0n;
  });
  const others = roles.filter(({ id }) => id !== guildId);
  const sorted = [...roles.filter(({ id }) => id === guildId), ...others];
  const roleNumber = new Map(sorted.map(({ id }, n) => [id, n]));
  const channelNumber = new Map(channels.map(({ id }, n) => [id, String(n + 1)]));
  return {
    name: guild.name,
    description: guild.description,
    region: null as never,
    verification_level: guild.verification_level,
    default_message_notifications: guild.default_message_notifications,
    explicit_content_filter: guild.explicit_content_filter,
    preferred_locale: guild.preferred_locale as never,
    afk_timeout: guild.afk_timeout as never,
    afk_channel_id: channelNumber.get(guild.afk_channel_id ?? "") ?? null,
    system_channel_id: channelNumber.get(guild.system_channel_id ?? "") ?? null,
    system_channel_flags: guild.system_channel_flags,
    roles: sorted.map((role, n) => ({
      id: n,
      name: role.name,
      permissions: role.permissions,
      color: role.color,
      colors: null,
      hoist: role.hoist === 1,
      mentionable: role.mentionable === 1,
      icon: null,
      unicode_emoji: role.unicode_emoji,
    })),
    channels: channels.map((row, n) => {
      const extra = extraOf(row);
      return {
        id: n + 1,
        type: KINDS[row.type as ChannelType] ?? row.type,
        name: row.name ?? "",
        position: n,
        topic: row.topic,
        bitrate: extra.bitrate ?? 64_000,
        user_limit: extra.user_limit ?? 0,
        nsfw: row.nsfw === 1,
        rate_limit_per_user: row.rate_limit_per_user,
        parent_id: channelNumber.get(row.parent_id ?? "") ?? null,
        default_auto_archive_duration: extra.default_auto_archive_duration ?? null,
        permission_overwrites: (overwritesOf.get(row.id) ?? []).flatMap(
          ({ target_id, type, allow, deny }) => {
            const id = type === OverwriteType.Role ? roleNumber.get(target_id) : undefined;
            return id === undefined ? [] : [{ id: String(id), type: 0 as const, allow, deny }];
          },
        ),
        available_tags: extra.available_tags?.map((tag) => ({ ...tag, id: null, emoji_id: null })) ?? null,
        default_tag_setting: "match_some" as const,
        template: "" as const,
        // Emojis of the server stay in it.
        default_reaction_emoji: extra.default_reaction_emoji?.emoji_name
          ? extra.default_reaction_emoji
          : null,
        default_thread_rate_limit_per_user: extra.default_thread_rate_limit_per_user ?? null,
        default_sort_order: extra.default_sort_order ?? null,
        default_forum_layout: extra.default_forum_layout ?? null,
        icon_emoji: null,
        theme_color: null,
      };
    }),
  };
}
