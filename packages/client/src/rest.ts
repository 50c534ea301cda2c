import type {
  APIMessage,
  APIUser,
  AuthSession,
  FriendSuggestion,
  Instance,
  PrivateChannel,
  RecipientRole,
  Relationship,
  SelfUser,
  Snowflake,
  UserProfile,
  UserSettings,
} from "@palabre/protocol";
import type {
  RESTPatchAPIChannelMessageJSONBody,
  RESTPostAPIChannelMessageJSONBody,
} from "discord-api-types/v10";
import { type CallOptions, createHttp, type Http, type HttpOptions } from "./http.ts";
import { messageForm, type SendOptions, type UploadFile } from "./message-form.ts";
import { createBotRest } from "./rest-bots.ts";
import { createServerRest } from "./rest-servers.ts";

export type RestOptions = HttpOptions;

export interface LoginResult {
  token: string;
  user_id: Snowflake;
}

export interface Page {
  limit?: number;
  before?: Snowflake;
  after?: Snowflake;
  around?: Snowflake;
}

export interface PatchSelf {
  username?: string;
  email?: string;
  password?: string;
  new_password?: string;
  global_name?: string | null;
  /** A data URI, or null to go back to the drawn initials. */
  avatar?: string | null;
  bio?: string;
  pronouns?: string;
}

export type Rest = ReturnType<typeof createRest>;

/** Typed calls, grouped as the API is. Every call rejects with ApiError, NetworkError or an AbortError. */
export function createRest(options: RestOptions) {
  const http = createHttp(options);
  return { ...createMessengerRest(http), ...createServerRest(http), ...createBotRest(http) };
}

/** What accounts, conversations and messages need: the half that a page fetches first. */
export function createMessengerRest(http: Http) {
  return {
    http,
    auth: auth(http),
    users: users(http),
    relationships: relationships(http),
    channels: channels(http),
    messages: messages(http),
    reactions: reactions(http),
    pins: pins(http),
    readStates: readStates(http),
    settings: settings(http),
    drafts: drafts(http),
    instance: instance(http),
  };
}

function auth({ request }: Http) {
  return {
    register: (
      body: { email: string; username: string; password: string; global_name?: string; invite?: string },
      call?: CallOptions,
    ) => request<LoginResult>("POST", "/auth/register", { body, ...call }),
    login: (body: { login: string; password: string }, call?: CallOptions) =>
      request<LoginResult>("POST", "/auth/login", { body, ...call }),
    logout: () => request<void>("POST", "/auth/logout", { body: {} }),
    sessions: (call?: CallOptions) =>
      request<{ user_sessions: AuthSession[] }>("GET", "/auth/sessions", call).then(
        (answer) => answer.user_sessions,
      ),
    endSessions: (session_id_hashes: string[]) =>
      request<void>("POST", "/auth/sessions/logout", { body: { session_id_hashes } }),
    verify: (token: string) => request<void>("POST", "/auth/verify", { body: { token } }),
    resendVerification: () => request<void>("POST", "/auth/verify/resend", { body: {} }),
    forgot: (email: string) => request<void>("POST", "/auth/forgot", { body: { email } }),
    reset: (body: { token: string; password: string }) =>
      request<LoginResult>("POST", "/auth/reset", { body }),
    checkUsername: (username: string, call?: CallOptions) =>
      request<{ available: boolean }>("GET", "/auth/check-username", { query: { username }, ...call }),
  };
}

function users({ request }: Http) {
  return {
    me: (call?: CallOptions) => request<SelfUser>("GET", "/users/@me", call),
    update: (body: PatchSelf) => request<SelfUser>("PATCH", "/users/@me", { body }),
    remove: (password: string) => request<void>("POST", "/users/@me/delete", { body: { password } }),
    get: (id: Snowflake, call?: CallOptions) => request<APIUser>("GET", `/users/${id}`, call),
    /** `guild_id`: who they are in that server, too. */
    profile: (id: Snowflake, query: { guild_id?: Snowflake } = {}, call?: CallOptions) =>
      request<UserProfile>("GET", `/users/${id}/profile`, { query, ...call }),
    mentions: (query: { limit?: number; before?: Snowflake } = {}, call?: CallOptions) =>
      request<APIMessage[]>("GET", "/users/@me/mentions", { query, ...call }),
    dismissMention: (messageId: Snowflake) => request<void>("DELETE", `/users/@me/mentions/${messageId}`),
  };
}

function relationships({ request }: Http) {
  const at = "/users/@me/relationships";
  return {
    list: (call?: CallOptions) => request<Relationship[]>("GET", at, call),
    /** Sends a friend request by user name. */
    request: (username: string) => request<void>("POST", at, { body: { username } }),
    /** Accepts an incoming request, or sends one. */
    add: (userId: Snowflake) => request<void>("PUT", `${at}/${userId}`, { body: {} }),
    block: (userId: Snowflake) => request<void>("PUT", `${at}/${userId}`, { body: { type: 2 } }),
    /** Removes a friend, cancels or declines a request, unblocks. */
    remove: (userId: Snowflake) => request<void>("DELETE", `${at}/${userId}`),
    suggestions: (call?: CallOptions) => request<FriendSuggestion[]>("GET", `${at}/suggestions`, call),
    dismissSuggestion: (userId: Snowflake) => request<void>("DELETE", `${at}/suggestions/${userId}`),
  };
}

