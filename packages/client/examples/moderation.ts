/**
 * Deletes messages with words that are not wanted, silences whoever writes them again and again, and keeps a log.
 *
 *   PALABRE_URL=https://chat.example PALABRE_TOKEN=… WORDS="spam,scam" LOG_CHANNEL=ID bun moderation.ts
 *
 * The bot needs the intents for messages and their content, and the permissions MANAGE_MESSAGES and MODERATE_MEMBERS; its
 * role must stand above those of the people it silences.
 */
import { ApiError, createBot } from "@palabre/client";
import { GatewayIntentBits } from "discord-api-types/v10";
import { need, untilStopped } from "./settings.ts";

const WORDS = need("WORDS", "words with commas between").split(",");
const LOG_CHANNEL = need("LOG_CHANNEL", "the id of the channel for the log");
/** As many strikes within an hour are a silence of ten minutes. */
const STRIKES = 2;
const HOUR_MS = 3_600_000;
const SILENCE_MS = 600_000;

const bot = createBot({
  url: need("PALABRE_URL", "the address of the instance"),
  token: need("PALABRE_TOKEN", "the bot's token"),
  intents: GatewayIntentBits.Guilds | GatewayIntentBits.GuildMessages | GatewayIntentBits.MessageContent,
});
const { rest } = bot;

const escaped = WORDS.map((word) => word.trim().replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).filter(Boolean);
// Whole words, in any alphabet: "scam" is not in "scampi".
const unwanted = new RegExp(`(?<![\\p{L}\\p{N}])(${escaped.join("|")})(?![\\p{L}\\p{N}])`, "iu");

/** When each person was struck, in the last hour. */
const strikes = new Map<string, number[]>();

interface Written {
  id: string;
  channel_id: string;
  guild_id?: string;
  content: string;
  author: { id: string; bot?: boolean };
  webhook_id?: string;
}

async function check({ id, channel_id, guild_id, content, author, webhook_id }: Written): Promise<void> {
  const word = unwanted.exec(content)?.[1];
  if (word === undefined || guild_id === undefined || author.bot || webhook_id !== undefined) return;
  const reason = `unwanted word: ${word}`;
  await rest.http.request("DELETE", `/channels/${channel_id}/messages/${id}`, { reason });

  const now = Date.now();
  const recent = [...(strikes.get(author.id) ?? []).filter((time) => now - time < HOUR_MS), now];
  strikes.set(author.id, recent);
  const silenced = recent.length >= STRIKES;
  if (silenced) {
    strikes.delete(author.id);
    const until = new Date(now + SILENCE_MS).toISOString();
    await rest.members.update(guild_id, author.id, { communication_disabled_until: until }, { reason });
  }
  await rest.messages.send(LOG_CHANNEL, {
    content: `Deleted a message of <@${author.id}> in <#${channel_id}> (${reason})${silenced ? ", and silenced them for ten minutes" : ""}.`,
    allowed_mentions: { parse: [] },
  });
}

const judge = (message: Written) =>
  void check(message).catch((error: unknown) => {
    // Somebody was quicker, or stands above the bot: neither is a reason to stop.
    if (error instanceof ApiError) console.error(`${error.status} ${error.message}`);
    else throw error;
  });

bot.on("MESSAGE_CREATE", judge);
bot.on("MESSAGE_UPDATE", judge);
untilStopped(() => bot.stop());
const { user } = await bot.start();
console.log(`${user.username} is watching`);
