import { expect, test } from "bun:test";
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import type { APIMessage, ThreadChannel } from "@palabre/protocol";
import {
  ChannelFollowerWebhookResponseSchema,
  GuildIncomingWebhookResponseSchema,
  MessageResponseSchema,
} from "discord-api-spec/zod";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { form, send } from "./chat.ts";
import { enrol, makeGuild } from "./guild.ts";
import { startTestServer, type TestServer, type TestUser } from "./harness.ts";
import { listen } from "./listen.ts";
import { png } from "./pictures.ts";

interface Webhook {
  id: string;
  type: number;
  name: string;
  avatar: string | null;
  channel_id: string;
  token: string;
  url: string;
}

const make = async (user: TestUser, channelId: string, body: Record<string, unknown> = { name: "CI" }) => {
  const { status, body: webhook } = await user.post<Webhook>(`/channels/${channelId}/webhooks`, body);
  if (status !== 200) throw new Error(`${status}: ${JSON.stringify(webhook)}`);
  return { ...webhook, at: `/webhooks/${webhook.id}/${webhook.token}` };
};

const picture = async (side: number) =>
  `data:image/png;base64,${Buffer.from(await png(side, side)).toString("base64")}`;

/** Alice owns the server, Bob is a member, and so is Carol, who manages webhooks. */
async function start(server: TestServer) {
  const alice = await server.user("alice");
  const bob = await server.user("bob");
  const carol = await server.user("carol");
  const guild = await makeGuild(alice);
  const { body: role } = await alice.post<{ id: string }>(`/guilds/${guild.id}/roles`, {
    name: "hooks",
    permissions: String(P.ManageWebhooks),
  });
  await enrol(server, guild.id, bob);
  await enrol(server, guild.id, carol, [role.id]);
  return { alice, bob, carol, guild, general: guild.channel("general") };
}

/** Posts without a log-in. */
const post = <T = APIMessage>(server: TestServer, path: string, body: unknown, headers = {}) =>
  server.request<T>("POST", path, body, headers);

