import { ChannelType, PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Sql, Tx } from "../../db/database.ts";
import { type AccessibleGuildChannel, accessGuildChannel } from "../channels/access.ts";
import {
  announceGone,
  announceStart,
  announceVoice,
  findVoiceState,
  isVoice,
  type VoiceRow,
} from "../guild-core/voice-states.ts";
import { unlessRefused } from "./unless-refused.ts";

/** Most people in one voice channel. */
const MOST = 500;

export interface VoiceDeps {
  db: Database;
  bus: Bus;
  /** The node that holds the session. */
  nodeId: number;
}

/** Where a gateway session wants to be, and how. */
interface Wish {
  guildId: string;
  channelId: string | null;
  selfMute: boolean;
  selfDeaf: boolean;
  selfVideo: boolean;
}

/**
 * Brings somebody into a voice channel, from one to another, or out of it. What they may not do is passed over, as
 * documented: they stay where they were.
 * @returns the channel that this session is in now
 */
export async function changeVoice(
  { db, bus, nodeId }: VoiceDeps,
  who: { userId: string; bot: boolean; voiceId: string },
  wish: Wish,
): Promise<string | null> {
  const { userId, voiceId } = who;
  const { guildId } = wish;
  return db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`, `voice:${userId}`);
    const before = await findVoiceState(tx.sql, guildId, userId);
    if (wish.channelId === null) {
      // Another device may be where this one is not.
      if (before?.voice_id === voiceId) await leave(tx, bus, before);
      return null;
    }
    const channel = await mayBeIn(tx.sql, who, wish.channelId, before);
    if (channel?.guild_id !== guildId) return before?.voice_id === voiceId ? before.channel_id : null;
    const moved = before?.channel_id !== channel.id;
    const row: VoiceRow = {
      guild_id: guildId,
      user_id: userId,
      channel_id: channel.id,
      voice_id: voiceId,
      node_id: nodeId,
      self_mute: wish.selfMute ? 1 : 0,
      self_deaf: wish.selfDeaf ? 1 : 0,
      self_video: wish.selfVideo && (channel.permissions & P.Stream) !== 0n ? 1 : 0,
      suppress: moved ? suppressed(channel) : before.suppress,
      asked_to_speak_at: moved ? null : before.asked_to_speak_at,
      joined_at: moved ? Date.now() : before.joined_at,
    };
    await put(tx, bus, row, before);
    // A person speaks in one place; a bot in one of each server.
    if (!who.bot) await leaveOthers(tx, bus, userId, guildId);
    return channel.id;
  });
}

/**
 * The channel if they may be in it; undefined otherwise. Connect is for coming in: who is there stays without it, and may
 * mute themselves.
 */
async function mayBeIn(
  sql: Sql,
  { userId, voiceId }: { userId: string; voiceId: string },
  channelId: string,
  before: VoiceRow | undefined,
): Promise<AccessibleGuildChannel | undefined> {
  const isHere = before?.channel_id === channelId;
  // From another device one comes in again.
  const needs = isHere && before.voice_id === voiceId ? P.ViewChannel : P.ViewChannel | P.Connect;
  const channel = await unlessRefused(accessGuildChannel(sql, { userId }, channelId, needs));
  if (!channel || !isVoice(channel.type)) return undefined;
  return isHere || (await hasRoom(sql, channel)) ? channel : undefined;
}

/** Whoever may move people gets into a full channel, as far as there is a limit of the channel's own. */
async function hasRoom(sql: Sql, channel: AccessibleGuildChannel): Promise<boolean> {
  const count = await countIn(sql, channel.id);
  const { user_limit = 0 } = JSON.parse(channel.extra ?? "{}") as { user_limit?: number };
  const mayMove = (channel.permissions & P.MoveMembers) !== 0n;
  const limit = user_limit > 0 && !mayMove ? Math.min(user_limit, MOST) : MOST;
  return count < limit;
}

async function countIn(sql: Sql, channelId: string): Promise<number> {
  const { count } = await sql
    .selectFrom("voice_states")
    .select((e) => e.fn.countAll().as("count"))
    .where("channel_id", "=", channelId)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Whether nobody more gets in, whoever brings them. */
export const isFull = async (sql: Sql, channelId: string): Promise<boolean> =>
  (await countIn(sql, channelId)) >= MOST;

/** On a stage one listens first, but for those who run it. */
export const suppressed = ({ type, permissions }: Pick<AccessibleGuildChannel, "type" | "permissions">) =>
  type === ChannelType.GuildStageVoice && (permissions & P.MuteMembers) === 0n ? 1 : 0;

/** Writes where somebody is now, with the transaction, and tells it. */
export async function put(tx: Tx, bus: Bus, row: VoiceRow, before: VoiceRow | undefined): Promise<void> {
  const { guild_id: _, user_id: __, ...columns } = row;
  await tx.sql
    .insertInto("voice_states")
    .values(row)
    .onConflict((c) => c.columns(["guild_id", "user_id"]).doUpdateSet(columns))
    .execute();
  await announceVoice(tx, bus, row);
  if (before?.channel_id === row.channel_id) return;
  await announceStart(tx, bus, row);
  if (before) await announceStart(tx, bus, before);
}

async function leave(tx: Tx, bus: Bus, row: VoiceRow): Promise<void> {
  await tx.sql
    .deleteFrom("voice_states")
    .where("guild_id", "=", row.guild_id)
    .where("user_id", "=", row.user_id)
    .execute();
  await announceGone(tx, bus, [row]);
}

async function leaveOthers(tx: Tx, bus: Bus, userId: string, guildId: string): Promise<void> {
  const gone = await tx.sql
    .deleteFrom("voice_states")
    .where("user_id", "=", userId)
    .where("guild_id", "!=", guildId)
    .returningAll()
    .execute();
  await announceGone(tx, bus, gone);
}

/** The session that was in voice is over. */
export async function endVoice({ db, bus }: Pick<VoiceDeps, "db" | "bus">, voiceId: string): Promise<void> {
  await db.transaction(async (tx) => {
    const gone = await tx.sql
      .deleteFrom("voice_states")
      .where("voice_id", "=", voiceId)
      .returningAll()
      .execute();
    await announceGone(tx, bus, gone);
  });
}

/** A node that starts holds no sessions: whoever it left in voice leaves. */
export async function endVoiceOfNode({ db, bus, nodeId }: VoiceDeps): Promise<void> {
  await db.transaction(async (tx) => {
    const gone = await tx.sql
      .deleteFrom("voice_states")
      .where("node_id", "=", nodeId)
      .returningAll()
      .execute();
    await announceGone(tx, bus, gone);
  });
}
