import {
  explainBasePermissions,
  explainPermissions,
  LIMITS,
  type PermissionExplanation,
  type PermissionGuild,
  type PermissionMember,
  type PermissionStep,
} from "@palabre/protocol";
import { ChannelType, PermissionFlagsBits as P } from "discord-api-types/v10";
import { z } from "zod";
import type { Sql } from "../../db/database.ts";
import { ApiError, fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { snowflake } from "../../http/fields.ts";
import { type AccessibleGuildChannel, accessGuildChannel } from "../channels/access.ts";
import { accessGuild, findMember, isThread, readOverwrites } from "../guild-core/access-guild.ts";
import { readRoles } from "./role-list.ts";

export const explainQuery = z.object({
  user_id: snowflake.optional(),
  /** Divided by commas; empty for @everyone alone. */
  role_ids: z
    .string()
    .transform((list): (string | number)[] => (list === "" ? [] : [...new Set(list.split(","))]))
    .pipe(z.array(snowflake).max(LIMITS.roles))
    .optional(),
  channel_id: snowflake.optional(),
});

/** Whose permissions are told. */
interface Subject {
  guild: PermissionGuild;
  member: PermissionMember;
  userId: string | null;
}

/**
 * How a member, or whoever has these roles, comes to what they may do in a server or a channel of it.
 * @throws ApiError unknown_guild, unknown_channel, missing_permissions, unknown_member, unknown_role
 */
export async function explain(
  sql: Sql,
  actor: Actor,
  guildId: string,
  { user_id, role_ids, channel_id }: z.output<typeof explainQuery>,
): Promise<PermissionExplanation> {
  if (user_id !== undefined && role_ids !== undefined) {
    throw fieldError("role_ids", "BASE_TYPE_INVALID", "Name a member or roles, not both.");
  }
  const asker = await accessGuild(sql, actor, guildId);
  const channel = channel_id === undefined ? null : await accessGuildChannel(sql, actor, channel_id);
  if (channel !== null && channel.guild_id !== guildId) throw new ApiError("unknown_channel");
  const userId = role_ids === undefined ? (user_id ?? actor.userId) : null;
  if (userId !== actor.userId && ((channel ?? asker).permissions & P.ManageRoles) === 0n) {
    throw new ApiError("missing_permissions");
  }
  const subject =
    userId === null ? await ofRoles(sql, guildId, role_ids ?? []) : await ofMember(sql, guildId, userId);
  const steps = await stepsOf(sql, subject, channel);
  return {
    guild_id: guildId,
    channel_id: channel?.id ?? null,
    user_id: userId,
    role_ids: [...subject.member.roleIds],
    steps: steps.map(toStep),
    permissions: String(steps.at(-1)?.after ?? 0n),
  };
}

async function ofMember(sql: Sql, guildId: string, userId: string): Promise<Subject> {
  const found = await findMember(sql, guildId, userId);
  if (!found) throw new ApiError("unknown_member");
  return { guild: found.permissionGuild, member: found.permissionMember, userId };
}

async function ofRoles(sql: Sql, guildId: string, roleIds: readonly string[]): Promise<Subject> {
  const roles = new Map(
    (await readRoles(sql, guildId)).map(({ id, permissions }) => [
      id,
      { id, permissions: BigInt(permissions) },
    ]),
  );
  if (roleIds.some((id) => !roles.has(id))) throw new ApiError("unknown_role");
  const own = roleIds.filter((id) => id !== guildId);
  // Nobody, so that neither ownership nor a member's overwrite counts.
  return {
    guild: { id: guildId, ownerId: "", roles },
    member: { userId: "nobody", roleIds: own },
    userId: null,
  };
}

async function stepsOf(
  sql: Sql,
  { guild, member, userId }: Subject,
  channel: AccessibleGuildChannel | null,
): Promise<PermissionStep[]> {
  if (channel === null) return explainBasePermissions(guild, member);
  if (!isThread(channel.type)) {
    return explainPermissions(guild, member, await readOverwrites(sql, channel.id), { type: channel.type });
  }
  const overwrites = await readOverwrites(sql, channel.parent_id ?? channel.id);
  const joined =
    userId === null
      ? undefined
      : await sql
          .selectFrom("thread_members")
          .select("user_id")
          .where("thread_id", "=", channel.id)
          .where("user_id", "=", userId)
          .executeTakeFirst();
  const isPrivate = channel.type === ChannelType.PrivateThread;
  return explainPermissions(guild, member, overwrites, {
    thread: { isPrivate, isMember: joined !== undefined },
  });
}

const toStep = ({ kind, id, needs, allowed, denied, after }: PermissionStep) => ({
  kind,
  ...(id !== undefined && { id }),
  ...(needs !== undefined && { needs }),
  allowed: String(allowed),
  denied: String(denied),
  after: String(after),
});
