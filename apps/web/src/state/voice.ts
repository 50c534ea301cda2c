/** What one reads of voice: who is there, what a stage is about, what a voice channel says of itself. */
import type { Snowflake, VoiceState } from "@palabre/protocol";
import { sameList } from "./select.ts";
import { nameOf, useSelector } from "./store.ts";
import type { State } from "./types.ts";

/** Who is in a channel, by name; on a stage those who speak come first. */
export const useVoices = (guildId: Snowflake, channelId: Snowflake): readonly VoiceState[] =>
  useSelector((state) => voicesIn(state, guildId, channelId), sameList);

const voicesIn = (state: State, guildId: Snowflake, channelId: Snowflake): VoiceState[] =>
  Object.values(state.voices[guildId] ?? {})
    .filter((voice) => voice.channel_id === channelId && voice.member !== undefined)
    .sort((a, b) => Number(a.suppress) - Number(b.suppress) || voiceName(a).localeCompare(voiceName(b)));

export const useVoiceCount = (guildId: Snowflake, channelId: Snowflake): number =>
  useSelector((state) => {
    let count = 0;
    for (const voice of Object.values(state.voices[guildId] ?? {})) {
      if (voice.channel_id === channelId) count++;
    }
    return count;
  });

export const useVoiceInfo = (channelId: Snowflake) => useSelector((state) => state.voiceInfo[channelId]);

export const useStage = (channelId: Snowflake) => useSelector((state) => state.stages[channelId]);

/** What somebody in voice is called there. */
export const voiceName = ({ member }: VoiceState): string => (member ? nameOf(member.user, member.nick) : "");
