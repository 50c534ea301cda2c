import type { EventDelivery, EventWebhook, Snowflake } from "@palabre/protocol";
import type { CallOptions, Http } from "./http.ts";

/** Where the log of an address is: an application's, or that of a server's own event webhook. */
export type EventLogPlace = { application: Snowflake } | { guild: Snowflake; hook: Snowflake };

/** Calls for events that are posted elsewhere. In a file of its own: only the pages about them make one. */
export function createEventWebhookRest({ request }: Http) {
  const one = (guildId: Snowflake, id: Snowflake) => `/guilds/${guildId}/event-webhooks/${id}`;
  const logOf = (place: EventLogPlace) =>
    "application" in place
      ? `/applications/${place.application}/event-webhooks/deliveries`
      : `${one(place.guild, place.hook)}/deliveries`;
  return {
    list: (guildId: Snowflake, call?: CallOptions) =>
      request<EventWebhook[]>("GET", `/guilds/${guildId}/event-webhooks`, call),
    create: (guildId: Snowflake, body: NewEventWebhook) =>
      request<EventWebhook>("POST", `/guilds/${guildId}/event-webhooks`, { body }),
    update: (guildId: Snowflake, id: Snowflake, body: EventWebhookChange) =>
      request<EventWebhook>("PATCH", one(guildId, id), { body }),
    remove: (guildId: Snowflake, id: Snowflake) => request<void>("DELETE", one(guildId, id)),
    /** A new secret, told this once; the one before stops counting. */
    renewSecret: (guildId: Snowflake, id: Snowflake) =>
      request<EventWebhook>("POST", `${one(guildId, id)}/secret`),
    test: (guildId: Snowflake, id: Snowflake) => request<void>("POST", `${one(guildId, id)}/test`),

    /** What was sent, the newest first, `limit` 1 to 50. */
    deliveries: (place: EventLogPlace, query: { before?: Snowflake; limit?: number }, call?: CallOptions) =>
      request<EventDelivery[]>("GET", logOf(place), { query, ...call }),
    redeliver: (place: EventLogPlace, id: Snowflake) =>
      request<EventDelivery>("POST", `${logOf(place)}/${id}/redeliver`),
  };
}

interface NewEventWebhook {
  name: string;
  url: string;
  types: string[];
  channel_id?: Snowflake | null;
}

/** Fields that are absent stay. */
type EventWebhookChange = Partial<Omit<NewEventWebhook, "channel_id">> & { status?: number };
