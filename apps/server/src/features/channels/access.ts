import type { RecipientRole } from "@palabre/protocol";
import { ChannelType, PermissionFlagsBits as P } from "discord-api-types/v10";
import { compileOnce } from "../../db/compile-once.ts";
import type { Sql } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";

/** A channel that the actor may see, and what they may do in it. */
export interface AccessibleChannel {
  id: string;
  type: ChannelType.DM | ChannelType.GroupDM;
  name: string | null;
  icon: string | null;
  owner_id: string | null;
  last_message_id: string | null;
  last_pin_at: number | null;
  /** The actor's own role; "member" in a chat of two. */
  role: RecipientRole;
  permissions: bigint;
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
  Omit<AccessibleChannel, "permissions">
>((sql, { channelId, userId }) =>
  sql
    .selectFrom("channel_recipients as r")
    .innerJoin("channels as c", "c.id", "r.channel_id")
    .select([
      "c.id",
      "c.type",
      "c.name",
      "c.icon",
      "c.owner_id",
      "c.last_message_id",
      "c.last_pin_at",
      "r.role",
    ])
    .where("r.channel_id", "=", channelId)
    .where("r.user_id", "=", userId),
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
  const permissions = row.type === ChannelType.DM ? IN_DM : roomPermissions(row.role);
  if ((permissions & needs) !== needs) throw new ApiError("missing_permissions");
  return { ...row, permissions };
}

/**
 * The same for what rooms alone have.
 * @throws ApiError unknown_channel, cannot_act_on_dm in a chat of two, missing_permissions
 */
export async function accessRoom(
  sql: Sql,
  actor: Pick<Actor, "userId">,
  channelId: string,
  needs: bigint = P.ViewChannel,
): Promise<AccessibleChannel> {
  const channel = await accessChannel(sql, actor, channelId);
  if (channel.type === ChannelType.DM) throw new ApiError("cannot_act_on_dm");
  if ((channel.permissions & needs) !== needs) throw new ApiError("missing_permissions");
  return channel;
}
