import { Agent } from "node:https";
import { connect } from "node:net";
import Eris from "eris";
import type { Stage } from "./stage.ts";

/** Eris speaks to a host by TLS; the agent it is given leads to the server instead. */
function agentFor({ url }: Stage): Agent {
  const agent = new Agent();
  agent.createConnection = () => connect(Number(new URL(url).port), "127.0.0.1");
  return agent;
}

/** A client as its users make one, but for where the server is. */
export function clientFor(stage: Stage, more: Partial<Eris.ClientOptions> = {}): Eris.Client {
  return Eris(`Bot ${stage.token}`, {
    intents: [
      "guilds",
      "guildMembers",
      "guildMessages",
      "guildMessageReactions",
      "guildBans",
      "guildVoiceStates",
      "messageContent",
    ],
    restMode: true,
    rest: { domain: new URL(stage.url).host, baseURL: "/api/v10", agent: agentFor(stage) },
    autoreconnect: true,
    ...more,
  });
}
