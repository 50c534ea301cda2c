import type { APIGuildMember } from "discord-api-types/v10";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Tx } from "../../db/database.ts";
import { readMember } from "../guild-core/members.ts";

/** Tells everybody in a server, with the transaction, how one of its members is now. */
export async function announceMember(
  tx: Tx,
  bus: Bus,
  guildId: string,
  userId: string,
): Promise<APIGuildMember> {
  const member = await readMember(tx.sql, guildId, userId);
  announce(tx, bus, `guild:${guildId}`, "GUILD_MEMBER_UPDATE", { ...member, guild_id: guildId });
  return member;
}
