import { expect, test } from "bun:test";
import { createPublicKey, verify } from "node:crypto";
import { join } from "node:path";
import type { APIMessage } from "@palabre/protocol";
import { InteractionCallbackResponseSchema, MessageResponseSchema } from "discord-api-spec/zod";
import { PermissionFlagsBits as P, ApplicationCommandOptionType as T } from "discord-api-types/v10";
import { createFolderBlobs } from "../src/blobs/folder.ts";
import type { Tx } from "../src/db/database.ts";
import { sweepInteractions } from "../src/features/interactions/sweep-interactions.ts";
import { isPublicAddress } from "../src/outgoing/address.ts";
import { addBot, makeBot } from "./bots.ts";
import { form, send } from "./chat.ts";
import { startTestServer } from "./harness.ts";
import { nextOf, reply, startBots, use, webhook } from "./interactions.ts";
import { openChat } from "./people.ts";

const opt = (type: T, name: string, more: object = {}) => ({ type, name, description: "x", ...more });
const ping = { name: "ping", description: "Pong" };
const button = (custom_id: string, more: object = {}) => ({
  type: 1,
  components: [{ type: 2, style: 1, label: "Go", custom_id, ...more }],
});

test("[INTER1] a command reaches its bot with who, where and what; its answer is a message for all", async () => {
  await using bots = await startBots([
    ping,
    opt(1, "deploy", {
      type: 1,
      options: [
        opt(T.SubcommandGroup, "to", {
          options: [opt(T.Subcommand, "stage", { options: [opt(T.String, "tag", { required: true })] })],
        }),
      ],
    }),
  ]);
  const { server, bob, bot, guild, general, forBob, forAda, forBot } = bots;
  const inside = [{ type: 3, name: "tag", value: "v1" }];
  const options = [{ type: 2, name: "to", options: [{ type: 1, name: "stage", options: inside }] }];
  expect((await use(bob, bots, "deploy", { options }, { guild_id: guild.id })).status).toBe(204);
  expect(await forBob.next("INTERACTION_CREATE")).toMatchObject({ nonce: "n1" });
  const interaction = await nextOf(forBot);
  expect(interaction).toMatchObject({
    application_id: bot.id,
    type: 2,
    version: 1,
    guild_id: guild.id,
    channel_id: general,
    channel: { id: general, type: 0, name: "general" },
    guild: { id: guild.id },
    member: { user: { id: bob.id, username: "bob" }, roles: [] },
    locale: "en-US",
    guild_locale: "en-US",
    entitlements: [],
    authorizing_integration_owners: { 0: guild.id },
    context: 0,
    data: { name: "deploy", type: 1, options },
  });
  expect(BigInt(interaction.member.permissions) & P.SendMessages).toBe(P.SendMessages);
  expect(interaction).not.toHaveProperty("user");

  const answer = { type: 4, data: { content: "Deployed", components: [button("again")] } };
  const answered = await reply(server, interaction, answer, "?with_response=true");
  expect(answered).toMatchObject({
    status: 200,
    body: {
      interaction: { id: interaction.id, type: 2, response_message_loading: false },
      resource: { type: 4, message: { content: "Deployed", type: 20, author: { id: bot.id } } },
    },
  });
  expect(InteractionCallbackResponseSchema.safeParse(answered.body).error).toBeUndefined();
  const message = await forAda.next<APIMessage>("MESSAGE_CREATE");
  expect(message).toMatchObject({
    content: "Deployed",
    type: 20,
    application_id: bot.id,
    webhook_id: bot.id,
    interaction_metadata: { id: interaction.id, type: 2, user: { id: bob.id } },
    interaction: { id: interaction.id, type: 2, name: "deploy to stage", user: { username: "bob" } },
  });
  expect(await forBob.next("INTERACTION_SUCCESS")).toEqual({ id: interaction.id, nonce: "n1" });
  const read = await bob.get<APIMessage>(`/channels/${general}/messages/${message.id}`);
  expect(read.body).toMatchObject({ interaction: { user: { id: bob.id } }, components: [{ id: 1 }] });
  expect(MessageResponseSchema.safeParse(read.body).error).toBeUndefined();

  // One answer, and only with the token; of two at once one is it.
  await use(bob, bots, "ping");
  const raced = await nextOf(forBot);
  const both = await Promise.all([1, 2].map(() => reply(server, raced, answer)));
  expect(both.map(({ status }) => status).sort()).toEqual([204, 400]);
  expect((await reply(server, interaction, answer)).body).toMatchObject({ code: 40060 });
  const forged = { ...interaction, token: `${interaction.token.slice(0, -2)}xx` };
  expect((await reply(server, forged, answer)).body).toMatchObject({ code: 10062 });
  expect((await reply(server, { ...interaction, id: "1" }, answer)).body).toMatchObject({ code: 10062 });
});

