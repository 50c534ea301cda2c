import type { Snowflake, Webhook } from "@palabre/protocol";
import type { RESTPatchAPIWebhookJSONBody, RESTPostAPIChannelWebhookJSONBody } from "discord-api-types/v10";
import type { CallOptions, Http, Reasoned } from "./http.ts";

/** What keeps others out who learn the address; null takes it away. */
export interface Secret {
  secret?: string | null;
}

export function webhooks({ request }: Http) {
  return {
    list: (guildId: Snowflake, call?: CallOptions) =>
      request<Webhook[]>("GET", `/guilds/${guildId}/webhooks`, call),
    listOfChannel: (channelId: Snowflake, call?: CallOptions) =>
      request<Webhook[]>("GET", `/channels/${channelId}/webhooks`, call),
    create: (channelId: Snowflake, body: RESTPostAPIChannelWebhookJSONBody & Secret, call?: Reasoned) =>
      request<Webhook>("POST", `/channels/${channelId}/webhooks`, { body, ...call }),
    update: (id: Snowflake, body: RESTPatchAPIWebhookJSONBody & Secret, call?: Reasoned) =>
      request<Webhook>("PATCH", `/webhooks/${id}`, { body, ...call }),
    /** Ends one of either kind: what a channel follows is one, too. */
    remove: (id: Snowflake, call?: Reasoned) => request<void>("DELETE", `/webhooks/${id}`, call),
  };
}