test("[WEBHOOK1] whoever manages webhooks in a channel makes, sees, changes, moves and ends them there", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, guild, general } = await start(server);
  await using forCarol = await listen(server, carol);
  await using forBob = await listen(server, bob);
  const path = `/channels/${general}/webhooks`;
  expect((await bob.post(path, { name: "CI" })).body).toMatchObject({ code: 50013 });
  expect(
    (await carol.post(`/channels/${guild.channel("staff")}/webhooks`, { name: "CI" })).body,
  ).toMatchObject({
    code: 10003,
  });
  for (const name of ["", " ", "\u200b", "x".repeat(81), 7]) {
    expect((await carol.post(path, { name })).body).toMatchObject({ code: 50035, errors: { name: {} } });
  }
  const { id: category } = guild.guild.channels.find(({ name }) => name === "Text") ?? { id: "" };
  expect((await alice.post(`/channels/${category}/webhooks`, { name: "CI" })).body).toMatchObject({
    code: 50024,
  });

  const made = await make(carol, general, { name: "CI", avatar: await picture(64) });
  expect(GuildIncomingWebhookResponseSchema.safeParse(made).error).toBeUndefined();
  expect(made).toMatchObject({
    type: 1,
    name: "CI",
    channel_id: general,
    application_id: null,
    user: { id: carol.id },
    url: `${server.url}/api/webhooks/${made.id}/${made.token}`,
  });
  expect(made.token).toMatch(/^[\w-]{68}$/);
  expect((await fetch(`${server.url}/avatars/${made.id}/${made.avatar}.webp`)).status).toBe(200);
  expect(await forCarol.next("WEBHOOKS_UPDATE")).toEqual({ guild_id: guild.id, channel_id: general });

  await alice.post(`/channels/${guild.channel("news")}/followers`, { webhook_channel_id: general });
  const { body: list } = await carol.get<Webhook[]>(path);
  expect(list.map(({ type }) => type)).toEqual([1, 2]);
  expect(ChannelFollowerWebhookResponseSchema.safeParse(list[1]).error).toBeUndefined();
  expect((await bob.get(path)).body).toMatchObject({ code: 50013 });
  const hidden = await make(alice, guild.channel("staff"));
  const ofGuild = async (user: TestUser) =>
    (await user.get<Webhook[]>(`/guilds/${guild.id}/webhooks`)).body.map(({ id }) => id);
  expect(await ofGuild(alice)).toEqual([made.id, hidden.id, list[1]?.id ?? ""]);
  // What one does not see stands in no list.
  expect(await ofGuild(carol)).toEqual([made.id, list[1]?.id ?? ""]);
  expect((await bob.get(`/guilds/${guild.id}/webhooks`)).body).toMatchObject({ code: 50013 });
  for (const method of ["GET", "PATCH", "DELETE"]) {
    expect(
      (await carol.request(method, `/webhooks/${hidden.id}`, method === "GET" ? undefined : {})).body,
    ).toMatchObject({
      code: 10015,
    });
    expect(
      (await bob.request(method, `/webhooks/${made.id}`, method === "GET" ? undefined : {})).body,
    ).toMatchObject({
      code: 50013,
    });
  }
  // Nobody stores a picture for what is not theirs.
  expect((await bob.patch(`/webhooks/${hidden.id}`, { avatar: await picture(64) })).status).toBe(404);
  expect((await fetch(`${server.url}/avatars/${hidden.id}/${made.avatar}.webp`)).status).toBe(404);
  expect((await carol.get(`/webhooks/${list[1]?.id}`)).body).toMatchObject({ type: 2 });

  forCarol.clear();
  const slow = guild.channel("slow");
  const { body: changed } = await carol.patch<Webhook>(`/webhooks/${made.id}`, {
    name: "Builds",
    avatar: null,
    channel_id: slow,
  });
  expect(changed).toMatchObject({ name: "Builds", avatar: null, channel_id: slow, token: made.token });
  for (const channel_id of [general, slow]) {
    expect(await forCarol.next("WEBHOOKS_UPDATE")).toMatchObject({ channel_id });
  }
  expect(
    (await carol.patch(`/webhooks/${made.id}`, { channel_id: guild.channel("staff") })).body,
  ).toMatchObject({ code: 10003 });
  for (const webhook of [made, list[1] as Webhook]) {
    expect((await carol.delete(`/webhooks/${webhook.id}`)).status).toBe(204);
    expect((await carol.get(`/webhooks/${webhook.id}`)).body).toMatchObject({ code: 10015 });
  }
  const { body: log } = await alice.get<{ audit_log_entries: Record<string, unknown>[] }>(
    `/guilds/${guild.id}/audit-logs`,
  );
  const entries = log.audit_log_entries.filter(({ target_id }) => target_id === made.id);
  expect(entries).toMatchObject([
    { action_type: 52, user_id: carol.id, changes: [{ key: "name", old_value: "Builds" }, {}] },
    { action_type: 51, user_id: carol.id },
    { action_type: 50, user_id: carol.id },
  ]);
  expect(JSON.stringify(log)).not.toContain(made.token);
  await forBob.settle();
  expect(forBob.received.filter(({ t }) => t === "WEBHOOKS_UPDATE")).toEqual([]);
});

test("[WEBHOOK1] a channel has fifteen", async () => {
  await using server = await startTestServer();
  const { alice, guild, general } = await start(server);
  const made = [];
  for (let n = 0; n < 15; n++) made.push(await make(alice, general));
  const other = await make(alice, guild.channel("slow"));
  expect((await alice.post(`/channels/${general}/webhooks`, { name: "CI" })).body).toMatchObject({
    code: 30007,
  });
  expect((await alice.patch(`/webhooks/${other.id}`, { channel_id: general })).body).toMatchObject({
    code: 30007,
  });
  await alice.delete(`/webhooks/${made[0]?.id}`);
  expect((await alice.patch(`/webhooks/${other.id}`, { channel_id: general })).status).toBe(200);
});