test("[INTER2] what a person chose is held against the command, and bots learn only what that person may see", async () => {
  const kinds = [
    opt(T.String, "text", { min_length: 2, max_length: 4 }),
    opt(T.String, "pick", { choices: [{ name: "A", value: "a" }] }),
    opt(T.Integer, "whole", { min_value: 1, max_value: 5 }),
    opt(T.Number, "part", { max_value: 0.5 }),
    opt(T.Boolean, "flag"),
    opt(T.User, "who"),
    opt(T.Role, "role"),
    opt(T.Mentionable, "any"),
    opt(T.Channel, "where", { channel_types: [0, 5] }),
    opt(T.Attachment, "file"),
  ];
  await using bots = await startBots([
    { name: "all", description: "All", options: kinds },
    { name: "need", description: "Need", options: [opt(T.String, "text", { required: true })] },
    { type: 2, name: "Look up" },
    { type: 3, name: "Quote" },
    { name: "mods", description: "Mods", default_member_permissions: String(P.ManageMessages) },
  ]);
  const { server, ada, bob, bot, guild, general, forBot } = bots;
  const value = (name: string, given: unknown) => {
    const type = kinds.find((one) => one.name === name)?.type;
    return { options: [{ type, name, value: given }] };
  };
  const refused: [string, object, string][] = [
    ["all", value("text", "x"), "value"],
    ["all", value("text", "xxxxx"), "value"],
    ["all", value("text", 5), "value"],
    ["all", value("pick", "b"), "value"],
    ["all", value("whole", 1.5), "value"],
    ["all", value("whole", 9), "value"],
    ["all", value("part", 0.6), "value"],
    ["all", value("flag", "true"), "value"],
    ["all", value("who", "1"), "value"],
    ["all", value("role", bob.id), "value"],
    ["all", value("any", "1"), "value"],
    // Staff is a channel that Bob does not see, voice none of the types.
    ["all", value("where", guild.channel("staff")), "value"],
    ["all", value("where", guild.channel("voice")), "value"],
    ["all", value("file", "0"), "value"],
    ["all", { options: [{ type: 3, name: "none", value: "x" }] }, "name"],
    ["all", { options: [{ type: 4, name: "text", value: 1 }] }, "type"],
  ];
  for (const [name, data, field] of refused) {
    const { status, body } = await use(bob, bots, name, data);
    expect([JSON.stringify(data), status, body]).toMatchObject([
      JSON.stringify(data),
      400,
      { errors: { data: { options: { 0: { [field]: {} } } } } },
    ]);
  }
  expect((await use(bob, bots, "need")).body).toMatchObject({ errors: { data: { options: {} } } });
  expect((await use(bob, bots, "mods")).body).toMatchObject({ code: 50013 });
  expect((await use(bob, bots, "gone")).body).toMatchObject({ code: 10063 });
  expect((await use(bob, bots, "all", {}, { channel_id: guild.channel("staff") })).body).toMatchObject({
    code: 10003,
  });
  expect((await use(bob, bots, "all", {}, { application_id: "1" })).body).toMatchObject({ code: 10002 });
  expect((await use(bob, bots, "all", {}, { guild_id: "1" })).body).toMatchObject({
    errors: { guild_id: {} },
  });
  expect((await use(bot, bots, "all")).body).toMatchObject({ code: 20001 });
  await forBot.settle();
  expect(forBot.received.filter(({ t }) => t === "INTERACTION_CREATE")).toEqual([]);

  const options = [
    { type: T.User, name: "who", value: ada.id },
    { type: T.Mentionable, name: "any", value: guild.role("callable") },
    { type: T.Channel, name: "where", value: general },
    { type: T.Attachment, name: "file", value: "0" },
    { type: T.Integer, name: "whole", value: 5 },
  ];
  const { id } = bots.command("all");
  const data = { id, name: "all", type: 1, options, attachments: [{ id: "0", filename: "a.txt" }] };
  const body = { type: 2, application_id: bot.id, channel_id: general, nonce: "n2", data };
  const file = [{ name: "a.txt", data: "hello" }];
  expect((await bob.post("/interactions", form(body, file))).status).toBe(204);
  const got = await nextOf(forBot);
  const fileId = got.data.options[3].value;
  expect(got.data.resolved).toMatchObject({
    users: { [ada.id]: { username: "ada" } },
    members: { [ada.id]: { roles: [] } },
    roles: { [guild.role("callable")]: { name: "callable" } },
    channels: { [general]: { name: "general", type: 0 } },
    attachments: { [fileId]: { filename: "a.txt", size: 5 } },
  });
  expect(got.data.resolved.members[ada.id]).not.toHaveProperty("user");
  expect(await (await fetch(got.data.resolved.attachments[fileId].url)).text()).toBe("hello");
  // Only its address leads to it: it is no file of the channel.
  const bare = got.data.resolved.attachments[fileId].url.split("?")[0];
  expect((await ada.request("GET", bare)).status).toBe(404);

  expect((await use(bob, bots, "Look up", { target_id: ada.id })).status).toBe(204);
  const looked = await nextOf(forBot);
  expect(looked.data).toMatchObject({ target_id: ada.id, resolved: { users: { [ada.id]: {} } } });
  const answer = await reply(server, looked, { type: 4, data: { content: "Ada" } }, "?with_response=true");
  expect(answer.body.resource.message).toMatchObject({
    type: 23,
    interaction_metadata: { target_user: { id: ada.id } },
  });

  const said = await send(ada, general, "quote me");
  expect((await use(bob, bots, "Quote", { target_id: said.id })).status).toBe(204);
  const quoted = await nextOf(forBot);
  expect(quoted.data.resolved.messages[said.id]).toMatchObject({ content: "quote me" });
  const hidden = await send(ada, guild.channel("staff"), "not for Bob");
  expect((await use(bob, bots, "Quote", { target_id: hidden.id })).body).toMatchObject({ code: 10008 });
});

