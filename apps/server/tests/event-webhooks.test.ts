import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { APIMessage, EventDelivery, EventWebhook } from "@palabre/protocol";
import { AuditLogEvent, PermissionFlagsBits as P } from "discord-api-types/v10";
import { addBot, makeBot } from "./bots.ts";
import { startChild } from "./child.ts";
import { enrol, makeGuild, type TestGuild } from "./guild.ts";
import { asUser, registerUser, startTestServer, type TestServer, type TestUser } from "./harness.ts";
import { receiveMails } from "./mailbox.ts";
import { createTestDatabase } from "./postgres.ts";
import { isFromApplication, isSignedWith, type Received, type Receiver, startReceiver } from "./receiver.ts";

let server: TestServer;
let ada: TestUser;
let bob: TestUser;
let made = 0;

beforeAll(async () => {
  server = await startTestServer();
  ada = await server.user("ada");
  bob = await server.user("bob");
  await server.seed(async ({ sql }) => {
    await sql.updateTable("users").set({ email_verified: 1 }).where("id", "=", ada.id).execute();
  });
});
afterAll(() => server[Symbol.asyncDispose]());

let guild: TestGuild;
beforeEach(async () => {
  guild = await makeGuild(ada);
});

// biome-ignore lint/suspicious/noExplicitAny: applications, errors.
type Any = any;

/** An application whose bot is in the server, and a program that takes its events. */
async function hearing(types: string[], flags?: number) {
  const bot = await makeBot(server, ada, `Hearer ${++made}`);
  if (flags !== undefined) await ada.patch(`/applications/${bot.id}`, { flags });
  const { verify_key: key } = (await ada.get<Any>(`/applications/${bot.id}`)).body;
  const receiver = startReceiver((request) =>
    isFromApplication(key, request)
      ? new Response(null, { status: 204 })
      : new Response(null, { status: 401 }),
  );
  await addBot(ada, bot, guild.id, P.ViewChannel);
  const answer = await ada.patch<Any>(`/applications/${bot.id}`, {
    event_webhooks_url: receiver.url,
    event_webhooks_status: 2,
    event_webhooks_types: types,
  });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  // The two of which one is signed wrong.
  for (const _ of [1, 2]) expect((await receiver.next()).body.type).toBe(0);
  return { bot, key, receiver, answer: answer.body };
}

const say = async (channel: string, content: string, user: TestUser = ada) => {
  const { status, body } = await user.post<APIMessage>(`/channels/${channel}/messages`, { content });
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body;
};

async function makeHook(url: string, input: object = {}, user: TestUser = ada) {
  const { status, body } = await user.post<EventWebhook & { secret: string }>(
    `/guilds/${guild.id}/event-webhooks`,
    { name: "Archive", url, types: ["MESSAGE_CREATE"], ...input },
  );
  if (status !== 201) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return body;
}

const at = (hook: { id: string }) => `/guilds/${guild.id}/event-webhooks/${hook.id}`;
const log = async (path: string, user: TestUser = ada) =>
  (await user.get<EventDelivery[]>(`${path}/deliveries`)).body;

/** Asks until it holds: what is written down behind an answer, and the log of what was taken. */
async function until<T>(read: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  for (let tries = 0; tries < 200; tries++) {
    const value = await read();
    if (holds(value)) return value;
    await Bun.sleep(50);
  }
  throw new Error(`it never came to hold: ${JSON.stringify(await read())}`);
}

/** What waits for its next attempt is due now. */
const hurry = () =>
  server.seed(async ({ sql }) => {
    await sql.updateTable("event_deliveries").set({ next_at: 1 }).where("next_at", "is not", null).execute();
  });

const contents = (receiver: Receiver) =>
  receiver.all.filter(({ body }) => body.type !== 0).map((one) => (one.body.event ?? one.body).data.content);

// Applications

