import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Tx } from "../../db/database.ts";

/**
 * Takes somebody's application to a server away, with the transaction, unless it was what let them in: they withdrew it,
 * came in without, or may not come any more.
 * @returns whether there was one
 */
export async function endJoinRequest(tx: Tx, bus: Bus, guildId: string, userId: string): Promise<boolean> {
  const gone = await tx.sql
    .deleteFrom("join_requests")
    .where("guild_id", "=", guildId)
    .where("user_id", "=", userId)
    .where("status", "!=", "APPROVED")
    .returning("id")
    .executeTakeFirst();
  if (!gone) return false;
  const d = { id: gone.id, guild_id: guildId, user_id: userId };
  announce(tx, bus, `guild:${guildId}`, "GUILD_JOIN_REQUEST_DELETE", d, P.KickMembers);
  announce(tx, bus, `user:${userId}`, "GUILD_JOIN_REQUEST_DELETE", d);
  return true;
}
