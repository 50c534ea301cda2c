import { expect, test } from "bun:test";
import type { APIMessage } from "@palabre/protocol";
import { PrivateApplicationResponseSchema } from "discord-api-spec/zod";
import { type APIRole, PermissionFlagsBits as P } from "discord-api-types/v10";
import { addBot, makeBot } from "./bots.ts";
import { send } from "./chat.ts";
import { enrol, makeGuild } from "./guild.ts";
import { startTestServer } from "./harness.ts";
import { listen } from "./listen.ts";

test("[APP1] an application has a bot with its id, and a token that is shown once and replaced", async () => {
  await using server = await startTestServer();
  const ada = await server.user("ada");
  const made = await ada.post<{ id: string }>("/applications", { name: "CI Notifier" });
  expect(made).toMatchObject({
    status: 201,
    body: {
      name: "CI Notifier",
      bot_public: true,
      bot: { username: "ci_notifier", global_name: "CI Notifier", bot: true },
      owner: { id: ada.id },
    },
  });
  const { id } = made.body;
  expect(PrivateApplicationResponseSchema.safeParse(made.body).error).toBeUndefined();
  // Another of that name gets another user name.
  const second = await ada.post("/applications", { name: "CI notifier" });
  expect(second.body).toMatchObject({ bot: { username: "ci_notifier_2" } });
  expect((await ada.get("/applications")).body).toHaveLength(2);

  const first = (await ada.post<{ token: string }>(`/applications/${id}/bot`)).body.token;
  const as = (token: string, path = "/users/@me") =>
    server.request("GET", path, undefined, { Authorization: `Bot ${token}` });
  expect((await as(first)).body).toMatchObject({ id, bot: true });
  expect((await as(first, "/applications/@me")).body).toMatchObject({ id, name: "CI Notifier" });
  expect((await as(first, "/oauth2/applications/@me")).body).toMatchObject({ id });
  const next = (await ada.post<{ token: string }>(`/applications/${id}/bot/reset`)).body.token;
  expect((await as(first)).status).toBe(401);
  expect((await as(next)).status).toBe(200);

  const eve = await server.user("eve");
  for (const act of [
    eve.get(`/applications/${id}`),
    eve.patch(`/applications/${id}`, { name: "mine" }),
    eve.post(`/applications/${id}/bot`),
    eve.delete(`/applications/${id}`),
  ]) {
    expect((await act).body).toMatchObject({ code: 10002 });
  }
});

test("[APP2] its fields are changed one by one; the bot follows in name, and nonsense changes nothing", async () => {
  await using server = await startTestServer();
  const ada = await server.user("ada");
  const bot = await makeBot(server, ada);
  const path = `/applications/${bot.id}`;
  const changed = await ada.patch(path, {
    name: "Notifier of builds",
    description: "Says what broke.",
    bot_public: false,
    redirect_uris: ["https://ci.example.org/back", "http://localhost:3000/cb"],
    interactions_endpoint_url: null,
    tags: ["ci"],
    install_params: { scopes: ["bot"], permissions: "2048" },
  });
  expect(changed).toMatchObject({
    status: 200,
    body: {
      name: "Notifier of builds",
      bot_public: false,
      redirect_uris: ["https://ci.example.org/back", "http://localhost:3000/cb"],
      tags: ["ci"],
      bot: { global_name: "Notifier of builds" },
    },
  });
  for (const [body, field] of [
    [{ name: "" }, "name"],
    [{ redirect_uris: ["javascript:alert(1)"] }, "redirect_uris"],
    [{ redirect_uris: ["https://a.example/#x"] }, "redirect_uris"],
    [{ interactions_endpoint_url: "ftp://a.example" }, "interactions_endpoint_url"],
    [{ tags: ["1", "2", "3", "4", "5", "6"] }, "tags"],
    [{ icon: "data:text/plain;base64,aGk=" }, "icon"],
    [{ description: "x".repeat(401) }, "description"],
  ] as const) {
    const refused = await ada.patch<{ errors: object }>(path, body);
    expect(refused.status).toBe(400);
    expect(Object.keys(refused.body.errors)).toEqual([field]);
  }
  expect((await ada.get(path)).body).toEqual(changed.body);
  // Its bot speaks for itself: name and picture without a password.
  expect((await bot.patch("/users/@me", { username: "builds" })).body).toMatchObject({ username: "builds" });
});