test("[EVENTHOOK1] an address is asked with a right and a wrong signature before it is taken", async () => {
  const { answer, bot } = await hearing(["MESSAGE_CREATE"]);
  expect(answer).toMatchObject({ event_webhooks_status: 2, event_webhooks_types: ["MESSAGE_CREATE"] });
  using careless = startReceiver();
  const refused = await ada.patch<Any>(`/applications/${bot.id}`, { event_webhooks_url: careless.url });
  expect(refused.status).toBe(400);
  expect(refused.body.errors.event_webhooks_url._errors[0].code).toBe(
    "APPLICATION_EVENT_WEBHOOKS_URL_INVALID",
  );
  expect((await bot.patch<Any>("/applications/@me", { event_webhooks_status: 1 })).body).toMatchObject({
    event_webhooks_status: 1,
  });
  for (const body of [
    { event_webhooks_types: ["NOTHING"] },
    { event_webhooks_status: 3 },
    { event_webhooks_url: "ftp://example.org" },
  ]) {
    expect((await ada.patch(`/applications/${bot.id}`, body)).status).toBe(400);
  }
  const none = await ada.patch<Any>(`/applications/${bot.id}`, { event_webhooks_url: null });
  expect(none.body).toMatchObject({ event_webhooks_url: null, event_webhooks_status: 1 });
  expect((await ada.patch(`/applications/${bot.id}`, { event_webhooks_status: 2 })).status).toBe(400);
});

test("[EVENTHOOK2] an application hears what its bot sees, signed, in order, with the gateway's data", async () => {
  const { bot, key, receiver } = await hearing(["MESSAGE_CREATE", "MESSAGE_DELETE"]);
  using _ = receiver;
  const general = guild.channel("general");
  const first = await say(general, "one");
  await say(general, "two");
  const [one, two] = [await receiver.next(), await receiver.next()];
  await ada.delete(`/channels/${general}/messages/${first.id}`);
  const gone = await receiver.next();
  expect(isFromApplication(key, one)).toBe(true);
  expect(one.body).toMatchObject({
    version: 1,
    application_id: bot.id,
    type: 1,
    event: { type: "MESSAGE_CREATE", data: { id: first.id, content: "one", guild_id: guild.id } },
  });
  expect(Math.abs(Date.parse(one.body.event.timestamp) - Date.now())).toBeLessThan(60_000);
  expect(two.body.event.data.content).toBe("two");
  expect(gone.body.event).toMatchObject({ type: "MESSAGE_DELETE", data: { id: first.id } });
  const path = `/applications/${bot.id}/event-webhooks`;
  const [last] = await until(
    () => log(path),
    (list) => list[0]?.status === "delivered",
  );
  expect(last).toMatchObject({ type: "MESSAGE_DELETE", attempts: 1, response_status: 204 });
  expect(JSON.parse(last?.request_body ?? "")).toEqual(gone.body);
  expect((await bob.get(`${path}/deliveries`)).status).toBe(404);
});

test("[EVENTHOOK2] what the bot may not see is never sent, nor what it ceased to see", async () => {
  const { bot, receiver } = await hearing(["MESSAGE_CREATE"]);
  using _ = receiver;
  const staff = guild.channel("staff");
  await say(staff, "hidden");
  await ada.put(`/guilds/${guild.id}/members/${bot.id}/roles/${guild.role("staff")}`);
  await say(staff, "shown");
  expect((await receiver.next()).body.event.data.content).toBe("shown");
  // What waits when the role goes is not told any more, and the log forgets it.
  receiver.answer = new Response("later", { status: 500 });
  const path = `/applications/${bot.id}/event-webhooks`;
  await say(staff, "waiting");
  await until(
    () => log(path),
    (list) => list[0]?.attempts === 1 && list[0].status === "pending",
  );
  await ada.delete(`/guilds/${guild.id}/members/${bot.id}/roles/${guild.role("staff")}`);
  receiver.answer = new Response(null, { status: 204 });
  await say(staff, "hidden again");
  await say(guild.channel("general"), "open");
  await hurry();
  await until(
    async () => contents(receiver),
    (all) => all.includes("open"),
  );
  expect(contents(receiver)).toEqual(["shown", "waiting", "open"]);
  const dropped = (await log(path)).find(({ status }) => status === "dropped");
  expect(dropped).toMatchObject({ request_body: null, note: "it may not be seen any more" });
  expect((await ada.post(`${path}/deliveries/${dropped?.id}/redeliver`)).status).toBe(404);
});

