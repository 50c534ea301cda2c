import type { DiscoverableGuild } from "@palabre/protocol";
import type { APIGuildPreview } from "discord-api-types/v10";
import { sql as raw } from "kysely";
import type { Sql } from "../../db/database.ts";
import { spellings } from "../../db/spellings.ts";
import { ApiError } from "../../errors.ts";
import { findMember } from "../guild-core/access-guild.ts";
import { type GuildRow, toGuild } from "../guild-core/present-guild.ts";

interface Search {
  query: string;
  limit: number;
  offset: number;
}

/** How many members of a server are not offline to others. */
export type OnlineIn = (guildId: string) => number;

/** Servers that show themselves and whose name or description holds `query`, those with most members first. */
export async function listDiscoverable(
  sql: Sql,
  onlineIn: OnlineIn,
  userId: string,
  { query, limit, offset }: Search,
): Promise<{ guilds: DiscoverableGuild[]; total: number }> {
  let found = sql
    .selectFrom("guilds as g")
    .where("g.discoverable", "=", 1)
    .where("g.disabled_at", "is", null);
  if (query !== "") {
    const holds = (column: string, text: string) =>
      raw<boolean>`lower(${raw.ref(column)}) like ${`%${text.replace(/[\\%_]/g, "\\$&")}%`} escape '\\'`;
    found = found.where((is) =>
      is.or(
        spellings(query.toLowerCase()).flatMap((text) => [
          holds("g.name", text),
          holds("g.description", text),
        ]),
      ),
    );
  }
  const rows = await found
    .leftJoin("guild_members as m", (on) => on.onRef("m.guild_id", "=", "g.id").on("m.user_id", "=", userId))
    .selectAll("g")
    .select("m.joined_at")
    .orderBy("g.member_count", "desc")
    .orderBy("g.id")
    .limit(limit)
    .offset(offset)
    .execute();
  const { total } = await found.select((e) => e.fn.countAll().as("total")).executeTakeFirstOrThrow();
  return {
    guilds: rows.map((row) => ({ ...toPreview(row, onlineIn), joined: row.joined_at !== null })),
    total: Number(total),
  };
}

/** What a member, and of a server that shows itself everybody, may know. @throws ApiError unknown_guild */
export async function readPreview(
  sql: Sql,
  onlineIn: OnlineIn,
  userId: string,
  guildId: string,
): Promise<APIGuildPreview> {
  const row = await sql.selectFrom("guilds").selectAll().where("id", "=", guildId).executeTakeFirst();
  if (
    !row ||
    row.disabled_at !== null ||
    (row.discoverable === 0 && !(await findMember(sql, guildId, userId)))
  ) {
    throw new ApiError("unknown_guild");
  }
  const { banner: _, ...preview } = toPreview(row, onlineIn);
  return preview;
}

function toPreview(row: GuildRow, onlineIn: OnlineIn): Omit<DiscoverableGuild, "joined"> {
  const { id, name, icon, banner, description, features } = toGuild(row, []);
  return {
    id,
    name,
    icon,
    banner: banner ?? null,
    description,
    home_header: null,
    splash: null,
    discovery_splash: null,
    features,
    entrance: row.entrance,
    approximate_member_count: row.member_count,
    approximate_presence_count: onlineIn(id),
    emojis: [],
    stickers: [],
  } as Omit<DiscoverableGuild, "joined">;
}
