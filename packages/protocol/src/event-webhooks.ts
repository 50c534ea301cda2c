import type { APIUser, Snowflake } from "discord-api-types/v10";

/** Dispatches that an application may have posted to it, of servers where its bot is and as far as it may see them. */
export const SERVER_EVENTS = [
  "MESSAGE_CREATE",
  "MESSAGE_UPDATE",
  "MESSAGE_DELETE",
  "MESSAGE_DELETE_BULK",
  "MESSAGE_REACTION_ADD",
  "MESSAGE_REACTION_REMOVE",
  "GUILD_MEMBER_ADD",
  "GUILD_MEMBER_UPDATE",
  "GUILD_MEMBER_REMOVE",
  "CHANNEL_CREATE",
  "CHANNEL_UPDATE",
  "CHANNEL_DELETE",
  "THREAD_CREATE",
  "THREAD_UPDATE",
  "THREAD_DELETE",
  "GUILD_CREATE",
  "GUILD_UPDATE",
  "GUILD_DELETE",
] as const;

/** What applications are told of themselves, as documented by Discord. */
export const AUTHORIZATION_EVENTS = ["APPLICATION_AUTHORIZED", "APPLICATION_DEAUTHORIZED"] as const;

// Pure calls: a spread of its own counts as an effect, and would bring the lists into every page.
export const APPLICATION_EVENTS = /* @__PURE__ */ (() =>
  [...AUTHORIZATION_EVENTS, ...SERVER_EVENTS] as const)();

/** What a server's own event webhook may hear; the first ones in a single channel, too. */
export const CHANNEL_HOOK_EVENTS = [
  "MESSAGE_CREATE",
  "MESSAGE_UPDATE",
  "MESSAGE_DELETE",
  "MESSAGE_REACTION_ADD",
  "MESSAGE_REACTION_REMOVE",
  "CHANNEL_UPDATE",
  "THREAD_CREATE",
  "THREAD_UPDATE",
  "THREAD_DELETE",
] as const;
export const GUILD_HOOK_EVENTS = /* @__PURE__ */ (() =>
  [
    ...CHANNEL_HOOK_EVENTS,
    "CHANNEL_CREATE",
    "CHANNEL_DELETE",
    "GUILD_MEMBER_ADD",
    "GUILD_MEMBER_REMOVE",
  ] as const)();

/** Switched off, on, or off by the instance: nobody answered for a day, or nobody answers for it any more. */
export const EVENT_WEBHOOK_STATUS = { off: 1, on: 2, stopped: 3 } as const;

/** A server's own event webhook, for those who manage it. */
export interface EventWebhook {
  id: Snowflake;
  guild_id: Snowflake;
  /** Null: the channels that every member sees. */
  channel_id: Snowflake | null;
  name: string;
  url: string;
  /** Names of GUILD_HOOK_EVENTS. */
  types: string[];
  /** See EVENT_WEBHOOK_STATUS. */
  status: number;
  /** Who answers for it: it hears no more than they may see. */
  user: APIUser | null;
  created_at: string;
  /** `whsec_…`: told when it is made, and when it is renewed. */
  secret?: string;
}

/** One event on its way, or what became of it. */
export interface EventDelivery {
  id: Snowflake;
  type: string;
  status: "pending" | "delivered" | "dropped";
  attempts: number;
  created_at: string;
  /** When it is tried next; null once it is over. */
  next_attempt_at: string | null;
  finished_at: string | null;
  response_status: number | null;
  duration_ms: number | null;
  /** The first KiB of the answer, or what went wrong. */
  response: string | null;
  /** Why it was dropped. */
  note: string | null;
  /** What was sent; null for those who may not see its channel now. */
  request_body: string | null;
}
