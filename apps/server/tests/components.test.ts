import { expect, test } from "bun:test";
import type { APIMessage } from "@palabre/protocol";
import { MessageResponseSchema } from "discord-api-spec/zod";
import { ComponentType as C, MessageFlags, PermissionFlagsBits as P } from "discord-api-types/v10";
import { addBot, makeBot } from "./bots.ts";
import { form, send } from "./chat.ts";
import { enrol, makeGuild } from "./guild.ts";
import { startTestServer } from "./harness.ts";
import { listen } from "./listen.ts";

async function start() {
  const server = await startTestServer();
  const ada = await server.user("ada");
  const bob = await server.user("bob");
  const guild = await makeGuild(ada);
  await enrol(server, guild.id, bob);
  const bot = await makeBot(server, ada);
  await addBot(ada, bot, guild.id, P.ViewChannel | P.SendMessages);
  const path = `/channels/${guild.channel("general")}/messages`;
  return { server, ada, bob, bot, guild, general: guild.channel("general"), path };
}

const button = (custom_id: string, more: object = {}) => ({
  type: C.Button,
  style: 1,
  label: "Go",
  custom_id,
  ...more,
});
const row = (...components: object[]) => ({ type: C.ActionRow, components });
const select = (more: object = {}) => ({
  type: C.StringSelect,
  custom_id: "colour",
  options: [
    { label: "Red", value: "red" },
    { label: "Blue", value: "blue", default: true, emoji: { name: "🔵" } },
  ],
  ...more,
});
const V2 = MessageFlags.IsComponentsV2;
const text = (content: string, more: object = {}) => ({ type: C.TextDisplay, content, ...more });

test("[COMP1] a bot's message carries rows of buttons or a list, numbered in order; people send none", async () => {
  const { server, bob, bot, general, path } = await start();
  await using _ = server;
  await using forBob = await listen(server, bob);
  const components = [
    row(button("a"), button("b", { style: 4, emoji: { name: "🗑" }, disabled: true, id: 3 })),
    row({ type: C.Button, style: 5, label: "Docs", url: "https://example.org/docs" }),
    row(select()),
    row({ type: C.UserSelect, custom_id: "who", min_values: 0, max_values: 3, placeholder: "Who?" }),
    row({ type: C.ChannelSelect, custom_id: "where", channel_types: [0, 5] }),
  ];
  const made = await send(bot, general, { content: "Choose", components });
  expect(MessageResponseSchema.safeParse(made).error).toBeUndefined();
  expect(made.components).toMatchObject([
    {
      id: 1,
      components: [
        { id: 2, custom_id: "a" },
        { id: 3, disabled: true, emoji: { name: "🗑️" } },
      ],
    },
    { id: 4, components: [{ id: 5, url: "https://example.org/docs" }] },
    { id: 6, components: [{ id: 7, min_values: 1, max_values: 1, options: [{}, { default: true }] }] },
    { id: 8, components: [{ id: 9, min_values: 0, max_values: 3 }] },
    { id: 10, components: [{ id: 11, channel_types: [0, 5] }] },
  ]);
  expect((await forBob.next<APIMessage>("MESSAGE_CREATE")).components).toEqual(made.components);
  expect((await bob.get<APIMessage>(`${path}/${made.id}`)).body.components).toEqual(made.components);
  // Components are enough for a message, and an edit replaces or takes them away.
  const bare = await send(bot, general, { components: [row(button("x"))] });
  const edited = await bot.patch<APIMessage>(`${path}/${bare.id}`, { content: "Done", components: [] });
  expect(edited.body).toMatchObject({ content: "Done", components: [] });
  expect((await bot.patch(`${path}/${bare.id}`, { content: "" })).body).toMatchObject({ code: 50006 });

  expect((await bob.post(path, { content: "x", components: [row(button("a"))] })).body).toMatchObject({
    code: 50035,
    errors: { components: {} },
  });
  const own = await send(bob, general, { content: "x", components: [], flags: V2 });
  expect(own).toMatchObject({ flags: 0, components: [] });
  const change = { components: [row(button("a"))] };
  expect((await bob.patch(`${path}/${own.id}`, change)).body).toMatchObject({ errors: { components: {} } });
});

