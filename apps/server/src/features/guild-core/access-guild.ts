import {
  compareRoles,
  computeBasePermissions,
  computeChannelPermissions,
  computeThreadPermissions,
  highestRole,
  type PermissionGuild,
  type PermissionMember,
  type PermissionOverwrite,
  type RankedRole,
} from "@palabre/protocol";
import { ChannelType, type OverwriteType } from "discord-api-types/v10";
import type { Selectable } from "kysely";
import { compileOnce } from "../../db/compile-once.ts";
import type { Sql } from "../../db/database.ts";
import type { Schema } from "../../db/schema.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";

type MemberRow = Selectable<Schema["guild_members"]>;

/** A member of a server, with all that decides what they may do. */
export interface GuildActor {
  guildId: string;
  userId: string;
  ownerId: string;
  isOwner: boolean;
  /** Without @everyone's. */
  roleIds: string[];
  /** The highest role, @everyone's without another; what is not strictly below is out of reach. */
  top: RankedRole;
  /** In the server as a whole. */
  permissions: bigint;
  pending: boolean;
  timedOutUntil: number | null;
  joinedAt: number;
  nick: string | null;
  /** Of the server: what is asked of its members before they write. */
  verificationLevel: number;
  /** For the wire form: see `toMemberWithoutUser`. */
  row: MemberRow;
  /** For the channels of the server. */
  permissionGuild: PermissionGuild;
  permissionMember: PermissionMember;
}

const selectMembership = compileOnce<
  { guildId: string; userId: string },
  MemberRow & { owner_id: string; verification_level: number }
>((sql, { guildId, userId }) =>
  sql
    .selectFrom("guild_members as m")
    .innerJoin("guilds as g", "g.id", "m.guild_id")
    .selectAll("m")
    .select(["g.owner_id", "g.verification_level"])
    .where("m.guild_id", "=", guildId)
    .where("m.user_id", "=", userId)
    .where("g.disabled_at", "is", null),
);

/** Only the roles that the member has, and @everyone: a server may have many. */
const selectOwnRoles = compileOnce<
  { guildId: string; userId: string },
  { id: string; permissions: string; position: number }
>((sql, { guildId, userId }) =>
  sql
    .selectFrom("roles as r")
    .select(["r.id", "r.permissions", "r.position"])
    .where("r.guild_id", "=", guildId)
    .where((is) =>
      is.or([
        is("r.id", "=", guildId),
        is(
          "r.id",
          "in",
          sql
            .selectFrom("member_roles as x")
            .select("x.role_id")
            .where("x.guild_id", "=", guildId)
            .where("x.user_id", "=", userId),
        ),
      ]),
    ),
);

/** The member, or undefined for whoever is none. A server that is closed is there for nobody. */
export async function findMember(sql: Sql, guildId: string, userId: string): Promise<GuildActor | undefined> {
  const [membership, roles] = await Promise.all([
    selectMembership(sql, { guildId, userId }),
    selectOwnRoles(sql, { guildId, userId }),
  ]);
  const [row] = membership.rows;
  if (!row) return undefined;
  const permissionGuild: PermissionGuild = {
    id: guildId,
    ownerId: row.owner_id,
    roles: new Map(
      roles.rows.map((role) => [role.id, { id: role.id, permissions: BigInt(role.permissions) }]),
    ),
  };
  const roleIds = roles.rows.filter(({ id }) => id !== guildId).map(({ id }) => id);
  const permissionMember: PermissionMember = {
    userId,
    roleIds,
    timedOut: row.timed_out_until !== null && row.timed_out_until > Date.now(),
    pending: row.pending === 1,
  };
  return {
    guildId,
    userId,
    ownerId: row.owner_id,
    isOwner: row.owner_id === userId,
    roleIds,
    top: highestRole(roles.rows.filter(({ id }) => id !== guildId)) ?? { id: guildId, position: 0 },
    permissions: computeBasePermissions(permissionGuild, permissionMember),
    pending: row.pending === 1,
    timedOutUntil: row.timed_out_until,
    joinedAt: row.joined_at,
    nick: row.nick,
    verificationLevel: row.verification_level,
    row,
    permissionGuild,
    permissionMember,
  };
}

