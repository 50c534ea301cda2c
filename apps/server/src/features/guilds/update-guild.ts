import { type APIGuild, AuditLogEvent, ChannelType, PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Tx } from "../../db/database.ts";
import { ApiError, fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { accessChannel } from "../channels/access.ts";
import { accessGuild } from "../guild-core/access-guild.ts";
import { announceGuild, readGuild } from "../guild-core/announce-guild.ts";
import { changesBetween, writeAudit } from "../guild-core/audit.ts";
import type { GuildRow } from "../guild-core/present-guild.ts";

/** What changes; what is absent stays. Columns of the table, `features` as JSON. */
export type GuildChange = Partial<Omit<GuildRow, "id" | "member_count" | "created_at">>;

/** Names in the audit log. */
const LOGGED: { [K in keyof GuildRow]?: string } = {
  name: "name",
  description: "description",
  icon: "icon_hash",
  banner: "banner_hash",
  owner_id: "owner_id",
  default_message_notifications: "default_message_notifications",
  verification_level: "verification_level",
  explicit_content_filter: "explicit_content_filter",
  preferred_locale: "preferred_locale",
  afk_channel_id: "afk_channel_id",
  afk_timeout: "afk_timeout",
  system_channel_id: "system_channel_id",
  system_channel_flags: "system_channel_flags",
  rules_channel_id: "rules_channel_id",
  public_updates_channel_id: "public_updates_channel_id",
  discoverable: "discoverable",
  features: "features",
};

const CHANNELS = [
  ["afk_channel_id", [ChannelType.GuildVoice]],
  ["system_channel_id", [ChannelType.GuildText]],
  ["rules_channel_id", [ChannelType.GuildText, ChannelType.GuildAnnouncement]],
  ["public_updates_channel_id", [ChannelType.GuildText]],
] as const;

/**
 * Changes a server. Only its owner hands it over.
 * @throws ApiError unknown_guild, missing_permissions, invalid_form_body
 */
export async function updateGuild(
  deps: { db: Database; bus: Bus; newId: () => string },
  actor: Actor,
  guildId: string,
  change: GuildChange,
  reason: string | null,
): Promise<APIGuild> {
  return deps.db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    const member = await accessGuild(tx.sql, actor, guildId, P.ManageGuild);
    const before = await tx.sql
      .selectFrom("guilds")
      .selectAll()
      .where("id", "=", guildId)
      .executeTakeFirstOrThrow();
    if (change.owner_id !== undefined && change.owner_id !== before.owner_id) {
      if (!member.isOwner) throw new ApiError("missing_permissions");
      await requireHeir(tx, guildId, change.owner_id);
    }
    await requireChannels(tx, actor, before, change);
    const changes = changesBetween<GuildRow>(before, change, LOGGED);
    if (changes.length === 0) return readGuild(tx.sql, guildId);
    await tx.sql.updateTable("guilds").set(change).where("id", "=", guildId).execute();
    await writeAudit(tx, deps, {
      guildId,
      actorId: actor.userId,
      action: AuditLogEvent.GuildUpdate,
      targetId: guildId,
      changes,
      reason,
    });
    return announceGuild(tx, deps.bus, guildId);
  });
}

async function requireHeir(tx: Tx, guildId: string, userId: string): Promise<void> {
  const heir = await tx.sql
    .selectFrom("guild_members as m")
    .innerJoin("users as u", "u.id", "m.user_id")
    .select("u.is_bot")
    .where("m.guild_id", "=", guildId)
    .where("m.user_id", "=", userId)
    .executeTakeFirst();
  if (heir?.is_bot !== 0) {
    throw fieldError("owner_id", "INVALID_OWNER", "The owner has to be a person who is a member.");
  }
}

/** What names a channel anew names one that the actor sees; what stays may be any. */
async function requireChannels(tx: Tx, actor: Actor, before: GuildRow, change: GuildChange): Promise<void> {
  for (const [field, types] of CHANNELS) {
    const id = change[field];
    if (id === undefined || id === null || id === before[field]) continue;
    const channel = await accessChannel(tx.sql, actor, id).catch((error: unknown) => {
      if (error instanceof ApiError) return null;
      throw error;
    });
    if (channel?.guild_id !== before.id || !(types as readonly number[]).includes(channel.type)) {
      throw fieldError(field, "CHANNEL_INVALID", "Not a channel of this server that can be that.");
    }
  }
}
