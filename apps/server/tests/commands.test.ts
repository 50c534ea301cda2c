import { expect, test } from "bun:test";
import { ApplicationCommandResponseSchema, CommandPermissionsResponseSchema } from "discord-api-spec/zod";
import { PermissionFlagsBits as P, ApplicationCommandOptionType as T } from "discord-api-types/v10";
import { addBot, makeBot } from "./bots.ts";
import { enrol, makeGuild, USUAL } from "./guild.ts";
import { startTestServer } from "./harness.ts";
import { listen } from "./listen.ts";
import { openChat } from "./people.ts";

interface Command {
  id: string;
  name: string;
  version: string;
  type: number;
}
interface Index {
  applications: { id: string; bot: { id: string } }[];
  application_commands: (Command & { name_localized?: string; options?: { name_localized?: string }[] })[];
}

async function start() {
  const server = await startTestServer();
  const ada = await server.user("ada");
  const bob = await server.user("bob");
  const guild = await makeGuild(ada, USUAL | P.UseApplicationCommands);
  await enrol(server, guild.id, bob);
  const bot = await makeBot(server, ada);
  await addBot(ada, bot, guild.id, P.ViewChannel);
  return { server, ada, bob, bot, guild, path: `/applications/${bot.id}/commands` };
}

const deploy = {
  name: "deploy",
  name_localizations: { fr: "déployer", de: null },
  description: "Ships it.",
  description_localizations: { fr: "Met en ligne." },
  options: [
    {
      type: T.SubcommandGroup,
      name: "to",
      description: "Where to",
      options: [
        {
          type: T.Subcommand,
          name: "stage",
          description: "The stage",
          options: [
            { type: T.String, name: "tag", description: "Which", required: true, min_length: 1 },
            {
              type: T.Integer,
              name: "speed",
              description: "How fast",
              choices: [{ name: "slow", name_localizations: { fr: "lent" }, value: 1 }],
            },
            { type: T.Channel, name: "log", description: "Where to tell", channel_types: [0] },
            { type: T.Number, name: "part", description: "How much", min_value: 0, max_value: 1.5 },
            { type: T.String, name: "host", description: "Which one", autocomplete: true },
          ],
        },
      ],
    },
    { type: T.Subcommand, name: "status", description: "How it goes" },
  ],
  default_member_permissions: "8192",
  contexts: [0],
};

test("[CMD1] a bot registers commands of every kind, changes and deletes them; owners may, others not", async () => {
  const { server, ada, bob, bot, path } = await start();
  await using _ = server;
  const made = await bot.post<Command>(path, deploy);
  expect(made).toMatchObject({
    status: 201,
    body: {
      name: "deploy",
      type: 1,
      application_id: bot.id,
      default_member_permissions: "8192",
      contexts: [0],
      integration_types: [0],
      nsfw: false,
      name_localizations: { fr: "déployer" },
      options: [
        { options: [{ options: [{ required: true }, { choices: [{ value: 1 }] }, {}, {}, {}] }] },
        {},
      ],
    },
  });
  expect(ApplicationCommandResponseSchema.safeParse(made.body).error).toBeUndefined();
  const at = `${path}/${made.body.id}`;
  expect((await bot.get(at)).body).toEqual(made.body);
  // The same again is the same; with other words it keeps its id and gets a version.
  expect(await bot.post(path, deploy)).toMatchObject({ status: 200, body: { version: made.body.version } });
  const changed = await bot.post<Command>(path, { ...deploy, description: "Ships." });
  expect(changed).toMatchObject({ status: 200, body: { id: made.body.id, description: "Ships." } });
  expect(changed.body.version).not.toBe(made.body.version);
  const patched = await ada.patch(at, { name: "ship", contexts: null });
  expect(patched.body).toMatchObject({ name: "ship", contexts: null, description: "Ships." });
  for (const body of [
    { type: 2, name: "Look up" },
    { type: 3, name: "Quote this" },
    { name: "ping", description: "Pong", nsfw: true, dm_permission: false },
  ]) {
    expect((await bot.post(path, body)).status).toBe(201);
  }
  const listed = (await bot.get<Command[]>(path)).body;
  expect(listed.map(({ name, type }) => [name, type])).toEqual([
    ["ship", 1],
    ["Look up", 2],
    ["Quote this", 3],
    ["ping", 1],
  ]);
  expect(listed[0]).not.toHaveProperty("name_localizations");
  expect((await bot.get<Command[]>(`${path}?with_localizations=true`)).body[0]).toHaveProperty(
    "name_localizations",
    { fr: "déployer" },
  );
  expect(listed[3]).toMatchObject({ nsfw: true, contexts: [0] });

  expect((await bob.post(path, deploy)).body).toMatchObject({ code: 10002 });
  expect((await bob.get(path)).body).toMatchObject({ code: 10002 });
  expect((await bot.delete(at)).status).toBe(204);
  expect((await bot.get(at)).body).toMatchObject({ code: 10063 });
});

