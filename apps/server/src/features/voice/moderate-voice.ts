import { ChannelType, PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Sql, Tx } from "../../db/database.ts";
import { ApiError, fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { accessGuildChannel } from "../channels/access.ts";
import { accessGuild, type GuildActor } from "../guild-core/access-guild.ts";
import {
  announceVoice,
  findVoiceState,
  isVoice,
  leaveVoice,
  presentVoiceStates,
  type VoiceRow,
  type VoiceState,
} from "../guild-core/voice-states.ts";
import { isFull, put, suppressed } from "./change-voice.ts";
import { unlessRefused } from "./unless-refused.ts";

/**
 * Where a member is in voice, if one sees the channel.
 * @throws ApiError unknown_guild, unknown_voice_state
 */
export async function readVoiceState(
  sql: Sql,
  actor: Actor,
  guildId: string,
  userId: string,
): Promise<VoiceState> {
  const { row } = await accessVoiceState(sql, actor, guildId, userId);
  const [state] = await presentVoiceStates(sql, guildId, [row]);
  if (!state) throw new ApiError("unknown_voice_state");
  return state;
}

async function accessVoiceState(sql: Sql, actor: Actor, guildId: string, userId: string) {
  await accessGuild(sql, actor, guildId);
  const row = await findVoiceState(sql, guildId, userId);
  if (!row) throw new ApiError("unknown_voice_state");
  const channel = await unlessRefused(accessGuildChannel(sql, actor, row.channel_id));
  if (!channel) throw new ApiError("unknown_voice_state");
  return { row, channel };
}

export interface VoiceChange {
  channel_id?: string | null | undefined;
  suppress?: boolean | undefined;
  /** Whether they ask to speak. */
  asks?: boolean | undefined;
}

/**
 * Lets somebody speak on a stage, or listen. Oneself one may always silence; to speak, or to have others speak, takes
 * Mute Members, to ask for it Request to Speak.
 * @throws ApiError unknown_guild, unknown_voice_state, missing_permissions, invalid_form_body naming `channel_id`
 */
export async function changeSpeaking(
  { db, bus }: { db: Database; bus: Bus },
  actor: Actor,
  guildId: string,
  userId: string,
  change: VoiceChange,
): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`, `voice:${userId}`);
    const { row, channel } = await accessVoiceState(tx.sql, actor, guildId, userId);
    if (change.channel_id && change.channel_id !== row.channel_id) {
      throw fieldError("channel_id", "CHANNEL_INVALID", "They are not in that channel.");
    }
    if (channel.type !== ChannelType.GuildStageVoice) {
      throw fieldError("channel_id", "CHANNEL_INVALID", "They are not on a stage.");
    }
    const holds = (bits: bigint) => (channel.permissions & bits) === bits;
    const isSelf = actor.userId === userId;
    const needs = (bits: bigint) => {
      if (!holds(bits)) throw new ApiError("missing_permissions");
    };
    const after = { ...row };
    if (change.suppress !== undefined) {
      if (!(isSelf && change.suppress)) needs(P.MuteMembers);
      after.suppress = change.suppress ? 1 : 0;
      if (!change.suppress) after.asked_to_speak_at = null;
    }
    if (change.asks !== undefined) {
      if (!isSelf) needs(P.MuteMembers);
      else if (change.asks) needs(P.RequestToSpeak);
      // By the server's clock, and once: who asks again does not pass those who came between.
      after.asked_to_speak_at = change.asks ? (row.asked_to_speak_at ?? Date.now()) : null;
    }
    await save(tx, bus, after);
  });
}

async function save(tx: Tx, bus: Bus, row: VoiceRow): Promise<void> {
  await tx.sql
    .updateTable("voice_states")
    .set({ suppress: row.suppress, asked_to_speak_at: row.asked_to_speak_at })
    .where("guild_id", "=", row.guild_id)
    .where("user_id", "=", row.user_id)
    .execute();
  await announceVoice(tx, bus, row);
}

/**
 * Moves a member who is in voice to another channel, or out of voice with null, with the transaction. It takes Move
 * Members where they are and where they go, and one must be able to enter that oneself.
 * @returns the channel they were in
 * @throws ApiError target_not_in_voice, missing_permissions, unknown_channel, invalid_form_body naming `channel_id`
 */
export async function moveInVoice(
  tx: Tx,
  bus: Bus,
  actor: GuildActor,
  userId: string,
  channelId: string | null,
): Promise<string> {
  const { guildId } = actor;
  await tx.lock(`voice:${userId}`);
  const row = await findVoiceState(tx.sql, guildId, userId);
  const from = row && (await unlessRefused(accessGuildChannel(tx.sql, actor, row.channel_id)));
  if (!row || !from) {
    if ((actor.permissions & P.MoveMembers) === 0n) throw new ApiError("missing_permissions");
    throw new ApiError("target_not_in_voice");
  }
  if ((from.permissions & P.MoveMembers) === 0n) throw new ApiError("missing_permissions");
  if (channelId === null) {
    await leaveVoice(tx, bus, guildId, userId);
    return row.channel_id;
  }
  const channel = await accessGuildChannel(tx.sql, actor, channelId, P.Connect | P.MoveMembers);
  if (channel.guild_id !== guildId || !isVoice(channel.type)) {
    throw fieldError("channel_id", "CHANNEL_INVALID", "Not a voice channel of this server.");
  }
  if (row.channel_id === channelId) return row.channel_id;
  const theirs = await unlessRefused(accessGuildChannel(tx.sql, { userId }, channelId));
  // Where they see nothing they are not brought either.
  if (!theirs) throw new ApiError("missing_permissions");
  if (await isFull(tx.sql, channelId)) {
    throw fieldError("channel_id", "CHANNEL_FULL", "Nobody more gets in there.");
  }
  const moved = { ...row, channel_id: channelId, suppress: suppressed(theirs), asked_to_speak_at: null };
  await put(tx, bus, { ...moved, suppress: moved.suppress as 0 | 1, joined_at: Date.now() }, row);
  return row.channel_id;
}

/** Tells where a member is once they were muted or deafened for all. */
export async function tellVoice(tx: Tx, bus: Bus, guildId: string, userId: string): Promise<void> {
  const row = await findVoiceState(tx.sql, guildId, userId);
  if (row) await announceVoice(tx, bus, row);
}
