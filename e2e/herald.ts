/**
 * A bot as somebody might run it, for tests: answers what people ask of it, and prints what it got, a line each. Run by
 * Bun, which has the WebSocket: `URL=… TOKEN=… bun herald.ts`.
 */
import { createGateway, createHttp } from "@palabre/client";
import type { Interaction } from "./herald-bot.ts";

const { URL: url = "", TOKEN: token = "" } = process.env;
const { request } = createHttp({ baseUrl: `${url}/api/v10`, token: `Bot ${token}` });
const gateway = createGateway({ url: `${url.replace("http", "ws")}/gateway`, token, intents: 0 });

const PAGES = ["Moss", "Lichen", "Fern"];

gateway.on("ready", () => console.log("ready"));
gateway.on("dispatch", ({ t, d }) => {
  if (t !== "INTERACTION_CREATE") return;
  console.log(JSON.stringify(d));
  void act(d as Interaction);
});
gateway.connect();

async function act({ id, token: its, application_id, type, data }: Interaction): Promise<void> {
  const answer = (body: object) => request("POST", `/interactions/${id}/${its}/callback`, { body });
  const [first] = data.options ?? [];
  if (type === 4) {
    const typed = String(first?.value ?? "");
    // Of what it never heard it says nothing at all.
    if (typed === "nothing") return;
    const found = PAGES.filter((one) => one.toLowerCase().includes(typed.toLowerCase()));
    await answer({ type: 8, data: { choices: found.map((name) => ({ name, value: name.toLowerCase() })) } });
  } else if (data.name === "slow") {
    await answer({ type: 5 });
    const content = "took its time";
    await request("PATCH", `/webhooks/${application_id}/${its}/messages/@original`, { body: { content } });
  } else if (data.name !== "mute") {
    await answer({
      type: 4,
      data: { content: `${data.name} done for ${data.target_id ?? first?.value ?? "all"}` },
    });
  }
}
