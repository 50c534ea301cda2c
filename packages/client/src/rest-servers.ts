import type {
  AdminAuditEntry,
  AdminFigure,
  AdminGuild,
  AdminInvite,
  AdminLimit,
  AdminSettings,
  AdminStats,
  AdminUser,
  APIGuildMember,
  APIMessage,
  APIRole,
  APIUser,
  DiscoverableGuild,
  EntranceForm,
  EventException,
  GuildChannel,
  GuildOnboarding,
  InstanceAnnouncement,
  JoinRequest,
  PermissionExplanation,
  Report,
  ScheduledEvent,
  ServerGuide,
  Snowflake,
  StageInstance,
  ThreadChannel,
  UserGuildSettings,
  Webhook,
} from "@palabre/protocol";
import type {
  APIAuditLog,
  APIAutoModerationRule,
  APIBan,
  APIEmoji,
  APIExtendedInvite,
  APIGuild,
  APIGuildScheduledEventRecurrenceRule,
  APIGuildWelcomeScreen,
  APIIncidentsData,
  APIInvite,
  APISoundboardSound,
  APISticker,
  APIStickerPack,
  APITemplate,
  APIThreadMember,
  RESTPatchAPIAutoModerationRuleJSONBody,
  RESTPatchAPIChannelJSONBody,
  RESTPatchAPIGuildChannelPositionsJSONBody,
  RESTPatchAPIGuildJSONBody,
  RESTPatchAPIGuildMemberJSONBody,
  RESTPatchAPIGuildRoleJSONBody,
  RESTPatchAPIGuildRolePositionsJSONBody,
  RESTPatchAPIGuildWelcomeScreenJSONBody,
  RESTPatchAPIWebhookJSONBody,
  RESTPostAPIAutoModerationRuleJSONBody,
  RESTPostAPIChannelInviteJSONBody,
  RESTPostAPIChannelMessagesThreadsJSONBody,
  RESTPostAPIChannelThreadsJSONBody,
  RESTPostAPIChannelWebhookJSONBody,
  RESTPostAPIGuildChannelJSONBody,
  RESTPostAPIGuildForumThreadsJSONBody,
  RESTPostAPIGuildRoleJSONBody,
  RESTPutAPIChannelPermissionJSONBody,
} from "discord-api-types/v10";
import type { CallOptions, Http } from "./http.ts";
import { messageForm, type SendOptions, type UploadFile } from "./message-form.ts";