test("[WEBHOOK2] the token alone shows and changes a webhook, until it ends, or its channel", async () => {
  await using server = await startTestServer();
  const { alice, guild, general } = await start(server);
  const webhook = await make(alice, general);
  const told = await server.request("GET", webhook.at);
  expect(GuildIncomingWebhookResponseSchema.safeParse(told.body).error).toBeUndefined();
  expect(told.body).not.toHaveProperty("user");
  expect((await server.request("GET", `/webhooks/${webhook.id}/${"x".repeat(68)}`)).body).toMatchObject({
    code: 50027,
  });
  expect((await server.request("GET", `/webhooks/1/${webhook.token}`)).body).toMatchObject({ code: 10015 });
  const slow = guild.channel("slow");
  const changed = await server.request("PATCH", webhook.at, {
    name: "Builds",
    channel_id: slow,
    secret: "x",
  });
  // Neither where it posts, nor who may.
  expect(changed.body).toMatchObject({ name: "Builds", channel_id: general, has_secret: false });
  expect((await server.request("DELETE", webhook.at)).status).toBe(204);
  expect((await post(server, webhook.at, { content: "late" })).body).toMatchObject({ code: 10015 });

  const doomed = await make(alice, slow);
  await alice.delete(`/channels/${slow}`);
  expect((await post(server, doomed.at, { content: "late" })).body).toMatchObject({ code: 10015 });
  expect((await alice.get(`/webhooks/${doomed.id}`)).body).toMatchObject({ code: 10015 });
  const last = await make(alice, general);
  await alice.delete(`/guilds/${guild.id}`);
  expect((await post(server, last.at, { content: "late" })).body).toMatchObject({ code: 10015 });
});

test("[WEBHOOK3] what is posted is a message signed by the webhook under the name of that moment", async () => {
  await using server = await startTestServer();
  const { alice, bob, guild, general } = await start(server);
  const webhook = await make(alice, general, { name: "CI", avatar: await picture(64) });
  await using forBob = await listen(server, bob);
  expect(await post(server, webhook.at, { content: "build 7" })).toMatchObject({ status: 204, body: null });
  const first = await forBob.next<APIMessage>("MESSAGE_CREATE");
  expect(first).toMatchObject({
    channel_id: general,
    guild_id: guild.id,
    content: "build 7",
    webhook_id: webhook.id,
    author: { id: webhook.id, username: "CI", avatar: webhook.avatar, discriminator: "0000", bot: true },
  });
  expect(first).not.toHaveProperty("member");
  const upload = form(
    { username: "Release", embeds: [{ title: "1.0", description: "out" }], tts: false, flags: 4096 },
    [{ name: "notes.txt", data: "text" }],
  );
  const { status, body: second } = await post(server, `${webhook.at}?wait=true`, upload);
  expect(status).toBe(200);
  expect(MessageResponseSchema.safeParse(second).error).toBeUndefined();
  expect(second).toMatchObject({
    author: { username: "Release" },
    embeds: [{ title: "1.0", description: "out", type: "rich" }],
    flags: 4096,
  });
  expect((await server.request("GET", second.attachments[0]?.url ?? "")).body).toBe("text");
  await alice.patch(`/webhooks/${webhook.id}`, { name: "Builds", avatar: null });
  const { body: page } = await bob.get<APIMessage[]>(`/channels/${general}/messages`);
  expect(page.map(({ author }) => author.username)).toEqual(["Release", "CI"]);
  expect((await fetch(`${server.url}/avatars/${webhook.id}/${webhook.avatar}.webp`)).status).toBe(200);

  for (const [body, code, field] of [
    [{}, 50006, null],
    [{ content: " " }, 50006, null],
    [{ content: "x".repeat(2_001) }, 50035, "content"],
    [{ content: "x", username: "x".repeat(81) }, 50035, "username"],
    [{ content: "x", poll: { question: { text: "?" } } }, 50035, "poll"],
    [{ content: "x", components: [{ type: 1 }] }, 50035, "components"],
    [{ embeds: Array.from({ length: 11 }, () => ({ title: "x" })) }, 50035, "embeds"],
  ] as const) {
    const { body: refused } = await post<{ code: number; errors?: object }>(server, webhook.at, body);
    expect(refused.code).toBe(code);
    if (field) expect(Object.keys(refused.errors ?? {})).toEqual([field]);
  }
});

