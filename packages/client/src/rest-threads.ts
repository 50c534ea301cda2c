import type { APIMessage, Snowflake, ThreadChannel } from "@palabre/protocol";
import type {
  APIThreadMember,
  RESTPatchAPIChannelJSONBody,
  RESTPostAPIChannelMessagesThreadsJSONBody,
  RESTPostAPIChannelThreadsJSONBody,
  RESTPostAPIGuildForumThreadsJSONBody,
} from "discord-api-types/v10";
import type { CallOptions, Http, Reasoned } from "./http.ts";
import { messageForm, type SendOptions, type UploadFile } from "./message-form.ts";

/** A page of threads; `members`: oneself in those one is in. */
export interface ThreadPage {
  threads: ThreadChannel[];
  members: APIThreadMember[];
  has_more: boolean;
}

export function threads({ request }: Http) {
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

export function followers({ request }: Http) {
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
