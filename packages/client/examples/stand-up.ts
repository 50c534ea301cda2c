/**
 * Asks a team the same question every working day, collects the answers in a thread and sums them up.
 *
 *   PALABRE_URL=https://chat.example PALABRE_TOKEN=… CHANNEL=ID TEAM=ID,ID AT=09:30 MINUTES=30 bun stand-up.ts
 *
 * AT is the local time of this machine; `now` asks once, at once, and ends after that. Whoever has not answered after
 * MINUTES is named in the summary. The bot needs the intents for messages and their content, and CREATE_PUBLIC_THREADS.
 */
import { createBot } from "@palabre/client";
import { GatewayIntentBits } from "discord-api-types/v10";
import { need, untilStopped } from "./settings.ts";

const QUESTION = process.env.QUESTION ?? "What will you do today, and what is in your way?";
const CHANNEL = need("CHANNEL", "the id of the channel to ask in");
const TEAM = need("TEAM", "ids of those who are asked, with commas between").split(",");
const AT = need("AT", "a time like 09:30, or now");
const MINUTES = Number(process.env.MINUTES ?? 30);

const bot = createBot({
  url: need("PALABRE_URL", "the address of the instance"),
  token: need("PALABRE_TOKEN", "the bot's token"),
  intents: GatewayIntentBits.Guilds | GatewayIntentBits.GuildMessages | GatewayIntentBits.MessageContent,
});
const { rest } = bot;

async function standUp(): Promise<void> {
  const asked = await rest.messages.send(CHANNEL, {
    content: `**Stand-up.** ${QUESTION}\n${TEAM.map((id) => `<@${id}>`).join(" ")}: please answer in the thread.`,
    allowed_mentions: { users: TEAM },
  });
  const name = `Stand-up of ${new Date().toISOString().slice(0, 10)}`;
  const thread = await rest.threads.createFrom(CHANNEL, asked.id, { name, auto_archive_duration: 1440 });
  const answers = await collect(thread.id);

  const lines = TEAM.map((id) => {
    const said = answers.get(id);
    return said ? `- <@${id}>: ${said.join(" ").slice(0, 300)}` : `- <@${id}> has not answered.`;
  });
  await rest.messages.send(CHANNEL, {
    content: `**${name}**: ${answers.size} of ${TEAM.length} answered.\n${lines.join("\n")}`.slice(0, 2_000),
    message_reference: { message_id: asked.id },
    allowed_mentions: { parse: [] },
  });
}

/** What the team writes there, until all have answered or the time is over. */
function collect(threadId: string): Promise<Map<string, string[]>> {
  return new Promise((resolve) => {
    const answers = new Map<string, string[]>();
    const end = () => {
      clearTimeout(timer);
      stop();
      resolve(answers);
    };
    const timer = setTimeout(end, MINUTES * 60_000);
    const stop = bot.on("MESSAGE_CREATE", ({ channel_id, author, content }) => {
      if (channel_id !== threadId || !TEAM.includes(author.id) || content === "") return;
      answers.set(author.id, [...(answers.get(author.id) ?? []), content]);
      if (answers.size === TEAM.length) end();
    });
  });
}

/** Milliseconds until the next working day's `AT`. */
function untilNext(): number {
  const [hour = 9, minute = 0] = AT.split(":").map(Number);
  const next = new Date();
  next.setHours(hour, minute, 0, 0);
  while (next.getTime() <= Date.now() || next.getDay() % 6 === 0) next.setDate(next.getDate() + 1);
  return next.getTime() - Date.now();
}

untilStopped(() => bot.stop());
await bot.start();
if (AT === "now") {
  await standUp();
  bot.stop();
} else {
  for (;;) {
    const wait = untilNext();
    console.log(`The next stand-up is in ${Math.round(wait / 60_000)} minutes`);
    await new Promise((resolve) => setTimeout(resolve, wait));
    await standUp();
  }
}
