import type { APIGuildMember } from "discord-api-types/v10";
import type { Sql } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import { JOINED_USER_COLUMNS, toUser } from "../users/present.ts";
import { toMember } from "./present-guild.ts";

const MEMBER_COLUMNS = [
  "m.guild_id",
  "m.user_id",
  "m.nick",
  "m.avatar as member_avatar",
  "m.joined_at",
  "m.pending",
  "m.flags",
  "m.timed_out_until",
  "m.temporary",
  "m.invite_code",
  "m.mute",
  "m.deaf",
] as const;

/** Members with their users, joined and in the columns that {@link presentMembers} needs; add conditions and an order. */
export const memberQuery = (sql: Sql, guildId: string) =>
  sql
    .selectFrom("guild_members as m")
    .innerJoin("users as u", "u.id", "m.user_id")
    .select(MEMBER_COLUMNS)
    .select(JOINED_USER_COLUMNS)
    .where("m.guild_id", "=", guildId);

type JoinedRow = Awaited<ReturnType<ReturnType<typeof memberQuery>["execute"]>>[number];

/** Rows of {@link memberQuery} in wire form, in their order. One query for the roles of all. */
export async function presentMembers(
  sql: Sql,
  guildId: string,
  rows: readonly JoinedRow[],
): Promise<APIGuildMember[]> {
  if (rows.length === 0) return [];
  const owned = await sql
    .selectFrom("member_roles")
    .select(["user_id", "role_id"])
    .where("guild_id", "=", guildId)
    .where(
      "user_id",
      "in",
      rows.map((row) => row.user_id),
    )
    .execute();
  const rolesOf = Map.groupBy(owned, (one) => one.user_id);
  return rows.map((row) => {
    const roleIds = (rolesOf.get(row.user_id) ?? []).map(({ role_id }) => role_id);
    return toMember({ ...row, avatar: row.member_avatar }, roleIds, toUser(row));
  });
}

/** One member in wire form. @throws ApiError unknown_member */
export async function readMember(sql: Sql, guildId: string, userId: string): Promise<APIGuildMember> {
  const rows = await memberQuery(sql, guildId).where("m.user_id", "=", userId).execute();
  const [member] = await presentMembers(sql, guildId, rows);
  if (!member) throw new ApiError("unknown_member");
  return member;
}
