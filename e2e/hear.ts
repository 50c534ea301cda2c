/** Connects a bot to the gateway and writes each interaction on a line. Run by Bun, which has the WebSocket that it needs. */
import { createGateway } from "@palabre/client";

const { GATEWAY = "", TOKEN = "" } = process.env;
const gateway = createGateway({ url: GATEWAY, token: TOKEN, intents: 1 });
gateway.on("dispatch", ({ t, d }) => {
  if (t === "READY" || t === "INTERACTION_CREATE") console.log(JSON.stringify({ t, d }));
});
gateway.connect();