test("[WEBHOOK4] a picture of this server signs, no other address does", async () => {
  await using server = await startTestServer();
  const { alice, general } = await start(server);
  const webhook = await make(alice, general);
  let asked = 0;
  using stranger = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: () => {
      asked++;
      return new Response("x");
    },
  });
  const signed = async (avatar_url: string) =>
    (await post(server, `${webhook.at}?wait=true`, { content: "x", avatar_url })).body.author.avatar;
  const { body: self } = await alice.patch<{ avatar: string }>("/users/@me", { avatar: await picture(48) });
  const own = `${server.url}/avatars/${alice.id}/${self.avatar}.webp?size=128`;
  expect(await signed(own)).toBe(self.avatar);
  const copy = await fetch(`${server.url}/avatars/${webhook.id}/${self.avatar}.webp`);
  expect(copy.headers.get("content-type")).toBe("image/webp");
  for (const other of [
    `http://127.0.0.1:${stranger.port}/a.png`,
    `${server.url}.example.org/avatars/1/${"0".repeat(32)}.webp`,
    `${server.url}/avatars/${alice.id}/${"0".repeat(32)}.webp`,
    `${server.url}/avatars/../../x`,
    "javascript:alert(1)",
    "",
  ]) {
    expect(await signed(other)).toBeNull();
  }
  // What is refused leaves no copy.
  const unused = await make(alice, general);
  expect((await post(server, unused.at, { avatar_url: own })).status).toBe(400);
  expect((await fetch(`${server.url}/avatars/${unused.id}/${self.avatar}.webp`)).status).toBe(404);
  expect(asked).toBe(0);
});

test("[WEBHOOK5] it calls whom allowed_mentions lets it, waits for no slow mode, and no rule holds it up", async () => {
  await using server = await startTestServer();
  const { alice, bob, guild, general } = await start(server);
  await alice.post(`/guilds/${guild.id}/auto-moderation/rules`, {
    name: "words",
    event_type: 1,
    trigger_type: 1,
    trigger_metadata: { keyword_filter: ["forbidden"] },
    actions: [{ type: 1 }],
    enabled: true,
  });
  const webhook = await make(alice, general);
  const said = async (body: Record<string, unknown>) =>
    (await post(server, `${webhook.at}?wait=true`, body)).body;
  const call = `@everyone <@${bob.id}> <@&${guild.role("staff")}> forbidden`;
  expect(await said({ content: call })).toMatchObject({
    mention_everyone: true,
    mentions: [{ id: bob.id }],
    mention_roles: [guild.role("staff")],
  });
  expect(await said({ content: call, allowed_mentions: { parse: [] } })).toMatchObject({
    mention_everyone: false,
    mentions: [],
    mention_roles: [],
  });
  expect(await said({ content: call, allowed_mentions: { parse: ["users"] } })).toMatchObject({
    mention_everyone: false,
    mentions: [{ id: bob.id }],
  });
  const slow = await make(alice, guild.channel("slow"));
  for (const content of ["one", "two"]) expect((await post(server, slow.at, { content })).status).toBe(204);
});

