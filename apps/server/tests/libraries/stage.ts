import assert from "node:assert/strict";
import { Socket } from "node:net";

/**
 * What a scenario is played with: it runs in a Node process of its own, beside a server, as somebody's bot does. People are
 * played by plain requests with their tokens.
 */
export interface Stage {
  /** `http://127.0.0.1:PORT`. */
  url: string;
  token: string;
  applicationId: string;
  guildId: string;
  channels: Record<"general" | "staff" | "news" | "help" | "voice", string>;
  /** The server's owner, and a member. */
  people: Record<"ada" | "bob", { id: string; token: string }>;
  person(
    name: "ada" | "bob",
    method: string,
    path: string,
    body?: unknown,
    // biome-ignore lint/suspicious/noExplicitAny: scenarios look into answers of every kind.
  ): Promise<any>;
  /** Somebody uses something of the bot's in `general`: a command, a button, a form. The answer comes by the gateway. */
  interact(
    name: "ada" | "bob",
    type: number,
    data: object,
    more?: object,
    files?: readonly File[],
  ): Promise<void>;
  /** Has the server stopped and started again on the same port and data; resolves once it serves. */
  restart(): Promise<void>;
}

type Given = Omit<Stage, "person" | "interact" | "restart">;

/** Plays a scenario: steps go to the parent, which prints them; a failed assertion ends the process with 1. */
export async function play(scenario: (stage: Stage) => Promise<void>): Promise<void> {
  const given = JSON.parse(process.env.STAGE ?? "{}") as Given;
  const stage: Stage = {
    ...given,
    async person(name, method, path, body) {
      const response = await fetch(`${given.url}/api/v10${path}`, {
        method,
        headers: {
          Authorization: given.people[name].token,
          ...(!(body instanceof FormData) && { "Content-Type": "application/json" }),
        },
        ...(body !== undefined && { body: body instanceof FormData ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      assert.ok(response.ok, `${name} ${method} ${path}: ${response.status} ${text}`);
      return text === "" ? null : JSON.parse(text);
    },
    async interact(name, type, data, more = {}, files = []) {
      const { applicationId: application_id, guildId: guild_id, channels } = given;
      const where = { application_id, guild_id, channel_id: channels.general };
      const body = { type, ...where, nonce: "1", data, ...more };
      if (files.length === 0) return stage.person(name, "POST", "/interactions", body);
      const form = new FormData();
      form.append("payload_json", JSON.stringify(body));
      for (const [n, file] of files.entries()) form.append(`files[${n}]`, file, file.name);
      await stage.person(name, "POST", "/interactions", form);
    },
    restart() {
      let resolve = () => {};
      const done = new Promise<void>((settle) => {
        resolve = settle;
      });
      process.once("message", () => resolve());
      process.send?.("restart");
      return done;
    },
  };
  try {
    await scenario(stage);
    process.exit(0);
  } catch (error) {
    console.error(error);
    process.exit(1);
  }
}

/** Says that a step was seen to work. */
export function step(what: string): void {
  console.log(`· ${what}`);
}

/** Breaks every connection of this process with the server, as a network does that fails. */
export function cutConnections({ url }: Stage): void {
  const port = Number(new URL(url).port);
  // biome-ignore lint/suspicious/noExplicitAny: what Node has open, which its types do not mention.
  const open: unknown[] = (process as any)._getActiveHandles();
  for (const one of open) if (one instanceof Socket && one.remotePort === port) one.destroy();
}

/** What the three libraries' clients have in common. */
interface Emitter {
  // biome-ignore lint/suspicious/noExplicitAny: each library types its own events.
  on(event: any, listener: (...args: any[]) => void): unknown;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  removeListener(event: any, listener: (...args: any[]) => void): unknown;
}

/** The first `event` of an emitter that `matches`, or an error that says which one did not come. */
export function once<T>(
  emitter: Emitter,
  event: string,
  matches: (...args: never[]) => boolean = () => true,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      emitter.removeListener(event, listener);
      reject(new Error(`${event} did not come`));
    }, 15_000);
    const listener = (...args: unknown[]) => {
      if (!matches(...(args as never[]))) return;
      clearTimeout(timer);
      emitter.removeListener(event, listener);
      resolve(args[0] as T);
    };
    emitter.on(event, listener);
  });
}
