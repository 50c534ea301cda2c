import { DEFAULT_SETTINGS, RelationshipType, type UserSettings } from "@palabre/protocol";
import { ChannelType, PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Sql } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import { findPair } from "../friends/relations.ts";
import { isThread } from "../guild-core/access-guild.ts";
import { extraOf } from "../guild-core/present-guild.ts";
import type { AccessibleChannel } from "./access.ts";

/**
 * Whether `userId` may write to `otherId` in a chat of two: not when one of them blocked the other or the other's
 * account is gone; else by the other's choice of who may write to them. Whoever opened the chat can be answered.
 */
export async function mayWriteTo(
  sql: Sql,
  userId: string,
  otherId: string,
  openedBy?: string | null,
): Promise<boolean> {
  const { mine, theirs } = await findPair(sql, userId, otherId);
  if (mine?.type === RelationshipType.Blocked || theirs?.type === RelationshipType.Blocked) return false;
  const other = await sql
    .selectFrom("users as u")
    .leftJoin("user_settings as s", "s.user_id", "u.id")
    .select("s.data")
    .where("u.id", "=", otherId)
    .where("u.deleted_at", "is", null)
    .executeTakeFirst();
  if (!other) return false;
  if (mine?.type === RelationshipType.Friend || openedBy === otherId) return true;
  const choice = allowDms(other.data);
  if (choice !== "mates") return choice === "everyone";
  return (await shareRoom(sql, userId, otherId)) || (await shareGuild(sql, userId, otherId));
}

function allowDms(data: string | null): UserSettings["allow_dms"] {
  const settings = data === null ? undefined : (JSON.parse(data) as Partial<UserSettings>);
  return settings?.allow_dms ?? DEFAULT_SETTINGS.allow_dms;
}

async function shareRoom(sql: Sql, a: string, b: string): Promise<boolean> {
  const shared = await sql
    .selectFrom("channel_recipients as mine")
    .innerJoin("channels as c", "c.id", "mine.channel_id")
    .innerJoin("channel_recipients as theirs", "theirs.channel_id", "mine.channel_id")
    .select("c.id")
    .where("mine.user_id", "=", a)
    .where("theirs.user_id", "=", b)
    .where("c.type", "=", ChannelType.GroupDM)
    .limit(1)
    .executeTakeFirst();
  return shared !== undefined;
}

/** Whether both are in a server that is open, and has not closed its members' messages to each other for now. */
async function shareGuild(sql: Sql, a: string, b: string): Promise<boolean> {
  const shared = await sql
    .selectFrom("guild_members as mine")
    .innerJoin("guild_members as theirs", "theirs.guild_id", "mine.guild_id")
    .innerJoin("guilds as g", "g.id", "mine.guild_id")
    .select("g.incidents")
    .where("mine.user_id", "=", a)
    .where("theirs.user_id", "=", b)
    .where("g.disabled_at", "is", null)
    .execute();
  return shared.some(({ incidents }) => {
    if (incidents === null) return true;
    const { dms_disabled_until: until } = JSON.parse(incidents) as { dms_disabled_until?: string | null };
    return typeof until !== "string" || Date.parse(until) <= Date.now();
  });
}

/** The other person of a chat of two; null everywhere else. */
export async function findOtherPerson(
  sql: Sql,
  channel: Pick<AccessibleChannel, "id" | "type">,
  userId: string,
): Promise<string | null> {
  if (channel.type !== ChannelType.DM) return null;
  const row = await sql
    .selectFrom("channel_recipients")
    .select("user_id")
    .where("channel_id", "=", channel.id)
    .where("user_id", "!=", userId)
    .executeTakeFirst();
  return row?.user_id ?? null;
}

/** Channels of a server that hold no messages themselves. */
const WITHOUT_MESSAGES: readonly ChannelType[] = [
  ChannelType.GuildCategory,
  ChannelType.GuildForum,
  ChannelType.GuildMedia,
  ChannelType.GuildDirectory,
];

/**
 * Refuses who may not write here although they see the channel and hold Send Messages: in a chat of two by the other's
 * choice, in a category or forum everybody, in a locked thread who does not manage threads.
 * @returns the other person of a chat of two; null everywhere else
 * @throws ApiError cannot_message_user, invalid_channel_type, thread_locked
 */
export async function requireMayWrite(
  sql: Sql,
  channel: Pick<AccessibleChannel, "id" | "type" | "owner_id" | "guild_id" | "extra" | "permissions">,
  userId: string,
): Promise<string | null> {
  if (channel.guild_id !== null) {
    if (WITHOUT_MESSAGES.includes(channel.type)) throw new ApiError("invalid_channel_type");
    if (isThread(channel.type) && extraOf(channel).locked && (channel.permissions & P.ManageThreads) === 0n) {
      throw new ApiError("thread_locked");
    }
    return null;
  }
  const other = await findOtherPerson(sql, channel, userId);
  if (other !== null && !(await mayWriteTo(sql, userId, other, channel.owner_id))) {
    throw new ApiError("cannot_message_user");
  }
  return other;
}

/** Refuses to change what stands in a thread that is put away; a new message brings it back first. @throws ApiError thread_archived */
export function requireAwake(channel: Pick<AccessibleChannel, "archived">): void {
  if (channel.archived === 1) throw new ApiError("thread_archived");
}
