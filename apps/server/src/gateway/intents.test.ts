import { describe, expect, test } from "bun:test";
import { GatewayIntentBits as I } from "discord-api-types/v10";
import { KNOWN_INTENTS } from "./intents.ts";
import { startTestGateway, type TestClient, type TestGateway } from "./testing.ts";

const names = (client: TestClient) => client.dispatches.map((frame) => frame.t).slice(1);

async function closeCode(server: TestGateway, identify: Record<string, unknown>): Promise<number> {
  const client = await server.connect();
  client.identify("token-9", identify);
  return (await client.closed).code;
}

const message = (id: string, more = {}) => ({
  id,
  channel_id: "1",
  guild_id: "100",
  author: { id: "2" },
  content: "secret",
  embeds: [{ title: "secret" }],
  attachments: [{ id: "5" }],
  components: [{ type: 1 }],
  mentions: [],
  ...more,
});

describe("intents", () => {
  test("[INTENTS1] a bot must say its intents, and only bits that mean something", async () => {
    await using server = await startTestGateway();
    server.user("9", { bot: true });
    for (const intents of [undefined, null, -1, 1.5, "all", 1 << 30, 2 ** 40, {}]) {
      expect(await closeCode(server, { intents })).toBe(4013);
    }
    for (const intents of [0, KNOWN_INTENTS, String(I.Guilds)]) await server.login("9", { intents });
  });

  test("[INTENTS2] privileged intents that the application may not have close with 4014", async () => {
    await using server = await startTestGateway({}, async () => I.GuildMembers);
    server.user("9", { bot: true });
    expect(await closeCode(server, { intents: I.Guilds | I.MessageContent })).toBe(4014);
    expect(await closeCode(server, { intents: I.GuildPresences })).toBe(4014);
    await server.login("9", { intents: I.Guilds | I.GuildMembers });
  });

  test("[INTENTS3] a bot gets what its intents let through; what is for people's clients never", async () => {
    await using server = await startTestGateway();
    server.user("9", { bot: true, topics: ["channel:1"] });
    server.user("1", { topics: ["channel:1"] });
    const guild = await server.login("9", { intents: I.GuildMessages });
    const direct = await server.login("9", { intents: I.DirectMessages | I.DirectMessageTyping });
    const none = await server.login("9", { intents: 0 });
    const person = await server.login("1", { intents: -5 });
    server.publish("channel:1", "MESSAGE_CREATE", message("1"));
    server.publish("channel:1", "MESSAGE_DELETE", { id: "2", channel_id: "1" });
    server.publish("channel:1", "TYPING_START", { channel_id: "1", user_id: "2" });
    server.publish("channel:1", "MESSAGE_ACK", {});
    server.publish("channel:1", "GUILD_MEMBER_UPDATE", { guild_id: "100", user: { id: "9" } });
    server.publish("channel:1", "GUILD_MEMBER_UPDATE", { guild_id: "100", user: { id: "2" } });
    server.publish("channel:1", "INTERACTION_CREATE", { id: "3" });
    for (const client of [guild, direct, none, person]) await client.settled();
    expect(names(guild)).toEqual(["MESSAGE_CREATE", "GUILD_MEMBER_UPDATE", "INTERACTION_CREATE"]);
    expect(names(direct)).toEqual([
      "MESSAGE_DELETE",
      "TYPING_START",
      "GUILD_MEMBER_UPDATE",
      "INTERACTION_CREATE",
    ]);
    expect(names(none)).toEqual(["GUILD_MEMBER_UPDATE", "INTERACTION_CREATE"]);
    expect(names(person)).toHaveLength(7);
    // What is filtered leaves no gap in the numbers.
    expect(direct.dispatches.map((frame) => frame.s)).toEqual([1, 2, 3, 4, 5]);
  });

  test("[INTENTS4] content needs its intent, save in private, when it is one's own or when one is mentioned", async () => {
    await using server = await startTestGateway();
    server.user("9", { bot: true, topics: ["channel:1"] });
    const blind = await server.login("9", { intents: I.GuildMessages | I.DirectMessages });
    const seeing = await server.login("9", {
      intents: I.GuildMessages | I.DirectMessages | I.MessageContent,
    });
    server.publish("channel:1", "MESSAGE_CREATE", message("1", { referenced_message: message("0") }));
    server.publish("channel:1", "MESSAGE_CREATE", message("2", { mentions: [{ id: "9" }] }));
    server.publish("channel:1", "MESSAGE_CREATE", message("3", { author: { id: "9" } }));
    server.publish("channel:1", "MESSAGE_UPDATE", message("4", { guild_id: undefined }));
    await Promise.all([blind.settled(), seeing.settled()]);
    const contents = (client: TestClient) => client.dispatches.slice(1).map((frame) => frame.d.content);
    expect(contents(blind)).toEqual(["", "secret", "secret", "secret"]);
    expect(contents(seeing)).toEqual(["secret", "secret", "secret", "secret"]);
    expect(JSON.stringify(blind.dispatches[1])).not.toContain("secret");
    expect(blind.dispatches[1]?.d).toMatchObject({ id: "1", embeds: [], attachments: [], components: [] });
  });

  test("[INTENTS5] shards share the guilds by id, private channels are the first shard's", async () => {
    await using server = await startTestGateway();
    server.user("9", { bot: true, topics: ["channel:1"] });
    for (const shard of [[1, 1], [0, 0], [-1, 2], "0,1", [0]]) {
      expect(await closeCode(server, { intents: 0, shard })).toBe(4010);
    }
    const first = await server.login("9", { intents: I.GuildMessages | I.DirectMessages, shard: [0, 2] });
    const second = await server.login("9", { intents: I.GuildMessages | I.DirectMessages, shard: [1, 2] });
    expect(second.dispatches[0]?.d.shard).toEqual([1, 2]);
    server.publish("channel:1", "MESSAGE_DELETE", { id: "even", guild_id: String(2n << 22n) });
    server.publish("channel:1", "MESSAGE_DELETE", { id: "odd", guild_id: String(3n << 22n) });
    server.publish("channel:1", "MESSAGE_DELETE", { id: "direct" });
    await Promise.all([first.settled(), second.settled()]);
    const ids = (client: TestClient) => client.dispatches.slice(1).map((frame) => frame.d.id);
    expect([ids(first), ids(second)]).toEqual([["even", "direct"], ["odd"]]);
  });
});