test("[WEBHOOK6] it posts in threads of its channel, wakes them, and begins posts in a forum", async () => {
  await using server = await startTestServer();
  const { alice, bob, guild, general } = await start(server);
  const webhook = await make(alice, general);
  const { body: thread } = await alice.post<ThreadChannel>(`/channels/${general}/threads`, {
    name: "builds",
    type: 11,
  });
  await alice.patch(`/channels/${thread.id}`, { archived: true, locked: true });
  await using forBob = await listen(server, bob);
  const inThread = await post(server, `${webhook.at}?wait=true&thread_id=${thread.id}`, { content: "7" });
  expect(inThread.body).toMatchObject({ channel_id: thread.id, webhook_id: webhook.id });
  expect(await forBob.next("THREAD_UPDATE")).toMatchObject({
    thread_metadata: { archived: false, locked: true },
  });
  const { body: members } = await alice.get<{ user_id: string }[]>(`/channels/${thread.id}/thread-members`);
  expect(members.map(({ user_id }) => user_id)).toEqual([alice.id]);
  for (const [query, body, code] of [
    [`?thread_id=${guild.channel("slow")}`, {}, 10003],
    [`?thread_id=${general}`, {}, 10003],
    ["?thread_id=x", {}, 50035],
    ["", { thread_name: "post" }, 220003],
    [`?thread_id=${thread.id}`, { thread_name: "post" }, 220002],
  ] as const) {
    expect((await post(server, webhook.at + query, { content: "x", ...body })).body).toMatchObject({ code });
  }

  const help = guild.channel("help");
  const forum = await make(alice, help);
  expect((await post(server, forum.at, { content: "x" })).body).toMatchObject({ code: 220001 });
  const { body: tagged } = await alice.patch<{ available_tags: { id: string }[] }>(`/channels/${help}`, {
    available_tags: [{ name: "alert", moderated: true }],
  });
  const tag = tagged.available_tags[0]?.id ?? "";
  const { body: begun } = await post(server, `${forum.at}?wait=true`, {
    content: "disk is full",
    thread_name: "Alert",
    applied_tags: [tag],
  });
  expect(begun).toMatchObject({ content: "disk is full", webhook_id: forum.id });
  expect(begun.id).toBe(begun.channel_id);
  expect(await forBob.next("THREAD_CREATE")).toMatchObject({
    id: begun.id,
    parent_id: help,
    name: "Alert",
    owner_id: forum.id,
    applied_tags: [tag],
  });
  const { body: nobody } = await alice.get<unknown[]>(`/channels/${begun.id}/thread-members`);
  expect(nobody).toEqual([]);
  expect(
    (await post(server, `${forum.at}?wait=true&thread_id=${begun.id}`, { content: "again" })).body,
  ).toMatchObject({ channel_id: begun.id });
});

test("[WEBHOOK7] a webhook reads, edits and deletes what it wrote, and nothing else; nobody else edits that", async () => {
  await using server = await startTestServer();
  const { alice, bob, general } = await start(server);
  const webhook = await make(alice, general);
  const other = await make(alice, general);
  await using forBob = await listen(server, bob);
  const { body: message } = await post(
    server,
    `${webhook.at}?wait=true`,
    form({ content: "running", username: "Release" }, [{ name: "log.txt", data: "log" }]),
  );
  const at = `${webhook.at}/messages/${message.id}`;
  expect((await server.request("GET", at)).body).toMatchObject({ content: "running" });
  for (const user of [alice, bob]) {
    expect(
      (await user.patch(`/channels/${general}/messages/${message.id}`, { content: "mine" })).body,
    ).toMatchObject({ code: 50005 });
  }
  const theirs = await send(alice, general, "hello");
  for (const path of [`${webhook.at}/messages/${theirs.id}`, `${other.at}/messages/${message.id}`]) {
    for (const [method, body] of [["GET"], ["PATCH", { content: "mine" }], ["DELETE"]] as const) {
      expect((await server.request(method, path, body)).body).toMatchObject({ code: 10008 });
    }
  }
  const { body: edited } = await server.request<APIMessage>("PATCH", at, {
    content: "failed",
    embeds: [{ title: "log" }],
    attachments: [],
  });
  expect(edited).toMatchObject({
    content: "failed",
    attachments: [],
    embeds: [{ title: "log" }],
    author: { username: "Release", id: webhook.id, discriminator: "0000" },
    webhook_id: webhook.id,
  });
  expect(MessageResponseSchema.safeParse(edited).error).toBeUndefined();
  expect(await forBob.next("MESSAGE_UPDATE")).toMatchObject({ id: message.id, content: "failed" });
  expect((await server.request("PATCH", at, { content: "", embeds: [] })).body).toMatchObject({
    code: 50006,
  });
  expect((await bob.delete(`/channels/${general}/messages/${message.id}`)).body).toMatchObject({
    code: 50013,
  });
  expect((await server.request("DELETE", at)).status).toBe(204);
  expect(await forBob.next("MESSAGE_DELETE")).toMatchObject({ id: message.id });
  expect((await server.request("GET", at)).body).toMatchObject({ code: 10008 });
  const { body: second } = await post(server, `${webhook.at}?wait=true`, { content: "again" });
  expect((await alice.delete(`/channels/${general}/messages/${second.id}`)).status).toBe(204);
});