test("[EVENTHOOK3] privileged intents hold: no content, no members without them; nothing of private chats", async () => {
  const { bot, receiver } = await hearing(["MESSAGE_CREATE", "GUILD_MEMBER_ADD"], 0);
  using _ = receiver;
  const { code } = (await ada.post<{ code: string }>(`/channels/${guild.channel("general")}/invites`, {}))
    .body;
  await bob.post(`/invites/${code}`);
  const general = guild.channel("general");
  await say(general, "secret words");
  await say(general, `for <@${bot.id}>`);
  const first = await receiver.next();
  expect(first.body.event).toMatchObject({ type: "MESSAGE_CREATE", data: { content: "" } });
  expect((await receiver.next()).body.event.data.content).toBe(`for <@${bot.id}>`);
  await ada.patch(`/applications/${bot.id}`, { flags: (1 << 15) | (1 << 19) });
  await bob.delete(`/users/@me/guilds/${guild.id}`);
  await bob.post(`/invites/${code}`);
  await say(general, "open words");
  expect((await receiver.next()).body.event).toMatchObject({ type: "GUILD_MEMBER_ADD" });
  expect((await receiver.next()).body.event.data.content).toBe("open words");
});

test("[EVENTHOOK4] an application is told who lets it in, and who no longer does", async () => {
  const { bot, receiver } = await hearing([
    "APPLICATION_AUTHORIZED",
    "APPLICATION_DEAUTHORIZED",
    "GUILD_CREATE",
    "GUILD_DELETE",
  ]);
  using _ = receiver;
  const other = await makeGuild(bob);
  await ada.patch(`/applications/${bot.id}`, { redirect_uris: ["https://example.org/back"] });
  await addBot(bob, bot, other.id);
  const both = [await receiver.next(), await receiver.next()].map(({ body }) => body.event);
  expect(both.map(({ type }) => type).sort()).toEqual(["APPLICATION_AUTHORIZED", "GUILD_CREATE"]);
  expect(both.find(({ type }) => type === "APPLICATION_AUTHORIZED")?.data).toMatchObject({
    integration_type: 0,
    user: { id: bob.id },
    scopes: ["bot"],
    guild: { id: other.id },
  });
  expect(both.find(({ type }) => type === "GUILD_CREATE")?.data.id).toBe(other.id);
  const query = new URLSearchParams({
    client_id: bot.id,
    scope: "identify",
    response_type: "code",
    redirect_uri: "https://example.org/back",
  });
  const agreed = await bob.post<{ location: string }>(`/oauth2/authorize?${query}`, { authorize: true });
  const authorized = (await receiver.next()).body.event;
  expect(authorized.data).toMatchObject({ user: { id: bob.id }, scopes: ["identify"] });
  expect(authorized.data.integration_type).toBeUndefined();
  const { secret } = (await ada.post<{ secret: string }>(`/applications/${bot.id}/reset`)).body;
  await fetch(`${server.url}/api/v10/oauth2/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "authorization_code",
      code: new URL(agreed.body.location).searchParams.get("code") ?? "",
      redirect_uri: "https://example.org/back",
      client_id: bot.id,
      client_secret: secret,
    }),
  });
  const [grant] = (await bob.get<{ id: string }[]>("/oauth2/tokens")).body;
  await bob.delete(`/oauth2/tokens/${grant?.id}`);
  expect((await receiver.next()).body.event).toMatchObject({
    type: "APPLICATION_DEAUTHORIZED",
    data: { user: { id: bob.id } },
  });
  await bob.delete(`/guilds/${other.id}`);
  expect((await receiver.next()).body.event).toMatchObject({ type: "GUILD_DELETE", data: { id: other.id } });
});

// Servers

test("[EVENTHOOK5] a server's webhook sends what every member sees, signed as Standard Webhooks are", async () => {
  using receiver = startReceiver();
  const hook = await makeHook(receiver.url, { types: ["MESSAGE_CREATE", "MESSAGE_REACTION_ADD"] });
  expect(hook.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(hook).toMatchObject({ status: 2, channel_id: null, user: { id: ada.id } });
  await say(guild.channel("staff"), "for few");
  const said = await say(guild.channel("general"), "for all");
  const one = await receiver.next();
  expect(one.body).toMatchObject({
    type: "MESSAGE_CREATE",
    guild_id: guild.id,
    data: { id: said.id, content: "for all" },
  });
  expect(isSignedWith(hook.secret, one)).toBe(true);
  expect(isSignedWith(hook.secret, { ...one, text: `${one.text} ` })).toBe(false);
  await ada.put(`/channels/${said.channel_id}/messages/${said.id}/reactions/${encodeURIComponent("👍")}/@me`);
  expect((await receiver.next()).body).toMatchObject({ type: "MESSAGE_REACTION_ADD" });

  const { body: renewed } = await ada.post<EventWebhook & { secret: string }>(`${at(hook)}/secret`);
  expect(renewed.secret).not.toBe(hook.secret);
  expect((await ada.get<EventWebhook>(at(hook))).body.secret).toBeUndefined();
  expect((await ada.post(`${at(hook)}/test`)).status).toBe(202);
  const test = await receiver.next();
  expect(test.body.type).toBe("TEST");
  expect(isSignedWith(renewed.secret, test)).toBe(true);

  const { body: audit } = await ada.get<Any>(
    `/guilds/${guild.id}/audit-logs?action_type=${AuditLogEvent.IntegrationCreate}`,
  );
  expect(audit.audit_log_entries[0]).toMatchObject({ target_id: hook.id, user_id: ada.id });
  expect(JSON.stringify(audit)).not.toContain(hook.secret);

  expect((await ada.delete(at(hook))).status).toBe(204);
  expect((await ada.get(at(hook))).status).toBe(404);
  await say(guild.channel("general"), "afterwards");
  using other = startReceiver();
  await makeHook(other.url);
  await say(guild.channel("general"), "to the other");
  expect((await other.next()).body.data.content).toBe("to the other");
  expect(contents(receiver)).not.toContain("afterwards");
});

test("[EVENTHOOK5] one of a channel tells of this alone, its open threads with it, not its private ones", async () => {
  using receiver = startReceiver();
  const staff = guild.channel("staff");
  await makeHook(receiver.url, { channel_id: staff, types: ["MESSAGE_CREATE", "THREAD_CREATE"] });
  await say(guild.channel("general"), "elsewhere");
  const { body: whisper } = await ada.post<{ id: string }>(`/channels/${staff}/threads`, {
    name: "whisper",
    type: 12,
  });
  await say(whisper.id, "between us");
  const { body: thread } = await ada.post<{ id: string }>(`/channels/${staff}/threads`, {
    name: "plan",
    type: 11,
  });
  await say(thread.id, "in the thread");
  await say(staff, "in the channel");
  const seen = [await receiver.next(), await receiver.next()];
  expect(seen[0]?.body).toMatchObject({ type: "THREAD_CREATE", data: { id: thread.id } });
  await until(
    async () => contents(receiver),
    (all) => all.includes("in the channel"),
  );
  expect(JSON.stringify(receiver.all.map(({ body }) => body))).not.toMatch(/elsewhere|between us|whisper/);
  expect(contents(receiver)).toContain("in the thread");

  const refused = await ada.post<Any>(`/guilds/${guild.id}/event-webhooks`, {
    name: "x",
    url: receiver.url,
    types: ["MESSAGE_CREATE", "GUILD_MEMBER_ADD"],
    channel_id: staff,
  });
  expect(refused.status).toBe(400);
  expect(refused.body.errors.types[1]._errors[0].code).toBe("EVENT_NOT_OF_CHANNEL");
});

test("[EVENTHOOK6] it is for those who manage webhooks; of a channel, for those of them who see it", async () => {
  await enrol(server, guild.id, bob);
  using receiver = startReceiver();
  const whole = await makeHook(receiver.url);
  const staff = await makeHook(receiver.url, { channel_id: guild.channel("staff") });
  const path = `/guilds/${guild.id}/event-webhooks`;
  for (const answer of [
    await bob.get(path),
    await bob.post(path, { name: "x", url: receiver.url, types: ["MESSAGE_CREATE"] }),
    await bob.get(`${at(whole)}/deliveries`),
    await bob.delete(at(whole)),
  ]) {
    expect(answer.status).toBe(403);
  }
  const carl = await server.user(`carl${++made}`);
  expect((await carl.get(path)).status).toBe(404);
  const { body: role } = await ada.post<{ id: string }>(`/guilds/${guild.id}/roles`, {
    name: "hooks",
    permissions: String(P.ManageWebhooks),
  });
  await ada.put(`/guilds/${guild.id}/members/${bob.id}/roles/${role.id}`);
  expect((await bob.get<EventWebhook[]>(path)).body.map(({ id }) => id)).toEqual([whole.id]);
  for (const method of ["GET", "PATCH", "DELETE"]) {
    expect((await bob.request(method, at(staff), method === "PATCH" ? {} : undefined)).status).toBe(404);
  }
  const hidden = {
    name: "x",
    url: receiver.url,
    types: ["MESSAGE_CREATE"],
    channel_id: guild.channel("staff"),
  };
  expect((await bob.post(path, hidden)).status).toBe(404);
  // What was sent of a channel that is hidden since stands in the log without its content.
  const said = await say(guild.channel("general"), "was open");
  await until(
    () => log(at(whole)),
    (list) => list[0]?.status === "delivered",
  );
  expect((await log(at(whole), bob))[0]?.request_body).toContain("was open");
  await ada.put(`/channels/${said.channel_id}/permissions/${guild.id}`, {
    type: 0,
    deny: String(P.ViewChannel),
    allow: "0",
  });
  const [entry] = await log(at(whole), bob);
  expect(entry?.request_body).toBeNull();
  expect((await bob.post(`${at(whole)}/deliveries/${entry?.id}/redeliver`)).status).toBe(404);
  const bot = await makeBot(server, ada, `Manager ${++made}`);
  await addBot(ada, bot, guild.id, P.ManageWebhooks);
  expect((await bot.get(path)).status).toBe(403);
});

test("[EVENTHOOK6] when whoever made it leaves or may not have it any more, it stops", async () => {
  await enrol(server, guild.id, bob);
  const { body: role } = await ada.post<{ id: string }>(`/guilds/${guild.id}/roles`, {
    name: "hooks",
    permissions: String(P.ManageWebhooks),
  });
  const give = () => ada.put(`/guilds/${guild.id}/members/${bob.id}/roles/${role.id}`);
  await give();
  using receiver = startReceiver();
  const hook = await makeHook(receiver.url, {}, bob);
  await say(guild.channel("general"), "before");
  expect((await receiver.next()).body.data.content).toBe("before");
  await ada.delete(`/guilds/${guild.id}/members/${bob.id}/roles/${role.id}`);
  await say(guild.channel("general"), "without the permission");
  const stopped = await until(
    async () => (await ada.get<EventWebhook>(at(hook))).body,
    ({ status }) => status === 3,
  );
  expect(stopped.user?.id).toBe(bob.id);
  expect((await log(at(hook)))[0]).toMatchObject({ status: "dropped", request_body: null });
  // Somebody else takes it over.
  const { body: taken } = await ada.patch<EventWebhook>(at(hook), { status: 2 });
  expect(taken).toMatchObject({ status: 2, user: { id: ada.id } });
  await say(guild.channel("general"), "taken over");
  expect((await receiver.next()).body.data.content).toBe("taken over");
});

test("[EVENTHOOK6] whom the operator disables hears nothing more: neither a person's webhook nor a bot's", async () => {
  const eve = await server.user(`eve${++made}`);
  const { body: role } = await ada.post<{ id: string }>(`/guilds/${guild.id}/roles`, {
    name: "hooks",
    permissions: String(P.ManageWebhooks),
  });
  await enrol(server, guild.id, eve, [role.id]);
  using receiver = startReceiver();
  const hook = await makeHook(receiver.url, {}, eve);
  const { bot, receiver: program } = await hearing(["MESSAGE_CREATE"]);
  using _ = program;
  const general = guild.channel("general");
  await say(general, "before");
  expect((await receiver.next()).body.data.content).toBe("before");
  expect((await program.next()).body.event.data.content).toBe("before");
  for (const { id } of [eve, bot]) await ada.patch(`/admin/users/${id}`, { disabled: true });
  await say(general, "behind their back");
  await until(
    async () => (await ada.get<EventWebhook>(at(hook))).body,
    ({ status }) => status === 3,
  );
  const ofBot = `/applications/${bot.id}/event-webhooks`;
  const [last] = await until(
    () => log(ofBot),
    (list) => list.length === 2 && list[0]?.status !== "pending",
  );
  expect(last).toMatchObject({ status: "dropped", request_body: null });
  expect([...contents(receiver), ...contents(program)]).toEqual(["before", "before"]);
  await ada.patch(`/admin/users/${bot.id}`, { disabled: false });
  await say(general, "back again");
  expect((await program.next()).body.event.data.content).toBe("back again");
});

test("[EVENTHOOK7] a server has ten, each field has its bounds", async () => {
  using receiver = startReceiver();
  for (let n = 0; n < 10; n++) await makeHook(receiver.url, { name: `Hook ${n}` });
  const path = `/guilds/${guild.id}/event-webhooks`;
  const more = await ada.post<{ code: number }>(path, {
    name: "x",
    url: receiver.url,
    types: ["MESSAGE_CREATE"],
  });
  expect([more.status, more.body.code]).toEqual([400, 900_033]);
  for (const wrong of [
    { name: "" },
    { name: "x".repeat(81) },
    { url: "javascript:alert(1)" },
    { url: "https://me:secret@example.org" },
    { url: `https://example.org/${"x".repeat(2_048)}` },
    { url: "http://nowhere.invalid/" },
    { types: [] },
    { types: ["TYPING_START"] },
    { channel_id: "7" },
  ]) {
    const { status, body } = await ada.post<Any>(path, {
      name: "x",
      url: receiver.url,
      types: ["MESSAGE_CREATE"],
      ...wrong,
    });
    expect([400, 404]).toContain(status);
    if (status === 400) expect(Object.keys(body.errors)).toEqual(Object.keys(wrong));
  }
});

