import type { Page } from "@playwright/test";
import type { Person } from "./people.ts";

/** A program, or a person by another client, that goes into voice channels by the gateway. */
export interface Speaker {
  id: string;
  /** Goes to a channel of the server, or hangs up; resolves once the server says so. */
  go(channelId: string | null, how?: { self_mute?: boolean; self_deaf?: boolean }): Promise<void>;
}

/** Makes a bot of `owner`, brings it into the server, and connects it from `page`. */
export async function bringBot(page: Page, owner: Person, guildId: string, name: string): Promise<Speaker> {
  const { http } = owner.api;
  const { id } = await http.request<{ id: string }>("POST", "/applications", { body: { name } });
  const { token } = await http.request<{ token: string }>("POST", `/applications/${id}/bot/reset`);
  await http.request("POST", `/oauth2/authorize?client_id=${id}&scope=bot`, {
    body: { authorize: true, guild_id: guildId, permissions: "0" },
  });
  return connect(page, `Bot ${token}`, guildId);
}

interface Frame {
  op: number;
  t: string | null;
  d: Record<string, unknown>;
}

/** Connects with a token as clients of their own do. `page` is any page of the server: it only lends its WebSocket. */
export async function connect(page: Page, token: string, guildId: string): Promise<Speaker> {
  const client = await page.evaluateHandle(async (token) => {
    const socket = new WebSocket(`${location.origin.replace("http", "ws")}/gateway?v=10&encoding=json`);
    const waiting = new Set<(frame: Frame) => void>();
    const next = (fits: (frame: Frame) => boolean) =>
      new Promise<Frame>((resolve) => {
        const look = (frame: Frame) => {
          if (!fits(frame)) return;
          waiting.delete(look);
          resolve(frame);
        };
        waiting.add(look);
      });
    socket.addEventListener("message", ({ data }) => {
      const frame = JSON.parse(data) as Frame;
      for (const look of waiting) look(frame);
    });
    const send = (op: number, d: object) => socket.send(JSON.stringify({ op, d }));
    const ready = next(({ t }) => t === "READY");
    const hello = await next(({ op }) => op === 10);
    // Who is not heard of is taken for gone.
    setInterval(
      () => socket.send(JSON.stringify({ op: 1, d: null })),
      Number(hello.d.heartbeat_interval) / 2,
    );
    // Servers, and who is in voice there.
    const intents = 1 | (1 << 7);
    send(2, { token, intents, properties: { os: "linux", browser: "palabre", device: "palabre" } });
    const { id } = (await ready).d.user as { id: string };
    return { id, send, next };
  }, token);
  return {
    id: await client.evaluate(({ id }) => id),
    go: (channelId, how = {}) =>
      client.evaluate(
        async ({ id, send, next }, d) => {
          const told = next(
            (frame) =>
              frame.t === "VOICE_STATE_UPDATE" &&
              frame.d.user_id === id &&
              frame.d.channel_id === d.channel_id,
          );
          send(4, d);
          await told;
        },
        { guild_id: guildId, channel_id: channelId, self_mute: false, self_deaf: false, ...how },
      ),
  };
}
