import { expect, test } from "bun:test";
import type { APIMessage } from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { addBot, makeBot } from "./bots.ts";
import { credentials, runExample } from "./examples.ts";
import { enrol, makeGuild, USUAL } from "./guild.ts";
import { startTestServer } from "./harness.ts";
import { listen } from "./listen.ts";

/** A server of Ada's with Bob and a bot; Ada listens. */
async function startPlace(permissions: bigint) {
  const server = await startTestServer();
  const ada = await server.user("ada");
  const bob = await server.user("bob");
  const guild = await makeGuild(ada, USUAL | P.UseApplicationCommands);
  await enrol(server, guild.id, bob);
  const bot = await makeBot(server, ada);
  await addBot(ada, bot, guild.id, permissions);
  const forAda = await listen(server, ada);
  const say = async (content: string, channelId = guild.channel("general")) =>
    (await bob.post<APIMessage>(`/channels/${channelId}/messages`, { content })).body;
  return {
    server,
    ada,
    bob,
    bot,
    guild,
    forAda,
    say,
    async [Symbol.asyncDispose]() {
      await forAda[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

test("ci-notifier tells a channel that a build runs, and then how it ended", async () => {
  await using place = await startPlace(0n);
  const { ada, guild, forAda } = place;
  const hook = (
    await ada.post<{ url: string }>(`/channels/${guild.channel("general")}/webhooks`, { name: "CI" })
  ).body;
  const script = "console.log('3 of 4 passed'); process.exit(3)";
  await using example = runExample("ci-notifier", { PALABRE_WEBHOOK: hook.url }, [
    process.execPath,
    "-e",
    script,
  ]);
  const began = await forAda.next<APIMessage>("MESSAGE_CREATE");
  expect(began.author.username).toBe("Builds");
  expect(began.content).toContain("is running");
  const ended = await forAda.next<APIMessage>("MESSAGE_UPDATE", ({ id }) => id === began.id);
  expect(ended.content).toContain("failed with 3");
  expect(ended.embeds[0]?.description).toContain("3 of 4 passed");
  expect(await example.exited).toBe(3);
});

test("moderation deletes what has unwanted words, logs it, and silences who goes on", async () => {
  await using place = await startPlace(P.ViewChannel | P.SendMessages | P.ManageMessages | P.ModerateMembers);
  const { server, bot, bob, guild, forAda, say } = place;
  await using example = runExample("moderation", {
    ...credentials(server.url, bot),
    WORDS: "scam,buy now",
    LOG_CHANNEL: guild.channel("news"),
  });
  await example.says("is watching");
  await say("A scampi recipe");
  const first = await say("This is no SCAM");
  expect(await forAda.next("MESSAGE_DELETE")).toMatchObject({ id: first.id });
  const log = await forAda.next<APIMessage>(
    "MESSAGE_CREATE",
    ({ channel_id }) => channel_id === guild.channel("news"),
  );
  expect(log.content).toContain(`<@${bob.id}>`);
  expect(log.content).toContain("unwanted word: SCAM");
  const second = await say("Buy now!");
  await forAda.next("MESSAGE_DELETE", ({ id }) => id === second.id);
  await forAda.next<APIMessage>("MESSAGE_CREATE", ({ content }) => content.includes("silenced"));
  const refused = await bob.post(`/channels/${guild.channel("general")}/messages`, { content: "Hello?" });
  expect(refused.status).toBe(403);
});

test("stand-up asks, collects answers in a thread, and sums them up", async () => {
  await using place = await startPlace(
    P.ViewChannel | P.SendMessages | P.CreatePublicThreads | P.SendMessagesInThreads | P.ReadMessageHistory,
  );
  const { server, ada, bob, bot, guild, forAda, say } = place;
  await using example = runExample("stand-up", {
    ...credentials(server.url, bot),
    CHANNEL: guild.channel("general"),
    TEAM: `${ada.id},${bob.id}`,
    AT: "now",
    MINUTES: "1",
  });
  const asked = await forAda.next<APIMessage>("MESSAGE_CREATE");
  expect(asked.content).toContain("What will you do today");
  const thread = await forAda.next<{ id: string; name: string }>("THREAD_CREATE");
  expect(thread.name).toStartWith("Stand-up of");
  await say("The search index", thread.id);
  await ada.post(`/channels/${thread.id}/messages`, { content: "Reviews" });
  const summary = await forAda.next<APIMessage>("MESSAGE_CREATE", ({ content }) =>
    content.includes("answered."),
  );
  expect(summary.content).toContain("2 of 2 answered");
  expect(summary.content).toContain(`<@${bob.id}>: The search index`);
  expect(summary.channel_id).toBe(guild.channel("general"));
  expect(await example.exited).toBe(0);
});

test("poll counts one vote of each, and takes it back", async () => {
  await using place = await startPlace(P.ViewChannel | P.SendMessages);
  const { server, ada, bob, bot, guild, forAda } = place;
  await using example = runExample("poll", credentials(server.url, bot));
  await example.says("/poll is there");
  const [command] = (await bot.get<{ id: string }[]>(`/applications/${bot.id}/commands`)).body;
  const where = {
    application_id: bot.id,
    guild_id: guild.id,
    channel_id: guild.channel("general"),
    session_id: "1",
  };
  const asked = await ada.post("/interactions", {
    ...where,
    type: 2,
    nonce: "1",
    data: {
      id: command?.id,
      name: "poll",
      type: 1,
      options: [
        { type: 3, name: "question", value: "Lunch?" },
        { type: 3, name: "answers", value: "Soup, Bread" },
      ],
    },
  });
  expect(asked.status).toBe(204);
  const poll = await forAda.next<APIMessage>("MESSAGE_CREATE");
  expect(poll.content).toContain("Lunch?");
  const [row] = (poll.components ?? []) as unknown as { components: { custom_id: string }[] }[];
  const [soup, bread] = row?.components ?? [];
  const press = async (who: typeof ada, button: { custom_id: string } | undefined) => {
    const data = { component_type: 2, custom_id: button?.custom_id };
    const { status } = await who.post("/interactions", { ...where, type: 3, message_id: poll.id, data });
    expect(status).toBe(204);
    return (await forAda.next<APIMessage>("MESSAGE_UPDATE")).content;
  };
  expect(await press(ada, soup)).toContain("Soup: **1**");
  expect(await press(bob, bread)).toContain("Soup: **1**\nBread: **1**");
  expect(await press(ada, bread)).toContain("Soup: **0**\nBread: **2**");
  expect(await press(bob, bread)).toContain("Soup: **0**\nBread: **1**");
});

test("bridge carries messages, changes and deletions both ways, and nothing twice", async () => {
  await using a = await startPlace(P.ViewChannel | P.ManageWebhooks | P.ReadMessageHistory);
  await using b = await startPlace(P.ViewChannel | P.ManageWebhooks | P.ReadMessageHistory);
  const [hereId, thereId] = [a.guild.channel("general"), b.guild.channel("general")];
  await using example = runExample("bridge", {
    A_URL: a.server.url,
    A_TOKEN: credentials("", a.bot).PALABRE_TOKEN,
    A_CHANNEL: hereId,
    B_URL: b.server.url,
    B_TOKEN: credentials("", b.bot).PALABRE_TOKEN,
    B_CHANNEL: thereId,
  });
  await example.says("The bridge is open");
  const said = await a.say("Good morning");
  const copy = await b.forAda.next<APIMessage>("MESSAGE_CREATE");
  expect(copy).toMatchObject({ content: "Good morning", channel_id: thereId });
  expect(copy.author.username).toBe("bob");
  await a.bob.patch(`/channels/${hereId}/messages/${said.id}`, { content: "Good evening" });
  expect((await b.forAda.next<APIMessage>("MESSAGE_UPDATE")).content).toBe("Good evening");
  await a.bob.delete(`/channels/${hereId}/messages/${said.id}`);
  expect(await b.forAda.next("MESSAGE_DELETE")).toMatchObject({ id: copy.id });
  await b.say("And the other way");
  const back = await a.forAda.next<APIMessage>(
    "MESSAGE_CREATE",
    ({ webhook_id }) => webhook_id !== undefined,
  );
  expect(back).toMatchObject({ content: "And the other way", channel_id: hereId });
  // What goes round would have come before the answer to this.
  await a.say("Last");
  await b.forAda.next<APIMessage>("MESSAGE_CREATE", ({ content }) => content === "Last");
  const { body: here } = await a.ada.get<APIMessage[]>(`/channels/${hereId}/messages`);
  const { body: there } = await b.ada.get<APIMessage[]>(`/channels/${thereId}/messages`);
  expect(here.map(({ content }) => content)).toEqual(["Last", "And the other way"]);
  expect(there.map(({ content }) => content)).toEqual(["Last", "And the other way"]);
});
