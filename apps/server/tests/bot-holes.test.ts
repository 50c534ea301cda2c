import { expect, test } from "bun:test";
import { type APIAuditLog, type APIRole, PermissionFlagsBits as P } from "discord-api-types/v10";
import { addBot, makeBot } from "./bots.ts";
import { enrol, makeGuild } from "./guild.ts";
import { startTestServer } from "./harness.ts";
import { nextOf, reply, startBots, use } from "./interactions.ts";

interface Hook {
  id: string;
  token: string;
}

test("[APP4] nobody changes the role of a bot that stands above them, and a change stands in the log", async () => {
  await using server = await startTestServer();
  const ada = await server.user("ada");
  const eve = await server.user("eve");
  const guild = await makeGuild(ada);
  const keepers = await ada.post<APIRole>(`/guilds/${guild.id}/roles`, {
    name: "keepers",
    permissions: String(P.ManageGuild | P.BanMembers),
  });
  await enrol(server, guild.id, eve, [keepers.body.id]);
  const bot = await makeBot(server, eve);
  await addBot(ada, bot, guild.id, P.SendMessages);
  const roleOf = async () =>
    (await ada.get<APIRole[]>(`/guilds/${guild.id}/roles`)).body.find(({ tags }) => tags?.bot_id === bot.id);
  const own = await roleOf();
  await ada.patch(`/guilds/${guild.id}/roles`, [{ id: own?.id, position: 5 }]);
  const again = { authorize: true, guild_id: guild.id, permissions: String(P.BanMembers) };
  const refused = await eve.post(`/oauth2/authorize?client_id=${bot.id}&scope=bot`, again);
  expect(refused.body).toMatchObject({ code: 50013 });
  expect((await roleOf())?.permissions).toBe(String(P.SendMessages));
  await addBot(ada, bot, guild.id, P.BanMembers);
  const log = await ada.get<APIAuditLog>(`/guilds/${guild.id}/audit-logs?action_type=31`);
  expect(log.body.audit_log_entries[0]?.changes).toContainEqual({
    key: "permissions",
    old_value: String(P.SendMessages),
    new_value: String(P.BanMembers),
  });
});

test("[APP2] a bot's token opens its application neither to others nor to other addresses", async () => {
  await using server = await startTestServer();
  const ada = await server.user("ada");
  const bot = await makeBot(server, ada);
  await ada.patch(`/applications/${bot.id}`, { bot_public: false, redirect_uris: ["https://a.example/"] });
  await bot.patch("/applications/@me", {
    bot_public: true,
    redirect_uris: ["https://b.example/"],
    tags: ["x"],
  });
  expect((await ada.get(`/applications/${bot.id}`)).body).toMatchObject({
    bot_public: false,
    redirect_uris: ["https://a.example/"],
    tags: ["x"],
  });
});

test("[WEBHOOK6] a webhook posts in no private thread, whoever knows its id", async () => {
  await using server = await startTestServer();
  const ada = await server.user("ada");
  const eve = await server.user("eve");
  const guild = await makeGuild(ada);
  await enrol(server, guild.id, eve);
  const general = guild.channel("general");
  const thread = (await ada.post<{ id: string }>(`/channels/${general}/threads`, { name: "us", type: 12 }))
    .body;
  const hook = (await ada.post<Hook>(`/channels/${general}/webhooks`, { name: "hook" })).body;
  const post = await server.request("POST", `/webhooks/${hook.id}/${hook.token}?thread_id=${thread.id}`, {
    content: `<@${eve.id}>`,
  });
  expect(post.body).toMatchObject({ code: 10003 });
  expect((await eve.get(`/channels/${thread.id}/messages`)).status).toBe(404);
});

test("[AUDIT2] webhooks of a hidden channel stand in no log of those who do not see it", async () => {
  await using server = await startTestServer();
  const ada = await server.user("ada");
  const eve = await server.user("eve");
  const guild = await makeGuild(ada);
  const readers = await ada.post<APIRole>(`/guilds/${guild.id}/roles`, {
    name: "readers",
    permissions: String(P.ViewAuditLog),
  });
  await enrol(server, guild.id, eve, [readers.body.id]);
  const hook = (await ada.post<Hook>(`/channels/${guild.channel("staff")}/webhooks`, { name: "secret hook" }))
    .body;
  await ada.patch(`/webhooks/${hook.id}`, { name: "still secret" });
  await ada.delete(`/webhooks/${hook.id}`);
  const seen = async (who: typeof ada) =>
    JSON.stringify((await who.get(`/guilds/${guild.id}/audit-logs`)).body);
  expect(await seen(eve)).not.toContain("secret");
  expect(await seen(ada)).toContain("still secret");
});

