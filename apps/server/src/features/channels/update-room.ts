import type { PrivateChannel } from "@palabre/protocol";
import { MessageType, PermissionFlagsBits } from "discord-api-types/v10";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Sql } from "../../db/database.ts";
import { ApiError, fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { lockSight } from "../friends/sight.ts";
import { insertSystemMessage } from "../message-core/system-message.ts";
import { type AccessibleChannel, accessRoom } from "./access.ts";
import { announceRoom } from "./announce-room.ts";
import { readMembers } from "./members.ts";
import { readPrivateChannel } from "./present.ts";
import { makeOwner } from "./remove-recipient.ts";
import { giveRole } from "./set-role.ts";

/** What changes; what is absent stays. */
interface RoomChange {
  name?: string | null | undefined;
  /** Hash of the stored icon. */
  icon?: string | null | undefined;
  /** Who is to own the room; the owner before becomes an admin. */
  owner?: string | undefined;
}

/**
 * The room, when the actor may make this change: admins name it and give it an icon, the owner hands it over.
 * @throws ApiError unknown_channel, cannot_act_on_dm, missing_permissions
 */
export async function accessRoomToChange(
  sql: Sql,
  actor: Actor,
  channelId: string,
  change: { owner?: unknown },
): Promise<AccessibleChannel> {
  const needs =
    change.owner === undefined ? PermissionFlagsBits.ManageChannels : PermissionFlagsBits.ManageRoles;
  return accessRoom(sql, actor, channelId, needs);
}

/** Renames a room, changes its icon, hands it over; each said by a message of the system where it has one. */
export async function updateRoom(
  deps: { db: Database; bus: Bus; newId: () => string },
  actor: Actor,
  channelId: string,
  change: RoomChange,
): Promise<PrivateChannel> {
  return deps.db.transaction(async (tx) => {
    await lockSight(tx);
    const before = await accessRoomToChange(tx.sql, actor, channelId, change);
    const name = change.name === undefined ? before.name : change.name;
    const icon = change.icon === undefined ? before.icon : change.icon;
    const renamed = name !== before.name;
    const redrawn = icon !== before.icon;
    const handed = change.owner !== undefined && change.owner !== before.owner_id;
    if (renamed || redrawn) {
      await tx.sql.updateTable("channels").set({ name, icon }).where("id", "=", channelId).execute();
    }
    if (handed && change.owner !== undefined) {
      const members = await readMembers(tx.sql, channelId);
      if (!members.some((member) => member.user_id === change.owner)) {
        throw fieldError("owner", "INVALID_OWNER", "This person is not in the room.");
      }
      await giveRole(tx, channelId, actor.userId, "admin");
      await makeOwner(tx, channelId, change.owner);
    }
    if (renamed || redrawn || handed) await announceRoom(tx, deps.bus, channelId);
    const said = { channelId, authorId: actor.userId };
    if (renamed) {
      await insertSystemMessage(tx, deps, {
        ...said,
        type: MessageType.ChannelNameChange,
        content: name ?? "",
      });
    }
    if (redrawn) await insertSystemMessage(tx, deps, { ...said, type: MessageType.ChannelIconChange });
    const after = await readPrivateChannel(tx.sql, actor.userId, channelId);
    if (!after) throw new ApiError("unknown_channel");
    return after;
  });
}