function channels({ request }: Http) {
  return {
    list: (call?: CallOptions) => request<PrivateChannel[]>("GET", "/users/@me/channels", call),
    get: (id: Snowflake, call?: CallOptions) => request<PrivateChannel>("GET", `/channels/${id}`, call),
    openDm: (recipient_id: Snowflake) =>
      request<PrivateChannel>("POST", "/users/@me/channels", { body: { recipient_id } }),
    createRoom: (body: { recipients: Snowflake[]; name?: string; icon?: string }) =>
      request<PrivateChannel>("POST", "/users/@me/channels", { body }),
    update: (id: Snowflake, body: { name?: string | null; icon?: string | null; owner?: Snowflake }) =>
      request<PrivateChannel>("PATCH", `/channels/${id}`, { body }),
    /** Hides a 1:1 chat, leaves a room. */
    close: (id: Snowflake) => request<void>("DELETE", `/channels/${id}`),
    addRecipient: (id: Snowflake, userId: Snowflake) =>
      request<void>("PUT", `/channels/${id}/recipients/${userId}`, { body: {} }),
    removeRecipient: (id: Snowflake, userId: Snowflake) =>
      request<void>("DELETE", `/channels/${id}/recipients/${userId}`),
    setRole: (id: Snowflake, userId: Snowflake, role: Exclude<RecipientRole, "owner">) =>
      request<void>("PATCH", `/channels/${id}/recipients/${userId}`, { body: { role } }),
    typing: (id: Snowflake) => request<void>("POST", `/channels/${id}/typing`, { body: {} }),
  };
}

function messages({ request }: Http) {
  return {
    list: (channelId: Snowflake, query: Page = {}, call?: CallOptions) =>
      request<APIMessage[]>("GET", `/channels/${channelId}/messages`, { query: { ...query }, ...call }),
    get: (channelId: Snowflake, id: Snowflake, call?: CallOptions) =>
      request<APIMessage>("GET", `/channels/${channelId}/messages/${id}`, call),
    /** Sends a message. With a `nonce` a repeated call sends once and answers the same message. */
    send: (
      channelId: Snowflake,
      body: RESTPostAPIChannelMessageJSONBody,
      files: readonly UploadFile[] = [],
      call?: SendOptions,
    ) =>
      request<APIMessage>("POST", `/channels/${channelId}/messages`, {
        ...(files.length === 0 ? { body } : { form: messageForm(body, files) }),
        ...call,
      }),
    edit: (channelId: Snowflake, id: Snowflake, body: RESTPatchAPIChannelMessageJSONBody) =>
      request<APIMessage>("PATCH", `/channels/${channelId}/messages/${id}`, { body }),
    remove: (channelId: Snowflake, id: Snowflake) =>
      request<void>("DELETE", `/channels/${channelId}/messages/${id}`),
    /** Fresh addresses for attachments whose signature ran out. */
    refreshUrls: (attachment_urls: string[]) =>
      request<{ refreshed_urls: { original: string; refreshed: string }[] }>(
        "POST",
        "/attachments/refresh-urls",
        { body: { attachment_urls } },
      ),
  };
}

function reactions({ request }: Http) {
  const at = (channelId: Snowflake, messageId: Snowflake, emoji: string) =>
    `/channels/${channelId}/messages/${messageId}/reactions/${encodeURIComponent(emoji.replace(/^<a?:|>$/g, ""))}`;
  return {
    add: (channelId: Snowflake, messageId: Snowflake, emoji: string) =>
      request<void>("PUT", `${at(channelId, messageId, emoji)}/@me`),
    remove: (channelId: Snowflake, messageId: Snowflake, emoji: string) =>
      request<void>("DELETE", `${at(channelId, messageId, emoji)}/@me`),
    users: (
      channelId: Snowflake,
      messageId: Snowflake,
      emoji: string,
      query: { limit?: number; after?: Snowflake } = {},
      call?: CallOptions,
    ) => request<APIUser[]>("GET", at(channelId, messageId, emoji), { query, ...call }),
  };
}

function pins({ request }: Http) {
  return {
    list: (channelId: Snowflake, query: { before?: string; limit?: number } = {}, call?: CallOptions) =>
      request<{ items: { pinned_at: string; message: APIMessage }[]; has_more: boolean }>(
        "GET",
        `/channels/${channelId}/messages/pins`,
        { query, ...call },
      ),
    add: (channelId: Snowflake, messageId: Snowflake) =>
      request<void>("PUT", `/channels/${channelId}/messages/pins/${messageId}`),
    remove: (channelId: Snowflake, messageId: Snowflake) =>
      request<void>("DELETE", `/channels/${channelId}/messages/pins/${messageId}`),
  };
}

function readStates({ request }: Http) {
  return {
    ack: (
      channelId: Snowflake,
      messageId: Snowflake,
      body: { manual?: boolean; mention_count?: number } = {},
    ) => request<void>("POST", `/channels/${channelId}/messages/${messageId}/ack`, { body }),
    ackMany: (read_states: { channel_id: Snowflake; message_id: Snowflake }[]) =>
      request<void>("POST", "/read-states/ack-bulk", { body: { read_states } }),
  };
}

function settings({ request }: Http) {
  return {
    get: (call?: CallOptions) => request<UserSettings>("GET", "/users/@me/settings", call),
    update: (body: Partial<UserSettings>) => request<UserSettings>("PATCH", "/users/@me/settings", { body }),
  };
}

function drafts({ request }: Http) {
  return {
    /** An empty text deletes the draft. */
    set: (channelId: Snowflake, content: string, call?: CallOptions) =>
      request<void>("PUT", `/users/@me/drafts/${channelId}`, { body: { content }, ...call }),
  };
}

function instance({ request }: Http) {
  return { get: (call?: CallOptions) => request<Instance>("GET", "/instance", call) };
}
