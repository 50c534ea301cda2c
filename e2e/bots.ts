import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createHttp, type Http } from "@palabre/client";
import type { Person } from "./people.ts";
import { bunPath } from "./server.ts";

/** An interaction as a bot gets it, as far as the tests look. */
export interface Interaction {
  id: string;
  token: string;
  type: number;
  channel_id: string;
  data: {
    name?: string;
    target_id?: string;
    options?: UsedOption[];
    custom_id?: string;
    values?: string[];
    components?: object[];
    resolved?: Record<string, Record<string, Record<string, unknown>>>;
  };
  message?: { id: string };
}

interface UsedOption {
  name: string;
  type: number;
  value?: string | number | boolean;
  options?: UsedOption[];
}

export interface Bot {
  id: string;
  http: Http;
  /** Has it offer these commands and no others. */
  offer(commands: readonly object[]): Promise<void>;
  /** Posts in a channel; `files` by name. The message's id. */
  say(channelId: string, body: object, files?: Record<string, Blob>): Promise<string>;
  edit(channelId: string, messageId: string, body: object): Promise<void>;
  /** The next interaction that nobody has waited for yet. */
  next(): Promise<Interaction>;
  /** The bot's one answer: 4 says something, 5 promises, 6 and 7 change the message, 8 completes, 9 shows a form. */
  answer(to: Interaction, type: number, data?: object): Promise<void>;
  /** Changes the first answer: keeps a promise. */
  editAnswer(to: Interaction, body: object): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** View channels, send messages, attach files, read history. */
const PERMISSIONS = (1 << 10) | (1 << 11) | (1 << 15) | (1 << 16);

/** A bot of `owner` in a server of theirs, connected to the gateway. */
export async function startBot(url: string, owner: Person, guildId: string, name: string): Promise<Bot> {
  const { request } = owner.api.http;
  const { id } = await request<{ id: string }>("POST", "/applications", { body: { name } });
  const { token } = await request<{ token: string }>("POST", `/applications/${id}/bot/reset`);
  await request("POST", `/oauth2/authorize?client_id=${id}&scope=bot`, {
    body: { authorize: true, guild_id: guildId, permissions: String(PERMISSIONS) },
  });
  const http = createHttp({ baseUrl: `${url}/api/v10`, token: `Bot ${token}` });
  const ears = spawn(bunPath(), [join(import.meta.dirname, "hear.ts")], {
    env: { PATH: process.env.PATH, GATEWAY: `${url.replace("http", "ws")}/gateway`, TOKEN: token },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const waiting: Interaction[] = [];
  const heard: ((one: Interaction) => void)[] = [];
  await new Promise<void>((resolve, reject) => {
    ears.once("exit", () => reject(new Error("the bot ended before it was ready")));
    createInterface(ears.stdout).on("line", (line) => {
      const { t, d } = JSON.parse(line) as { t: string; d: Interaction };
      if (t === "READY") return resolve();
      const listener = heard.shift();
      if (listener) listener(d);
      else waiting.push(d);
    });
  });
  return {
    id,
    http,
    offer: (body) => http.request("PUT", `/applications/${id}/commands`, { body }),
    async say(channelId, body, files = {}) {
      const form = new FormData();
      form.append("payload_json", JSON.stringify(body));
      for (const [n, [name, data]] of Object.entries(files).entries()) form.append(`files[${n}]`, data, name);
      return (await http.request<{ id: string }>("POST", `/channels/${channelId}/messages`, { form })).id;
    },
    edit: (channelId, messageId, body) =>
      http.request("PATCH", `/channels/${channelId}/messages/${messageId}`, { body }),
    async next() {
      const first = waiting.shift();
      return first ?? new Promise<Interaction>((resolve) => heard.push(resolve));
    },
    answer: ({ id: interaction, token: key }, type, data) =>
      http.request("POST", `/interactions/${interaction}/${key}/callback`, {
        body: { type, ...(data && { data }) },
      }),
    editAnswer: ({ token: key }, body) =>
      http.request("PATCH", `/webhooks/${id}/${key}/messages/@original`, { body }),
    async [Symbol.asyncDispose]() {
      ears.kill();
    },
  };
}