test("[WEBHOOK8] five requests in two seconds, and thirty posts a minute in a channel; whoever lacks the token spends none", async () => {
  await using server = await startTestServer({ PALABRE_RATE_LIMITS: "on" });
  const { alice, general } = await start(server);
  const webhook = await make(alice, general);
  for (let n = 0; n < 8; n++) {
    const { status } = await server.request("GET", `/webhooks/${webhook.id}/wrong`);
    expect(status).toBe(401);
  }
  const answers = await Promise.all(
    Array.from({ length: 6 }, (_, n) => post(server, webhook.at, { content: String(n) })),
  );
  const [late] = answers.filter(({ status }) => status === 429);
  expect(answers.filter(({ status }) => status === 204)).toHaveLength(5);
  expect(late?.body).toMatchObject({ global: false, retry_after: expect.any(Number) });
  const headers = Object.fromEntries(answers.find(({ status }) => status === 204)?.headers ?? []);
  expect(headers).toMatchObject({ "x-ratelimit-limit": "5", "x-ratelimit-bucket": "webhook" });
  const before = (await alice.get<APIMessage[]>(`/channels/${general}/messages`)).body;
  expect(before).toHaveLength(5);

  const others = [];
  for (let n = 0; n < 6; n++) others.push(await make(alice, general));
  const statuses = await Promise.all(
    others.flatMap(({ at }) => [1, 2, 3, 4, 5].map(() => post(server, at, { content: "x" }))),
  );
  // Thirty less the five of the first.
  expect(statuses.filter(({ status }) => status === 204)).toHaveLength(25);
  // Headers tell of the limit that ends first, and keep the name of the address's own.
  const told = statuses.map(({ status, headers }) => ({
    status,
    bucket: headers.get("x-ratelimit-bucket"),
    limit: headers.get("x-ratelimit-limit"),
    remaining: headers.get("x-ratelimit-remaining"),
  }));
  expect(told).toContainEqual({ status: 204, bucket: "webhook", limit: "5", remaining: "4" });
  const ended = { bucket: "webhook", limit: "30", remaining: "0" };
  expect(told).toContainEqual({ status: 204, ...ended });
  expect(told.filter(({ status }) => status === 429)).toEqual(
    Array.from({ length: 5 }, () => ({ status: 429, ...ended })),
  );
  const refused = statuses.find(({ status }) => status === 429)?.headers;
  expect(refused?.get("x-ratelimit-scope")).toBe("shared");
  expect(Number(refused?.get("x-ratelimit-reset-after"))).toBeGreaterThan(2);
});

const fixtures = (service: string): Record<string, Record<string, unknown>> =>
  JSON.parse(readFileSync(new URL(`fixtures/webhooks/${service}.json`, import.meta.url), "utf8"));

