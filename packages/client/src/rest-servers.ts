import type { APIGuildMember, APIRole, GuildChannel, Snowflake, UserGuildSettings } from "@palabre/protocol";
import type {
  APIGuild,
  RESTPatchAPIChannelJSONBody,
  RESTPatchAPIGuildChannelPositionsJSONBody,
  RESTPatchAPIGuildJSONBody,
  RESTPatchAPIGuildMemberJSONBody,
  RESTPatchAPIGuildRoleJSONBody,
  RESTPatchAPIGuildRolePositionsJSONBody,
  RESTPostAPIGuildChannelJSONBody,
  RESTPostAPIGuildRoleJSONBody,
  RESTPutAPIChannelPermissionJSONBody,
} from "discord-api-types/v10";
import type { CallOptions, Http } from "./http.ts";

/** Calls for servers ("guilds"). In a file of its own: a page fetches it only when it makes one. */
export function createServerRest(http: Http) {
  return {
    guilds: guilds(http),
    guildChannels: guildChannels(http),
    roles: roles(http),
    members: members(http),
  };
}

/** What is done by somebody who moderates may say why: it stands in the server's audit log. */
export interface Reasoned extends CallOptions {
  reason?: string;
}

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

function guilds({ request }: Http) {
  return {
    create: (body: NewGuild) => request<APIGuild>("POST", "/guilds", { body }),
    get: (id: Snowflake, call?: CallOptions) => request<APIGuild>("GET", `/guilds/${id}`, call),
    update: (id: Snowflake, body: RESTPatchAPIGuildJSONBody, call?: Reasoned) =>
      request<APIGuild>("PATCH", `/guilds/${id}`, { body, ...call }),
    remove: (id: Snowflake) => request<void>("DELETE", `/guilds/${id}`),
    leave: (id: Snowflake) => request<void>("DELETE", `/users/@me/guilds/${id}`),
    updateSettings: (id: Snowflake, body: Partial<UserGuildSettings>) =>
      request<UserGuildSettings>("PATCH", `/users/@me/guilds/${id}/settings`, { body }),
  };
}

function guildChannels({ request }: Http) {
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

function roles({ request }: Http) {
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

function members({ request }: Http) {
  return {
    get: (guildId: Snowflake, userId: Snowflake, call?: CallOptions) =>
      request<APIGuildMember>("GET", `/guilds/${guildId}/members/${userId}`, call),
    search: (guildId: Snowflake, query: { query: string; limit?: number }, call?: CallOptions) =>
      request<APIGuildMember[]>("GET", `/guilds/${guildId}/members/search`, { query, ...call }),
    /** `userId` may be "@me", for one's own nickname. */
    update: (guildId: Snowflake, userId: Snowflake, body: RESTPatchAPIGuildMemberJSONBody, call?: Reasoned) =>
      request<APIGuildMember>("PATCH", `/guilds/${guildId}/members/${userId}`, { body, ...call }),
    addRole: (guildId: Snowflake, userId: Snowflake, roleId: Snowflake, call?: Reasoned) =>
      request<void>("PUT", `/guilds/${guildId}/members/${userId}/roles/${roleId}`, call),
    removeRole: (guildId: Snowflake, userId: Snowflake, roleId: Snowflake, call?: Reasoned) =>
      request<void>("DELETE", `/guilds/${guildId}/members/${userId}/roles/${roleId}`, call),
  };
}
