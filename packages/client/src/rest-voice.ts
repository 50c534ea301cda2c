import type { Snowflake, StageInstance } from "@palabre/protocol";
import type { Http, Reasoned } from "./http.ts";

/** One gets into voice by the gateway; moving and muting others is a change of a member. */
export function voice({ request }: Http) {
  const at = (guildId: Snowflake, userId: Snowflake) => `/guilds/${guildId}/voice-states/${userId}`;
  return {
    /** `suppress`: only listens to a stage. */
    setSpeaking: (
      guildId: Snowflake,
      userId: Snowflake,
      body: { channel_id: Snowflake; suppress: boolean },
    ) => request<void>("PATCH", at(guildId, userId), { body }),
    setStatus: (channelId: Snowflake, status: string | null, call?: Reasoned) =>
      request<void>("PUT", `/channels/${channelId}/voice-status`, { body: { status }, ...call }),
    openStage: (channel_id: Snowflake, topic: string, call?: Reasoned) =>
      request<StageInstance>("POST", "/stage-instances", { body: { channel_id, topic }, ...call }),
    renameStage: (channelId: Snowflake, topic: string, call?: Reasoned) =>
      request<StageInstance>("PATCH", `/stage-instances/${channelId}`, { body: { topic }, ...call }),
    closeStage: (channelId: Snowflake, call?: Reasoned) =>
      request<void>("DELETE", `/stage-instances/${channelId}`, call),
  };
}
