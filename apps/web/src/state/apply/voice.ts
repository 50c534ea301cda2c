import type { StageInstance, VoiceChannelInfo } from "@palabre/protocol";
import { drop, put } from "../table.ts";
import type { State } from "../types.ts";
import type { OnDispatch } from "./apply.ts";
import { known } from "./members.ts";

export const onDispatch: OnDispatch = {
  VOICE_STATE_UPDATE(state, voice) {
    const { guild_id: guildId, user_id: userId, channel_id: channelId } = voice;
    const table = state.voices[guildId];
    if (!table) return state;
    // What READY left out was hidden since, and told late.
    const isHere = channelId !== null && state.guildOf[channelId] !== undefined;
    const next = isHere ? put(table, userId, voice) : drop(table, userId);
    const named = voice.member ? known(state, guildId, [voice.member]) : state;
    return { ...named, voices: put(state.voices, guildId, next) };
  },
  STAGE_INSTANCE_CREATE: withStage,
  STAGE_INSTANCE_UPDATE: withStage,
  STAGE_INSTANCE_DELETE: (state, { channel_id }) => ({ ...state, stages: drop(state.stages, channel_id) }),
  VOICE_CHANNEL_STATUS_UPDATE: withInfo,
  VOICE_CHANNEL_START_TIME_UPDATE: withInfo,
  CHANNEL_INFO(state, { guild_id, channels }) {
    // Channels that have nothing to say are not named.
    const told = Object.keys(state.guildChannels[guild_id] ?? {}).reduce(drop, state.voiceInfo);
    return channels.reduce(withInfo, { ...state, voiceInfo: told });
  },
};

function withStage(state: State, stage: StageInstance): State {
  if (state.guildOf[stage.channel_id] === undefined) return state;
  return { ...state, stages: put(state.stages, stage.channel_id, stage) };
}

function withInfo(state: State, { id, status, voice_start_time }: VoiceChannelInfo): State {
  if (state.guildOf[id] === undefined) return state;
  const info = {
    ...state.voiceInfo[id],
    id,
    ...(status !== undefined && { status }),
    ...(voice_start_time !== undefined && { voice_start_time }),
  };
  return { ...state, voiceInfo: put(state.voiceInfo, id, info) };
}
