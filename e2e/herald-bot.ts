import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Person } from "./people.ts";
import { bunPath } from "./server.ts";

/** An interaction as its bot gets it. */
export interface Interaction {
  id: string;
  token: string;
  application_id: string;
  type: number;
  data: {
    name: string;
    target_id?: string;
    options?: UsedOption[];
    resolved?: Record<string, Record<string, Record<string, unknown>>>;
  };
}

interface UsedOption {
  name: string;
  type: number;
  value?: string | number | boolean;
  options?: UsedOption[];
}

export interface Bot extends Disposable {
  id: string;
  /** What it was asked, in order. */
  got: Interaction[];
  /** Has it offer these commands and no others. */
  offer: (commands: readonly object[]) => Promise<void>;
}

/** A program with a token (`herald.ts`) that is in a server and connected. */
export async function startBot(url: string, owner: Person, guildId: string, name: string): Promise<Bot> {
  const { request } = owner.api.http;
  const { id } = await request<{ id: string }>("POST", "/applications", { body: { name } });
  const { token } = await request<{ token: string }>("POST", `/applications/${id}/bot/reset`);
  await request("POST", `/oauth2/authorize?client_id=${id}&scope=bot`, {
    body: { authorize: true, guild_id: guildId, permissions: "3072" },
  });
  const program = spawn(bunPath(), [join(import.meta.dirname, "herald.ts")], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, URL: url, TOKEN: token },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const got: Interaction[] = [];
  await new Promise<void>((resolve, reject) => {
    createInterface(program.stdout).on("line", (line) => {
      if (line === "ready") resolve();
      else got.push(JSON.parse(line) as Interaction);
    });
    program.once("exit", () => reject(new Error("the bot ended before it was there")));
  });
  return {
    id,
    got,
    offer: (body) => request("PUT", `/applications/${id}/commands`, { body }),
    [Symbol.dispose]: () => void program.kill(),
  };
}
