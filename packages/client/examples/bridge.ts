/**
 * Joins two channels, of one instance or of two: what is written, changed or deleted in one is so in the other.
 *
 *   A_URL=https://one.example A_TOKEN=… A_CHANNEL=ID B_URL=https://two.example B_TOKEN=… B_CHANNEL=ID bun bridge.ts
 *
 * Each side's bot needs the intents for messages and their content, and MANAGE_WEBHOOKS: messages arrive with the name of
 * whoever wrote them. Nothing goes round in circles, because what a webhook posted is never carried on.
 */
import { type Bot, createBot, createWebhook, type Webhook } from "@palabre/client";
import { GatewayIntentBits } from "discord-api-types/v10";
import { need, untilStopped } from "./settings.ts";

/** Messages whose copies can still be changed. */
const REMEMBERED = 1_000;

interface Side {
  bot: Bot;
  url: string;
  channelId: string;
  /** Posts here what was written on the other side. */
  webhook: Webhook;
}

async function enter(name: "A" | "B"): Promise<Side> {
  const url = need(`${name}_URL`, "the address of the instance").replace(/\/$/, "");
  const channelId = need(`${name}_CHANNEL`, "the id of the channel");
  const bot = createBot({
    url,
    token: need(`${name}_TOKEN`, "the bot's token"),
    intents: GatewayIntentBits.GuildMessages | GatewayIntentBits.MessageContent,
  });
  const { webhooks } = bot.rest;
  const known = (await webhooks.listOfChannel(channelId)).find((one) => one.name === "Bridge" && one.token);
  const { id, token } = known ?? (await webhooks.create(channelId, { name: "Bridge" }));
  return { bot, url, channelId, webhook: createWebhook(`${url}/api/v10/webhooks/${id}/${token}`) };
}

function carry(from: Side, to: Side): void {
  /** Message there → its copy here. A promise: it may be changed before the copy has arrived. */
  const copies = new Map<string, Promise<string>>();
  const attempt = (what: Promise<unknown>) => void what.catch((error: unknown) => console.error(error));

  from.bot.on("MESSAGE_CREATE", ({ id, channel_id, webhook_id, author, content, attachments }) => {
    // A webhook's message came over this bridge, or another one: carried on it would never end.
    if (channel_id !== from.channelId || webhook_id !== undefined) return;
    const text = [content, ...attachments.map(({ url }) => new URL(url, from.url).href)]
      .filter(Boolean)
      .join("\n");
    if (text === "") return;
    const sent = to.webhook.send({
      content: text.slice(0, 2_000),
      username: (author.global_name ?? author.username).slice(0, 80),
      allowed_mentions: { parse: [] },
    });
    copies.set(
      id,
      sent.then((copy) => copy.id),
    );
    const [oldest] = copies.keys();
    if (copies.size > REMEMBERED && oldest !== undefined) copies.delete(oldest);
    attempt(sent);
  });

  from.bot.on("MESSAGE_UPDATE", ({ id, content }) => {
    const copy = copies.get(id);
    if (!copy || content === undefined) return;
    const body = { content: content.slice(0, 2_000), allowed_mentions: { parse: [] } };
    attempt(copy.then((copyId) => to.webhook.edit(copyId, body)));
  });

  from.bot.on("MESSAGE_DELETE", ({ id }) => {
    const copy = copies.get(id);
    copies.delete(id);
    if (copy) attempt(copy.then((copyId) => to.webhook.remove(copyId)));
  });
}

const [a, b] = [await enter("A"), await enter("B")];
carry(a, b);
carry(b, a);
untilStopped(() => {
  a.bot.stop();
  b.bot.stop();
});
await Promise.all([a.bot.start(), b.bot.start()]);
console.log("The bridge is open");
