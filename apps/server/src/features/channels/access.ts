import type { RecipientRole } from "@palabre/protocol";
import { ChannelType, PermissionFlagsBits as P } from "discord-api-types/v10";
import { compileOnce } from "../../db/compile-once.ts";
import type { Sql } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { findMember, type GuildActor, permissionsIn } from "../guild-core/access-guild.ts";

/** A channel that the actor may see, and what they may do in it. */
export interface AccessibleChannel {
  id: string;
  type: ChannelType;
  name: string | null;
  icon: string | null;
  owner_id: string | null;
  last_message_id: string | null;
  last_pin_at: number | null;
  /** The server it belongs to; null for chats of two and rooms. */
  guild_id: string | null;
  /** The category of a channel, the channel of a thread. */
  parent_id: string | null;
  /** Slow mode, in seconds. */
  rate_limit_per_user: number;
  flags: number;
  /** 1 for a thread that is put away, 0 for one that is not, null for what is no thread. */
  archived: 0 | 1 | null;
  extra: string | null;
  /** The actor's own role in a room; "member" everywhere else. */
  role: RecipientRole;
  permissions: bigint;
  /** The actor in the server, for a channel of one. */
  member: GuildActor | null;
}

/** A channel of a server. */
export interface AccessibleGuildChannel extends AccessibleChannel {
  guild_id: string;
  member: GuildActor;
}

const MEMBER =
  P.ViewChannel |
  P.SendMessages |
  P.ReadMessageHistory |
  P.AddReactions |
  P.AttachFiles |
  P.EmbedLinks |
  P.UseExternalEmojis |
  P.MentionEveryone |
  P.SendPolls |
  P.Connect |
  P.Speak |
  P.Stream;
/** Both people of a chat of two may pin, as on Discord. */
const IN_DM = MEMBER | P.PinMessages;
/** Admins of a room add and remove members, rename, pin, delete others' messages. */
const ROOM_ADMIN =
  MEMBER | P.PinMessages | P.ManageMessages | P.ManageChannels | P.KickMembers | P.CreateInstantInvite;
/** The owner names admins and hands the room over besides. */
const ROOM_OWNER = ROOM_ADMIN | P.ManageRoles;

function roomPermissions(role: RecipientRole): bigint {
  return role === "owner" ? ROOM_OWNER : role === "admin" ? ROOM_ADMIN : MEMBER;
}

const selectAccess = compileOnce<
  { channelId: string; userId: string },
  Omit<AccessibleChannel, "permissions" | "role" | "member"> & { role: RecipientRole | null }
>((sql, { channelId, userId }) =>
  sql
    .selectFrom("channels as c")
    .leftJoin("channel_recipients as r", (on) =>
      on.onRef("r.channel_id", "=", "c.id").on("r.user_id", "=", userId),
    )
    .select([
      "c.id",
      "c.type",
      "c.name",
      "c.icon",
      "c.owner_id",
      "c.last_message_id",
      "c.last_pin_at",
      "c.guild_id",
      "c.parent_id",
      "c.rate_limit_per_user",
      "c.flags",
      "c.archived",
      "c.extra",
      "r.role",
    ])
    .where("c.id", "=", channelId),
);

/**
 * The channel, if the actor sees it and holds every bit of `needs` (PermissionFlagsBits).
 * @throws ApiError unknown_channel when it is not there for them, missing_permissions when it is but `needs` is not held
 */
export async function accessChannel(
  sql: Sql,
  actor: Pick<Actor, "userId">,
  channelId: string,
  needs: bigint = P.ViewChannel,
): Promise<AccessibleChannel> {
  const { rows } = await selectAccess(sql, { channelId, userId: actor.userId });
  const [row] = rows;
  if (!row) throw new ApiError("unknown_channel");
  const channel =
    row.guild_id === null
      ? privateAccess(row)
      : await guildAccess(sql, actor, { ...row, guild_id: row.guild_id });
  if ((channel.permissions & P.ViewChannel) === 0n) throw new ApiError("unknown_channel");
  if ((channel.permissions & needs) !== needs) throw new ApiError("missing_permissions");
  return channel;
}

/** The channel, or null when it is not there for the actor. */
export async function findChannel(
  sql: Sql,
  actor: Pick<Actor, "userId">,
  channelId: string,
): Promise<AccessibleChannel | null> {
  return accessChannel(sql, actor, channelId).catch((error: unknown) => {
    if (error instanceof ApiError && error.error === "unknown_channel") return null;
    throw error;
  });
}

type AccessRow = Omit<AccessibleChannel, "permissions" | "role" | "member"> & { role: RecipientRole | null };

function privateAccess(row: AccessRow): AccessibleChannel {
  if (row.role === null) throw new ApiError("unknown_channel");
  const permissions = row.type === ChannelType.DM ? IN_DM : roomPermissions(row.role);
  return { ...row, role: row.role, permissions, member: null };
}

async function guildAccess(
  sql: Sql,
  actor: Pick<Actor, "userId">,
  row: AccessRow & { guild_id: string },
): Promise<AccessibleChannel> {
  const member = await findMember(sql, row.guild_id, actor.userId);
  if (!member) throw new ApiError("unknown_channel");
  const permissions = await permissionsIn(sql, member, row);
  return { ...row, role: "member", permissions, member };
}

/**
 * The same for what channels of servers alone have.
 * @throws ApiError unknown_channel, invalid_channel_type in a chat of two or a room, missing_permissions
 */
export async function accessGuildChannel(
  sql: Sql,
  actor: Pick<Actor, "userId">,
  channelId: string,
  needs: bigint = P.ViewChannel,
): Promise<AccessibleGuildChannel> {
  const channel = await accessChannel(sql, actor, channelId, needs);
  const { guild_id, member } = channel;
  if (guild_id === null || member === null) throw new ApiError("invalid_channel_type");
  return { ...channel, guild_id, member };
}

/**
 * The same for what rooms alone have.
 * @throws ApiError unknown_channel, cannot_act_on_dm in a chat of two, invalid_channel_type in a server, missing_permissions
 */
export async function accessRoom(
  sql: Sql,
  actor: Pick<Actor, "userId">,
  channelId: string,
  needs: bigint = P.ViewChannel,
): Promise<AccessibleChannel> {
  const channel = await accessChannel(sql, actor, channelId);
  if (channel.type === ChannelType.DM) throw new ApiError("cannot_act_on_dm");
  if (channel.type !== ChannelType.GroupDM) throw new ApiError("invalid_channel_type");
  if ((channel.permissions & needs) !== needs) throw new ApiError("missing_permissions");
  return channel;
}
