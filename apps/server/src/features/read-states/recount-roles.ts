import { compareSnowflakes, type ReadStateUpdate, snowflakeAt } from "@palabre/protocol";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Tx } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import { accessChannel } from "../channels/access.ts";
import { selectRecounted } from "./guild-mentions.ts";

/**
 * Tells a member's devices, with the transaction that gave or took roles, what calls them now: only of channels that
 * they see where one of these roles was called since they last read, so mostly of none.
 */
export async function recountRoles(
  tx: Tx,
  bus: Bus,
  { guildId, userId }: { guildId: string; userId: string },
  roleIds: readonly string[],
): Promise<void> {
  if (roleIds.length === 0) return;
  const rows = await selectRecounted(tx.sql, { guildId, userId, roleIds });
  const states: ReadStateUpdate["read_states"] = [];
  for (const row of rows) {
    // A thread has a state once they are in it.
    if (row.archived !== null && row.known === null) continue;
    const isSeen = await accessChannel(tx.sql, { userId }, row.id).catch((error: unknown) => {
      if (error instanceof ApiError) return null;
      throw error;
    });
    if (!isSeen) continue;
    const came = snowflakeAt(row.joined_at);
    const read = row.last_message_id;
    states.push({
      id: row.id,
      last_message_id: read !== null && compareSnowflakes(read, came) > 0 ? read : came,
      mention_count: (row.mention_count ?? 0) + Number(row.calls ?? 0),
      up_to: row.up_to,
    });
  }
  if (states.length === 0) return;
  const d: ReadStateUpdate = { guild_id: guildId, read_states: states };
  announce(tx, bus, `user:${userId}`, "READ_STATE_UPDATE", d);
}