// Delivery

test("[EVENTHOOK8] what is not taken is tried again, in order, and what stands behind it waits", async () => {
  using receiver = startReceiver(new Response("no room", { status: 500 }));
  const hook = await makeHook(receiver.url);
  const general = guild.channel("general");
  await say(general, "first");
  await receiver.next();
  const [failed] = await until(
    () => log(at(hook)),
    (list) => list[0]?.attempts === 1,
  );
  expect(failed).toMatchObject({ status: "pending", response_status: 500, response: "no room" });
  const wait = Date.parse(failed?.next_attempt_at ?? "") - Date.now();
  expect(wait).toBeGreaterThan(5_000);
  expect(wait).toBeLessThan(11_500);
  await say(general, "second");
  await until(
    () => log(at(hook)),
    (list) => list.length === 2,
  );
  await hurry();
  const retry = await receiver.next();
  expect(retry.headers.get("webhook-id")).toBe(failed?.id ?? "");
  await until(
    () => log(at(hook)),
    (list) => list[1]?.attempts === 2,
  );
  const later = Date.parse((await log(at(hook)))[1]?.next_attempt_at ?? "") - Date.now();
  expect(later).toBeGreaterThan(45_000);
  receiver.answer = new Response(null, { status: 204 });
  await hurry();
  await until(
    () => log(at(hook)),
    (list) => list.every(({ status }) => status === "delivered"),
  );
  expect(contents(receiver)).toEqual(["first", "first", "first", "second"]);
});

