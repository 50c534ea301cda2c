import { GatewayIntentBits, PermissionFlagsBits as P } from "discord-api-types/v10";
import { addBot, makeBot } from "../tests/bots.ts";
import { startTestServer } from "../tests/harness.ts";
import { listen } from "../tests/listen.ts";
import { createPlay, type Verdict } from "./play.ts";
import { walk } from "./walk.ts";

/** Starts a server, makes what the walk needs over the API, walks every operation, and says how each was answered. */
export async function conform(): Promise<Verdict[]> {
  await using server = await startTestServer();
  const ada = await server.user("ada");
  const bob = await server.user("bob");
  await ada.post("/users/@me/relationships", { username: "bob" });
  await bob.put(`/users/@me/relationships/${ada.id}`, {});
  const guild = (
    await ada.post<{ id: string; system_channel_id: string }>("/guilds", { name: "Conformance" })
  ).body;
  const bot = await makeBot(server, ada, "Walker");
  await addBot(ada, bot, guild.id, P.Administrator);
  const channels = (await ada.get<{ id: string; type: number }[]>(`/guilds/${guild.id}/channels`)).body;
  const text = channels.find(({ type }) => type === 0);
  const invite = (await ada.post<{ code: string }>(`/channels/${text?.id}/invites`, {})).body;
  await bob.post(`/invites/${invite.code}`, {});
  await using gateway = await listen(server, bot, { intents: GatewayIntentBits.Guilds });
  const play = createPlay(server.url, bot.token, (t) => gateway.next(t));
  await walk(play, {
    ada: ada.token,
    bob: bob.token,
    adaId: ada.id,
    bobId: bob.id,
    botId: bot.id,
    guildId: guild.id,
  });
  return play.verdicts();
}