test("[COMP2] each limit of components is named where it is broken", async () => {
  const { server, bot, path } = await start();
  await using _ = server;
  const many = (n: number) => Array.from({ length: n }, (_, i) => button(`b${i}`));
  const cases: [object, string][] = [
    [{ components: Array.from({ length: 6 }, (_, i) => row(button(`${i}`))) }, "components"],
    [{ components: [row(...many(6))] }, "components.0.components"],
    [{ components: [row()] }, "components.0.components"],
    [{ components: [row(button("a"), select())] }, "components.0.components.1"],
    [{ components: [row(button("a"), button("a"))] }, "components.0.components.1.custom_id"],
    [{ components: [row(button("a", { id: 7 }), button("b", { id: 7 }))] }, "components.0.components.1.id"],
    [{ components: [row(button("x".repeat(101)))] }, "components.0.components.0.custom_id"],
    [{ components: [row({ type: 2, style: 1, label: "x" })] }, "components.0.components.0.custom_id"],
    [{ components: [row(button("a", { style: 5 }))] }, "components.0.components.0.url"],
    [{ components: [row(button("a", { style: 6 }))] }, "components.0.components.0.style"],
    [{ components: [row(button("a", { label: "x".repeat(81) }))] }, "components.0.components.0.label"],
    [{ components: [row(button("a", { emoji: { name: "nope" } }))] }, "components.0.components.0.emoji.name"],
    [
      {
        components: [row({ type: 2, style: 5, label: "x", url: "javascript:alert(1)" })],
      },
      "components.0.components.0.url",
    ],
    [{ components: [row(select({ options: [] }))] }, "components.0.components.0.options"],
    [
      {
        components: [
          row(
            select({
              options: [
                { label: "a", value: "a" },
                { label: "b", value: "a" },
              ],
            }),
          ),
        ],
      },
      "components.0.components.0.options.1.value",
    ],
    [{ components: [row(select({ min_values: 2 }))] }, "components.0.components.0.min_values"],
    [{ components: [row(select({ max_values: 26 }))] }, "components.0.components.0.max_values"],
    [{ components: [text("hello")] }, "components.0.type"],
    [{ components: [row({ type: 99 })] }, "components.0.components.0.type"],
    [{ components: [{ type: 4, custom_id: "a", style: 1 }] }, "components.0.type"],
    [{ flags: V2, content: "x", components: [text("hello")] }, "content"],
    [{ flags: V2, embeds: [{ title: "x" }], components: [text("hello")] }, "embeds"],
    [{ flags: V2, components: Array.from({ length: 41 }, () => text("x")) }, "components"],
    [
      { flags: V2, components: Array.from({ length: 14 }, () => row(button("a"), button("b"))) },
      "components",
    ],
    [{ flags: V2, components: [text("x".repeat(2_001)), text("y".repeat(2_000))] }, "components"],
    [{ flags: V2, components: [{ type: 9, components: [text("x")] }] }, "components.0.accessory"],
    [
      { flags: V2, components: [{ type: 13, file: { url: "attachment://none.txt" } }] },
      "components.0.file.url",
    ],
    [{ flags: V2, components: [{ type: 13, file: { url: "https://a.example/" } }] }, "components.0.file.url"],
    [
      { flags: V2, components: [{ type: 17, components: [{ type: 17, components: [text("x")] }] }] },
      "components.0.components.0.type",
    ],
  ];
  for (const [body, field] of cases) {
    const { status, body: answer } = await bot.post<{ errors?: object }>(path, body);
    expect([field, status, answer]).toMatchObject([field, 400, { code: 50035 }]);
    let node: unknown = answer.errors;
    for (const key of field.split(".")) node = (node as Record<string, unknown> | undefined)?.[key];
    expect([field, answer.errors, node !== undefined]).toEqual([field, answer.errors, true]);
  }
  expect((await bot.post(path, { flags: V2, components: [] })).body).toMatchObject({ code: 50006 });
});

test("[COMP3] a message made of components names people in its texts and shows its own files", async () => {
  const { server, bob, bot, guild, path } = await start();
  await using _ = server;
  const components = [
    {
      type: C.Container,
      accent_color: 0xff8800,
      spoiler: true,
      components: [
        text(`# Build\nfor <@${bob.id}> and <@&${guild.role("callable")}>`),
        {
          type: C.Section,
          components: [text("It broke.")],
          accessory: button("retry"),
        },
        { type: C.Separator, spacing: 2, divider: false },
        { type: C.MediaGallery, items: [{ media: { url: "https://example.org/a.png" }, description: "A" }] },
        { type: C.File, file: { url: "attachment://log.txt" } },
        row(select()),
      ],
    },
    {
      type: C.Section,
      components: [text("one"), text("two")],
      accessory: { type: C.Thumbnail, media: { url: "attachment://log.txt" }, spoiler: true },
    },
  ];
  const files = [{ name: "log.txt", data: "all of it" }];
  const { status, body: made } = await bot.post<APIMessage>(path, form({ flags: V2, components }, files));
  expect([status, made]).toMatchObject([200, { flags: V2, content: "" }]);
  expect(MessageResponseSchema.safeParse(made).error).toBeUndefined();
  const [attachment] = made.attachments;
  expect(made.mentions.map(({ id }) => id)).toEqual([bob.id]);
  expect(made.mention_roles).toEqual([guild.role("callable")]);
  expect(made.components).toMatchObject([
    {
      id: 1,
      accent_color: 0xff8800,
      components: [
        { id: 2 },
        { id: 3, components: [{ id: 4 }], accessory: { id: 5, custom_id: "retry" } },
        { id: 6, divider: false, spacing: 2 },
        { id: 7, items: [{ media: { url: "https://example.org/a.png" }, description: "A" }] },
        { id: 8, file: { url: attachment?.url, attachment_id: attachment?.id }, name: "log.txt", size: 9 },
        { id: 9, components: [{ id: 10 }] },
      ],
    },
    { id: 11, accessory: { id: 14, media: { url: attachment?.url }, spoiler: true } },
  ]);
  const read = (await bob.get<APIMessage>(`${path}/${made.id}`)).body;
  expect(read.components).toEqual(made.components);
  expect(read.mentions.map(({ id }) => id)).toEqual([bob.id]);

  // An ordinary message may become such a one; it stays one.
  const plain = await bot.post<APIMessage>(path, { content: "soon" });
  const at = `${path}/${plain.body.id}`;
  expect((await bot.patch(at, { flags: V2, components: [text("now")] })).body).toMatchObject({
    errors: { content: {} },
  });
  const turned = await bot.patch<APIMessage>(at, { flags: V2, content: null, components: [text("now")] });
  expect(turned.body).toMatchObject({ flags: V2, content: "", components: [{ content: "now" }] });
  expect((await bot.patch(at, { flags: 0, components: [text("later")] })).body).toMatchObject({ flags: V2 });
});