test("[INTER3] an answer for one person reaches nobody else and stands in no history; its buttons work", async () => {
  await using bots = await startBots([ping]);
  const { server, bob, ada, bot, general, forBob, forAda, forBot } = bots;
  await use(bob, bots, "ping");
  const first = await nextOf(forBot);
  const data = { content: "Psst", flags: 64, components: [button("more")] };
  const files = [{ name: "secret.txt", data: "for Bob" }];
  const answered = await reply(server, first, form({ type: 4, data }, files), "?with_response=true");
  expect(answered.body.interaction).toMatchObject({ response_message_ephemeral: true });
  const whisper = await forBob.next<APIMessage>("MESSAGE_CREATE");
  expect(whisper).toMatchObject({ content: "Psst", flags: 64, attachments: [{ filename: "secret.txt" }] });
  const [attachment] = whisper.attachments;
  expect((await ada.request("GET", attachment?.url.split("?")[0] ?? "")).status).toBe(404);
  const at = `/channels/${general}/messages`;
  expect((await bob.get(at)).body).toEqual([]);
  expect((await bob.get(`${at}/${whisper.id}`)).body).toMatchObject({ code: 10008 });

  const press = (user: typeof bob) =>
    user.post("/interactions", {
      type: 3,
      application_id: bot.id,
      channel_id: general,
      message_id: whisper.id,
      message_flags: 64,
      data: { component_type: 2, custom_id: "more" },
    });
  expect((await press(ada)).body).toMatchObject({ code: 10008 });
  expect((await press(bob)).status).toBe(204);
  const second = await nextOf(forBot);
  expect(second).toMatchObject({
    type: 3,
    data: { custom_id: "more", component_type: 2 },
    message: { id: whisper.id, content: "Psst" },
  });
  expect((await reply(server, second, { type: 7, data: { content: "More", components: [] } })).status).toBe(
    204,
  );
  expect(await forBob.next<APIMessage>("MESSAGE_UPDATE")).toMatchObject({ id: whisper.id, content: "More" });

  const by = webhook(server, bot, first);
  expect((await by("GET", "/messages/@original")).body).toMatchObject({ content: "More" });
  // Files that stay are described anew, those that come beside them too.
  const described = [
    { id: attachment?.id, description: "what was said" },
    { id: "0", description: "and then" },
  ];
  const more = form({ attachments: described }, [{ name: "more.txt", data: "for Bob, too" }]);
  const both = [
    { id: attachment?.id, filename: "secret.txt", description: "what was said" },
    { filename: "more.txt", description: "and then" },
  ];
  expect((await by("PATCH", "/messages/@original", more)).body).toMatchObject({
    content: "More",
    attachments: both,
  });
  expect((await by("GET", "/messages/@original")).body).toMatchObject({ attachments: both });
  expect((await by("PATCH", "/messages/@original", { content: "Last", attachments: [] })).body).toMatchObject(
    {
      content: "Last",
      attachments: [],
    },
  );
  expect((await by("DELETE", "/messages/@original")).status).toBe(204);
  expect(await forBob.next("MESSAGE_DELETE")).toMatchObject({ id: whisper.id, channel_id: general });
  expect((await by("GET", "/messages/@original")).body).toMatchObject({ code: 10008 });
  await forAda.settle();
  await forBot.settle();
  for (const one of [forAda, forBot]) {
    expect(one.received.filter(({ t }) => t.startsWith("MESSAGE_"))).toEqual([]);
  }
});

