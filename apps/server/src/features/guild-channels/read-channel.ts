import type { GuildChannel } from "@palabre/protocol";
import type { Sql } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import { toGuildChannel } from "../guild-core/present-guild.ts";

/** One channel in wire form, for whoever was found to see it. @throws ApiError unknown_channel */
export async function readChannel(sql: Sql, channelId: string): Promise<GuildChannel> {
  const row = await sql.selectFrom("channels").selectAll().where("id", "=", channelId).executeTakeFirst();
  if (!row) throw new ApiError("unknown_channel");
  const overwrites = await sql
    .selectFrom("channel_overwrites")
    .selectAll()
    .where("channel_id", "=", channelId)
    .execute();
  return toGuildChannel(row, overwrites);
}
