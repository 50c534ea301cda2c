import { RelationshipType, type UserProfile } from "@palabre/protocol";
import type { Sql } from "../../db/database.ts";
import { findMember } from "../guild-core/access-guild.ts";
import { readMember } from "../guild-core/members.ts";

/** Servers in common that a profile names. */
const MUTUAL = 50;

/**
 * What a profile says of servers: those that both are in, and who somebody is in one of them, if both are.
 * @param guildId the server in which the profile is looked at
 */
export async function readMutualGuilds(
  sql: Sql,
  viewerId: string,
  userId: string,
  guildId: string | undefined,
): Promise<Pick<UserProfile, "mutual_guilds" | "guild_member" | "guild_member_profile">> {
  const rows =
    viewerId === userId
      ? []
      : await sql
          .selectFrom("guild_members as mine")
          .innerJoin("guild_members as theirs", (join) =>
            join.onRef("theirs.guild_id", "=", "mine.guild_id").on("theirs.user_id", "=", userId),
          )
          .innerJoin("guilds as g", "g.id", "mine.guild_id")
          .select(["g.id", "g.name", "g.icon", "theirs.nick"])
          .where("mine.user_id", "=", viewerId)
          .where("g.disabled_at", "is", null)
          .orderBy("g.id")
          .limit(MUTUAL)
          .execute();
  const here =
    guildId !== undefined && (await areBoth(sql, guildId, [viewerId, userId])) ? guildId : undefined;
  return {
    mutual_guilds: rows,
    ...(here !== undefined && {
      guild_member: await readMember(sql, here, userId),
      guild_member_profile: { guild_id: here, pronouns: "", bio: await readBio(sql, here, viewerId, userId) },
    }),
  };
}

/** What somebody says of themselves in a server; nothing to those they blocked, as in the rest of the profile. */
async function readBio(sql: Sql, guildId: string, viewerId: string, userId: string): Promise<string> {
  const row = await sql
    .selectFrom("guild_members as m")
    .select("m.bio")
    .where("m.guild_id", "=", guildId)
    .where("m.user_id", "=", userId)
    .where((is) =>
      is.not(
        is.exists(
          is
            .selectFrom("relationships as r")
            .select("r.type")
            .whereRef("r.user_id", "=", "m.user_id")
            .where("r.other_id", "=", viewerId)
            .where("r.type", "=", RelationshipType.Blocked),
        ),
      ),
    )
    .executeTakeFirst();
  return row?.bio ?? "";
}

async function areBoth(sql: Sql, guildId: string, userIds: readonly string[]): Promise<boolean> {
  for (const id of userIds) if (!(await findMember(sql, guildId, id))) return false;
  return true;
}
