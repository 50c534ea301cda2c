import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Sql } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { type AccessibleGuildChannel, accessGuildChannel } from "../channels/access.ts";
import { findVoiceState, isVoice } from "../guild-core/voice-states.ts";
import { accessSound } from "./access-sound.ts";
import { listDefaultSounds } from "./default-sounds.ts";

/**
 * Has everybody in a voice channel hear a sound. It takes Speak and Use Soundboard, Use External Sounds for one of another
 * server that one is in, and being there oneself, neither muted nor deafened.
 * @throws ApiError unknown_channel, invalid_channel_type, missing_permissions, target_not_in_voice, unknown_guild,
 *   unknown_sound
 */
export async function sendSound(
  { db, bus }: { db: Database; bus: Bus },
  actor: Actor,
  channelId: string,
  input: { sound_id: string; source_guild_id?: string | null | undefined },
): Promise<void> {
  await db.transaction(async (tx) => {
    const needs = P.ViewChannel | P.Connect | P.Speak | P.UseSoundboard;
    const channel = await accessGuildChannel(tx.sql, actor, channelId, needs);
    if (!isVoice(channel.type)) throw new ApiError("invalid_channel_type");
    await requireHeard(tx.sql, channel, actor.userId);
    const sound = await findSound(tx.sql, actor, channel, input);
    announce(tx, bus, `guild:${channel.guild_id}`, "VOICE_CHANNEL_EFFECT_SEND", {
      channel_id: channelId,
      guild_id: channel.guild_id,
      user_id: actor.userId,
      emoji: sound.emoji_name === null ? null : { id: null, name: sound.emoji_name },
      sound_id: sound.sound_id,
      sound_volume: sound.volume,
    });
  });
}

async function requireHeard(sql: Sql, channel: AccessibleGuildChannel, userId: string): Promise<void> {
  const here = await findVoiceState(sql, channel.guild_id, userId);
  if (here?.channel_id !== channel.id) throw new ApiError("target_not_in_voice");
  const { mute, deaf } = channel.member.row;
  const isQuiet = [mute, deaf, here.self_mute, here.self_deaf, here.suppress].includes(1);
  if (isQuiet) throw new ApiError("missing_permissions");
}

async function findSound(
  sql: Sql,
  actor: Actor,
  { guild_id, permissions }: AccessibleGuildChannel,
  { sound_id, source_guild_id }: { sound_id: string; source_guild_id?: string | null | undefined },
) {
  const ours = source_guild_id ? undefined : listDefaultSounds().find((one) => one.sound_id === sound_id);
  if (ours) return ours;
  const source = source_guild_id ?? guild_id;
  if (source !== guild_id && (permissions & P.UseExternalSounds) === 0n) {
    throw new ApiError("missing_permissions");
  }
  const { sound } = await accessSound(sql, actor, source, sound_id);
  return { sound_id: sound.id, volume: sound.volume, emoji_name: sound.emoji_name };
}
