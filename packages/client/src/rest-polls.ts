import type { APIMessage, APIUser, Snowflake } from "@palabre/protocol";
import type { CallOptions, Http } from "./http.ts";

/** Calls for polls. In a file of its own: most conversations have none. */
export function createPollRest({ request }: Http) {
  const at = (channelId: Snowflake, messageId: Snowflake) => `/channels/${channelId}/polls/${messageId}`;
  return {
    /** All that one stands for; none takes everything back. */
    vote: (channelId: Snowflake, messageId: Snowflake, answer_ids: readonly number[]) =>
      request<void>("PUT", `${at(channelId, messageId)}/answers/@me`, { body: { answer_ids } }),
    /** Who chose an answer, by id. */
    voters: (
      channelId: Snowflake,
      messageId: Snowflake,
      answerId: number,
      query: { limit?: number; after?: Snowflake } = {},
      call?: CallOptions,
    ) =>
      request<{ users: APIUser[] }>("GET", `${at(channelId, messageId)}/answers/${answerId}`, {
        query,
        ...call,
      }),
    /** Ends one's own. */
    expire: (channelId: Snowflake, messageId: Snowflake) =>
      request<APIMessage>("POST", `${at(channelId, messageId)}/expire`),
  };
}