test("[CMD2] names, options and sizes that do not fit are refused by name", async () => {
  const { server, bot, path } = await start();
  await using _ = server;
  const base = { name: "x", description: "X" };
  const text = { type: T.String, name: "a", description: "A" };
  const cases: [object, string][] = [
    [{ ...base, name: "Loud" }, "name"],
    [{ ...base, name: "two words" }, "name"],
    [{ ...base, name: "x".repeat(33) }, "name"],
    [{ name: "x" }, "description"],
    [{ ...base, type: 4 }, "type"],
    [{ ...base, name_localizations: { xx: "y" } }, "name_localizations"],
    [{ ...base, name_localizations: { fr: "Deux mots" } }, "name_localizations.fr"],
    [{ ...base, options: Array.from({ length: 26 }, (_, n) => ({ ...text, name: `a${n}` })) }, "options"],
    [{ ...base, options: [text, text] }, "options.1.name"],
    [{ ...base, options: [text, { ...text, name: "b", required: true }] }, "options.1"],
    [{ ...base, options: [text, { type: T.Subcommand, name: "b", description: "B" }] }, "options.1.type"],
    [{ ...base, options: [{ type: T.SubcommandGroup, name: "b", description: "B" }] }, "options.0.options"],
    [
      {
        ...base,
        options: [
          { type: T.Subcommand, name: "b", description: "B", options: [{ ...text, type: T.Subcommand }] },
        ],
      },
      "options.0.options.0.type",
    ],
    [{ ...base, options: [{ ...text, type: 12 }] }, "options.0.type"],
    [{ ...base, options: [{ ...text, min_length: 3, max_length: 2 }] }, "options.0.min_length"],
    [{ ...base, options: [{ ...text, type: T.Integer, min_value: 0.5 }] }, "options.0.min_value"],
    [
      { ...base, options: [{ ...text, autocomplete: true, choices: [{ name: "a", value: "a" }] }] },
      "options.0.choices",
    ],
    [
      {
        ...base,
        options: [
          { ...text, choices: Array.from({ length: 26 }, (_, n) => ({ name: `${n}`, value: `${n}` })) },
        ],
      },
      "options.0.choices",
    ],
    [{ ...base, options: [{ ...text, choices: [{ name: "a", value: 1 }] }] }, "options.0.choices.0.value"],
    [{ ...base, default_member_permissions: "much" }, "default_member_permissions"],
    [{ ...base, contexts: [7] }, "contexts.0"],
    [{ type: 2, name: "Look", description: "x" }, "description"],
    [{ type: 3, name: "Look", options: [text] }, "options.0"],
  ];
  for (const [body, field] of cases) {
    const { status, body: answer } = await bot.post<{ errors?: object }>(path, body);
    expect([field, status, answer]).toMatchObject([field, 400, { code: 50035 }]);
    let node: unknown = answer.errors;
    for (const key of field.split(".")) node = (node as Record<string, unknown> | undefined)?.[key];
    expect([field, answer.errors, node !== undefined]).toEqual([field, answer.errors, true]);
  }
  const long = Array.from({ length: 25 }, (_, n) => ({
    ...text,
    name: `o${n}`,
    choices: Array.from({ length: 25 }, (_, m) => ({ name: `${m}`.padEnd(20, "x"), value: `${m}` })),
  }));
  expect((await bot.post(path, { ...base, options: long })).body).toMatchObject({ code: 50035 });
  expect((await bot.get<Command[]>(path)).body).toEqual([]);
});

