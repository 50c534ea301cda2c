import type { APIGuild } from "discord-api-types/v10";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Sql, Tx } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import { listEmojis } from "./emojis.ts";
import { toGuild } from "./present-guild.ts";
import { stickersOf, toSticker } from "./present-sticker.ts";

/** A server with its roles, as GET /guilds/ID and GUILD_UPDATE tell it. @throws ApiError unknown_guild */
export async function readGuild(sql: Sql, guildId: string): Promise<APIGuild> {
  const row = await sql.selectFrom("guilds").selectAll().where("id", "=", guildId).executeTakeFirst();
  if (!row) throw new ApiError("unknown_guild");
  const roles = await sql
    .selectFrom("roles")
    .selectAll()
    .where("guild_id", "=", guildId)
    .orderBy("position")
    .orderBy("id", "desc")
    .execute();
  const stickers = await stickersOf(sql).where("guild_id", "=", guildId).execute();
  return { ...toGuild(row, roles, await listEmojis(sql, guildId)), stickers: stickers.map(toSticker) };
}

/** Tells everybody in a server, with the transaction, how it is now. */
export async function announceGuild(tx: Tx, bus: Bus, guildId: string): Promise<APIGuild> {
  const guild = await readGuild(tx.sql, guildId);
  announce(tx, bus, `guild:${guildId}`, "GUILD_UPDATE", guild);
  return guild;
}