/**
 * The actor as a member of a server, if they hold every bit of `needs` in it.
 * @throws ApiError unknown_guild when they are no member, missing_permissions when `needs` is not held
 */
export async function accessGuild(
  sql: Sql,
  actor: Pick<Actor, "userId">,
  guildId: string,
  needs = 0n,
): Promise<GuildActor> {
  const member = await findMember(sql, guildId, actor.userId);
  if (!member) throw new ApiError("unknown_guild");
  if ((member.permissions & needs) !== needs) throw new ApiError("missing_permissions");
  return member;
}

/**
 * Another member whom `actor` may act on: strictly below them, and not the owner. Oneself is allowed when `orSelf` is.
 * @throws ApiError unknown_member, missing_permissions
 */
export async function accessMember(
  sql: Sql,
  actor: GuildActor,
  userId: string,
  { orSelf = false } = {},
): Promise<GuildActor> {
  const member = await findMember(sql, actor.guildId, userId);
  if (!member) throw new ApiError("unknown_member");
  if (userId === actor.userId) {
    if (orSelf) return member;
    throw new ApiError("missing_permissions");
  }
  requireAbove(actor, member);
  return member;
}

/** @throws ApiError missing_permissions unless the actor stands above that member */
export function requireAbove(actor: GuildActor, member: GuildActor): void {
  if (member.isOwner || (!actor.isOwner && compareRoles(actor.top, member.top) <= 0)) {
    throw new ApiError("missing_permissions");
  }
}

/** @throws ApiError missing_permissions unless the actor's highest role stands above that role */
export function requireAboveRole(actor: GuildActor, role: RankedRole): void {
  if (!actor.isOwner && compareRoles(actor.top, role) <= 0) throw new ApiError("missing_permissions");
}

/** @throws ApiError missing_permissions unless the actor holds all that they would grant */
export function requireHolds(actor: GuildActor, granted: bigint): void {
  if ((actor.permissions & granted) !== granted) throw new ApiError("missing_permissions");
}

/** What decides who sees a channel of a server. */
export interface GuildChannelKey {
  id: string;
  guild_id: string;
  type: number;
  /** Of a thread: the channel whose overwrites count. */
  parent_id: string | null;
}

const selectOverwrites = compileOnce<
  { channelId: string },
  { target_id: string; type: OverwriteType; allow: string; deny: string }
>((sql, { channelId }) =>
  sql
    .selectFrom("channel_overwrites")
    .select(["target_id", "type", "allow", "deny"])
    .where("channel_id", "=", channelId),
);

export async function readOverwrites(sql: Sql, channelId: string): Promise<PermissionOverwrite[]> {
  const { rows } = await selectOverwrites(sql, { channelId });
  return rows.map(({ target_id, type, allow, deny }) => ({
    id: target_id,
    type,
    allow: BigInt(allow),
    deny: BigInt(deny),
  }));
}

export const isThread = (type: number): boolean =>
  type === ChannelType.AnnouncementThread ||
  type === ChannelType.PublicThread ||
  type === ChannelType.PrivateThread;

/** What a member may do in a channel of their server; 0 when they do not see it. */
export async function permissionsIn(sql: Sql, member: GuildActor, channel: GuildChannelKey): Promise<bigint> {
  const { permissionGuild, permissionMember } = member;
  if (!isThread(channel.type)) {
    const overwrites = await readOverwrites(sql, channel.id);
    return computeChannelPermissions(permissionGuild, permissionMember, overwrites, channel.type);
  }
  const overwrites = await readOverwrites(sql, channel.parent_id ?? channel.id);
  const isPrivate = channel.type === ChannelType.PrivateThread;
  const joined = isPrivate
    ? await sql
        .selectFrom("thread_members")
        .select("user_id")
        .where("thread_id", "=", channel.id)
        .where("user_id", "=", member.userId)
        .executeTakeFirst()
    : undefined;
  return computeThreadPermissions(permissionGuild, permissionMember, overwrites, {
    isPrivate,
    isMember: joined !== undefined,
  });
}
