import { GatewayOpcodes, PermissionFlagsBits as P } from "discord-api-types/v10";
import { KNOWN_INTENTS, PRIVILEGED_INTENTS } from "../src/gateway/intents.ts";
import { addBot, makeBot } from "../tests/bots.ts";
import { startTestServer, type TestServer, type TestUser } from "../tests/harness.ts";
import { type Listener, listen } from "../tests/listen.ts";
import { type Dispatch, type EventVerdict, judgeDispatches } from "./dispatches.ts";
import { createPlay, type Verdict } from "./play.ts";
import { walk } from "./walk.ts";

export interface Conformance {
  operations: Verdict[];
  events: EventVerdict[];
}

/**
 * Starts a server, makes what the walk needs over the API, walks every operation, and says how each was answered, and
 * what the bot's gateway session received meanwhile.
 */
export async function conform(): Promise<Conformance> {
  await using server = await startTestServer({}, { gateway: { allMembersPerWindow: 10 } });
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
  await using gateway = await listen(server, bot, { intents: KNOWN_INTENTS });
  const all = [gateway.received];
  await using sessions = new AsyncDisposableStack();
  const play = createPlay(server.url, bot.token, gateway, async (token) => {
    const other = sessions.use(
      await listen(server, { token }, { intents: KNOWN_INTENTS & ~PRIVILEGED_INTENTS }),
    );
    all.push(other.received);
    return other;
  });
  await walk(play, {
    ada: ada.token,
    bob: bob.token,
    adaId: ada.id,
    bobId: bob.id,
    botId: bot.id,
    guildId: guild.id,
  });
  await gateway.settle();
  const dispatches = [{ t: "READY", d: gateway.ready }, ...all.flat(), await resume(server, bot, gateway)];
  return { operations: play.verdicts(), events: await judgeDispatches(dispatches) };
}

/** Takes a session up again over a connection of its own. Gives the dispatch that says so. */
async function resume(
  { gatewayUrl }: TestServer,
  { token }: TestUser,
  { ready, received }: Listener,
): Promise<Dispatch> {
  const socket = new WebSocket(`${gatewayUrl}?v=10&encoding=json`);
  const { promise, resolve, reject } = Promise.withResolvers<Dispatch>();
  socket.onclose = ({ code, reason }) => reject(new Error(`gateway closed: ${code} ${reason}`));
  socket.onmessage = ({ data }) => {
    const frame = JSON.parse(String(data));
    if (frame.op === GatewayOpcodes.Hello) {
      const d = { token, session_id: ready.session_id, seq: received.at(-1)?.s };
      socket.send(JSON.stringify({ op: GatewayOpcodes.Resume, d }));
    } else if (frame.t === "RESUMED") resolve(frame);
  };
  try {
    return await promise;
  } finally {
    socket.close();
  }
}