test("[EVENTHOOK8] 429 waits as long as it says, redirects lead nowhere, a flood of an answer is cut", async () => {
  using other = startReceiver();
  using receiver = startReceiver(new Response(null, { status: 429, headers: { "Retry-After": "77" } }));
  const hook = await makeHook(receiver.url);
  await say(guild.channel("general"), "hello");
  const [limited] = await until(
    () => log(at(hook)),
    (list) => list[0]?.attempts === 1,
  );
  const wait = Date.parse(limited?.next_attempt_at ?? "") - Date.now();
  expect(wait).toBeGreaterThan(70_000);
  expect(wait).toBeLessThan(77_500);
  receiver.answer = new Response(null, { status: 307, headers: { Location: other.url } });
  await hurry();
  const [moved] = await until(
    () => log(at(hook)),
    (list) => list[0]?.attempts === 2,
  );
  expect(moved).toMatchObject({ status: "pending", response_status: 307 });
  expect(other.all).toEqual([]);
  receiver.answer = new Response("x".repeat(3_000_000), { status: 200 });
  await hurry();
  const [taken] = await until(
    () => log(at(hook)),
    (list) => list[0]?.status === "delivered",
  );
  expect(taken?.response).toBe("x".repeat(1_024));
});

test("[EVENTHOOK8] addresses that take their time, with much to take, keep no other waiting", async () => {
  using slow = startReceiver(async () => {
    await Bun.sleep(400);
    return new Response(null, { status: 204 });
  });
  using quick = startReceiver();
  const busy = [guild, await makeGuild(ada)];
  for (const one of busy) {
    guild = one;
    for (let n = 0; n < 10; n++) await makeHook(slow.url);
  }
  const words = Array.from({ length: 8 }, (_, n) => `word ${n}`);
  for (const one of busy) for (const word of words) await say(one.channel("general"), word);
  guild = await makeGuild(ada);
  await makeHook(quick.url);
  await say(guild.channel("general"), "in a hurry");
  expect((await quick.next()).body.data.content).toBe("in a hurry");
  expect(slow.all.length).toBeLessThan((busy.length * 10 * words.length) / 2);
}, 20_000);