test("[WEBHOOK9] [WEBHOOK10] payloads of other services are posted as what they tell", async () => {
  await using server = await startTestServer();
  const { alice, bob, general } = await start(server);
  const webhook = await make(alice, general);
  await using forBob = await listen(server, bob);
  for (const [service, event, headers] of [
    ["github", "push", { "X-GitHub-Event": "push" }],
    ["gitlab", "Push Hook", { "X-Gitlab-Event": "Push Hook" }],
    ["forgejo", "push", { "X-Gitea-Event": "push" }],
    ["sentry", "issue", { "Sentry-Hook-Resource": "issue" }],
    ["grafana", "firing", {}],
    ["alertmanager", "firing", {}],
  ] as const) {
    const answer = await post(
      server,
      `${webhook.at}/${service}?wait=true`,
      fixtures(service)[event],
      headers,
    );
    expect([service, answer.status]).toEqual([service, 200]);
    expect(MessageResponseSchema.safeParse(answer.body).error).toBeUndefined();
    expect(answer.body.embeds[0]?.title).not.toBeEmpty();
    await forBob.next("MESSAGE_CREATE", (d: APIMessage) => d.id === answer.body.id);
  }
  const ping = { "X-GitHub-Event": "sponsorship" };
  expect((await post(server, `${webhook.at}/github`, {}, ping)).status).toBe(204);
  expect((await post(server, `${webhook.at}/github`, {})).body).toMatchObject({
    code: 50035,
    errors: { "X-GitHub-Event": {} },
  });
  expect(
    (await post(server, `${webhook.at}/github`, { ref: 1 }, { "X-GitHub-Event": "push" })).body,
  ).toMatchObject({
    code: 50035,
    errors: { repository: {} },
  });

  expect(await post<string>(server, `${webhook.at}/slack`, fixtures("slack").text)).toMatchObject({
    status: 200,
    body: "ok",
  });
  expect(await forBob.next("MESSAGE_CREATE")).toMatchObject({ author: { username: "Deployer" } });
  const asForm = await fetch(`${server.url}/api${webhook.at}/slack`, {
    method: "POST",
    body: new URLSearchParams({ payload: JSON.stringify({ text: "<!channel> as a form" }) }),
  });
  expect(await asForm.text()).toBe("ok");
  expect(await forBob.next("MESSAGE_CREATE")).toMatchObject({
    content: "@everyone as a form",
    mention_everyone: true,
  });
  const broken = await fetch(`${server.url}/api${webhook.at}/slack`, { method: "POST", body: "{" });
  expect(broken.status).toBe(400);
});

test("[WEBHOOK11] with a secret only what is signed with it is posted", async () => {
  await using server = await startTestServer();
  const { alice, general } = await start(server);
  const secret = "open sesame";
  const webhook = await make(alice, general, { name: "CI", secret });
  expect(webhook).toMatchObject({ has_secret: true });
  expect(JSON.stringify(webhook)).not.toContain(secret);
  const refused = { code: 50027 };
  const push = fixtures("github").push;
  const hmac = (body: unknown) => createHmac("sha256", secret).update(JSON.stringify(body)).digest("hex");
  const event = { "X-GitHub-Event": "push" };
  expect((await post(server, webhook.at, { content: "plain" })).body).toMatchObject(refused);
  expect((await post(server, `${webhook.at}/slack`, { text: "plain" })).body).toMatchObject(refused);
  expect((await post(server, `${webhook.at}/github`, push, event)).body).toMatchObject(refused);
  const signed = { ...event, "X-Hub-Signature-256": `sha256=${hmac(push)}` };
  expect((await post(server, `${webhook.at}/github`, push, signed)).status).toBe(204);
  expect((await post(server, `${webhook.at}/github`, { ...push, ref: "x" }, signed)).body).toMatchObject(
    refused,
  );
  const gitlab = fixtures("gitlab")["Push Hook"];
  const kind = { "X-Gitlab-Event": "Push Hook" };
  expect(
    (await post(server, `${webhook.at}/gitlab`, gitlab, { ...kind, "X-Gitlab-Token": "x" })).body,
  ).toMatchObject(refused);
  expect(
    (await post(server, `${webhook.at}/gitlab`, gitlab, { ...kind, "X-Gitlab-Token": secret })).status,
  ).toBe(204);
  const forgejo = fixtures("forgejo").push;
  expect(
    (
      await post(server, `${webhook.at}/forgejo`, forgejo, {
        "X-Forgejo-Event": "push",
        "X-Forgejo-Signature": hmac(forgejo),
      })
    ).status,
  ).toBe(204);
  await alice.patch(`/webhooks/${webhook.id}`, { secret: null });
  expect((await post(server, webhook.at, { content: "plain" })).status).toBe(204);
});
