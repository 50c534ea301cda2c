import { Entrance } from "@palabre/protocol";
import { GuildMemberFlags, MessageType } from "discord-api-types/v10";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Tx } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import { endJoinRequest } from "../guild-core/end-join-request.ts";
import { isOn } from "../guild-core/entrance.ts";
import { readMember } from "../guild-core/members.ts";
import { readGuildFor } from "../guild-core/read-guilds.ts";
import { readLimit } from "../instance/limits.ts";
import { insertSystemMessage } from "../message-core/system-message.ts";

export interface NewMember {
  guildId: string;
  userId: string;
  /** Goes with the last connection unless a role is given. */
  temporary?: boolean;
  inviteCode?: string | null;
  /** Roles that come with the place, a bot's own for one. */
  roleIds?: readonly string[];
  nick?: string | null;
  mute?: boolean;
  deaf?: boolean;
  /** GuildMemberFlags. */
  flags?: number;
  /** Their application was read: they need no other, and have accepted the rules with it. */
  approved?: boolean;
}

/** Bits of `system_channel_flags`. */
const SUPPRESS_JOINS = 1;

/**
 * Makes somebody a member, with the transaction: they get GUILD_CREATE as they see the server, the others
 * GUILD_MEMBER_ADD and, where the server says so, a message of the system. Who is a member already stays as they are.
 * Whoever calls has decided that they may come; bans, room, and whether it takes an application are looked at here, so
 * that no way leads past them.
 * @returns whether they are new
 * @throws ApiError banned, max_members, application_required
 */
export async function addMember(
  tx: Tx,
  deps: { bus: Bus; newId: () => string },
  member: NewMember,
): Promise<boolean> {
  const { guildId, userId } = member;
  const { sql } = tx;
  await tx.lock(`guild:${guildId}`);
  const guild = await sql
    .selectFrom("guilds")
    .select([
      "member_count",
      "rules",
      "entrance",
      "system_channel_id",
      "system_channel_flags",
      "owner_id",
      "disabled_at",
    ])
    .where("id", "=", guildId)
    .executeTakeFirst();
  if (!guild || guild.disabled_at !== null) throw new ApiError("unknown_guild");
  const known = await sql
    .selectFrom("guild_members")
    .select("user_id")
    .where("guild_id", "=", guildId)
    .where("user_id", "=", userId)
    .executeTakeFirst();
  if (known) return false;
  const ban = await sql
    .selectFrom("bans")
    .select("user_id")
    .where("guild_id", "=", guildId)
    .where("user_id", "=", userId)
    .executeTakeFirst();
  if (ban) throw new ApiError("banned");
  if (guild.member_count >= (await readLimit(sql, "guild_members"))) throw new ApiError("max_members");
  const user = await sql
    .selectFrom("users")
    .select(["deleted_at", "is_bot"])
    .where("id", "=", userId)
    .executeTakeFirst();
  if (!user || user.deleted_at !== null) throw new ApiError("unknown_user");
  const bypasses = ((member.flags ?? 0) & GuildMemberFlags.BypassesVerification) !== 0;
  const isAsked = guild.owner_id !== userId && user.is_bot === 0 && !member.approved;
  if (isAsked && isOn(guild, Entrance.applications)) throw new ApiError("application_required");
  if (!member.approved) await endJoinRequest(tx, deps.bus, guildId, userId);
  const kept = await sql
    .deleteFrom("left_timeouts")
    .where("guild_id", "=", guildId)
    .where("user_id", "=", userId)
    .returning("until")
    .executeTakeFirst();
  await sql
    .insertInto("guild_members")
    .values({
      guild_id: guildId,
      user_id: userId,
      joined_at: Date.now(),
      timed_out_until: kept && kept.until > Date.now() ? kept.until : null,
      nick: member.nick ?? null,
      mute: member.mute ? 1 : 0,
      deaf: member.deaf ? 1 : 0,
      flags: member.flags ?? 0,
      pending: guild.rules?.includes('"field_type":"TERMS"') && isAsked && !bypasses ? 1 : 0,
      temporary: member.temporary ? 1 : 0,
      invite_code: member.inviteCode ?? null,
    })
    .execute();
  const roleIds = member.roleIds ?? [];
  if (roleIds.length > 0) {
    await sql
      .insertInto("member_roles")
      .values(roleIds.map((role_id) => ({ guild_id: guildId, user_id: userId, role_id })))
      .execute();
  }
  await sql
    .updateTable("guilds")
    .set((e) => ({ member_count: e("member_count", "+", 1) }))
    .where("id", "=", guildId)
    .execute();
  const snapshot = (await readGuildFor(sql, guildId, [userId])).get(userId);
  if (!snapshot) throw new ApiError("unknown_guild");
  announce(tx, deps.bus, `user:${userId}`, "GUILD_CREATE", snapshot);
  const told = await readMember(sql, guildId, userId);
  const d = { ...told, guild_id: guildId, member_count: guild.member_count + 1 };
  announce(tx, deps.bus, `guild:${guildId}`, "GUILD_MEMBER_ADD", d);
  const says = (guild.system_channel_flags & SUPPRESS_JOINS) === 0 && guild.owner_id !== userId;
  if (guild.system_channel_id !== null && says) {
    await insertSystemMessage(tx, deps, {
      channelId: guild.system_channel_id,
      guildId,
      authorId: userId,
      type: MessageType.UserJoin,
    });
  }
  return true;
}