test("[INTER4] a promise is kept by an edit or by what comes next; more may be said, changed and deleted", async () => {
  await using bots = await startBots([ping]);
  const { server, bob, bot, general, forAda, forBot } = bots;
  await use(bob, bots, "ping");
  const first = await nextOf(forBot);
  expect((await webhook(server, bot, first)("POST", "", { content: "early" })).body).toMatchObject({
    code: 10015,
  });
  expect((await reply(server, first, { type: 5 })).status).toBe(204);
  const thinking = await forAda.next<APIMessage>("MESSAGE_CREATE");
  expect(thinking).toMatchObject({ flags: 128, content: "", type: 20 });
  const by = webhook(server, bot, first);
  const kept = await by("PATCH", "/messages/@original", { content: "Done" });
  expect(kept.body).toMatchObject({ id: thinking.id, content: "Done", flags: 0, edited_timestamp: null });
  expect(await forAda.next<APIMessage>("MESSAGE_UPDATE")).toMatchObject({ id: thinking.id, flags: 0 });
  const edited = await by("PATCH", `/messages/${thinking.id}`, { content: "Done, too" });
  expect(edited.body.edited_timestamp).not.toBeNull();

  const more = await by("POST", "?wait=true", { content: "More", embeds: [{ title: "E" }] });
  expect(more).toMatchObject({
    status: 200,
    body: {
      content: "More",
      type: 0,
      embeds: [{ title: "E" }],
      interaction_metadata: { id: first.id, original_response_message_id: thinking.id },
    },
  });
  expect((await by("GET", `/messages/${more.body.id}`)).body).toMatchObject({ content: "More" });
  expect((await by("DELETE", `/messages/${more.body.id}`)).status).toBe(204);
  expect(await forAda.next("MESSAGE_DELETE")).toMatchObject({ id: more.body.id });
  // Nobody else's messages.
  const bobs = await send(bob, general, "mine");
  expect((await by("DELETE", `/messages/${bobs.id}`)).body).toMatchObject({ code: 10008 });

  await use(bob, bots, "ping");
  const second = await nextOf(forBot);
  await reply(server, second, { type: 5, data: { flags: 64 } });
  const next = await webhook(server, bot, second)("POST", "", { content: "Here" });
  expect(next.body).toMatchObject({ content: "Here", flags: 64 });
  const wrong = webhook(server, bot, { token: `${second.token}x` });
  expect((await wrong("POST", "", { content: "x" })).body).toMatchObject({ code: 50027 });
});

test("[INTER5] without an answer in three seconds the person is told, and the bot is too late", async () => {
  await using bots = await startBots([ping]);
  const { server, bob, forBob, forBot } = bots;
  await use(bob, bots, "ping");
  const interaction = await nextOf(forBot);
  expect(await forBob.next("INTERACTION_FAILURE")).toEqual({ id: interaction.id, nonce: "n1" });
  const late = await reply(server, interaction, { type: 4, data: { content: "late" } });
  expect(late.body).toMatchObject({ code: 10062 });
});