test("[CMD3] a bulk overwrite keeps the ids of what stays, and each kind has its limit", async () => {
  const { server, bot, path } = await start();
  await using _ = server;
  const command = (n: number) => ({ name: `c${n}`, description: "C" });
  const all = Array.from({ length: 100 }, (_, n) => command(n));
  const menus = Array.from({ length: 15 }, (_, n) => ({ type: 2, name: `Menu ${n}` }));
  const put = await bot.put<Command[]>(path, [...all, ...menus]);
  expect([put.status, put.body.length]).toEqual([200, 115]);
  const again = await bot.put<Command[]>(path, [{ ...command(7), description: "Other" }, command(3)]);
  const idOf = (name: string) => put.body.find((one) => one.name === name)?.id;
  expect(again.body.map(({ id }) => id)).toEqual([idOf("c7") ?? "", idOf("c3") ?? ""]);
  expect((await bot.get<Command[]>(path)).body).toHaveLength(2);
  expect((await bot.put(path, [command(1), command(1)])).body).toMatchObject({
    errors: { 1: { name: {} } },
  });
  expect((await bot.put(path, [...all, command(100)])).body).toMatchObject({ code: 30032 });
  expect((await bot.put(path, [...menus, { type: 2, name: "More" }])).body).toMatchObject({ code: 30032 });
  expect((await bot.put(path, all)).status).toBe(200);
  expect((await bot.post(path, command(100))).body).toMatchObject({ code: 30032 });
  expect((await bot.post(path, { type: 3, name: "c1" })).status).toBe(201);
  expect((await bot.put(path, [])).body).toEqual([]);
});

test("[CMD4] commands of one server are there alone, and go when the bot leaves", async () => {
  const { server, ada, bob, bot, guild } = await start();
  await using _ = server;
  const path = `/applications/${bot.id}/guilds/${guild.id}/commands`;
  await using forBob = await listen(server, bob);
  const made = await bot.post(path, { name: "here", description: "Here" });
  expect(made).toMatchObject({ status: 201, body: { guild_id: guild.id } });
  expect(made.body).not.toHaveProperty("contexts");
  expect(ApplicationCommandResponseSchema.safeParse(made.body).error).toBeUndefined();
  expect(await forBob.next("GUILD_APPLICATION_COMMAND_INDEX_UPDATE")).toEqual({
    guild_id: guild.id,
    application_id: bot.id,
  });
  const other = await makeGuild(bob);
  const theirs = `/applications/${bot.id}/guilds/${other.id}/commands`;
  expect((await bot.post(theirs, { name: "there", description: "There" })).body).toMatchObject({
    code: 50001,
  });
  await ada.delete(`/guilds/${guild.id}/members/${bot.id}`);
  await addBot(ada, bot, guild.id);
  expect((await bot.get(path)).body).toEqual([]);
});

test("[CMD5] one is offered what one may use, in one's language; nobody learns of more", async () => {
  const { server, ada, bob, bot, guild, path } = await start();
  await using _ = server;
  await bot.put(path, [
    deploy,
    { name: "ping", description: "Pong", name_localizations: { fr: "sonner" } },
    { name: "adult", description: "For adults", nsfw: true },
    { name: "chat", description: "In our chat", contexts: [1] },
    { type: 2, name: "Look up" },
    { name: "nobody", description: "Nobody", default_member_permissions: "0" },
  ]);
  const index = `/guilds/${guild.id}/application-command-index`;
  const names = async (user: typeof bob, at = index) =>
    (await user.get<Index>(at)).body.application_commands.map(({ name }) => name).sort();
  expect(await names(ada)).toEqual(["Look up", "adult", "deploy", "nobody", "ping"]);
  expect(await names(bob)).toEqual(["Look up", "adult", "ping"]);
  expect((await bob.get<Index>(index)).body.applications).toMatchObject([
    { id: bot.id, bot: { id: bot.id } },
  ]);
  const general = `/channels/${guild.channel("general")}/application-command-index`;
  expect(await names(bob, general)).toEqual(["Look up", "ping"]);

  // Who manages the server sees all there is, to choose who may use it; in a channel what they may use themselves.
  const permissions = String(P.ManageGuild);
  const { id: keeper } = (await ada.post<{ id: string }>(`/guilds/${guild.id}/roles`, { permissions })).body;
  await ada.put(`/guilds/${guild.id}/members/${bob.id}/roles/${keeper}`);
  expect(await names(bob)).toEqual(["Look up", "adult", "deploy", "nobody", "ping"]);
  expect(await names(bob, general)).toEqual(["Look up", "ping"]);
  await ada.delete(`/guilds/${guild.id}/members/${bob.id}/roles/${keeper}`);

  await bob.patch("/users/@me/settings", { locale: "fr" });
  const french = (await bob.get<Index>(general)).body.application_commands;
  expect(french.find(({ name }) => name === "ping")).toMatchObject({ name_localized: "sonner" });
  await ada.patch("/users/@me/settings", { locale: "fr" });
  const hers = (await ada.get<Index>(index)).body.application_commands.find(({ name }) => name === "deploy");
  expect(hers).toMatchObject({
    description_localized: "Met en ligne.",
    options: [{ options: [{ options: [{}, { choices: [{ name_localized: "lent" }] }, {}, {}, {}] }] }, {}],
  });
  expect(hers).not.toHaveProperty("name_localizations");

  const { id: chat } = await openChat(bob, bot);
  expect(await names(bob, `/channels/${chat}/application-command-index`)).toEqual([
    "Look up",
    "adult",
    "chat",
    "nobody",
    "ping",
  ]);
  const staff = `/channels/${guild.channel("staff")}/application-command-index`;
  expect((await bob.get(staff)).body).toMatchObject({ code: 10003 });
  const eve = await server.user("eve");
  expect((await eve.get(index)).body).toMatchObject({ code: 10004 });
});

