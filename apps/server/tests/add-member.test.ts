import { expect, test } from "bun:test";
import type { APIGuildMember, ApiErrorBody } from "@palabre/protocol";
import { GuildMemberResponseSchema, VoiceRegionResponseSchema } from "discord-api-spec/zod";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { addBot, makeBot, type TestBot } from "./bots.ts";
import { makeGuild } from "./guild.ts";
import { startTestServer, type TestServer, type TestUser } from "./harness.ts";
import { listen } from "./listen.ts";

const BACK = "https://wiki.example.org/back";

/** Has somebody agree, and exchanges the code for a token. */
async function agree(server: TestServer, bot: TestBot, owner: TestUser, person: TestUser, scope: string) {
  await owner.patch(`/applications/${bot.id}`, { redirect_uris: [BACK] });
  const { secret } = (await owner.post<{ secret: string }>(`/applications/${bot.id}/reset`)).body;
  const query = new URLSearchParams({
    client_id: bot.id,
    response_type: "code",
    redirect_uri: BACK,
    scope,
  });
  const { body } = await person.post<{ location: string }>(`/oauth2/authorize?${query}`, { authorize: true });
  const code = new URL(body.location).searchParams.get("code") ?? "";
  const response = await fetch(`${server.url}/api/v10/oauth2/token`, {
    method: "POST",
    headers: { Authorization: `Basic ${btoa(`${bot.id}:${secret}`)}` },
    body: new URLSearchParams({ grant_type: "authorization_code", code, redirect_uri: BACK }),
  });
  return ((await response.json()) as { access_token: string }).access_token;
}

async function setUp(server: TestServer, permissions: bigint) {
  const ada = await server.user("ada");
  const bob = await server.user("bob");
  const guild = await makeGuild(ada);
  const bot = await makeBot(server, ada, "Wiki");
  await addBot(ada, bot, guild.id, permissions);
  const add = <T = ApiErrorBody>(
    person: TestUser,
    access_token: string,
    more: object = {},
    as: TestUser = bot,
  ) => as.put<T>(`/guilds/${guild.id}/members/${person.id}`, { access_token, ...more });
  return { ada, bob, guild, bot, add };
}

test("[OAUTH6] a bot brings in whoever agreed to it, once, with what it may give", async () => {
  await using server = await startTestServer();
  const held = P.CreateInstantInvite | P.ManageNicknames | P.ManageRoles | P.MuteMembers;
  const { ada, bob, guild, bot, add } = await setUp(server, held);
  const token = await agree(server, bot, ada, bob, "identify guilds.join");
  await using forBob = await listen(server, bob);
  const role = guild.role("callable");
  // A bot's own role comes in at the bottom.
  const { body: roles } = await ada.get<{ id: string; managed: boolean }[]>(`/guilds/${guild.id}/roles`);
  const own = roles.find(({ managed }) => managed);
  await ada.patch(`/guilds/${guild.id}/roles`, [{ id: own?.id, position: roles.length - 1 }]);
  const { status, body } = await add<APIGuildMember>(bob, token, {
    nick: "Bobby",
    roles: [role],
    mute: true,
  });
  expect(status).toBe(201);
  GuildMemberResponseSchema.parse(body);
  expect(body).toMatchObject({ nick: "Bobby", roles: [role], mute: true, deaf: false, user: { id: bob.id } });
  expect(await forBob.next("GUILD_CREATE")).toMatchObject({ id: guild.id });
  expect((await add(bob, token, { nick: "Other" })).status).toBe(204);
  const { body: member } = await ada.get<APIGuildMember>(`/guilds/${guild.id}/members/${bob.id}`);
  expect(member.nick).toBe("Bobby");
});

test("[OAUTH6] nobody comes who did not agree, or whom the server keeps out; no bot gives what it does not hold", async () => {
  await using server = await startTestServer();
  const { ada, bob, guild, bot, add } = await setUp(server, P.CreateInstantInvite);
  const carol = await server.user("carol");
  const token = await agree(server, bot, ada, bob, "guilds.join");
  const other = await makeBot(server, ada, "Other");
  await addBot(ada, other, guild.id, P.CreateInstantInvite);
  for (const [code, refused] of [
    [50025, await add(carol, token)],
    [50025, await add(bob, "nothing")],
    // Given to one application, it is no other's.
    [50025, await add(bob, token, {}, other)],
    [50002, await add(bob, token, {}, ada)],
    [50026, await add(bob, await agree(server, bot, ada, bob, "identify"))],
    [50013, await add(bob, token, { nick: "B" })],
    [50013, await add(bob, token, { roles: [guild.role("callable")] })],
    [50013, await add(bob, token, { mute: true })],
    [50013, await add(bob, token, { deaf: true })],
    [50013, await add(bob, token, { flags: 4 })],
    [50035, await add(bob, "")],
  ] as const) {
    expect([code, refused.body.code]).toEqual([code, code]);
  }
  await ada.put(`/guilds/${guild.id}/bans/${bob.id}`, {});
  expect((await add(bob, token)).body.code).toBe(40007);
  await ada.delete(`/guilds/${guild.id}/bans/${bob.id}`);
  const until = new Date(Date.now() + 60_000).toISOString();
  await ada.put(`/guilds/${guild.id}/incident-actions`, { invites_disabled_until: until });
  expect((await add(bob, token)).body.code).toBe(900005);
  await ada.put(`/guilds/${guild.id}/incident-actions`, { invites_disabled_until: null });
  const { body: info } = await bob.get<{ id: string }[]>("/oauth2/tokens");
  for (const { id } of info) await bob.delete(`/oauth2/tokens/${id}`);
  expect((await add(bob, token)).body.code).toBe(50025);
});

test("[OAUTH6] a bot that may not invite brings nobody in", async () => {
  await using server = await startTestServer();
  const { ada, bob, bot, add } = await setUp(server, 0n);
  const token = await agree(server, bot, ada, bob, "guilds.join");
  const { status, body } = await add(bob, token);
  // What everybody may do counts, too: this server lets nobody invite.
  expect([status, body.code]).toEqual([403, 50013]);
});

test("[REGION1] there is one region, and no account elsewhere", async () => {
  await using server = await startTestServer({ PALABRE_PUBLIC_URL: "https://chat.example.org" });
  const alice = await server.user("alice");
  const mallory = await server.user("mallory");
  const guild = await makeGuild(alice);
  const { body } = await alice.get<object[]>("/voice/regions");
  VoiceRegionResponseSchema.parse(body[0]);
  expect(body).toEqual([
    { id: "local", name: "chat.example.org", optimal: true, deprecated: false, custom: false },
  ]);
  expect((await alice.get(`/guilds/${guild.id}/regions`)).body).toEqual(body);
  expect((await mallory.get<ApiErrorBody>(`/guilds/${guild.id}/regions`)).body.code).toBe(10004);
  expect((await alice.get("/users/@me/connections")).body).toEqual([]);
});
