import type { APISoundboardSound } from "discord-api-types/v10";
import type { Selectable } from "kysely";
import type { Sql } from "../../db/database.ts";
import type { Schema } from "../../db/schema.ts";

export type SoundRow = Selectable<Schema["soundboard_sounds"]>;

/** A sound of a server, the same for everybody in it. */
export const toSound = (row: SoundRow): APISoundboardSound => ({
  sound_id: row.id,
  name: row.name,
  volume: row.volume,
  emoji_id: null,
  emoji_name: row.emoji_name,
  guild_id: row.guild_id,
  available: true,
});

/** The oldest first; say of which servers. */
export const soundsOf = (sql: Sql) => sql.selectFrom("soundboard_sounds").selectAll().orderBy("id");

/** A server's sounds, as SOUNDBOARD_SOUNDS tells them. */
export async function readSounds(sql: Sql, guildId: string): Promise<APISoundboardSound[]> {
  return (await soundsOf(sql).where("guild_id", "=", guildId).execute()).map(toSound);
}
