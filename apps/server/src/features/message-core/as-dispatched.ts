import type { APIMessage } from "@palabre/protocol";
import { compileOnce } from "../../db/compile-once.ts";
import type { Sql } from "../../db/database.ts";
import type { GuildActor } from "../guild-core/access-guild.ts";
import { type MemberRow, toMemberWithoutUser } from "../guild-core/present-guild.ts";

const selectMember = compileOnce<{ guildId: string; userId: string }, MemberRow>((sql, { guildId, userId }) =>
  sql.selectFrom("guild_members").selectAll().where("guild_id", "=", guildId).where("user_id", "=", userId),
);
const selectRoleIds = compileOnce<{ guildId: string; userId: string }, { role_id: string }>(
  (sql, { guildId, userId }) =>
    sql
      .selectFrom("member_roles")
      .select("role_id")
      .where("guild_id", "=", guildId)
      .where("user_id", "=", userId),
);

type MemberWithoutUser = ReturnType<typeof toMemberWithoutUser>;

/** The member whose author a message has, from what is known already. */
const asMember = ({ row, roleIds }: GuildActor): MemberWithoutUser => toMemberWithoutUser(row, roleIds);

/** What every dispatch of a channel carries when it is of a server. */
export const guildOf = ({ guild_id }: { guild_id: string | null }): { guild_id?: string } =>
  guild_id === null ? {} : { guild_id };

/**
 * A message as MESSAGE_CREATE and MESSAGE_UPDATE tell it: in a server with `guild_id`, and with `member` of its author
 * if they are one.
 */
export async function asDispatched(
  sql: Sql,
  guildId: string | null,
  message: APIMessage,
  author?: GuildActor | null,
): Promise<APIMessage & { guild_id?: string; member?: MemberWithoutUser }> {
  if (guildId === null) return message;
  if (author && author.userId === message.author.id) {
    return { ...message, guild_id: guildId, member: asMember(author) };
  }
  const of = { guildId, userId: message.author.id };
  const [row] = (await selectMember(sql, of)).rows;
  if (!row) return { ...message, guild_id: guildId };
  const roleIds = (await selectRoleIds(sql, of)).rows.map(({ role_id }) => role_id);
  return { ...message, guild_id: guildId, member: toMemberWithoutUser(row, roleIds) };
}