test("[EVENTHOOK9] 410 stops at once, a day of failures stops, too, and its owner gets a letter", async () => {
  using receiver = startReceiver(new Response(null, { status: 410 }));
  const hook = await makeHook(receiver.url);
  await say(guild.channel("general"), "hello");
  await until(
    async () => (await ada.get<EventWebhook>(at(hook))).body.status,
    (status) => status === 3,
  );
  expect((await log(at(hook)))[0]).toMatchObject({
    status: "dropped",
    response_status: 410,
    note: "the address answered that it is gone",
  });
  expect((await ada.post<Any>(`${at(hook)}/test`)).body.errors.status).toBeDefined();

  const { bot, receiver: failing } = await hearing(["MESSAGE_CREATE"]);
  using _ = failing;
  failing.answer = new Response(null, { status: 503 });
  await say(guild.channel("general"), "to nobody");
  const path = `/applications/${bot.id}`;
  await until(
    () => log(`${path}/event-webhooks`),
    (list) => list[0]?.attempts === 1,
  );
  await server.seed(async ({ sql }) => {
    const since = Date.now() - 25 * 3_600_000;
    await sql
      .updateTable("applications")
      .set({ event_webhooks_failing_since: since })
      .where("id", "=", bot.id)
      .execute();
  });
  await hurry();
  await until(
    async () => (await ada.get<Any>(path)).body.event_webhooks_status,
    (status) => status === 3,
  );
  const [entry] = await log(`${path}/event-webhooks`);
  expect(entry).toMatchObject({ status: "dropped", note: "nothing was taken for a day" });

  // After the one that confirms the address, one for each of the two.
  const letters = await receiveMails(server, "ada@example.org", 3);
  expect(letters.slice(1).map(({ subject }) => subject)).toEqual([
    "Events of Archive are no longer posted",
    expect.stringMatching(/^Events of Hearer \d+ are no longer posted$/),
  ]);

  // Switched on again, what was dropped can be sent again.
  failing.answer = new Response(null, { status: 204 });
  expect((await ada.patch<Any>(path, { event_webhooks_status: 2 })).body.event_webhooks_status).toBe(2);
  const again = await ada.post<EventDelivery>(`${path}/event-webhooks/deliveries/${entry?.id}/redeliver`);
  expect(again.body.status).toBe("pending");
  await until(
    () => log(`${path}/event-webhooks`),
    (list) => list[0]?.status === "delivered",
  );
  expect(contents(failing).at(-1)).toBe("to nobody");
});