test("[INTER6] buttons and lists of a message take what they offer, from whoever sees it", async () => {
  await using bots = await startBots([ping]);
  const { server, ada, bob, bot, guild, general, forAda, forBot } = bots;
  await use(bob, bots, "ping");
  const list = {
    type: 1,
    components: [
      {
        type: 3,
        custom_id: "pick",
        max_values: 2,
        options: ["a", "b", "c"].map((one) => ({ label: one, value: one })),
      },
    ],
  };
  const people = { type: 1, components: [{ type: 7, custom_id: "who", max_values: 2 }] };
  const components = [button("go"), button("off", { disabled: true }), list, people];
  const made = await reply(
    server,
    await nextOf(forBot),
    { type: 4, data: { content: "Choose", components } },
    "?with_response=true",
  );
  const message_id = made.body.resource.message.id;
  const press = (user: typeof bob, data: object, more: object = {}) =>
    user.post("/interactions", {
      type: 3,
      application_id: bot.id,
      channel_id: general,
      message_id,
      data,
      ...more,
    });
  for (const [data, field] of [
    [{ component_type: 2, custom_id: "none" }, "custom_id"],
    [{ component_type: 3, custom_id: "go" }, "component_type"],
    [{ component_type: 2, custom_id: "off" }, "custom_id"],
    [{ component_type: 3, custom_id: "pick", values: [] }, "values"],
    [{ component_type: 3, custom_id: "pick", values: ["a", "b", "c"] }, "values"],
    [{ component_type: 3, custom_id: "pick", values: ["a", "a"] }, "values"],
    [{ component_type: 3, custom_id: "pick", values: ["z"] }, "values"],
    [{ component_type: 7, custom_id: "who", values: ["1"] }, "values"],
  ] as const) {
    const { status, body } = await press(bob, data);
    expect([data, status, body]).toMatchObject([data, 400, { errors: { data: { [field]: {} } } }]);
  }
  const eve = await server.user("eve");
  expect((await press(eve, { component_type: 2, custom_id: "go" })).body).toMatchObject({ code: 10003 });
  const bobs = await send(bob, general, "no buttons");
  const missed = await press(bob, { component_type: 2, custom_id: "go" }, { message_id: bobs.id });
  expect(missed.body).toMatchObject({ code: 10008 });

  expect((await press(ada, { component_type: 3, custom_id: "pick", values: ["c", "a"] })).status).toBe(204);
  const picked = await nextOf(forBot);
  expect(picked.data).toMatchObject({ id: 6, values: ["c", "a"] });
  expect((await reply(server, picked, { type: 6 })).status).toBe(204);
  const by = webhook(server, bot, picked);
  expect((await by("PATCH", "/messages/@original", { content: "c, a" })).body).toMatchObject({
    id: message_id,
    content: "c, a",
  });
  expect(await forAda.next<APIMessage>("MESSAGE_UPDATE")).toMatchObject({ content: "c, a" });

  const values = [ada.id, guild.role("callable")];
  await press(bob, { component_type: 7, custom_id: "who", values });
  const named = await nextOf(forBot);
  expect(named.data.resolved).toMatchObject({
    users: { [ada.id]: {} },
    roles: { [guild.role("callable")]: {} },
  });
  expect((await reply(server, named, { type: 7, data: { content: "new" } })).status).toBe(204);

  await press(bob, { component_type: 2, custom_id: "go" });
  const third = await nextOf(forBot);
  const twice = [button("a"), button("a")];
  const unfit = await reply(server, third, { type: 4, data: { components: twice } });
  expect(unfit.body).toMatchObject({ errors: { data: { components: { 1: {} } } } });
  for (const type of [1, 8, 10]) {
    const wrong = await reply(server, third, { type, data: { choices: [] } });
    expect(wrong.body).toMatchObject({ code: 50035, errors: { type: {} } });
  }
  const said = await reply(server, third, { type: 4, data: { content: "said" } }, "?with_response=true");
  expect(said.body.resource.message).toMatchObject({
    type: 0,
    interaction_metadata: { type: 3, interacted_message_id: message_id },
  });
});