test("[CMD6] who manages the server chooses who may use commands; the most particular choice wins", async () => {
  const { server, ada, bob, bot, guild, path } = await start();
  await using _ = server;
  const carol = await server.user("carol");
  await enrol(server, guild.id, carol, [guild.role("staff")]);
  const [ping, other] = (
    await bot.put<Command[]>(path, [
      { name: "ping", description: "Pong" },
      { name: "other", description: "Other" },
    ])
  ).body;
  const at = (id = "") => `/applications/${bot.id}/guilds/${guild.id}/commands/${id}/permissions`;
  const list = `/applications/${bot.id}/guilds/${guild.id}/commands/permissions`;
  await using forBot = await listen(server, bot, { intents: 0 });
  await using forBob = await listen(server, bob);
  expect((await ada.get(at(ping?.id))).body).toMatchObject({ code: 10066 });

  const permissions = [
    { id: guild.id, type: 1, permission: false },
    { id: guild.role("staff"), type: 1, permission: true },
  ];
  const chosen = await ada.put(at(ping?.id), { permissions });
  expect(chosen).toMatchObject({ status: 200, body: { id: ping?.id, application_id: bot.id, permissions } });
  expect(CommandPermissionsResponseSchema.safeParse(chosen.body).error).toBeUndefined();
  expect(await forBot.next("APPLICATION_COMMAND_PERMISSIONS_UPDATE")).toEqual(chosen.body);
  await forBob.next("GUILD_APPLICATION_COMMAND_INDEX_UPDATE");
  await forBob.settle();
  expect(forBob.received.map(({ t }) => t)).not.toContain("APPLICATION_COMMAND_PERMISSIONS_UPDATE");
  expect((await bot.get(list)).body).toEqual([chosen.body]);
  expect((await ada.get(`/guilds/${guild.id}/audit-logs?action_type=121`)).body).toMatchObject({
    audit_log_entries: [{ user_id: ada.id, target_id: ping?.id, options: { application_id: bot.id } }],
  });

  const general = `/channels/${guild.channel("general")}/application-command-index`;
  const names = async (user: typeof bob) =>
    (await user.get<Index>(general)).body.application_commands.map(({ name }) => name).sort();
  expect(await names(bob)).toEqual(["other"]);
  expect(await names(carol)).toEqual(["other", "ping"]);
  // A person by name wins over roles, a channel over everything, the application's choice where there is no other.
  await ada.put(at(ping?.id), { permissions: [...permissions, { id: bob.id, type: 2, permission: true }] });
  expect(await names(bob)).toEqual(["other", "ping"]);
  await ada.put(at(bot.id), { permissions: [{ id: guild.id, type: 1, permission: false }] });
  expect(await names(bob)).toEqual(["ping"]);
  const everywhere = String(BigInt(guild.id) - 1n);
  await ada.put(list, [
    { id: bot.id, permissions: [{ id: everywhere, type: 3, permission: false }] },
    { id: other?.id, permissions: [{ id: guild.channel("general"), type: 3, permission: true }] },
  ]);
  expect(await names(bob)).toEqual(["other"]);
  expect(await names(ada)).toEqual(["other", "ping"]);
  await ada.put(list, [
    { id: bot.id, permissions: [] },
    { id: other?.id, permissions: [] },
  ]);
  expect(await names(bob)).toEqual(["other", "ping"]);

  expect((await bob.put(at(ping?.id), { permissions })).body).toMatchObject({ code: 50013 });
  expect((await bot.put(at(ping?.id), { permissions })).body).toMatchObject({ code: 20001 });
  expect((await ada.put(at("1"), { permissions })).body).toMatchObject({ code: 10063 });
  for (const [bad, field] of [
    [[{ id: "1", type: 1, permission: true }], "permissions"],
    [[...permissions, ...permissions], "permissions"],
    [[{ id: guild.id, type: 4, permission: true }], "permissions"],
  ] as const) {
    const refused = await ada.put<{ errors: object }>(at(ping?.id), { permissions: bad });
    expect(Object.keys(refused.body.errors)).toEqual([field]);
  }
});