test("[EVENTHOOK10] a thousand wait at most: the oldest give way, and the log says so", async () => {
  using receiver = startReceiver(new Response(null, { status: 500 }));
  const hook = await makeHook(receiver.url);
  await say(guild.channel("general"), "the oldest");
  const [oldest] = await until(
    () => log(at(hook)),
    (list) => list[0]?.attempts === 1,
  );
  await server.seed(async ({ sql }) => {
    const row = await sql
      .selectFrom("event_deliveries")
      .selectAll()
      .where("id", "=", oldest?.id ?? "")
      .executeTakeFirstOrThrow();
    for (let n = 0; n < 999; n += 111) {
      await sql
        .insertInto("event_deliveries")
        .values(
          Array.from({ length: 111 }, (_, at) => ({
            ...row,
            id: String(BigInt(row.id) + BigInt(n + at + 1)),
          })),
        )
        .execute();
    }
  });
  await say(guild.channel("general"), "the newest");
  await until(
    () => log(at(hook)),
    (list) => list[0]?.request_body?.includes("the newest") === true,
  );
  const { body } = await ada.get<EventDelivery[]>(
    `${at(hook)}/deliveries?limit=1&before=${BigInt(oldest?.id ?? 0) + 1n}`,
  );
  expect(body).toMatchObject([{ id: oldest?.id, status: "dropped", note: "too many events were waiting" }]);
});

