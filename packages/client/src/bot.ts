import type { GatewayDispatchPayload } from "discord-api-types/v10";
import { createGateway, type Gateway, type GatewayOptions } from "./gateway.ts";
import type { HttpOptions } from "./http.ts";
import { createRest, type Rest } from "./rest.ts";

/** Data of every dispatch that Discord documents, by name. */
export type DispatchData = { [P in GatewayDispatchPayload as `${P["t"]}`]: P["d"] };

export interface BotOptions {
  /** The instance: `https://chat.example`. */
  url: string;
  /** As the developer page shows it, without `Bot `. */
  token: string;
  /** `GatewayIntentBits` of discord-api-types, added up. */
  intents: number;
  gateway?: Partial<GatewayOptions>;
  rest?: Partial<HttpOptions>;
}

export interface Bot {
  rest: Rest;
  gateway: Gateway;
  /** Hears every dispatch of that name, in order. Returns a function that ends it. */
  on<T extends keyof DispatchData>(t: T, listener: (d: DispatchData[T]) => void): () => void;
  /** Connects; resolves with the first READY, rejects when the server refuses the token or the intents. */
  start(): Promise<DispatchData["READY"]>;
  stop(): void;
}

/** REST and gateway of one bot. */
export function createBot({ url, token, intents, ...more }: BotOptions): Bot {
  const base = url.replace(/\/$/, "");
  const rest = createRest({ baseUrl: `${base}/api/v10`, token: `Bot ${token}`, ...more.rest });
  const gateway = createGateway({
    url: `${base.replace(/^http/, "ws")}/gateway`,
    token,
    intents,
    ...more.gateway,
  });
  return {
    rest,
    gateway,
    on: (t, listener) =>
      gateway.on("dispatch", (event) => {
        // What a dispatch of this name holds is the server's word.
        if (event.t === t) listener(event.d as DispatchData[typeof t]);
      }),
    async start() {
      const ready = gateway.next("READY");
      gateway.connect();
      return (await ready).d as DispatchData["READY"];
    },
    stop: () => gateway.close(),
  };
}
