import type {
  DiscoverableGuild,
  EntranceForm,
  GuildOnboarding,
  JoinRequest,
  ServerGuide,
  Snowflake,
} from "@palabre/protocol";
import type {
  APIExtendedInvite,
  APIGuild,
  APIInvite,
  APITemplate,
  APIUser,
  RESTPostAPIChannelInviteJSONBody,
} from "discord-api-types/v10";
import type { CallOptions, Http, Reasoned } from "./http.ts";

/** A widget's settings. */
export interface WidgetSettings {
  enabled: boolean;
  channel_id: Snowflake | null;
}

/** Questions as they are written: an emoji by its name. */
export interface OnboardingDraft {
  enabled?: boolean;
  mode?: 0 | 1;
  default_channel_ids?: Snowflake[];
  prompts?: (Omit<GuildOnboarding["prompts"][number], "options"> & {
    options: (Omit<GuildOnboarding["prompts"][number]["options"][number], "id" | "emoji"> & {
      id?: Snowflake | null;
      emoji_name: string | null;
    })[];
  })[];
}

/** How one comes into a server. */
export function entrance({ request }: Http) {
  return {
    /** The rules and questions, for whoever has an invitation, too. */
    form: (id: Snowflake, code: string | undefined, call?: CallOptions) =>
      request<EntranceForm>("GET", `/guilds/${id}/member-verification`, {
        query: { invite_code: code },
        ...call,
      }),
    /** Accepts the rules of one's server, or applies to another. */
    handIn: (
      id: Snowflake,
      body: { version?: string; invite_code?: string | undefined; form_fields: { response?: unknown }[] },
    ) => request<JoinRequest>("PUT", `/guilds/${id}/requests/@me`, { body }),
    own: (id: Snowflake, call?: CallOptions) =>
      request<JoinRequest>("GET", `/guilds/${id}/requests/@me`, call),
    withdraw: (id: Snowflake) => request<void>("DELETE", `/guilds/${id}/requests/@me`),
    mine: (call?: CallOptions) =>
      request<{ guild_join_requests: JoinRequest[] }>("GET", "/users/@me/join-requests", call),
    requests: (
      id: Snowflake,
      query: { status: JoinRequest["application_status"]; limit: number; before?: Snowflake },
      call?: CallOptions,
    ) =>
      request<{ total: number; guild_join_requests: JoinRequest[] }>("GET", `/guilds/${id}/requests`, {
        query,
        ...call,
      }),
    decide: (
      id: Snowflake,
      requestId: Snowflake,
      body: { action: "APPROVED" | "REJECTED"; rejection_reason?: string | null },
    ) => request<JoinRequest>("PATCH", `/guilds/${id}/requests/${requestId}`, { body }),
    onboarding: (id: Snowflake, call?: CallOptions) =>
      request<GuildOnboarding>("GET", `/guilds/${id}/onboarding`, call),
    setOnboarding: (id: Snowflake, body: OnboardingDraft, call?: Reasoned) =>
      request<GuildOnboarding>("PUT", `/guilds/${id}/onboarding`, { body, ...call }),
    answer: (id: Snowflake, onboarding_responses: Snowflake[]) =>
      request<{ onboarding_responses: Snowflake[] }>("PUT", `/guilds/${id}/onboarding-responses`, {
        body: { onboarding_responses },
      }),
    /** Undefined where there is none. */
    guide: (id: Snowflake, call?: CallOptions) =>
      request<ServerGuide | undefined>("GET", `/guilds/${id}/new-member-welcome`, call),
    setGuide: (id: Snowflake, body: Partial<Omit<ServerGuide, "guild_id">>, call?: Reasoned) =>
      request<ServerGuide>("PATCH", `/guilds/${id}/new-member-welcome`, { body, ...call }),
    widget: (id: Snowflake, call?: CallOptions) =>
      request<WidgetSettings>("GET", `/guilds/${id}/widget`, call),
    setWidget: (id: Snowflake, body: Partial<WidgetSettings>, call?: Reasoned) =>
      request<WidgetSettings>("PATCH", `/guilds/${id}/widget`, { body, ...call }),
  };
}

