import type { GuildChannel } from "@palabre/protocol";
import { useEffect } from "react";
import { wantMembers } from "../../state/actions/members.ts";
import { wantVoiceInfo } from "../../state/actions/voice.ts";
import { useSelector } from "../../state/store.ts";
import { useStage, useVoiceInfo, useVoices } from "../../state/voice.ts";

/** What a voice channel or stage shows: who is there, what it says of itself. Asks for what READY does not tell. */
export function useVoiceChannel({ id, guild_id: guildId }: GuildChannel) {
  const sessionId = useSelector((state) => state.sessionId);
  useEffect(() => {
    if (sessionId !== null) wantVoiceInfo(guildId);
  }, [sessionId, guildId]);
  const voices = useVoices(guildId, id);
  const people = voices.map((voice) => voice.user_id).join();
  useEffect(() => {
    if (sessionId !== null && people) wantMembers(guildId, people.split(","));
  }, [sessionId, guildId, people]);
  return { voices, info: useVoiceInfo(id), stage: useStage(id) };
}
