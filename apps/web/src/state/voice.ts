/** What one reads of voice: who is there, what a stage is about, what a voice channel says of itself. */
import type { APIGuildMember, Snowflake, VoiceState } from "@palabre/protocol";
import { useMemo } from "react";
import { useOwnMember } from "./guilds.ts";
import { sameList } from "./select.ts";
import { nameOf, useSelector } from "./store.ts";
import type { KnownMember, State } from "./types.ts";

/** Who is in a channel, by name; on a stage those who speak come first. */
export function useVoices(guildId: Snowflake, channelId: Snowflake): readonly VoiceState[] {
  const voices = useSelector((state) => voicesIn(state, guildId, channelId), sameList);
  const members = useSelector((state) => state.members[guildId]);
  const own = useOwnMember(guildId);
  return useMemo(
    () =>
      voices
        .map((voice) => withMember(voice, voice.user_id === own?.user.id ? own : members?.[voice.user_id]))
        .sort((a, b) => Number(a.suppress) - Number(b.suppress) || voiceName(a).localeCompare(voiceName(b))),
    [voices, members, own],
  );
}

const voicesIn = (state: State, guildId: Snowflake, channelId: Snowflake): VoiceState[] =>
  Object.values(state.voices[guildId] ?? {}).filter(
    (voice) => voice.channel_id === channelId && voice.member !== undefined,
  );

/** With what is known of them by now: names and roles change while one is in voice. */
function withMember(voice: VoiceState, known: KnownMember | undefined): VoiceState {
  if (!known?.roles) return voice;
  return { ...voice, member: { ...voice.member, ...known } as APIGuildMember };
}

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
