import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { addBot, makeBot, type TestBot } from "./bots.ts";
import { enrol, makeGuild, USUAL } from "./guild.ts";
import { startTestServer, type TestServer, type TestUser } from "./harness.ts";
import { type Listener, listen } from "./listen.ts";

export interface Registered {
  id: string;
  name: string;
  type: number;
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into payloads of every kind.
export type Interaction = any;

/** A server with Ada, who owns it, Bob, a bot, and all three connected. */
export async function startBots(commands: object[], env: Record<string, string> = {}) {
  const server = await startTestServer(env);
  const ada = await server.user("ada");
  const bob = await server.user("bob");
  const guild = await makeGuild(ada, USUAL | P.UseApplicationCommands);
  await enrol(server, guild.id, bob);
  const bot = await makeBot(server, ada);
  await addBot(ada, bot, guild.id, P.ViewChannel);
  const { body } = await bot.put<Registered[]>(`/applications/${bot.id}/commands`, commands);
  if (!Array.isArray(body)) throw new Error(JSON.stringify(body));
  const forBob = await listen(server, bob);
  const forAda = await listen(server, ada);
  const forBot = await listen(server, bot, { intents: 1 << 9 });
  const stop = async () => {
    for (const one of [forBob, forAda, forBot]) await one[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  };
  return {
    server,
    ada,
    bob,
    guild,
    bot,
    forBob,
    forAda,
    forBot,
    general: guild.channel("general"),
    command: (name: string) => body.find((one) => one.name === name) ?? { id: "0", name, type: 1 },
    [Symbol.asyncDispose]: stop,
  };
}

export type Bots = Awaited<ReturnType<typeof startBots>>;

/** Somebody uses a command; what came of the request. */
export function use(
  user: TestUser,
  { bot, general, command }: Pick<Bots, "bot" | "general" | "command">,
  name: string,
  data: object = {},
  more: object = {},
) {
  const { id, type } = command(name);
  return user.post<{ code?: number; errors?: object }>("/interactions", {
    type: 2,
    application_id: bot.id,
    channel_id: general,
    nonce: "n1",
    data: { id, name, type, ...data },
    ...more,
  });
}

/** The next interaction that the bot gets. */
export const nextOf = (forBot: Listener): Promise<Interaction> => forBot.next("INTERACTION_CREATE");

/** Answers an interaction, as libraries do: without a log-in. */
export function reply(server: TestServer, { id, token }: Interaction, body: object, query = "") {
  return server.request<Interaction>("POST", `/interactions/${id}/${token}/callback${query}`, body);
}

/** What an interaction's token is good for, below /webhooks. */
export function webhook(server: TestServer, bot: TestBot, { token }: Interaction) {
  const base = `/webhooks/${bot.id}/${token}`;
  return (method: string, path = "", body?: unknown) =>
    server.request<Interaction>(method, `${base}${path}`, body);
}