export function invites({ request }: Http) {
  return {
    /** People whom one may mean: friends, members of servers in common, whoever has exactly that user name. */
    people: (query: string, call?: CallOptions) =>
      request<APIUser[]>("GET", "/users/@me/people", { query: { query }, ...call }),
    list: (guildId: Snowflake, call?: CallOptions) =>
      request<APIExtendedInvite[]>("GET", `/guilds/${guildId}/invites`, call),
    listOfChannel: (channelId: Snowflake, call?: CallOptions) =>
      request<APIExtendedInvite[]>("GET", `/channels/${channelId}/invites`, call),
    create: (channelId: Snowflake, body: RESTPostAPIChannelInviteJSONBody, call?: Reasoned) =>
      request<APIExtendedInvite>("POST", `/channels/${channelId}/invites`, { body, ...call }),
    /** One for these people alone. */
    createFor: (
      channelId: Snowflake,
      body: RESTPostAPIChannelInviteJSONBody,
      userIds: readonly Snowflake[],
    ) => {
      const form = new FormData();
      form.set("payload_json", JSON.stringify(body));
      form.set("target_users_file", new Blob([userIds.join("\n")], { type: "text/csv" }), "people.csv");
      return request<APIExtendedInvite>("POST", `/channels/${channelId}/invites`, { form });
    },
    /** A page of those whom it is for, by id. */
    targets: (code: string, query: { limit: number; after?: Snowflake | undefined }, call?: CallOptions) =>
      request<APIUser[]>("GET", `/invites/${encodeURIComponent(code)}/target-users`, {
        query: { format: "json", ...query },
        ...call,
      }),
    addTargets: (code: string, user_ids: readonly Snowflake[]) =>
      request<void>("POST", `/invites/${encodeURIComponent(code)}/target-users/bulk-add`, {
        body: { user_ids },
      }),
    removeTargets: (code: string, user_ids: readonly Snowflake[]) =>
      request<void>("POST", `/invites/${encodeURIComponent(code)}/target-users/bulk-delete`, {
        body: { user_ids },
      }),
    vanity: (guildId: Snowflake, call?: CallOptions) =>
      request<{ code: string | null; uses: number }>("GET", `/guilds/${guildId}/vanity-url`, call),
    setVanity: (guildId: Snowflake, code: string | null, call?: Reasoned) =>
      request<{ code: string | null; uses: number }>("PATCH", `/guilds/${guildId}/vanity-url`, {
        body: { code },
        ...call,
      }),
    /** What it leads to, for everybody who holds it. */
    get: (code: string, call?: CallOptions) =>
      request<APIInvite>("GET", `/invites/${encodeURIComponent(code)}`, {
        query: { with_counts: true },
        ...call,
      }),
    accept: (code: string) =>
      request<APIInvite & { new_member: boolean }>("POST", `/invites/${encodeURIComponent(code)}`, {
        body: {},
      }),
    remove: (code: string, call?: Reasoned) =>
      request<APIExtendedInvite>("DELETE", `/invites/${encodeURIComponent(code)}`, call),
  };
}

export function templates({ request }: Http) {
  const at = (guildId: Snowflake) => `/guilds/${guildId}/templates`;
  return {
    list: (guildId: Snowflake, call?: CallOptions) => request<APITemplate[]>("GET", at(guildId), call),
    create: (guildId: Snowflake, body: { name: string; description?: string | null }) =>
      request<APITemplate>("POST", at(guildId), { body }),
    get: (code: string, call?: CallOptions) =>
      request<APITemplate>("GET", `/guilds/templates/${encodeURIComponent(code)}`, call),
    /** A new server from it. */
    use: (code: string, body: { name: string }) =>
      request<APIGuild>("POST", `/guilds/templates/${encodeURIComponent(code)}`, { body }),
    /** Makes it what the server is now. */
    sync: (guildId: Snowflake, code: string) => request<APITemplate>("PUT", `${at(guildId)}/${code}`),
    remove: (guildId: Snowflake, code: string) => request<APITemplate>("DELETE", `${at(guildId)}/${code}`),
  };
}

export function discovery({ request }: Http) {
  return {
    /** Servers that show themselves, those with most members first. */
    list: (query: { query?: string; limit?: number; offset?: number } = {}, call?: CallOptions) =>
      request<{ guilds: DiscoverableGuild[]; total: number }>("GET", "/discovery/guilds", {
        query,
        ...call,
      }),
    join: (guildId: Snowflake) =>
      request<APIGuild>("POST", `/discovery/guilds/${guildId}/join`, { body: {} }),
  };
}
