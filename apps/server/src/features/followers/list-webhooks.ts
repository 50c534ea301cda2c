import type { Sql } from "../../db/database.ts";

type Key = "target_id" | "target_guild_id" | "webhook_id";

/** What a channel or server follows, as the documented webhooks of type 2, whoever asks. */
export async function listFollowed(sql: Sql, key: Key, id: string) {
  const rows = await sql
    .selectFrom("channel_followers as f")
    .innerJoin("channels as c", "c.id", "f.source_id")
    .innerJoin("guilds as g", "g.id", "c.guild_id")
    .select([
      "f.webhook_id",
      "f.target_id",
      "f.target_guild_id",
      "c.id as source_id",
      "c.name as source_name",
    ])
    .select(["g.id as guild_id", "g.name as guild_name", "g.icon as guild_icon"])
    .where(`f.${key}`, "=", id)
    .orderBy("f.webhook_id")
    .execute();
  return rows.map((row) => ({
    id: row.webhook_id,
    type: 2,
    guild_id: row.target_guild_id,
    channel_id: row.target_id,
    name: `${row.guild_name} #${row.source_name ?? ""}`,
    avatar: null,
    application_id: null,
    source_guild: { id: row.guild_id, name: row.guild_name, icon: row.guild_icon },
    source_channel: { id: row.source_id, name: row.source_name ?? "" },
  }));
}
