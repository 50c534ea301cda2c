import type { APISoundboardSound } from "discord-api-types/v10";
import type { Sql } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { accessGuild, type GuildActor } from "../guild-core/access-guild.ts";
import { seesMakers } from "../guild-core/expressions.ts";
import { type SoundRow, soundsOf, toSound } from "../guild-core/present-sound.ts";
import { loadUsers } from "../message-core/present.ts";

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
export async function presentSounds(
  sql: Sql,
  member: GuildActor,
  rows: readonly SoundRow[],
): Promise<APISoundboardSound[]> {
  if (rows.length === 0 || !seesMakers(member)) return rows.map(toSound);
  const users = await loadUsers(sql, new Set(rows.map(({ user_id }) => user_id)));
  return rows.map((row) => {
    const user = users.get(row.user_id);
    return user ? { ...toSound(row), user } : toSound(row);
  });
}
