import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Tx } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { accessGuild } from "../guild-core/access-guild.ts";
import { forgetGuildEverywhere } from "../users/settings.ts";

/** What goes with a server at once. Channels with their messages and files follow behind: see purge-channels.ts. */
const TABLES = [
  "roles",
  "guild_members",
  "member_roles",
  "bans",
  "left_timeouts",
  "voice_states",
  "stage_instances",
  "voice_statuses",
  "guild_invites",
  "invite_targets",
  "guild_entrances",
  "onboarding_answers",
  "join_requests",
  "user_guild_settings",
  "audit_log",
  "guild_templates",
  "automod_rules",
  "scheduled_events",
  "scheduled_event_users",
  "guild_integrations",
  "webhooks",
  "event_webhooks",
  "event_deliveries",
  "event_announcements",
  "application_commands",
  "application_command_permissions",
  "stickers",
  "soundboard_sounds",
] as const;

/**
 * Deletes a server; the owner alone may.
 * @throws ApiError unknown_guild, missing_permissions
 */
export async function deleteGuild(
  { db, bus }: { db: Database; bus: Bus },
  actor: Actor,
  guildId: string,
): Promise<{ icon: string | null; banner: string | null }> {
  return db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    const member = await accessGuild(tx.sql, actor, guildId);
    if (!member.isOwner) throw new ApiError("missing_permissions");
    return removeGuild(tx, bus, guildId);
  });
}

/** Takes a server away, with the transaction. Whoever calls holds `guild:ID` and has decided that it goes. */
export async function removeGuild(
  tx: Tx,
  bus: Bus,
  guildId: string,
): Promise<{ icon: string | null; banner: string | null }> {
  const { sql } = tx;
  const gone = await sql
    .deleteFrom("guilds")
    .where("id", "=", guildId)
    .returning(["icon", "banner"])
    .executeTakeFirst();
  if (!gone) throw new ApiError("unknown_guild");
  await forgetGuildEverywhere(tx, bus, guildId);
  for (const table of TABLES) await sql.deleteFrom(table).where("guild_id", "=", guildId).execute();
  // Their pictures go first: see sweep-emojis.ts.
  await sql.updateTable("emojis").set({ guild_id: null }).where("guild_id", "=", guildId).execute();
  await sql.deleteFrom("reports").where("guild_id", "=", guildId).where("escalated", "=", 0).execute();
  await sql.deleteFrom("channel_followers").where("target_guild_id", "=", guildId).execute();
  announce(tx, bus, `guild:${guildId}`, "GUILD_DELETE", { id: guildId });
  return gone;
}
