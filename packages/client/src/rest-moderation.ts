import type { Report, Snowflake } from "@palabre/protocol";
import type {
  APIAuditLog,
  APIAutoModerationRule,
  APIBan,
  APIIncidentsData,
  RESTPatchAPIAutoModerationRuleJSONBody,
  RESTPostAPIAutoModerationRuleJSONBody,
} from "discord-api-types/v10";
import type { CallOptions, Http, Reasoned } from "./http.ts";

export function bans({ request }: Http) {
  return {
    /** By the ids of those who are banned, `limit` 1 to 1,000. */
    list: (
      guildId: Snowflake,
      query: { limit?: number; after?: Snowflake; before?: Snowflake } = {},
      call?: CallOptions,
    ) => request<APIBan[]>("GET", `/guilds/${guildId}/bans`, { query, ...call }),
    /** `delete_message_seconds`: what they wrote in as many seconds goes as well, a week at most. */
    create: (
      guildId: Snowflake,
      userId: Snowflake,
      body: { delete_message_seconds?: number } = {},
      call?: Reasoned,
    ) => request<void>("PUT", `/guilds/${guildId}/bans/${userId}`, { body, ...call }),
    remove: (guildId: Snowflake, userId: Snowflake, call?: Reasoned) =>
      request<void>("DELETE", `/guilds/${guildId}/bans/${userId}`, call),
  };
}

export interface AuditLogPage {
  limit?: number;
  before?: Snowflake;
  user_id?: Snowflake;
  action_type?: number;
}

export function auditLog({ request }: Http) {
  return {
    /** Newest first. */
    list: (guildId: Snowflake, query: AuditLogPage = {}, call?: CallOptions) =>
      request<APIAuditLog>("GET", `/guilds/${guildId}/audit-logs`, { query: { ...query }, ...call }),
  };
}

export function automod({ request }: Http) {
  const at = (guildId: Snowflake) => `/guilds/${guildId}/auto-moderation/rules`;
  return {
    list: (guildId: Snowflake, call?: CallOptions) =>
      request<APIAutoModerationRule[]>("GET", at(guildId), call),
    create: (guildId: Snowflake, body: RESTPostAPIAutoModerationRuleJSONBody, call?: Reasoned) =>
      request<APIAutoModerationRule>("POST", at(guildId), { body, ...call }),
    update: (
      guildId: Snowflake,
      id: Snowflake,
      body: RESTPatchAPIAutoModerationRuleJSONBody,
      call?: Reasoned,
    ) => request<APIAutoModerationRule>("PATCH", `${at(guildId)}/${id}`, { body, ...call }),
    remove: (guildId: Snowflake, id: Snowflake, call?: Reasoned) =>
      request<void>("DELETE", `${at(guildId)}/${id}`, call),
    /** Rules that one may begin with. */
    offered: (guildId: Snowflake, call?: CallOptions) =>
      request<(Pick<APIAutoModerationRule, "trigger_type" | "trigger_metadata"> & { id: string })[]>(
        "GET",
        `/guilds/${guildId}/auto-moderation/presets`,
        call,
      ),
    /** Closes invitations, or chats between members, for a day at most; null ends it. */
    setIncidents: (guildId: Snowflake, body: Partial<APIIncidentsData>, call?: Reasoned) =>
      request<APIIncidentsData>("PUT", `/guilds/${guildId}/incident-actions`, { body, ...call }),
  };
}

export function reports({ request }: Http) {
  return {
    /** Newest first. */
    list: (
      guildId: Snowflake,
      query: { status?: Report["status"]; limit?: number; before?: Snowflake } = {},
      call?: CallOptions,
    ) => request<Report[]>("GET", `/guilds/${guildId}/reports`, { query, ...call }),
    settle: (
      guildId: Snowflake,
      id: Snowflake,
      body: { status?: Report["status"]; outcome?: string | null; escalated?: true },
    ) => request<Report>("PATCH", `/guilds/${guildId}/reports/${id}`, { body }),
  };
}
