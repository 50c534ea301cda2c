import type { RecipientRole } from "@palabre/protocol";
import { PermissionFlagsBits } from "discord-api-types/v10";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Tx } from "../../db/database.ts";
import { ApiError, fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { lockSight } from "../friends/sight.ts";
import { accessRoom } from "./access.ts";
import { announceRoom } from "./announce-room.ts";

/**
 * The owner makes a member an admin, or an admin a member.
 * @throws ApiError unknown_channel, cannot_act_on_dm, missing_permissions, unknown_user, invalid_form_body for oneself
 */
export async function setRole(
  { db, bus }: { db: Database; bus: Bus },
  actor: Actor,
  channelId: string,
  userId: string,
  role: Exclude<RecipientRole, "owner">,
): Promise<void> {
  await db.transaction(async (tx) => {
    // The lock of who comes and goes: a role must not be given to somebody who is leaving.
    await lockSight(tx);
    await accessRoom(tx.sql, actor, channelId, PermissionFlagsBits.ManageRoles);
    if (userId === actor.userId) {
      throw fieldError("role", "INVALID_ROLE", "Hand the room over to somebody else to give up ownership.");
    }
    if (!(await giveRole(tx, channelId, userId, role))) throw new ApiError("unknown_user");
    await announceRoom(tx, bus, channelId);
  });
}

/** Whether that person is in the channel. Somebody who has the role already keeps standing as long as they do. */
export async function giveRole(
  tx: Tx,
  channelId: string,
  userId: string,
  role: Exclude<RecipientRole, "owner">,
): Promise<boolean> {
  const { numUpdatedRows } = await tx.sql
    .updateTable("channel_recipients")
    .set((e) => ({
      role,
      role_since: e.case().when("role", "=", role).then(e.ref("role_since")).else(Date.now()).end(),
    }))
    .where("channel_id", "=", channelId)
    .where("user_id", "=", userId)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
