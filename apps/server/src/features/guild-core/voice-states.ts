import { type APIGuildMember, type APIVoiceState, ChannelType } from "discord-api-types/v10";
import type { Selectable } from "kysely";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Sql, Tx } from "../../db/database.ts";
import type { Schema } from "../../db/schema.ts";
import { isoOrNull } from "../users/present.ts";
import { memberQuery, presentMembers } from "./members.ts";

export type VoiceRow = Selectable<Schema["voice_states"]>;

/** Where one is in voice, as everybody sees it who sees the channel. */
export interface VoiceState extends APIVoiceState {
  guild_id: string;
}

export const isVoice = (type: number): boolean =>
  type === ChannelType.GuildVoice || type === ChannelType.GuildStageVoice;

function toVoiceState(row: VoiceRow, member: APIGuildMember | undefined): VoiceState {
  return {
    guild_id: row.guild_id,
    channel_id: row.channel_id,
    user_id: row.user_id,
    ...(member && { member }),
    session_id: row.voice_id,
    deaf: member?.deaf ?? false,
    mute: member?.mute ?? false,
    self_deaf: row.self_deaf === 1,
    self_mute: row.self_mute === 1,
    self_video: row.self_video === 1,
    self_stream: false,
    suppress: row.suppress === 1,
    request_to_speak_timestamp: isoOrNull(row.asked_to_speak_at),
  };
}

/** Rows of one server in wire form, with their members. */
export async function presentVoiceStates(
  sql: Sql,
  guildId: string,
  rows: readonly VoiceRow[],
): Promise<VoiceState[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ user_id }) => user_id);
  const found = await memberQuery(sql, guildId).where("m.user_id", "in", ids).execute();
  const members = await presentMembers(sql, guildId, found);
  const memberOf = new Map(members.map((member) => [member.user.id, member]));
  return rows.map((row) => toVoiceState(row, memberOf.get(row.user_id)));
}

export function findVoiceState(sql: Sql, guildId: string, userId: string): Promise<VoiceRow | undefined> {
  return sql
    .selectFrom("voice_states")
    .selectAll()
    .where("guild_id", "=", guildId)
    .where("user_id", "=", userId)
    .executeTakeFirst();
}

/** Tells those who see the channel, with the transaction, how somebody is there now. */
export async function announceVoice(tx: Tx, bus: Bus, row: VoiceRow): Promise<VoiceState> {
  const [state] = await presentVoiceStates(tx.sql, row.guild_id, [row]);
  const told = state ?? toVoiceState(row, undefined);
  announce(tx, bus, `guild:${row.guild_id}`, "VOICE_STATE_UPDATE", told);
  return told;
}

/** Tells since when somebody is in a channel: null once nobody is. */
export async function announceStart(
  tx: Tx,
  bus: Bus,
  { guild_id, channel_id }: Pick<VoiceRow, "guild_id" | "channel_id">,
): Promise<void> {
  const { first } = await tx.sql
    .selectFrom("voice_states")
    .select((e) => e.fn.min("joined_at").as("first"))
    .where("channel_id", "=", channel_id)
    .executeTakeFirstOrThrow();
  const voice_start_time = first === null ? null : Math.floor(Number(first) / 1_000);
  const d = { id: channel_id, guild_id, voice_start_time };
  announce(tx, bus, `guild:${guild_id}`, "VOICE_CHANNEL_START_TIME_UPDATE", d);
}

/** A voice channel or stage, as CHANNEL_INFO carries it. */
export interface ChannelInfo {
  id: string;
  status: string | null;
  /** Seconds since 1970; null while nobody is there. */
  voice_start_time: number | null;
}

/** What the voice channels of a server say of themselves, and since when people are in them: those that have either. */
export async function readChannelInfos(sql: Sql, guildId: string): Promise<ChannelInfo[]> {
  const [states, statuses] = await Promise.all([
    sql
      .selectFrom("voice_states")
      .select(["channel_id", (e) => e.fn.min("joined_at").as("first")])
      .where("guild_id", "=", guildId)
      .groupBy("channel_id")
      .execute(),
    sql.selectFrom("voice_statuses").selectAll().where("guild_id", "=", guildId).execute(),
  ]);
  const startOf = new Map(states.map((one) => [one.channel_id, Math.floor(Number(one.first) / 1_000)]));
  const statusOf = new Map(statuses.map((one) => [one.channel_id, one.status]));
  return Array.from(new Set([...startOf.keys(), ...statusOf.keys()]), (id) => ({
    id,
    status: statusOf.get(id) ?? null,
    voice_start_time: startOf.get(id) ?? null,
  }));
}

/** Takes people out of voice, with the transaction: those rows, which are gone already. */
export async function announceGone(tx: Tx, bus: Bus, rows: readonly VoiceRow[]): Promise<void> {
  for (const [guildId, gone] of Map.groupBy(rows, (row) => row.guild_id)) {
    for (const state of await presentVoiceStates(tx.sql, guildId, gone)) {
      announce(tx, bus, `guild:${guildId}`, "VOICE_STATE_UPDATE", { ...state, channel_id: null });
    }
  }
  const channels = new Map(rows.map((row) => [row.channel_id, row]));
  for (const row of channels.values()) {
    const left = await tx.sql
      .selectFrom("voice_states")
      .select("user_id")
      .where("channel_id", "=", row.channel_id)
      .limit(1)
      .executeTakeFirst();
    if (!left) await announceStart(tx, bus, row);
  }
}

/** Whoever leaves a server leaves its voice channels. */
export async function leaveVoice(tx: Tx, bus: Bus, guildId: string, userId: string): Promise<void> {
  const gone = await tx.sql
    .deleteFrom("voice_states")
    .where("guild_id", "=", guildId)
    .where("user_id", "=", userId)
    .returningAll()
    .execute();
  await announceGone(tx, bus, gone);
}

/** With a channel goes who is in it, what it says of itself, and the stage. */
export async function emptyVoice(tx: Tx, bus: Bus, channelId: string): Promise<void> {
  const gone = await tx.sql
    .deleteFrom("voice_states")
    .where("channel_id", "=", channelId)
    .returningAll()
    .execute();
  await announceGone(tx, bus, gone);
  await tx.sql.deleteFrom("voice_statuses").where("channel_id", "=", channelId).execute();
  await endStage(tx, bus, channelId);
}

export type StageRow = Selectable<Schema["stage_instances"]>;

export const toStage = (row: StageRow) => ({
  id: row.id,
  guild_id: row.guild_id,
  channel_id: row.channel_id,
  topic: row.topic,
  // Within the server: the public ones have no use without discovery of stages.
  privacy_level: 2,
  discoverable_disabled: true,
  guild_scheduled_event_id: row.scheduled_event_id,
});

/** As events carry it: its type knows no null there. */
export const toStageTold = (row: StageRow) => {
  const { guild_scheduled_event_id, ...stage } = toStage(row);
  return { ...stage, ...(guild_scheduled_event_id !== null && { guild_scheduled_event_id }) };
};

/** @returns what was open */
export async function endStage(tx: Tx, bus: Bus, channelId: string): Promise<StageRow | undefined> {
  const gone = await tx.sql
    .deleteFrom("stage_instances")
    .where("channel_id", "=", channelId)
    .returningAll()
    .executeTakeFirst();
  if (gone) announce(tx, bus, `guild:${gone.guild_id}`, "STAGE_INSTANCE_DELETE", toStageTold(gone));
  return gone;
}