test("[EVENTHOOK11] addresses of this machine are refused unless the operator allows them", async () => {
  await using strict = await startTestServer({ PALABRE_ALLOW_PRIVATE_ENDPOINTS: "off" });
  const eve = await strict.user("eve");
  const { id } = await makeGuild(eve);
  using receiver = startReceiver();
  for (const url of [receiver.url, "http://169.254.169.254/latest", "http://[::1]:80/", "http://0x7f.1/"]) {
    const { status, body } = await eve.post<Any>(`/guilds/${id}/event-webhooks`, {
      name: "x",
      url,
      types: ["MESSAGE_CREATE"],
    });
    expect(status).toBe(400);
    expect(body.errors.url._errors[0].code).toBe("EVENT_WEBHOOK_URL_UNREACHABLE");
  }
  const bot = await makeBot(strict, eve);
  expect((await eve.patch(`/applications/${bot.id}`, { event_webhooks_url: receiver.url })).status).toBe(400);
  expect(receiver.all).toEqual([]);
});

test("[EVENTHOOK11] an operator can have none of it", async () => {
  await using off = await startTestServer({ PALABRE_EVENT_WEBHOOKS: "off" });
  const eve = await off.user("eve");
  const { id } = await makeGuild(eve);
  using receiver = startReceiver();
  const answer = await eve.post<{ code: number }>(`/guilds/${id}/event-webhooks`, {
    name: "x",
    url: receiver.url,
    types: ["MESSAGE_CREATE"],
  });
  expect([answer.status, answer.body.code]).toEqual([403, 900_032]);
  const bot = await makeBot(off, eve);
  expect((await eve.patch(`/applications/${bot.id}`, { event_webhooks_status: 2 })).status).toBe(403);
});

test("[EVENTHOOK12] after kill -9 what was accepted is still sent, once for each, and new events are heard", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "palabre-events-"));
  const database = await createTestDatabase();
  const env = {
    PALABRE_DATA: dataDir,
    PALABRE_ALLOW_PRIVATE_ENDPOINTS: "on",
    ...(database ? { DATABASE_URL: database.url } : {}),
  };
  using receiver = startReceiver(new Response(null, { status: 429, headers: { "Retry-After": "1" } }));
  let child = await startChild(env);
  try {
    const owner = await registerUser(child.url, "owner");
    guild = await makeGuild(owner);
    const general = guild.channel("general");
    const hook = await makeHook(receiver.url, {}, owner);
    for (let n = 0; n < 20; n++) await say(general, `event ${n}`, owner);
    await until(
      () => log(at(hook), owner),
      (list) => list.length === 20,
    );
    child.signal("SIGKILL");
    await child.exited;
    receiver.answer = new Response(null, { status: 204 });
    const before = receiver.all.length;
    child = await startChild(env);
    const again = asUser(child.url, owner);
    await say(general, "afterwards", again);
    await until(
      () => log(at(hook), again),
      (list) => list.length === 21 && list.every((one) => one.status === "delivered"),
    );
    const sent = receiver.all.slice(before).map((one: Received) => one.body.data.content);
    expect(sent).toEqual([...Array.from({ length: 20 }, (_, n) => `event ${n}`), "afterwards"]);
  } finally {
    await child[Symbol.asyncDispose]();
    await database?.drop();
    await rm(dataDir, { recursive: true, force: true });
  }
}, 60_000);