test("[INTER7] a form is shown to whoever asked; what they put into it is held against it, once", async () => {
  await using bots = await startBots([ping]);
  const { server, ada, bob, bot, general, forBob, forAda, forBot } = bots;
  await use(bob, bots, "ping");
  const asked = await nextOf(forBot);
  const input = { type: 4, style: 1, custom_id: "name", label: "Name", min_length: 2, max_length: 5 };
  const modal = {
    custom_id: "form",
    title: "Tell me",
    components: [
      { type: 1, components: [input] },
      { type: 10, content: "Read this." },
      {
        type: 18,
        label: "Colour",
        component: { type: 3, custom_id: "colour", options: [{ label: "R", value: "r" }] },
      },
      {
        type: 18,
        label: "Who",
        description: "If anybody",
        component: { type: 5, custom_id: "who", required: false },
      },
      { type: 18, label: "Why", component: { type: 4, style: 2, custom_id: "why", required: false } },
    ],
  };
  for (const [bad, field] of [
    [{ ...modal, title: "x".repeat(46) }, "title"],
    [{ ...modal, components: [] }, "components"],
    [{ ...modal, components: [{ type: 1, components: [{ ...input, label: undefined }] }] }, "components"],
    [{ ...modal, components: [modal.components[0], modal.components[0]] }, "components"],
  ] as const) {
    const { body } = await reply(server, asked, { type: 9, data: bad });
    expect([field, body]).toMatchObject([field, { code: 50035, errors: { data: { [field]: {} } } }]);
  }
  expect((await reply(server, asked, { type: 9, data: modal })).status).toBe(204);
  const shown = await forBob.next("INTERACTION_MODAL_CREATE");
  expect(shown).toMatchObject({
    id: asked.id,
    nonce: "n1",
    custom_id: "form",
    title: "Tell me",
    channel_id: general,
    application: { id: bot.id },
    components: [{ id: 1, components: [{ id: 2 }] }, { id: 3 }, { id: 4, component: { id: 5 } }, {}, {}],
  });
  const fill = (name: string, colour: string[], who: string[] = []) => [
    { type: 1, components: [{ type: 4, custom_id: "name", value: name }] },
    { type: 18, component: { type: 3, custom_id: "colour", values: colour } },
    { type: 18, component: { type: 5, custom_id: "who", values: who } },
  ];
  const submit = (user: typeof bob, components: object[], more: object = {}) =>
    user.post("/interactions", {
      type: 5,
      application_id: bot.id,
      channel_id: general,
      nonce: "n3",
      data: { id: asked.id, custom_id: "form", components, ...more },
    });
  for (const components of [fill("", ["r"]), fill("toolong", ["r"]), fill("Bob", []), fill("Bob", ["x"])]) {
    expect((await submit(bob, components)).body).toMatchObject({ code: 50035, errors: { data: {} } });
  }
  expect((await submit(bob, fill("Bob", ["r"]), { custom_id: "other" })).body).toMatchObject({ code: 50035 });
  expect((await submit(ada, fill("Ada", ["r"]))).body).toMatchObject({ code: 10062 });
  expect((await submit(bob, fill("Bob", ["r"], [ada.id]))).status).toBe(204);
  const sent = await nextOf(forBot);
  expect(sent).toMatchObject({
    type: 5,
    data: {
      custom_id: "form",
      components: [
        { type: 1, id: 1, components: [{ type: 4, id: 2, custom_id: "name", value: "Bob" }] },
        { type: 10, id: 3 },
        { type: 18, component: { type: 3, custom_id: "colour", values: ["r"] } },
        { type: 18, component: { values: [ada.id] } },
        { type: 18, component: { value: "" } },
      ],
      resolved: { users: { [ada.id]: {} } },
    },
  });
  expect((await submit(bob, fill("Bob", ["r"]))).body).toMatchObject({ code: 10062 });
  const said = await reply(server, sent, { type: 4, data: { content: "Hi" } }, "?with_response=true");
  expect(said.body.resource.message.interaction_metadata).toMatchObject({
    type: 5,
    triggering_interaction_metadata: { id: asked.id, type: 2 },
  });
  await forAda.settle();
  expect(forAda.received.map(({ t }) => t)).not.toContain("INTERACTION_MODAL_CREATE");
  // Once the bot has left, its token is worth nothing here.
  await ada.delete(`/guilds/${bots.guild.id}/members/${bot.id}`);
  const after = await webhook(server, bot, sent)("POST", "", { content: "still here" });
  expect(after.body).toMatchObject({ code: 50001 });
});

test("[INTER8] while one types the bot completes, in the type of the option", async () => {
  const options = [opt(T.Integer, "number", { autocomplete: true, required: true }), opt(T.String, "plain")];
  await using bots = await startBots([{ name: "find", description: "Find", options }]);
  const { server, bob, forBob, forBot } = bots;
  const type = (data: object) => use(bob, bots, "find", data, { type: 4, nonce: "n4" });
  expect((await type({ options: [{ type: 3, name: "plain", value: "x", focused: true }] })).status).toBe(400);
  expect((await type({ options: [] })).status).toBe(400);
  expect((await type({ options: [{ type: 4, name: "number", value: "1", focused: true }] })).status).toBe(
    204,
  );
  const typing = await nextOf(forBot);
  expect(typing).toMatchObject({
    type: 4,
    data: { options: [{ type: 4, name: "number", value: "1", focused: true }] },
  });
  const choices = [{ name: "Eleven", value: 11 }];
  expect((await reply(server, typing, { type: 4, data: { content: "no" } })).status).toBe(400);
  const wrong = { type: 8, data: { choices: [{ name: "Eleven", value: "11" }] } };
  expect((await reply(server, typing, wrong)).body).toMatchObject({ errors: { data: { choices: {} } } });
  expect((await reply(server, typing, { type: 8, data: { choices } })).status).toBe(204);
  expect(await forBob.next("APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE")).toMatchObject({
    choices,
    nonce: "n4",
  });
});

