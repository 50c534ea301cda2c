import type { APIUser, Snowflake } from "@palabre/protocol";
import type { APIEmoji } from "discord-api-types/v10";
import type { CallOptions, Http } from "./http.ts";

/** Calls for applications, their bots, and consent. In a file of its own: only the pages about them make one. */
export function createApplicationRest({ request }: Http) {
  return {
    list: (call?: CallOptions) => request<OwnApplication[]>("GET", "/applications", call),
    create: (body: { name: string }) => request<OwnApplication>("POST", "/applications", { body }),
    get: (id: Snowflake, call?: CallOptions) => request<OwnApplication>("GET", `/applications/${id}`, call),
    update: (id: Snowflake, body: ApplicationChange) =>
      request<OwnApplication>("PATCH", `/applications/${id}`, { body }),
    remove: (id: Snowflake) => request<void>("DELETE", `/applications/${id}`),
    /** A new token of the bot, told this once; the one before ends. */
    resetToken: (id: Snowflake) => request<{ token: string }>("POST", `/applications/${id}/bot/reset`),
    /** A new client secret, told this once; the one before ends. */
    resetSecret: (id: Snowflake) => request<{ secret: string }>("POST", `/applications/${id}/reset`),

    /** Custom emojis of its bot. */
    emojis: {
      list: (id: Snowflake, call?: CallOptions) =>
        request<{ items: APIEmoji[] }>("GET", `/applications/${id}/emojis`, call),
      create: (id: Snowflake, body: { name: string; image: string }) =>
        request<APIEmoji>("POST", `/applications/${id}/emojis`, { body }),
      rename: (id: Snowflake, emojiId: Snowflake, name: string) =>
        request<APIEmoji>("PATCH", `/applications/${id}/emojis/${emojiId}`, { body: { name } }),
      remove: (id: Snowflake, emojiId: Snowflake) =>
        request<void>("DELETE", `/applications/${id}/emojis/${emojiId}`),
    },

    /** What an application asks for, by the query of `/oauth2/authorize`. */
    consent: (query: Record<string, string>, call?: CallOptions) =>
      request<Consent>("GET", "/oauth2/authorize", { query, ...call }),
    /** Agrees or refuses; `location` is where to go on, "" when there is nowhere. */
    answer: (
      query: Record<string, string>,
      body: { authorize: boolean; guild_id?: Snowflake; permissions?: string },
    ) => request<{ location: string }>("POST", "/oauth2/authorize", { query, body }),
    grants: (call?: CallOptions) => request<Grant[]>("GET", "/oauth2/tokens", call),
    endGrant: (id: Snowflake) => request<void>("DELETE", `/oauth2/tokens/${id}`),

    integrations: (guildId: Snowflake, call?: CallOptions) =>
      request<BotIntegration[]>("GET", `/guilds/${guildId}/integrations`, call),
    removeIntegration: (guildId: Snowflake, id: Snowflake) =>
      request<void>("DELETE", `/guilds/${guildId}/integrations/${id}`),
  };
}

/** An application as everybody may see it. */
export interface Application {
  id: Snowflake;
  name: string;
  icon: string | null;
  description: string;
  flags: number;
  bot?: APIUser;
  bot_public: boolean;
  /** With which what is sent to its endpoint is signed, in hexadecimal. */
  verify_key: string;
  tags: string[];
  install_params?: InstallParams;
  custom_install_url?: string;
  terms_of_service_url?: string;
  privacy_policy_url?: string;
  /** In how many servers it is, where that is told. */
  approximate_guild_count?: number;
}

/** What an install link asks for. */
interface InstallParams {
  scopes: string[];
  /** Decimal. */
  permissions: string;
}

/** An application as its owner sees it. */
export interface OwnApplication extends Application {
  bot: APIUser;
  redirect_uris: string[];
  interactions_endpoint_url: string | null;
  event_webhooks_url: string | null;
  /** 1 off, 2 on, 3 stopped by the instance. */
  event_webhooks_status: number;
  event_webhooks_types: string[];
  approximate_guild_count: number;
  /** Whether there is a client secret. */
  has_secret: boolean;
}

/** Fields that are absent stay. */
export interface ApplicationChange {
  name?: string;
  description?: string;
  /** A data URI; null removes it. */
  icon?: string | null;
  flags?: number;
  bot_public?: boolean;
  redirect_uris?: string[];
  interactions_endpoint_url?: string | null;
  event_webhooks_url?: string | null;
  event_webhooks_status?: number;
  event_webhooks_types?: string[];
  install_params?: InstallParams | null;
  custom_install_url?: string | null;
  terms_of_service_url?: string | null;
  privacy_policy_url?: string | null;
  tags?: string[];
}

/** What a consent page shows. */
export interface Consent {
  application: Application;
  user?: APIUser;
  scopes: string[];
  redirect_uri: string | null;
  /** Servers where one may add it; `permissions` are those one holds there. */
  guilds: ConsentGuild[];
}

export interface ConsentGuild {
  id: Snowflake;
  name: string;
  icon: string | null;
  permissions: string;
  /** Whether it is there already. */
  added: boolean;
}

/** What one agreed that an application may do for oneself. */
export interface Grant {
  id: Snowflake;
  scopes: string[];
  application: Application;
  created_at: string;
}

/** An application's place in a server. */
export interface BotIntegration {
  id: Snowflake;
  name: string;
  scopes: string[];
  /** Who added it. */
  user?: APIUser;
  application: Application;
}