/** Calls for servers ("guilds"). In a file of its own: a page fetches it only when it makes one. */
export function createServerRest(http: Http) {
  return {
    guilds: guilds(http),
    guildChannels: guildChannels(http),
    roles: roles(http),
    members: members(http),
    threads: threads(http),
    invites: invites(http),
    entrance: entrance(http),
    webhooks: webhooks(http),
    bans: bans(http),
    auditLog: auditLog(http),
    automod: automod(http),
    reports: reports(http),
    templates: templates(http),
    events: events(http),
    emojis: emojis(http),
    stickers: stickers(http),
    sounds: sounds(http),
    voice: voice(http),
    followers: followers(http),
    discovery: discovery(http),
    admin: admin(http),
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

/** A page of threads; `members`: oneself in those one is in. */
export interface ThreadPage {
  threads: ThreadChannel[];
  members: APIThreadMember[];
  has_more: boolean;
}

function threads({ request }: Http) {
  return {
    get: (id: Snowflake, call?: CallOptions) => request<ThreadChannel>("GET", `/channels/${id}`, call),
    create: (channelId: Snowflake, body: RESTPostAPIChannelThreadsJSONBody) =>
      request<ThreadChannel>("POST", `/channels/${channelId}/threads`, { body }),
    createFrom: (
      channelId: Snowflake,
      messageId: Snowflake,
      body: RESTPostAPIChannelMessagesThreadsJSONBody,
    ) => request<ThreadChannel>("POST", `/channels/${channelId}/messages/${messageId}/threads`, { body }),
    /** A post of a forum, with what it begins with. */
    post: (
      forumId: Snowflake,
      body: RESTPostAPIGuildForumThreadsJSONBody,
      files: readonly UploadFile[] = [],
      call?: SendOptions,
    ) =>
      request<ThreadChannel & { message: APIMessage }>("POST", `/channels/${forumId}/threads`, {
        ...(files.length === 0 ? { body } : { form: postForm(body, files) }),
        ...call,
      }),
    /** Public threads of a channel or posts of a forum, pinned ones first; archived ones, the last archived first. */
    search: (
      channelId: Snowflake,
      query: { name?: string; tag?: string; archived?: boolean; limit?: number; offset?: number },
      call?: CallOptions,
    ) =>
      request<ThreadPage & { first_messages: APIMessage[] }>("GET", `/channels/${channelId}/threads/search`, {
        query,
        ...call,
      }),
    /** What posts begin with, 50 of them at most; null where it was deleted. */
    postData: (forumId: Snowflake, thread_ids: readonly Snowflake[]) =>
      request<{ threads: Record<Snowflake, { first_message: APIMessage | null }> }>(
        "POST",
        `/channels/${forumId}/post-data`,
        { body: { thread_ids } },
      ),
    update: (id: Snowflake, body: RESTPatchAPIChannelJSONBody, call?: Reasoned) =>
      request<ThreadChannel>("PATCH", `/channels/${id}`, { body, ...call }),
    /** The last archived first; `before` an ISO time. Private ones are for those who manage threads. */
    archived: (
      channelId: Snowflake,
      kind: "public" | "private",
      query: { before?: string; limit?: number } = {},
      call?: CallOptions,
    ) => request<ThreadPage>("GET", `/channels/${channelId}/threads/archived/${kind}`, { query, ...call }),
    /** Archived private ones that one is in, the newest first. */
    joinedPrivate: (
      channelId: Snowflake,
      query: { before?: Snowflake; limit?: number } = {},
      call?: CallOptions,
    ) =>
      request<ThreadPage>("GET", `/channels/${channelId}/users/@me/threads/archived/private`, {
        query,
        ...call,
      }),
    remove: (id: Snowflake, call?: Reasoned) => request<ThreadChannel>("DELETE", `/channels/${id}`, call),
    /** The first hundred of those who are in it. */
    members: (id: Snowflake, call?: CallOptions) =>
      request<APIThreadMember[]>("GET", `/channels/${id}/thread-members`, call),
    /** `userId` may be "@me". */
    addMember: (id: Snowflake, userId: Snowflake) =>
      request<void>("PUT", `/channels/${id}/thread-members/${userId}`),
    removeMember: (id: Snowflake, userId: Snowflake) =>
      request<void>("DELETE", `/channels/${id}/thread-members/${userId}`),
  };
}

function postForm(body: RESTPostAPIGuildForumThreadsJSONBody, files: readonly UploadFile[]): FormData {
  const form = messageForm(body.message, files);
  const message = JSON.parse(String(form.get("payload_json")));
  form.set("payload_json", JSON.stringify({ ...body, message }));
  return form;
}

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
function entrance({ request }: Http) {
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

function invites({ request }: Http) {
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

/** What keeps others out who learn the address; null takes it away. */
export interface Secret {
  secret?: string | null;
}

function webhooks({ request }: Http) {
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

function bans({ request }: Http) {
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

function auditLog({ request }: Http) {
  return {
    /** Newest first. */
    list: (guildId: Snowflake, query: AuditLogPage = {}, call?: CallOptions) =>
      request<APIAuditLog>("GET", `/guilds/${guildId}/audit-logs`, { query: { ...query }, ...call }),
  };
}

function automod({ request }: Http) {
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

function reports({ request }: Http) {
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

function templates({ request }: Http) {
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

/** A new event, or what is to change of one. Times are ISO strings. */
export interface EventBody {
  name: string;
  description?: string | null;
  scheduled_start_time: string;
  scheduled_end_time?: string | null;
  /** 1: on a stage; 2: in a voice channel; 3: elsewhere, which needs a location and an end. */
  entity_type: 1 | 2 | 3;
  channel_id?: Snowflake | null;
  entity_metadata?: { location: string } | null;
  /** A data URI, or null for none. */
  image?: string | null;
  recurrence_rule?: Partial<APIGuildScheduledEventRecurrenceRule> | null;
}

/** What becomes of one occurrence; a time that is null is as the rule has it. */
export type OccurrenceChange = Partial<
  Pick<EventException, "scheduled_start_time" | "scheduled_end_time" | "is_canceled">
>;

export interface EventAttendee {
  guild_scheduled_event_id: Snowflake;
  user_id: Snowflake;
  user: APIUser;
  member?: APIGuildMember;
}

function events({ request }: Http) {
  const at = (guildId: Snowflake) => `/guilds/${guildId}/scheduled-events`;
  type Told = ScheduledEvent & { creator?: APIUser };
  return {
    /** Those to come and under way, the next first. */
    list: (guildId: Snowflake, call?: CallOptions) => request<Told[]>("GET", at(guildId), call),
    get: (guildId: Snowflake, id: Snowflake, call?: CallOptions) =>
      request<Told>("GET", `${at(guildId)}/${id}`, call),
    create: (guildId: Snowflake, body: EventBody, call?: Reasoned) =>
      request<ScheduledEvent>("POST", at(guildId), { body, ...call }),
    /** `status`: 2 starts it, 3 ends it, 4 calls it off. */
    update: (
      guildId: Snowflake,
      id: Snowflake,
      body: Partial<EventBody> & { status?: 2 | 3 | 4 },
      call?: Reasoned,
    ) => request<ScheduledEvent>("PATCH", `${at(guildId)}/${id}`, { body, ...call }),
    remove: (guildId: Snowflake, id: Snowflake, call?: Reasoned) =>
      request<void>("DELETE", `${at(guildId)}/${id}`, call),
    /** Who is interested, by id, 100 at most at a time. */
    users: (
      guildId: Snowflake,
      id: Snowflake,
      query: { limit?: number; after?: Snowflake; with_member?: boolean } = {},
      call?: CallOptions,
    ) => request<EventAttendee[]>("GET", `${at(guildId)}/${id}/users`, { query, ...call }),
    /** Calls one occurrence off, or moves it; `original`: when it begins by the rule. */
    except: (
      guildId: Snowflake,
      id: Snowflake,
      original: string,
      change: OccurrenceChange,
      known?: Snowflake,
    ) =>
      known === undefined
        ? request<EventException>("POST", `${at(guildId)}/${id}/exceptions`, {
            body: { original_scheduled_start_time: original, ...change },
          })
        : request<EventException>("PATCH", `${at(guildId)}/${id}/exceptions/${known}`, { body: change }),
    /** The occurrence is as any other again. */
    unexcept: (guildId: Snowflake, id: Snowflake, exceptionId: Snowflake) =>
      request<void>("DELETE", `${at(guildId)}/${id}/exceptions/${exceptionId}`),
    attend: (guildId: Snowflake, id: Snowflake) =>
      request<void>("PUT", `${at(guildId)}/${id}/users/@me`, { body: {} }),
    unattend: (guildId: Snowflake, id: Snowflake) =>
      request<void>("DELETE", `${at(guildId)}/${id}/users/@me`),
  };
}

/** One gets into voice by the gateway; moving and muting others is a change of a member. */
function voice({ request }: Http) {
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

export interface StickerWords {
  name: string;
  description: string;
  tags: string;
}

function stickers({ request }: Http) {
  const at = (guildId: Snowflake) => `/guilds/${guildId}/stickers`;
  return {
    /** Those that every server has. */
    packs: (call?: CallOptions) =>
      request<{ sticker_packs: APIStickerPack[] }>("GET", "/sticker-packs", call).then(
        (answer) => answer.sticker_packs,
      ),
    list: (guildId: Snowflake, call?: CallOptions) => request<APISticker[]>("GET", at(guildId), call),
    create: (guildId: Snowflake, { name, description, tags, file }: StickerWords & { file: File }) => {
      const form = new FormData();
      for (const [key, value] of Object.entries({ name, description, tags })) form.append(key, value);
      form.append("file", file, file.name);
      return request<APISticker>("POST", at(guildId), { form });
    },
    update: (guildId: Snowflake, id: Snowflake, body: Partial<StickerWords>, call?: Reasoned) =>
      request<APISticker>("PATCH", `${at(guildId)}/${id}`, { body, ...call }),
    remove: (guildId: Snowflake, id: Snowflake, call?: Reasoned) =>
      request<void>("DELETE", `${at(guildId)}/${id}`, call),
  };
}

export interface SoundFields {
  name: string;
  /** 0 to 1. */
  volume: number;
  emoji_name: string | null;
}

function sounds({ request }: Http) {
  const at = (guildId: Snowflake) => `/guilds/${guildId}/soundboard-sounds`;
  return {
    /** Those that every server has. */
    defaults: (call?: CallOptions) =>
      request<APISoundboardSound[]>("GET", "/soundboard-default-sounds", call),
    list: (guildId: Snowflake, call?: CallOptions) =>
      request<{ items: APISoundboardSound[] }>("GET", at(guildId), call).then((answer) => answer.items),
    /** `sound`: a data URI. */
    create: (guildId: Snowflake, body: SoundFields & { sound: string }) =>
      request<APISoundboardSound>("POST", at(guildId), { body }),
    update: (guildId: Snowflake, id: Snowflake, body: Partial<SoundFields>, call?: Reasoned) =>
      request<APISoundboardSound>("PATCH", `${at(guildId)}/${id}`, { body, ...call }),
    remove: (guildId: Snowflake, id: Snowflake, call?: Reasoned) =>
      request<void>("DELETE", `${at(guildId)}/${id}`, call),
  };
}

/** What a channel follows: a webhook of type 2. */
export interface Follower {
  id: Snowflake;
  type: 2;
  guild_id: Snowflake;
  channel_id: Snowflake;
  /** `Server #channel`, as it signs. */
  name: string;
  source_guild: { id: Snowflake; name: string; icon: string | null };
  source_channel: { id: Snowflake; name: string };
}

function followers({ request }: Http) {
  return {
    /** What the channel gets from elsewhere. */
    list: (channelId: Snowflake, call?: CallOptions) =>
      request<Follower[]>("GET", `/channels/${channelId}/webhooks`, call),
    /** Has `targetId` get what the announcement channel `sourceId` publishes. */
    follow: (sourceId: Snowflake, targetId: Snowflake, call?: Reasoned) =>
      request<{ channel_id: Snowflake; webhook_id: Snowflake }>("POST", `/channels/${sourceId}/followers`, {
        body: { webhook_channel_id: targetId },
        ...call,
      }),
    unfollow: (webhookId: Snowflake, call?: Reasoned) =>
      request<void>("DELETE", `/webhooks/${webhookId}`, call),
    publish: (channelId: Snowflake, messageId: Snowflake) =>
      request<APIMessage>("POST", `/channels/${channelId}/messages/${messageId}/crosspost`, { body: {} }),
  };
}

function discovery({ request }: Http) {
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

/** What those who run the instance do. */
function admin({ request }: Http) {
  return {
    users: (query: { query?: string; limit?: number; before?: Snowflake } = {}, call?: CallOptions) =>
      request<{ users: AdminUser[]; total: number }>("GET", "/admin/users", { query, ...call }),
    updateUser: (id: Snowflake, body: { disabled?: boolean; admin?: boolean; premium?: boolean }) =>
      request<AdminUser>("PATCH", `/admin/users/${id}`, { body }),
    resetPassword: (id: Snowflake) =>
      request<{ url: string; expires_at: string }>("POST", `/admin/users/${id}/password-reset`, { body: {} }),
    settings: (call?: CallOptions) => request<AdminSettings>("GET", "/admin/settings", call),
    updateSettings: (body: Partial<AdminSettings>) =>
      request<AdminSettings>("PATCH", "/admin/settings", { body }),
    limits: (call?: CallOptions) => request<AdminLimit[]>("GET", "/admin/limits", call),
    /** null: back to the default. */
    updateLimits: (body: Partial<Record<AdminLimit["name"], string | number | null>>) =>
      request<AdminLimit[]>("PATCH", "/admin/limits", { body }),
    invites: (call?: CallOptions) => request<AdminInvite[]>("GET", "/admin/invites", call),
    /** `expires_in` in seconds; neither limit: good until deleted. */
    createInvite: (body: { max_uses?: number; expires_in?: number } = {}) =>
      request<AdminInvite>("POST", "/admin/invites", { body }),
    removeInvite: (code: string) => request<void>("DELETE", `/admin/invites/${encodeURIComponent(code)}`),
    stats: (call?: CallOptions) => request<AdminStats>("GET", "/admin/stats", call),
    guilds: (query: { query?: string; limit?: number; before?: Snowflake } = {}, call?: CallOptions) =>
      request<{ guilds: AdminGuild[]; total: number }>("GET", "/admin/guilds", { query, ...call }),
    /** To one of its members. */
    /** Closes a server, or opens it again. */
    disableGuild: (id: Snowflake, disabled: boolean) =>
      request<AdminGuild>("PATCH", `/admin/guilds/${id}`, { body: { disabled } }),
    giveGuild: (id: Snowflake, owner_id: Snowflake) =>
      request<AdminGuild>("PATCH", `/admin/guilds/${id}`, { body: { owner_id } }),
    removeGuild: (id: Snowflake) => request<void>("DELETE", `/admin/guilds/${id}`),
    /** Newest first. */
    reports: (
      query: { status?: Report["status"]; limit?: number; before?: Snowflake } = {},
      call?: CallOptions,
    ) => request<Report[]>("GET", "/admin/reports", { query, ...call }),
    settleReport: (id: Snowflake, body: { status?: Report["status"]; outcome?: string | null }) =>
      request<Report>("PATCH", `/admin/reports/${id}`, { body }),
    announce: (text: string) =>
      request<InstanceAnnouncement>("POST", "/admin/announcements", { body: { text } }),
    withdrawAnnouncement: () => request<void>("DELETE", "/admin/announcements"),
    /** Newest first. */
    auditLog: (query: { limit?: number; before?: Snowflake } = {}, call?: CallOptions) =>
      request<AdminAuditEntry[]>("GET", "/admin/audit-log", { query, ...call }),
    /** Oldest first; `from` an ISO time. */
    figures: (query: { from?: string } = {}, call?: CallOptions) =>
      request<AdminFigure[]>("GET", "/admin/figures", { query, ...call }),
  };
}

function emojis({ request }: Http) {
  const at = (guildId: Snowflake, id = "") => `/guilds/${guildId}/emojis${id && `/${id}`}`;
  return {
    list: (guildId: Snowflake, call?: CallOptions) => request<APIEmoji[]>("GET", at(guildId), call),
    /** `image`: a data URI of LIMITS.emojiUpload bytes at most. */
    create: (guildId: Snowflake, body: { name: string; image: string; roles?: Snowflake[] }) =>
      request<APIEmoji>("POST", at(guildId), { body }),
    update: (guildId: Snowflake, id: Snowflake, body: { name?: string; roles?: Snowflake[] }) =>
      request<APIEmoji>("PATCH", at(guildId, id), { body }),
    remove: (guildId: Snowflake, id: Snowflake) => request<void>("DELETE", at(guildId, id)),
  };
}
