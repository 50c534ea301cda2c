import type {
  APIGuildMember,
  APIRole,
  EntranceForm,
  GuildChannel,
  PermissionExplanation,
  Snowflake,
  UserGuildSettings,
} from "@palabre/protocol";
import type {
  APIGuild,
  APIGuildWelcomeScreen,
  RESTPatchAPIChannelJSONBody,
  RESTPatchAPIGuildChannelPositionsJSONBody,
  RESTPatchAPIGuildJSONBody,
  RESTPatchAPIGuildMemberJSONBody,
  RESTPatchAPIGuildRoleJSONBody,
  RESTPatchAPIGuildRolePositionsJSONBody,
  RESTPatchAPIGuildWelcomeScreenJSONBody,
  RESTPostAPIGuildChannelJSONBody,
  RESTPostAPIGuildRoleJSONBody,
  RESTPutAPIChannelPermissionJSONBody,
} from "discord-api-types/v10";
import type { CallOptions, Http, Reasoned } from "./http.ts";

/** A new server, perhaps with channels and roles; their ids are only to refer to each other by. */
export interface NewGuild {
  name: string;
  /** A data URI. */
  icon?: string | null;
  description?: string | null;
  channels?: Partial<RESTPostAPIGuildChannelJSONBody & { id: string | number }>[];
  roles?: (Partial<RESTPostAPIGuildRoleJSONBody> & { id: string | number })[];
  system_channel_id?: string | number | null;
}

export function guilds({ request }: Http) {
  return {
    create: (body: NewGuild) => request<APIGuild>("POST", "/guilds", { body }),
    get: (id: Snowflake, call?: CallOptions) => request<APIGuild>("GET", `/guilds/${id}`, call),
    update: (id: Snowflake, body: RESTPatchAPIGuildJSONBody, call?: Reasoned) =>
      request<APIGuild>("PATCH", `/guilds/${id}`, { body, ...call }),
    remove: (id: Snowflake) => request<void>("DELETE", `/guilds/${id}`),
    /** How somebody comes to what they may do in the server, or in a channel of it. */
    explain: (
      id: Snowflake,
      query: { user_id?: Snowflake; role_ids?: string; channel_id?: Snowflake },
      call?: CallOptions,
    ) => request<PermissionExplanation>("GET", `/guilds/${id}/permissions/explain`, { query, ...call }),
    leave: (id: Snowflake) => request<void>("DELETE", `/users/@me/guilds/${id}`),
    welcome: (id: Snowflake, call?: CallOptions) =>
      request<APIGuildWelcomeScreen>("GET", `/guilds/${id}/welcome-screen`, call),
    updateWelcome: (id: Snowflake, body: RESTPatchAPIGuildWelcomeScreenJSONBody, call?: Reasoned) =>
      request<APIGuildWelcomeScreen>("PATCH", `/guilds/${id}/welcome-screen`, { body, ...call }),
    /** What one accepts before one may write. */
    rules: (id: Snowflake, call?: CallOptions) =>
      request<EntranceForm>("GET", `/guilds/${id}/member-verification`, call),
    setRules: (
      id: Snowflake,
      body: Partial<Pick<EntranceForm, "enabled" | "manual_approval" | "description" | "form_fields">>,
      call?: Reasoned,
    ) => request<EntranceForm>("PATCH", `/guilds/${id}/member-verification`, { body, ...call }),
    updateSettings: (id: Snowflake, body: Partial<UserGuildSettings>) =>
      request<UserGuildSettings>("PATCH", `/users/@me/guilds/${id}/settings`, { body }),
  };
}