test("[APP3] a bot comes in by consent, with a role of its own, and goes with it", async () => {
  await using server = await startTestServer();
  const ada = await server.user("ada");
  const bob = await server.user("bob");
  const guild = await makeGuild(ada);
  await enrol(server, guild.id, bob);
  const bot = await makeBot(server, bob);
  await using forAda = await listen(server, ada);

  const ask = `/oauth2/authorize?client_id=${bot.id}&scope=bot`;
  expect((await ada.get(ask)).body).toMatchObject({
    application: { id: bot.id, approximate_guild_count: 0 },
    guilds: [{ id: guild.id, added: false }],
  });
  // Bob does not manage this server.
  expect((await bob.get(ask)).body).toMatchObject({ guilds: [] });
  const body = { authorize: true, guild_id: guild.id, permissions: String(P.SendMessages) };
  expect((await bob.post(ask, body)).body).toMatchObject({ code: 50013 });
  expect((await ada.post(ask, { authorize: true })).body).toMatchObject({ errors: { guild_id: {} } });

  await addBot(ada, bot, guild.id, P.SendMessages | P.ViewChannel);
  expect(await forAda.next("GUILD_ROLE_CREATE")).toMatchObject({
    role: { name: "Notifier", managed: true, tags: { bot_id: bot.id }, permissions: "3072" },
  });
  const joined = await forAda.next<{ roles: string[] }>("GUILD_MEMBER_ADD");
  expect(joined).toMatchObject({ user: { id: bot.id, bot: true } });
  expect(await forAda.next("INTEGRATION_CREATE")).toMatchObject({
    application: { id: bot.id },
    user: { id: ada.id },
  });
  expect((await ada.get(ask)).body).toMatchObject({
    application: { approximate_guild_count: 1 },
    guilds: [{ id: guild.id, added: true }],
  });
  await send(bot, guild.channel("general"), "build 14 failed");
  expect(await forAda.next<APIMessage>("MESSAGE_CREATE", (d) => d.author.id === bot.id)).toMatchObject({
    content: "build 14 failed",
    author: { bot: true },
  });
  await bob.patch(`/applications/${bot.id}`, { description: "Says how builds end" });
  expect(await forAda.next("INTEGRATION_UPDATE")).toMatchObject({
    guild_id: guild.id,
    application: { id: bot.id, description: "Says how builds end" },
  });
  // Nobody takes a managed role away or gives it.
  const [roleId] = joined.roles;
  expect((await ada.put(`/guilds/${guild.id}/members/${bob.id}/roles/${roleId}`)).body).toMatchObject({
    code: 50028,
  });
  const integrations = await ada.get<{ id: string }[]>(`/guilds/${guild.id}/integrations`);
  expect(integrations.body).toMatchObject([{ type: "discord", account: { id: bot.id } }]);
  expect((await bob.get(`/guilds/${guild.id}/integrations`)).body).toMatchObject({ code: 50013 });

  expect((await ada.delete(`/guilds/${guild.id}/integrations/${integrations.body[0]?.id}`)).status).toBe(204);
  expect(await forAda.next("GUILD_ROLE_DELETE")).toMatchObject({ role_id: roleId });
  expect((await bot.get(`/guilds/${guild.id}`)).body).toMatchObject({ code: 10004 });
  const roles = (await ada.get<APIRole[]>(`/guilds/${guild.id}/roles`)).body;
  expect(roles.some(({ id }) => id === roleId)).toBe(false);
  expect((await ada.get<unknown[]>(`/guilds/${guild.id}/integrations`)).body).toEqual([]);

  // Put out, it may be asked in again.
  await addBot(ada, bot, guild.id);
  expect((await ada.delete(`/guilds/${guild.id}/members/${bot.id}`)).status).toBe(204);
  expect((await ada.get<unknown[]>(`/guilds/${guild.id}/integrations`)).body).toEqual([]);
});

