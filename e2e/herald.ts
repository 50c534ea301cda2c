import { type Bot, type Interaction, startBot } from "./bots.ts";
import type { Person } from "./people.ts";

const PAGES = ["Moss", "Lichen", "Fern"];

/** A bot as somebody might run it: answers by itself what people ask of it. */
interface Herald extends Pick<Bot, "id" | "offer">, AsyncDisposable {
  /** What it was asked, in order. */
  got: Interaction[];
}

/** A herald of `owner` in a server of theirs. */
export async function startHerald(
  url: string,
  owner: Person,
  guildId: string,
  name: string,
): Promise<Herald> {
  const bot = await startBot(url, owner, guildId, name);
  const got: Interaction[] = [];
  void (async () => {
    for (;;) {
      const asked = await bot.next();
      got.push(asked);
      void act(bot, asked);
    }
  })();
  return { id: bot.id, got, offer: bot.offer, [Symbol.asyncDispose]: () => bot[Symbol.asyncDispose]() };
}

async function act(bot: Bot, asked: Interaction): Promise<void> {
  const { type, data } = asked;
  const [first] = data.options ?? [];
  if (type === 4) {
    const typed = String(first?.value ?? "");
    // Of what it never heard it says nothing at all.
    if (typed === "nothing") return;
    const found = PAGES.filter((one) => one.toLowerCase().includes(typed.toLowerCase()));
    await bot.answer(asked, 8, { choices: found.map((page) => ({ name: page, value: page.toLowerCase() })) });
  } else if (data.name === "slow") {
    await bot.answer(asked, 5);
    await bot.editAnswer(asked, { content: "took its time" });
  } else if (data.name !== "mute") {
    await bot.answer(asked, 4, {
      content: `${data.name} done for ${data.target_id ?? first?.value ?? "all"}`,
    });
  }
}