test("[INTER9] an endpoint gets signed requests in the place of the gateway; only a real one is taken", async () => {
  await using bots = await startBots([ping]);
  const { server, ada, bob, bot, forBob, forAda, forBot } = bots;
  const { verify_key } = (await ada.get<{ verify_key: string }>(`/applications/${bot.id}`)).body;
  const key = createPublicKey({
    key: { kty: "OKP", crv: "Ed25519", x: Buffer.from(verify_key, "hex").toString("base64url") },
    format: "jwk",
  });
  const got: { type: number; token: string; id: string }[] = [];
  let answer: () => Response = () => Response.json({ type: 4, data: { content: "From afar" } });
  using endpoint = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    async fetch(request) {
      const body = await request.text();
      const signature = Buffer.from(request.headers.get("x-signature-ed25519") ?? "", "hex");
      const signed = Buffer.from((request.headers.get("x-signature-timestamp") ?? "") + body);
      const path = new URL(request.url).pathname;
      if (path === "/gullible") return Response.json({ type: 1 });
      if (path === "/moved") return Response.redirect("/", 307);
      if (!verify(null, signed, key, signature)) return new Response(null, { status: 401 });
      const interaction = JSON.parse(body);
      if (interaction.type === 1) return Response.json({ type: 1 });
      got.push(interaction);
      return answer();
    },
  });
  const at = `http://localhost:${endpoint.port}`;
  const set = (interactions_endpoint_url: string | null) =>
    ada.patch<{ errors: object }>(`/applications/${bot.id}`, { interactions_endpoint_url });
  for (const bad of [`${at}/gullible`, `${at}/moved`, "http://127.0.0.1:1/", "http://name.invalid/"]) {
    const { status, body } = await set(bad);
    expect([bad, status, Object.keys(body.errors)]).toEqual([bad, 400, ["interactions_endpoint_url"]]);
  }
  expect((await set(`${at}/`)).status).toBe(200);

  await use(bob, bots, "ping");
  expect(await forAda.next<APIMessage>("MESSAGE_CREATE")).toMatchObject({ content: "From afar", type: 20 });
  await forBob.next("INTERACTION_SUCCESS");
  expect(got).toMatchObject([{ type: 2, application_id: bot.id, member: { user: { id: bob.id } } }]);
  // It may call back instead.
  answer = () => new Response(null, { status: 202 });
  await use(bob, bots, "ping");
  await forBob.next("INTERACTION_CREATE", (d: { id: string }) => d.id !== got[0]?.id);
  while (got.length < 2) await Bun.sleep(5);
  expect((await reply(server, got[1], { type: 4, data: { content: "Called back" } })).status).toBe(204);
  answer = () => Response.json({ type: 4, data: { content: "x".repeat(2_001) } });
  await use(bob, bots, "ping");
  expect(await forBob.next("INTERACTION_FAILURE")).toMatchObject({ nonce: "n1" });
  await forBot.settle();
  expect(forBot.received.filter(({ t }) => t === "INTERACTION_CREATE")).toEqual([]);
  expect((await set(null)).status).toBe(200);
});

test("[INTER10] no endpoint is on this machine or in its network, unless the operator allows it", async () => {
  await using server = await startTestServer({ PALABRE_ALLOW_PRIVATE_ENDPOINTS: "off" });
  const ada = await server.user("ada");
  const bot = await makeBot(server, ada);
  let asked = 0;
  using endpoint = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response(String(++asked)) });
  for (const host of ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0"]) {
    const interactions_endpoint_url = `http://${host}:${endpoint.port}/`;
    const { status } = await ada.patch(`/applications/${bot.id}`, { interactions_endpoint_url });
    expect([host, status]).toEqual([host, 400]);
  }
  expect(asked).toBe(0);
  for (const address of [
    "10.1.2.3",
    "172.31.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
  ]) {
    expect([address, isPublicAddress(address)]).toEqual([address, false]);
  }
  for (const address of [
    "::1",
    "::",
    "fe80::1",
    "fd00::1",
    "::ffff:10.0.0.1",
    "64:ff9b::a00:1",
    "2002:a00:1::",
  ]) {
    expect([address, isPublicAddress(address)]).toEqual([address, false]);
  }
  for (const address of ["93.184.216.34", "2606:2800:220:1::1"]) {
    expect([address, isPublicAddress(address)]).toEqual([address, true]);
  }
});

