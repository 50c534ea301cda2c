import type { APISoundboardSound } from "discord-api-types/v10";
import type { Sql } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { accessGuild, type GuildActor } from "../guild-core/access-guild.ts";
import { withMakers } from "../guild-core/expressions.ts";
import { type SoundRow, soundsOf, toSound } from "../guild-core/present-sound.ts";

/** @throws ApiError unknown_guild, unknown_sound */
export async function accessSound(
  sql: Sql,
  actor: Actor,
  guildId: string,
  soundId: string,
): Promise<{ member: GuildActor; sound: SoundRow }> {
  const member = await accessGuild(sql, actor, guildId);
  const sound = await soundsOf(sql)
    .where("id", "=", soundId)
    .where("guild_id", "=", guildId)
    .executeTakeFirst();
  if (!sound) throw new ApiError("unknown_sound");
  return { member, sound };
}

/** As one member is shown them: with who brought each, if they may know. */
export const presentSounds = (
  sql: Sql,
  member: GuildActor,
  rows: readonly SoundRow[],
): Promise<APISoundboardSound[]> => withMakers(sql, member, rows, toSound);
