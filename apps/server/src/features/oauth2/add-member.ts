import { LIMITS } from "@palabre/protocol";
import { type APIGuildMember, GuildMemberFlags, PermissionFlagsBits as P } from "discord-api-types/v10";
import { z } from "zod";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Sql } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { name, snowflake } from "../../http/fields.ts";
import { accessGuild, findMember } from "../guild-core/access-guild.ts";
import { readMember } from "../guild-core/members.ts";
import { requireSpaceForGuild } from "../guilds/create-guild.ts";
import { addMember } from "../guilds/join-guild.ts";
import { invitesPaused } from "../invites/accept-invite.ts";
import { requireRoles } from "../members/change-roles.ts";
import { authenticateBearer } from "./bearer.ts";

export const addMemberBody = z.object({
  access_token: z.string().min(1).max(200),
  nick: name(0, LIMITS.nick).nullish(),
  roles: z.array(snowflake).max(LIMITS.roles).nullish(),
  mute: z.boolean().nullish(),
  deaf: z.boolean().nullish(),
  flags: z.int().min(0).max(0x7fffffff).nullish(),
});

/**
 * Has a bot bring somebody into a server who agreed to that (scope guilds.join). What would keep them out by an
 * invitation keeps them out here: bans, room, invitations that are switched off. Rules are theirs to accept.
 * @returns the member, or null for one who was there already and stays as they are
 * @throws ApiError unknown_guild, invalid_account_type, missing_permissions, invalid_access_token, missing_scope, banned,
 *   invites_paused, max_guilds, max_members, unknown_role, invalid_role
 */
export async function addMemberByToken(
  deps: { db: Database; bus: Bus; newId: () => string },
  actor: Actor,
  { guildId, userId }: { guildId: string; userId: string },
  input: z.output<typeof addMemberBody>,
): Promise<APIGuildMember | null> {
  if (!actor.bot) throw new ApiError("invalid_account_type");
  return deps.db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`, `guilds-of:${userId}`);
    const bot = await accessGuild(tx.sql, actor, guildId, P.CreateInstantInvite);
    await requireAgreed(tx.sql, actor, userId, input.access_token);
    const needs = (asked: unknown, bits: bigint) => {
      if (asked && (bot.permissions & bits) === 0n) throw new ApiError("missing_permissions");
    };
    needs(input.nick, P.ManageNicknames);
    needs(input.roles?.length, P.ManageRoles);
    needs(input.mute, P.MuteMembers);
    needs(input.deaf, P.DeafenMembers);
    const flags = (input.flags ?? 0) & GuildMemberFlags.BypassesVerification;
    needs(flags, P.ManageGuild | P.ManageRoles);
    const roleIds = [...new Set(input.roles ?? [])].filter((id) => id !== guildId);
    if (roleIds.length > 0) await requireRoles(tx, bot, roleIds, roleIds);
    if (await findMember(tx.sql, guildId, userId)) return null;
    const guild = await tx.sql
      .selectFrom("guilds")
      .select(["features", "incidents"])
      .where("id", "=", guildId)
      .executeTakeFirst();
    if (!guild) throw new ApiError("unknown_guild");
    const ban = await tx.sql
      .selectFrom("bans")
      .select("user_id")
      .where("guild_id", "=", guildId)
      .where("user_id", "=", userId)
      .executeTakeFirst();
    if (ban) throw new ApiError("banned");
    if (invitesPaused(guild)) throw new ApiError("invites_paused");
    await requireSpaceForGuild(tx, userId);
    await addMember(tx, deps, {
      guildId,
      userId,
      roleIds,
      nick: input.nick || null,
      mute: input.mute === true,
      deaf: input.deaf === true,
      flags,
    });
    return readMember(tx.sql, guildId, userId);
  });
}

/** @throws ApiError invalid_access_token unless it is that person's, given to this application; missing_scope */
async function requireAgreed(sql: Sql, actor: Actor, userId: string, token: string): Promise<void> {
  const bearer = await authenticateBearer(sql, token);
  if (bearer?.userId !== userId || bearer.bearer?.applicationId !== actor.userId) {
    throw new ApiError("invalid_access_token");
  }
  if (!bearer.bearer.scopes.includes("guilds.join")) throw new ApiError("missing_scope");
}