test("[WEBHOOK11] with a secret the address alone changes nothing", async () => {
  await using server = await startTestServer();
  const ada = await server.user("ada");
  const guild = await makeGuild(ada);
  const hook = (
    await ada.post<Hook>(`/channels/${guild.channel("general")}/webhooks`, { name: "hook", secret: "s3cret" })
  ).body;
  const address = `/webhooks/${hook.id}/${hook.token}`;
  for (const [method, path, body] of [
    ["PATCH", address, { name: "mine" }],
    ["DELETE", address, undefined],
    ["PATCH", `${address}/messages/1`, { content: "mine" }],
    ["DELETE", `${address}/messages/1`, undefined],
  ] as const) {
    expect((await server.request(method, path, body)).body).toMatchObject({ code: 50027 });
  }
});

test("[ADMIN6] neither lists nor webhooks open a server that is closed", async () => {
  await using server = await startTestServer();
  const root = await server.user("root");
  const ada = await server.user("ada");
  const guild = await makeGuild(ada);
  const hook = (await ada.post<Hook>(`/channels/${guild.channel("general")}/webhooks`, { name: "hook" }))
    .body;
  expect((await root.patch(`/admin/guilds/${guild.id}`, { disabled: true })).status).toBe(200);
  expect((await ada.get(`/guilds/${guild.id}/channels`)).body).toMatchObject({ code: 10004 });
  expect((await ada.get(`/guilds/${guild.id}/threads/active`)).body).toMatchObject({ code: 10004 });
  const post = await server.request("POST", `/webhooks/${hook.id}/${hook.token}`, { content: "in" });
  expect(post.body).toMatchObject({ code: 10015 });
});

test("[OAUTH2] nobody acts for an account that is disabled, and a code has one try", async () => {
  await using server = await startTestServer();
  const root = await server.user("root");
  const ada = await server.user("ada");
  const bob = await server.user("bob");
  const { id } = await makeBot(server, ada, "Wiki");
  const BACK = "https://wiki.example.org/back";
  await ada.patch(`/applications/${id}`, { redirect_uris: [BACK] });
  const { secret } = (await ada.post<{ secret: string }>(`/applications/${id}/reset`)).body;
  const consent = async () => {
    const address = `/oauth2/authorize?client_id=${id}&response_type=code&scope=identify&redirect_uri=${BACK}`;
    const { body } = await bob.post<{ location: string }>(address, { authorize: true });
    return new URL(body.location).searchParams.get("code") ?? "";
  };
  const token = async (fields: Record<string, string>) =>
    (
      await server.request<{ error?: string; refresh_token: string }>("POST", "/oauth2/token", {
        client_id: id,
        client_secret: secret,
        ...fields,
      })
    ).body;
  const code = await consent();
  expect(
    (await token({ grant_type: "authorization_code", code, redirect_uri: "https://x.example/" })).error,
  ).toBe("invalid_grant");
  expect((await token({ grant_type: "authorization_code", code, redirect_uri: BACK })).error).toBe(
    "invalid_grant",
  );
  const next = await consent();
  const first = await token({ grant_type: "authorization_code", code: next, redirect_uri: BACK });
  const last = await consent();
  await root.patch(`/admin/users/${bob.id}`, { disabled: true });
  expect((await token({ grant_type: "refresh_token", refresh_token: first.refresh_token })).error).toBe(
    "invalid_grant",
  );
  expect((await token({ grant_type: "authorization_code", code: last, redirect_uri: BACK })).error).toBe(
    "invalid_grant",
  );
});

test("[INTER1] a bot that the operator disables is used no more, nor answers what it was asked before", async () => {
  await using bots = await startBots([{ name: "ping", description: "Pong" }]);
  const { server, ada, bob, bot, general, forBot } = bots;
  await use(bob, bots, "ping");
  const interaction = await nextOf(forBot);
  await ada.patch(`/admin/users/${bot.id}`, { disabled: true });
  expect((await reply(server, interaction, { type: 4, data: { content: "still here" } })).status).toBe(404);
  const follow = await server.request("POST", `/webhooks/${bot.id}/${interaction.token}`, {
    content: "me too",
  });
  expect(follow.body).toMatchObject({ code: 50027 });
  expect((await use(bob, bots, "ping")).body).toMatchObject({ code: 10002 });
  expect((await bob.get(`/channels/${general}/messages`)).body).toEqual([]);
});
