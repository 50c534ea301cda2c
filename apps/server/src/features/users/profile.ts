import { type APIUser, RelationshipType, type UserProfile } from "@palabre/protocol";
import { ChannelType } from "discord-api-types/v10";
import type { Sql } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import { JOINED_USER_COLUMNS, toUser, USER_COLUMNS } from "./present.ts";

/** Friends and rooms in common that a profile names. */
const MUTUAL = 50;

/** Anybody, as everybody may see them. @throws ApiError unknown_user */
export async function readUser(sql: Sql, userId: string): Promise<APIUser> {
  const row = await sql.selectFrom("users").select(USER_COLUMNS).where("id", "=", userId).executeTakeFirst();
  if (!row) throw new ApiError("unknown_user");
  return toUser(row);
}

/**
 * Somebody's profile card. To those they blocked they show what everybody sees of a name in a conversation, and nothing
 * says why.
 * @throws ApiError unknown_user
 */
export async function readProfile(
  sql: Sql,
  viewerId: string,
  userId: string,
): Promise<Omit<UserProfile, "mutual_guilds" | "guild_member" | "guild_member_profile">> {
  const row = await sql
    .selectFrom("users")
    .select([...USER_COLUMNS, "bio", "pronouns"])
    .where("id", "=", userId)
    .executeTakeFirst();
  if (!row) throw new ApiError("unknown_user");
  const user = toUser(row);
  const ties = await sql
    .selectFrom("relationships")
    .select(["user_id", "type"])
    .where((eb) =>
      eb.or([
        eb.and([eb("user_id", "=", viewerId), eb("other_id", "=", userId)]),
        eb.and([eb("user_id", "=", userId), eb("other_id", "=", viewerId)]),
      ]),
    )
    .execute();
  const mine = ties.find((tie) => tie.user_id === viewerId);
  const blocksMe = ties.some((tie) => tie.user_id === userId && tie.type === RelationshipType.Blocked);
  const relationship = mine ? { relationship: { type: mine.type } } : {};
  if (blocksMe && viewerId !== userId) {
    return {
      user,
      user_profile: { bio: "", pronouns: "" },
      mutual_friends: [],
      // Both see the rooms they share anyway: none here would say why the rest is empty.
      mutual_channels: await readMutualRooms(sql, viewerId, userId),
      ...relationship,
    };
  }
  return {
    user,
    user_profile: { bio: row.bio, pronouns: row.pronouns },
    mutual_friends: viewerId === userId ? [] : await readMutualFriends(sql, viewerId, userId),
    mutual_channels: viewerId === userId ? [] : await readMutualRooms(sql, viewerId, userId),
    ...relationship,
  };
}

async function readMutualFriends(sql: Sql, viewerId: string, userId: string): Promise<APIUser[]> {
  const rows = await sql
    .selectFrom("relationships as mine")
    .innerJoin("relationships as theirs", (join) =>
      join
        .onRef("theirs.other_id", "=", "mine.other_id")
        .on("theirs.user_id", "=", userId)
        .on("theirs.type", "=", RelationshipType.Friend),
    )
    .innerJoin("users as u", "u.id", "mine.other_id")
    .select(JOINED_USER_COLUMNS)
    .where("mine.user_id", "=", viewerId)
    .where("mine.type", "=", RelationshipType.Friend)
    .orderBy("u.username")
    .limit(MUTUAL)
    .execute();
  return rows.map(toUser);
}

async function readMutualRooms(
  sql: Sql,
  viewerId: string,
  userId: string,
): Promise<{ id: string; name: string | null }[]> {
  return sql
    .selectFrom("channel_recipients as mine")
    .innerJoin("channel_recipients as theirs", (join) =>
      join.onRef("theirs.channel_id", "=", "mine.channel_id").on("theirs.user_id", "=", userId),
    )
    .innerJoin("channels as c", "c.id", "mine.channel_id")
    .select(["c.id", "c.name"])
    .where("mine.user_id", "=", viewerId)
    .where("c.type", "=", ChannelType.GroupDM)
    .orderBy("c.id")
    .limit(MUTUAL)
    .execute();
}