test("[APP4] nobody gives a bot what they do not hold, and a private one is its owner's to add", async () => {
  await using server = await startTestServer();
  const ada = await server.user("ada");
  const bob = await server.user("bob");
  const guild = await makeGuild(ada);
  const role = await ada.post<APIRole>(`/guilds/${guild.id}/roles`, {
    name: "keepers",
    permissions: String(P.ManageGuild | P.ViewChannel),
  });
  await enrol(server, guild.id, bob, [role.body.id]);
  const bot = await makeBot(server, ada);
  await addBot(bob, bot, guild.id, P.Administrator | P.ManageGuild);
  const roles = (await ada.get<APIRole[]>(`/guilds/${guild.id}/roles`)).body;
  expect(roles.find(({ tags }) => tags?.bot_id === bot.id)?.permissions).toBe(String(P.ManageGuild));
  // Asked in once more by somebody who holds more, it may do more.
  await addBot(ada, bot, guild.id, P.Administrator);
  const after = (await ada.get<APIRole[]>(`/guilds/${guild.id}/roles`)).body;
  expect(after.find(({ tags }) => tags?.bot_id === bot.id)?.permissions).toBe(String(P.Administrator));

  await ada.patch(`/applications/${bot.id}`, { bot_public: false });
  const theirs = await makeGuild(bob);
  const asked = await bob.post(`/oauth2/authorize?client_id=${bot.id}&scope=bot`, {
    authorize: true,
    guild_id: theirs.id,
    permissions: "0",
  });
  expect(asked.body).toMatchObject({ code: 20018 });
});

test("[APP5] READY of a bot is what is documented, its servers follow, and intents want their switch", async () => {
  await using server = await startTestServer();
  const ada = await server.user("ada");
  const guild = await makeGuild(ada);
  const bot = await makeBot(server, ada);
  await addBot(ada, bot, guild.id);
  await using session = await listen(server, bot, { intents: 1 | (1 << 9) | (1 << 15) });
  const ready = session.ready as unknown as Record<string, unknown>;
  expect(Object.keys(ready).sort()).toEqual([
    "application",
    "guilds",
    "private_channels",
    "resume_gateway_url",
    "session_id",
    "user",
    "v",
  ]);
  expect(ready).toMatchObject({
    application: { id: bot.id },
    guilds: [{ id: guild.id, unavailable: true }],
    user: { id: bot.id, bot: true },
  });
  expect(await session.next("GUILD_CREATE")).toMatchObject({ id: guild.id, name: "Tessera" });

  await ada.patch(`/applications/${bot.id}`, { flags: 0 });
  await expect(listen(server, bot, { intents: 1 << 15 })).rejects.toThrow("4014");
});

test("[APP6] what accounts of people alone have is refused to bots", async () => {
  await using server = await startTestServer();
  const ada = await server.user("ada");
  const bot = await makeBot(server, ada);
  for (const act of [
    bot.get("/users/@me/relationships"),
    bot.post("/users/@me/relationships", { username: "ada" }),
    bot.get("/users/@me/settings"),
    bot.get("/users/@me/mentions"),
    bot.get("/auth/sessions"),
    bot.get("/admin/accounts"),
    bot.get(`/oauth2/authorize?client_id=${bot.id}`),
  ]) {
    expect((await act).body).toMatchObject({ code: 20001 });
  }
  expect((await bot.post("/applications", { name: "child" })).status).toBe(403);
});

test("[APP7] a deleted application takes its bot along, and a person's applications go with them", async () => {
  await using server = await startTestServer();
  const root = await server.user("root");
  const ada = await server.user("ada");
  const guild = await makeGuild(root);
  const [one, two] = [await makeBot(server, ada, "one"), await makeBot(server, ada, "two")];
  await addBot(root, one, guild.id, P.SendMessages);
  await addBot(root, two, guild.id, P.SendMessages);
  const said = await send(one, guild.channel("general"), "last words");
  expect((await ada.delete(`/applications/${one.id}`)).status).toBe(204);
  expect((await one.get("/users/@me")).status).toBe(401);
  const kept = await root.get(`/channels/${guild.channel("general")}/messages/${said.id}`);
  expect(kept.body).toMatchObject({ content: "last words", author: { username: `deleted_user_${one.id}` } });
  expect((await root.get(`/guilds/${guild.id}/members/${one.id}`)).status).toBe(404);

  await ada.post("/users/@me/delete", { password: ada.password });
  expect((await two.get("/users/@me")).status).toBe(401);
  expect((await root.get<unknown[]>(`/guilds/${guild.id}/integrations`)).body).toEqual([]);
});
