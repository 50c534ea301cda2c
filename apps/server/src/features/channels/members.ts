import type { RecipientRole } from "@palabre/protocol";
import type { Sql } from "../../db/database.ts";

interface Member {
  user_id: string;
  role: RecipientRole;
  joined_at: number;
  role_since: number;
}

/** Everyone in a channel, the longest-standing first. */
export async function readMembers(sql: Sql, channelId: string): Promise<Member[]> {
  return sql
    .selectFrom("channel_recipients")
    .select(["user_id", "role", "joined_at", "role_since"])
    .where("channel_id", "=", channelId)
    .orderBy("joined_at")
    .orderBy("user_id")
    .execute();
}

/** Everybody in a channel, in a fixed order. A room holds LIMITS.roomSize. */
export async function listRecipientIds(sql: Sql, channelId: string): Promise<string[]> {
  const rows = await sql
    .selectFrom("channel_recipients")
    .select("user_id")
    .where("channel_id", "=", channelId)
    .orderBy("user_id")
    .execute();
  return rows.map((row) => row.user_id);
}

/** Who follows an owner that leaves: the longest-standing admin, else the longest-standing member. */
export function successorOf(members: readonly Member[]): Member | undefined {
  const admins = members.filter(({ role }) => role === "admin");
  const [first] = admins.length > 0 ? admins.toSorted((a, b) => a.role_since - b.role_since) : members;
  return first;
}

export const rolesOf = (members: readonly Member[]): Record<string, RecipientRole> =>
  Object.fromEntries(members.map(({ user_id, role }) => [user_id, role]));
