/**
 * `/poll question answers`: a message with a button for each answer, which counts who pressed which.
 *
 *   PALABRE_URL=https://chat.example PALABRE_TOKEN=… bun poll.ts
 *
 * The bot needs no intents and no permissions: interactions bring all it uses. Votes are kept in memory, for as long as
 * it runs.
 */
import { createBot } from "@palabre/client";
import {
  type APIInteraction,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ButtonStyle,
  ComponentType,
  InteractionResponseType,
  InteractionType,
  MessageFlags,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from "discord-api-types/v10";
import { need, untilStopped } from "./settings.ts";

interface Poll {
  question: string;
  answers: string[];
  /** Person → number of the answer. */
  votes: Map<string, number>;
}

/** A row holds five buttons. */
const MOST = 5;

const bot = createBot({
  url: need("PALABRE_URL", "the address of the instance"),
  token: need("PALABRE_TOKEN", "the bot's token"),
  intents: 0,
});
const { rest } = bot;
/** By a key that its buttons carry. */
const polls = new Map<string, Poll>();

const stringOption = { type: ApplicationCommandOptionType.String as const, required: true };
const command: RESTPostAPIChatInputApplicationCommandsJSONBody = {
  type: ApplicationCommandType.ChatInput,
  name: "poll",
  description: "Ask something and count the answers",
  options: [
    { ...stringOption, name: "question", description: "What to ask", max_length: 200 },
    { ...stringOption, name: "answers", description: "Two to five, with commas between", max_length: 300 },
  ],
};

function present(key: string, { question, answers, votes }: Poll) {
  const counts = answers.map((_, n) => [...votes.values()].filter((vote) => vote === n).length);
  const lines = answers.map((answer, n) => `${answer}: **${counts[n]}**`);
  return {
    content: `📊 **${question}**\n${lines.join("\n")}`,
    allowed_mentions: { parse: [] },
    components: [
      {
        type: ComponentType.ActionRow as const,
        components: answers.map((label, n) => ({
          type: ComponentType.Button as const,
          style: ButtonStyle.Secondary as const,
          label: label.slice(0, 80),
          custom_id: `${key}:${n}`,
        })),
      },
    ],
  };
}

async function begin(interaction: APIInteraction): Promise<void> {
  if (interaction.type !== InteractionType.ApplicationCommand) return;
  if (interaction.data.type !== ApplicationCommandType.ChatInput) return;
  const given = new Map(
    interaction.data.options?.map((one) => [one.name, "value" in one ? String(one.value) : ""]),
  );
  const answers = [...new Set((given.get("answers") ?? "").split(",").map((answer) => answer.trim()))].filter(
    Boolean,
  );
  if (answers.length < 2 || answers.length > MOST) {
    const data = {
      content: `Two to ${MOST} answers, please, with commas between.`,
      flags: MessageFlags.Ephemeral,
    };
    await rest.interactions.answer(interaction, {
      type: InteractionResponseType.ChannelMessageWithSource,
      data,
    });
    return;
  }
  const poll: Poll = { question: given.get("question") ?? "", answers, votes: new Map() };
  polls.set(interaction.id, poll);
  await rest.interactions.answer(interaction, {
    type: InteractionResponseType.ChannelMessageWithSource,
    data: present(interaction.id, poll),
  });
}

async function vote(interaction: APIInteraction): Promise<void> {
  if (interaction.type !== InteractionType.MessageComponent) return;
  const [key = "", answer] = interaction.data.custom_id.split(":");
  const poll = polls.get(key);
  const user = interaction.member?.user ?? interaction.user;
  if (!poll || !user) {
    const data = { content: "This poll is over.", flags: MessageFlags.Ephemeral };
    await rest.interactions.answer(interaction, {
      type: InteractionResponseType.ChannelMessageWithSource,
      data,
    });
    return;
  }
  // Pressing the same again takes the vote back.
  if (poll.votes.get(user.id) === Number(answer)) poll.votes.delete(user.id);
  else poll.votes.set(user.id, Number(answer));
  await rest.interactions.answer(interaction, {
    type: InteractionResponseType.UpdateMessage,
    data: present(key, poll),
  });
}

bot.on("INTERACTION_CREATE", (interaction) => {
  const done = interaction.type === InteractionType.MessageComponent ? vote(interaction) : begin(interaction);
  done.catch((error: unknown) => console.error(error));
});
untilStopped(() => bot.stop());
const { application } = await bot.start();
await rest.commands.replace(application.id, [command]);
console.log("/poll is there");
