import { Client, type ClientOptions } from "oceanic.js";
import type { Stage } from "./stage.ts";

/** A client as its users make one, but for where the server is. */
export const clientFor = (stage: Stage, gateway: NonNullable<ClientOptions["gateway"]> = {}) =>
  new Client({
    auth: `Bot ${stage.token}`,
    rest: { baseURL: `${stage.url}/api/v10` },
    gateway: {
      intents: [
        "GUILDS",
        "GUILD_MEMBERS",
        "GUILD_MESSAGES",
        "GUILD_MESSAGE_REACTIONS",
        "GUILD_VOICE_STATES",
        "MESSAGE_CONTENT",
      ],
      ...gateway,
    },
  });