export function guildChannels({ request }: Http) {
  return {
    create: (guildId: Snowflake, body: RESTPostAPIGuildChannelJSONBody, call?: Reasoned) =>
      request<GuildChannel>("POST", `/guilds/${guildId}/channels`, { body, ...call }),
    update: (id: Snowflake, body: RESTPatchAPIChannelJSONBody, call?: Reasoned) =>
      request<GuildChannel>("PATCH", `/channels/${id}`, { body, ...call }),
    remove: (id: Snowflake, call?: Reasoned) => request<GuildChannel>("DELETE", `/channels/${id}`, call),
    move: (guildId: Snowflake, body: RESTPatchAPIGuildChannelPositionsJSONBody) =>
      request<void>("PATCH", `/guilds/${guildId}/channels`, { body }),
    setOverwrite: (
      id: Snowflake,
      targetId: Snowflake,
      body: RESTPutAPIChannelPermissionJSONBody,
      call?: Reasoned,
    ) => request<void>("PUT", `/channels/${id}/permissions/${targetId}`, { body, ...call }),
    removeOverwrite: (id: Snowflake, targetId: Snowflake, call?: Reasoned) =>
      request<void>("DELETE", `/channels/${id}/permissions/${targetId}`, call),
  };
}

export function roles({ request }: Http) {
  return {
    create: (guildId: Snowflake, body: RESTPostAPIGuildRoleJSONBody, call?: Reasoned) =>
      request<APIRole>("POST", `/guilds/${guildId}/roles`, { body, ...call }),
    update: (guildId: Snowflake, id: Snowflake, body: RESTPatchAPIGuildRoleJSONBody, call?: Reasoned) =>
      request<APIRole>("PATCH", `/guilds/${guildId}/roles/${id}`, { body, ...call }),
    move: (guildId: Snowflake, body: RESTPatchAPIGuildRolePositionsJSONBody) =>
      request<APIRole[]>("PATCH", `/guilds/${guildId}/roles`, { body }),
    remove: (guildId: Snowflake, id: Snowflake, call?: Reasoned) =>
      request<void>("DELETE", `/guilds/${guildId}/roles/${id}`, call),
  };
}

export function members({ request }: Http) {
  return {
    get: (guildId: Snowflake, userId: Snowflake, call?: CallOptions) =>
      request<APIGuildMember>("GET", `/guilds/${guildId}/members/${userId}`, call),
    /** By id, 100 at most at a time; with `role_id` those who have that role. */
    list: (
      guildId: Snowflake,
      query: { limit?: number; after?: Snowflake; role_id?: Snowflake } = {},
      call?: CallOptions,
    ) => request<APIGuildMember[]>("GET", `/guilds/${guildId}/members`, { query, ...call }),
    kick: (guildId: Snowflake, userId: Snowflake, call?: Reasoned) =>
      request<void>("DELETE", `/guilds/${guildId}/members/${userId}`, call),
    /** How many a prune would put out. */
    pruneCount: (guildId: Snowflake, query: { days: number }, call?: CallOptions) =>
      request<{ pruned: number }>("GET", `/guilds/${guildId}/prune`, { query, ...call }),
    prune: (guildId: Snowflake, body: { days: number }, call?: Reasoned) =>
      request<{ pruned: number | null }>("POST", `/guilds/${guildId}/prune`, { body, ...call }),
    search: (guildId: Snowflake, query: { query: string; limit?: number }, call?: CallOptions) =>
      request<APIGuildMember[]>("GET", `/guilds/${guildId}/members/search`, { query, ...call }),
    /** Who one is in a server; `avatar` a data URI. Null goes back to the account's. */
    updateOwn: (
      guildId: Snowflake,
      body: { nick?: string | null; avatar?: string | null; bio?: string | null },
    ) => request<APIGuildMember>("PATCH", `/guilds/${guildId}/members/@me`, { body }),
    update: (guildId: Snowflake, userId: Snowflake, body: RESTPatchAPIGuildMemberJSONBody, call?: Reasoned) =>
      request<APIGuildMember>("PATCH", `/guilds/${guildId}/members/${userId}`, { body, ...call }),
    addRole: (guildId: Snowflake, userId: Snowflake, roleId: Snowflake, call?: Reasoned) =>
      request<void>("PUT", `/guilds/${guildId}/members/${userId}/roles/${roleId}`, call),
    removeRole: (guildId: Snowflake, userId: Snowflake, roleId: Snowflake, call?: Reasoned) =>
      request<void>("DELETE", `/guilds/${guildId}/members/${userId}/roles/${roleId}`, call),
  };
}
