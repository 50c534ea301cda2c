import type { GuildChannel } from "@palabre/protocol";
import { useEffect } from "react";
import { wantVoiceInfo } from "../../state/actions/voice.ts";
import { useSelector } from "../../state/store.ts";
import { useStage, useVoiceInfo, useVoices } from "../../state/voice.ts";

/** What a voice channel or stage shows: who is there, what it says of itself. Asks for what READY does not tell. */
export function useVoiceChannel({ id, guild_id: guildId }: GuildChannel) {
  const sessionId = useSelector((state) => state.sessionId);
  useEffect(() => {
    if (sessionId !== null) wantVoiceInfo(guildId);
  }, [sessionId, guildId]);
  return { voices: useVoices(guildId, id), info: useVoiceInfo(id), stage: useStage(id) };
}
