import type { APIMessage, Snowflake } from "@palabre/protocol";
import type {
  RESTPatchAPIWebhookWithTokenMessageJSONBody,
  RESTPostAPIWebhookWithTokenJSONBody,
} from "discord-api-types/v10";
import { createHttp, type HttpOptions } from "./http.ts";
import { messageForm, type UploadFile } from "./message-form.ts";

export interface Webhook {
  /** Answers the message once it is durable. */
  send(body: RESTPostAPIWebhookWithTokenJSONBody, files?: readonly UploadFile[]): Promise<APIMessage>;
  edit(id: Snowflake, body: RESTPatchAPIWebhookWithTokenMessageJSONBody): Promise<APIMessage>;
  remove(id: Snowflake): Promise<void>;
}

/**
 * Posts into one channel without a log-in.
 * @param url as a channel's settings show it; whoever has it may post
 */
export function createWebhook(url: string, options: Omit<HttpOptions, "baseUrl" | "token"> = {}): Webhook {
  const [baseUrl, threadId] = [url.replace(/\?.*$/, ""), new URL(url).searchParams.get("thread_id")];
  const { request } = createHttp({ ...options, baseUrl });
  const query = { thread_id: threadId };
  return {
    send: (body, files = []) =>
      request<APIMessage>("POST", "", {
        query: { ...query, wait: true },
        ...(files.length === 0 ? { body } : { form: messageForm(body, files) }),
      }),
    edit: (id, body) => request<APIMessage>("PATCH", `/messages/${id}`, { query, body }),
    remove: (id) => request<void>("DELETE", `/messages/${id}`, { query }),
  };
}