test("[INTER11] in the chat with a bot its commands work, and its token is forgotten after fifteen minutes", async () => {
  await using bots = await startBots([ping, { name: "servers", description: "Only there", contexts: [0] }]);
  const { server, ada, bob, bot, forBob, forBot } = bots;
  const { id: chat } = await openChat(bob, bot);
  const there = { channel_id: chat, guild_id: undefined };
  expect((await use(bob, bots, "servers", {}, there)).body).toMatchObject({ code: 10063 });
  expect((await use(bob, bots, "ping", {}, there)).status).toBe(204);
  const interaction = await nextOf(forBot);
  expect(interaction).toMatchObject({ context: 1, user: { id: bob.id }, channel: { type: 1 } });
  expect(interaction).not.toHaveProperty("member");
  await reply(server, interaction, { type: 4, data: { content: "Hi" } });
  expect(await forBob.next<APIMessage>("MESSAGE_CREATE")).toMatchObject({ content: "Hi", channel_id: chat });
  const { id: other } = await openChat(ada, bob);
  expect((await use(bob, bots, "ping", {}, { channel_id: other })).body).toMatchObject({ code: 10002 });

  const whisper = form({ content: "Psst", flags: 64 }, [{ name: "a.txt", data: "for a while" }]);
  const by = webhook(server, bot, interaction);
  expect((await by("POST", "", whisper)).body).toMatchObject({ attachments: [{ size: 11 }] });
  await server.seed(async ({ sql }) => {
    await sql
      .updateTable("interactions")
      .set({ created_at: Date.now() - 901_000 })
      .execute();
  });
  expect((await by("POST", "", { content: "late" })).body).toMatchObject({ code: 50027 });
  const transaction = async <R>(act: (tx: Tx) => Promise<R>): Promise<R> => {
    let done: R | undefined;
    await server.seed(async (tx) => {
      done = await act(tx);
    });
    return done as R;
  };
  const blobs = createFolderBlobs(join(server.dataDir, "files"));
  await server.seed(async ({ sql }) => {
    await sql.updateTable("ephemeral_messages").set({ expires_at: 1 }).execute();
  });
  await sweepInteractions({ db: { transaction }, blobs });
  await server.seed(async ({ sql }) => {
    for (const table of ["interactions", "ephemeral_messages", "attachments"] as const) {
      expect([table, await sql.selectFrom(table).selectAll().execute()]).toEqual([table, []]);
    }
  });
  expect(await Array.fromAsync(blobs.list("attachments"))).toEqual([]);
});

test("[INTER12] who may not use commands here, or is in time-out, uses none; another bot's are unknown", async () => {
  await using bots = await startBots([ping]);
  const { server, ada, bob, guild, general } = bots;
  const other = await makeBot(server, bob, "Other");
  expect((await use(bob, bots, "ping", {}, { application_id: other.id })).body).toMatchObject({
    code: 10002,
  });
  await addBot(ada, other, guild.id);
  expect((await use(bob, bots, "ping", {}, { application_id: other.id })).body).toMatchObject({
    code: 10063,
  });
  const path = `/channels/${general}/permissions/${guild.id}`;
  await ada.put(path, { type: 0, deny: String(P.UseApplicationCommands) });
  expect((await use(bob, bots, "ping")).body).toMatchObject({ code: 50013 });
  expect((await use(ada, bots, "ping")).status).toBe(204);
  await ada.delete(path);
  const until = new Date(Date.now() + 60_000).toISOString();
  await ada.patch(`/guilds/${guild.id}/members/${bob.id}`, { communication_disabled_until: until });
  expect((await use(bob, bots, "ping")).body).toMatchObject({ code: 50013 });
});

test("[INTER12] one uses one bot so often, and no more often", async () => {
  await using bots = await startBots([ping], { PALABRE_RATE_LIMITS: "on" });
  const { ada, bob } = bots;
  const statuses: number[] = [];
  for (let n = 0; n < 21; n++) statuses.push((await use(bob, bots, "ping")).status);
  expect(statuses).toEqual([...Array.from({ length: 20 }, () => 204), 429]);
  expect((await use(ada, bots, "ping")).status).toBe(204);
});
