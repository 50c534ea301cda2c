import { expect, test } from "bun:test";
import type { APIMessage, ReadyGuild } from "@palabre/protocol";
import { DefaultKeywordRuleResponseSchema, KeywordRuleResponseSchema } from "discord-api-spec/zod";
import {
  AutoModerationActionType as Act,
  type APIAutoModerationRule,
  type APIGuildMember,
  PermissionFlagsBits as P,
  AutoModerationRuleTriggerType as Trigger,
} from "discord-api-types/v10";
import { enrol, grant } from "./enrol.ts";
import { startTestServer, type TestServer, type TestUser } from "./harness.ts";
import { listen } from "./listen.ts";

interface Refusal {
  code: number;
  message: string;
  errors: Record<string, unknown>;
}

/** Alice's server with Bob in it: "general", and "staff", which only Alice sees. */
async function setUp(server: TestServer) {
  const alice = await server.user("alice");
  const bob = await server.user("bob");
  const { body: guild } = await alice.post<ReadyGuild>("/guilds", {
    name: "Tessera",
    channels: [
      { id: 1, name: "general" },
      { id: 2, name: "staff", permission_overwrites: [{ id: 0, type: 0, deny: String(P.ViewChannel) }] },
      { id: 3, name: "open" },
    ],
    roles: [{ id: 0, permissions: String(P.ViewChannel | P.SendMessages | P.ReadMessageHistory) }],
  });
  await enrol(server, guild.id, bob);
  const channel = (name: string) => guild.channels.find((one) => one.name === name)?.id ?? "";
  const rules = `/guilds/${guild.id}/auto-moderation/rules`;
  return { alice, bob, guild, channel, rules, general: channel("general"), staff: channel("staff") };
}

const keywordRule = (words: string[], more: object = {}) => ({
  name: "Words",
  event_type: 1,
  trigger_type: Trigger.Keyword,
  trigger_metadata: { keyword_filter: words },
  actions: [{ type: Act.BlockMessage }],
  enabled: true,
  ...more,
});

const say = (user: TestUser, channel: string, content: string) =>
  user.post<Refusal & APIMessage>(`/channels/${channel}/messages`, { content });

test("[AUTOMOD1] rules are the documented objects; made, read, changed and deleted", async () => {
  await using server = await startTestServer();
  const { alice, bob, rules, general, guild } = await setUp(server);
  const made = await alice.post<APIAutoModerationRule>(
    rules,
    keywordRule(["cat"], { trigger_metadata: { keyword_filter: ["cat"], regex_patterns: ["d+og"] } }),
  );
  expect(made.status).toBe(200);
  expect(KeywordRuleResponseSchema.safeParse(made.body).error).toBeUndefined();
  const preset = await alice.post<APIAutoModerationRule>(rules, {
    name: "Rude",
    event_type: 1,
    trigger_type: 4,
    trigger_metadata: { presets: [1, 1, 3] },
    actions: [{ type: 1, metadata: { custom_message: "Be kind." } }],
  });
  expect(DefaultKeywordRuleResponseSchema.safeParse(preset.body).error).toBeUndefined();
  expect(preset.body).toMatchObject({ enabled: false, trigger_metadata: { presets: [1, 3] } });
  expect((await alice.get(rules)).body).toEqual([made.body, preset.body]);
  expect((await alice.get(`${rules}/${made.body.id}`)).body).toEqual(made.body);

  expect((await say(bob, general, "a cat")).body.code).toBe(200000);
  const changed = await alice.patch<APIAutoModerationRule>(`${rules}/${made.body.id}`, {
    name: "Pets",
    trigger_metadata: { keyword_filter: ["bird"] },
  });
  expect(changed.body).toMatchObject({
    name: "Pets",
    trigger_metadata: { keyword_filter: ["bird"], regex_patterns: ["d+og"], allow_list: [] },
  });
  expect((await say(bob, general, "a cat")).status).toBe(200);
  expect((await say(bob, general, "a bird")).status).toBe(400);
  expect((await alice.delete(`${rules}/${made.body.id}`)).status).toBe(204);
  expect((await say(bob, general, "a bird")).status).toBe(200);
  expect((await alice.get(`${rules}/${made.body.id}`)).body).toMatchObject({ code: 10066 });
  expect((await alice.patch(`${rules}/${guild.id}`, { name: "x" })).body).toMatchObject({ code: 10066 });

  await server.seed(async ({ sql }) => {
    const rows = await sql.selectFrom("audit_log").select("action_type").orderBy("id").execute();
    const kinds = rows.map(({ action_type }) => action_type).filter((kind) => kind >= 140 && kind <= 142);
    expect(kinds).toEqual([140, 140, 141, 142]);
  });
});

test("rules are for those who manage the server; who is no member learns of none", async () => {
  await using server = await startTestServer();
  const { alice, bob, rules } = await setUp(server);
  const carol = await server.user("carol");
  const { body: rule } = await alice.post<APIAutoModerationRule>(rules, keywordRule(["cat"]));
  for (const [user, code] of [
    [bob, 50013],
    [carol, 10004],
  ] as const) {
    for (const answer of [
      await user.get(rules),
      await user.get(`${rules}/${rule.id}`),
      await user.post(rules, keywordRule(["dog"])),
      await user.patch(`${rules}/${rule.id}`, { enabled: false }),
      await user.delete(`${rules}/${rule.id}`),
      await user.get(rules.replace("rules", "presets")),
    ]) {
      expect(answer.body).toMatchObject({ code });
    }
  }
  expect((await alice.get(rules)).body).toEqual([rule]);
});

test("[AUTOMOD3] what does not fit is refused by its field, and nothing is kept", async () => {
  await using server = await startTestServer();
  const { alice, bob, rules, guild, general } = await setUp(server);
  const other = await bob.post<ReadyGuild>("/guilds", { name: "Elsewhere" });
  const foreign = other.body.channels.find(({ type }) => type === 0)?.id;
  const metadata = (trigger_metadata: object) => keywordRule([], { trigger_metadata });
  const actions = (...list: object[]) => keywordRule(["cat"], { actions: list });
  for (const [body, field] of [
    [metadata({}), "trigger_metadata"],
    [metadata({ keyword_filter: ["*"] }), "trigger_metadata"],
    [metadata({ keyword_filter: Array(1_001).fill("cat") }), "trigger_metadata"],
    [metadata({ keyword_filter: ["x".repeat(61)] }), "trigger_metadata"],
    [metadata({ regex_patterns: ["("] }), "trigger_metadata"],
    [metadata({ regex_patterns: ["(a)\\1"] }), "trigger_metadata"],
    [metadata({ regex_patterns: ["(\\w{1,1000})z"] }), "trigger_metadata"],
    [metadata({ regex_patterns: Array(11).fill("a") }), "trigger_metadata"],
    [metadata({ regex_patterns: Array(10).fill("\\w{300}") }), "trigger_metadata"],
    [metadata({ regex_patterns: ["x".repeat(261)] }), "trigger_metadata"],
    [metadata({ keyword_filter: ["cat"], allow_list: Array(101).fill("cat") }), "trigger_metadata"],
    [keywordRule(["cat"], { trigger_type: 4 }), "trigger_metadata"],
    [keywordRule(["cat"], { trigger_type: 2 }), "trigger_type"],
    [keywordRule(["cat"], { event_type: 2 }), "event_type"],
    [keywordRule(["cat"], { name: "" }), "name"],
    [
      { ...keywordRule([]), trigger_type: 5, trigger_metadata: { mention_total_limit: 51 } },
      "trigger_metadata",
    ],
    [actions(), "actions"],
    [actions({ type: 4 }), "actions"],
    [actions({ type: 1 }, { type: 1 }), "actions"],
    [actions({ type: 2, metadata: { channel_id: foreign } }), "actions"],
    [actions({ type: 2, metadata: { channel_id: guild.id } }), "actions"],
    [actions({ type: 3, metadata: { duration_seconds: 28 * 86_400 + 1 } }), "actions"],
    [{ ...actions({ type: 3, metadata: { duration_seconds: 60 } }), trigger_type: 3 }, "actions"],
    [keywordRule(["cat"], { exempt_roles: ["x"] }), "exempt_roles"],
    [keywordRule(["cat"], { exempt_channels: Array(51).fill(general) }), "exempt_channels"],
  ] as const) {
    const answer = await alice.post<Refusal>(rules, body);
    expect([field, answer.status, answer.body.code]).toEqual([field, 400, 50035]);
    expect(Object.keys(answer.body.errors)).toEqual([field]);
  }
  expect((await alice.get(rules)).body).toEqual([]);
  for (let n = 0; n < 6; n++) expect((await alice.post(rules, keywordRule([`cat${n}`]))).status).toBe(200);
  expect((await alice.post(rules, keywordRule(["one more"]))).body).toMatchObject({ code: 30050 });
});

test("[AUTOMOD4] a blocked message is none; those who manage the server are told, nobody else", async () => {
  await using server = await startTestServer();
  const { alice, bob, rules, general, staff } = await setUp(server);
  const answer = await alice.post<APIAutoModerationRule>(
    rules,
    keywordRule(["cat"], {
      actions: [
        { type: Act.BlockMessage, metadata: { custom_message: "No cats here." } },
        { type: Act.SendAlertMessage, metadata: { channel_id: staff } },
        { type: Act.Timeout, metadata: { duration_seconds: 60 } },
      ],
    }),
  );
  const rule = answer.body;
  await using a = await listen(server, alice);
  await using b = await listen(server, bob);
  const blocked = await say(bob, general, "my CAT");
  expect(blocked).toMatchObject({
    status: 400,
    body: { code: 200000, errors: { content: { _errors: [{ message: "No cats here." }] } } },
  });
  const alert = await a.next<APIMessage>("MESSAGE_CREATE");
  expect(alert).toMatchObject({
    type: 24,
    channel_id: staff,
    author: { id: bob.id },
    embeds: [{ type: "auto_moderation_message", description: "my CAT" }],
  });
  const told = [
    await a.next("AUTO_MODERATION_ACTION_EXECUTION"),
    await a.next("AUTO_MODERATION_ACTION_EXECUTION"),
    await a.next("AUTO_MODERATION_ACTION_EXECUTION"),
  ];
  expect(told.map(({ action }) => action.type)).toEqual([1, 2, 3]);
  expect(told[1]).toMatchObject({
    rule_id: rule.id,
    user_id: bob.id,
    channel_id: general,
    content: "my CAT",
    matched_keyword: "cat",
    matched_content: "cat",
    alert_system_message_id: alert.id,
  });
  const member = await b.next<APIGuildMember & { guild_id: string }>("GUILD_MEMBER_UPDATE");
  expect(Date.parse(member.communication_disabled_until ?? "")).toBeGreaterThan(Date.now());
  await b.settle();
  expect(b.received.map(({ t }) => t)).toEqual(["GUILD_MEMBER_UPDATE"]);
  expect((await alice.get(`/channels/${general}/messages`)).body).toEqual([]);
  expect((await say(bob, general, "hello")).body.code).toBe(50013);
  const entries = a.received.filter(({ t }) => t === "GUILD_AUDIT_LOG_ENTRY_CREATE").map(({ d }) => d);
  expect(entries.map(({ action_type, user_id }) => [action_type, user_id])).toEqual([
    [143, null],
    [144, null],
    [145, null],
  ]);

  await alice.patch(`${rules}/${rule.id}`, { enabled: false });
  expect(await a.next("AUTO_MODERATION_RULE_UPDATE")).toMatchObject({ enabled: false });
  await b.settle();
  expect(b.received.some(({ t }) => t.startsWith("AUTO"))).toBe(false);
});

test("[AUTOMOD4] without blocking the message stands, and is named", async () => {
  await using server = await startTestServer();
  const { alice, bob, rules, general, staff } = await setUp(server);
  await alice.post(
    rules,
    keywordRule(["cat"], { actions: [{ type: Act.SendAlertMessage, metadata: { channel_id: staff } }] }),
  );
  await using a = await listen(server, alice);
  const sent = await say(bob, general, "a cat");
  expect(sent.status).toBe(200);
  const told = await a.next("AUTO_MODERATION_ACTION_EXECUTION");
  expect(told).toMatchObject({ message_id: sent.body.id, content: "a cat" });
});

test("[AUTOMOD4] an alert tells nobody what was said in a channel that they do not see", async () => {
  await using server = await startTestServer();
  const { alice, bob, rules, general, staff, guild } = await setUp(server);
  const carol = await server.user("carol");
  await enrol(server, guild.id, carol);
  await grant(server, guild.id, carol, P.ManageGuild);
  const see = String(P.ViewChannel | P.SendMessages | P.ReadMessageHistory);
  await alice.put(`/channels/${staff}/permissions/${bob.id}`, { type: 1, allow: see, deny: "0" });
  const toOpen = { actions: [{ type: Act.SendAlertMessage, metadata: { channel_id: general } }] };
  const made = await carol.post(rules, keywordRule(["secret"], toOpen));
  expect(made.status).toBe(200);
  await using b = await listen(server, bob);
  await using c = await listen(server, carol);
  await say(bob, staff, "the secret plan");
  await say(bob, general, "no secret");
  const said = await c.next<APIMessage>("MESSAGE_CREATE");
  expect(said).toMatchObject({ channel_id: general, content: "no secret" });
  const alert = await c.next<APIMessage>("MESSAGE_CREATE");
  expect(alert).toMatchObject({ type: 24, embeds: [{ description: "no secret" }] });
  await b.settle();
  await c.settle();
  expect(JSON.stringify([c.received, (await carol.get(`/channels/${general}/messages`)).body])).not.toContain(
    "secret plan",
  );
});

test("[AUTOMOD5] exempt roles and channels, and those who manage the server; an edit is held to it, too", async () => {
  await using server = await startTestServer();
  const { alice, bob, rules, general, channel, guild } = await setUp(server);
  const carol = await server.user("carol");
  const dave = await server.user("dave");
  for (const user of [carol, dave]) await enrol(server, guild.id, user);
  const trusted = await grant(server, guild.id, carol, 0n);
  await grant(server, guild.id, dave, P.ManageGuild);
  await alice.post(
    rules,
    keywordRule(["cat"], { exempt_roles: [trusted], exempt_channels: [channel("open")] }),
  );
  expect((await say(bob, general, "cat")).status).toBe(400);
  expect((await say(bob, channel("open"), "cat")).status).toBe(200);
  for (const user of [alice, carol, dave]) expect((await say(user, general, "cat")).status).toBe(200);
  const { body: message } = await say(bob, general, "a bird");
  const edited = await bob.patch(`/channels/${general}/messages/${message.id}`, { content: "a cat" });
  expect(edited.body).toMatchObject({ code: 200000 });
  expect((await bob.get<APIMessage[]>(`/channels/${general}/messages?limit=1`)).body[0]?.content).toBe(
    "a bird",
  );
});

test("[AUTOMOD6] repetition, floods of mentions, and built-in lists", async () => {
  await using server = await startTestServer();
  const { alice, bob, rules, general } = await setUp(server);
  const rule = (trigger_type: number, trigger_metadata: object) => ({
    ...keywordRule([]),
    trigger_type,
    trigger_metadata,
  });
  await alice.post(rules, rule(Trigger.Spam, {}));
  await alice.post(rules, rule(Trigger.MentionSpam, { mention_total_limit: 3 }));
  await alice.post(rules, rule(Trigger.KeywordPreset, { presets: [1], allow_list: ["shiten"] }));
  expect((await say(bob, general, "<@1> <@2> <@&3> <@!1>")).status).toBe(200);
  expect((await say(bob, general, "<@1> <@2> <@&3> <@!4>")).status).toBe(400);
  expect((await say(bob, general, "oh Bullshit")).status).toBe(400);
  expect((await say(bob, general, "shiten")).status).toBe(200);
  for (let n = 0; n < 3; n++) expect((await say(bob, general, "buy!")).status).toBe(200);
  expect((await say(bob, general, "buy!")).status).toBe(400);
  expect((await alice.post(rules, rule(Trigger.Spam, {}))).body).toMatchObject({ code: 30050 });
});

test("[AUTOMOD7] rules to begin with catch invitations and links", async () => {
  await using server = await startTestServer();
  const { alice, bob, rules, general } = await setUp(server);
  const { body: offered } = await alice.get<{ id: string; trigger_metadata: object }[]>(
    rules.replace("rules", "presets"),
  );
  expect(offered.map(({ id }) => id)).toEqual(["invites", "links"]);
  for (const { id, ...rest } of offered) {
    const made = await alice.post(rules, { ...keywordRule([]), ...rest, name: id });
    expect(made.status).toBe(200);
  }
  expect((await say(bob, general, "come: discord.gg/abc")).status).toBe(400);
  expect((await say(bob, general, `come: ${server.url}/invite/abc`)).status).toBe(400);
  expect((await say(bob, general, "see https://example.org/a")).status).toBe(400);
  expect((await say(bob, general, "see you")).status).toBe(200);
});

const profileRule = (words: string[], more: object = {}) => ({
  ...keywordRule(words),
  event_type: 2,
  trigger_type: Trigger.MemberProfile,
  actions: [{ type: Act.BlockMemberInteraction }],
  ...more,
});

test("[AUTOMOD8] whoever is called what a rule does not allow neither writes nor reacts until they change it", async () => {
  await using server = await startTestServer();
  const { alice, bob, rules, general, staff, guild } = await setUp(server);
  const alert = { type: Act.SendAlertMessage, metadata: { channel_id: staff } };
  const made = await alice.post<APIAutoModerationRule>(
    rules,
    profileRule(["rude"], { actions: [{ type: Act.BlockMemberInteraction }, alert] }),
  );
  expect(made).toMatchObject({ status: 200, body: { event_type: 2, trigger_type: 6 } });
  const { body: message } = await say(alice, general, "hello");
  await alice.put(`/channels/${general}/messages/${message.id}/reactions/👍/@me`);
  await using a = await listen(server, alice);
  await using b = await listen(server, bob);
  const mine = `/guilds/${guild.id}/members/@me`;
  const flagged = (on: boolean) => (d: APIGuildMember) => d.user.id === bob.id && d.flags === (on ? 128 : 0);
  const react = () => bob.put(`/channels/${general}/messages/${message.id}/reactions/👍/@me`);
  await alice.patch(`/guilds/${guild.id}/members/${bob.id}`, { nick: "so rude" });
  await b.next("GUILD_MEMBER_UPDATE", flagged(true));
  expect(await a.next("AUTO_MODERATION_ACTION_EXECUTION")).toMatchObject({
    action: { type: 4 },
    rule_trigger_type: 6,
    user_id: bob.id,
    content: "so rude",
    matched_keyword: "rude",
  });
  expect(await a.next("MESSAGE_CREATE", (d) => d.type === 24)).toMatchObject({
    channel_id: staff,
    embeds: [{ description: "so rude" }],
  });
  const noted = await a.next("GUILD_AUDIT_LOG_ENTRY_CREATE", (d) => d.action_type === 146);
  expect(noted).toMatchObject({ user_id: null, target_id: bob.id });
  const refused = await say(bob, general, "hi");
  expect(refused).toMatchObject({
    status: 400,
    body: { code: 200000, errors: { content: { _errors: [{ code: "AUTO_MODERATION_PROFILE" }] } } },
  });
  expect((await react()).body).toMatchObject({ code: 200000 });
  expect((await bob.get(`/channels/${general}/messages`)).status).toBe(200);

  // His own name in the server is not his to change: everybody's is.
  await alice.patch(`/guilds/${guild.id}/members/${bob.id}`, { nick: null });
  await b.next("GUILD_MEMBER_UPDATE", flagged(false));
  expect((await say(bob, general, "hi")).status).toBe(200);
  await bob.patch("/users/@me", { global_name: "Rude Bob" });
  await b.next("GUILD_MEMBER_UPDATE", flagged(true));
  expect((await say(bob, general, "hi")).status).toBe(400);
  await bob.patch("/users/@me", { global_name: "Bob" });
  await b.next("GUILD_MEMBER_UPDATE", flagged(false));
  expect((await react()).status).toBe(204);

  // Whoever comes is looked at, too, and a rule that goes lets everybody go.
  const rude = await server.user("rude");
  await bob.patch("/users/@me", { global_name: "Rude Bob" });
  await b.next("GUILD_MEMBER_UPDATE", flagged(true));
  const { body: invite } = await alice.post<{ code: string }>(`/channels/${general}/invites`, {});
  await rude.post(`/invites/${invite.code}`);
  await a.next("GUILD_MEMBER_UPDATE", (d) => d.user.id === rude.id && d.flags === 128);
  expect((await say(rude, general, "hi")).status).toBe(400);
  await alice.delete(`${rules}/${made.body.id}`);
  await b.next("GUILD_MEMBER_UPDATE", flagged(false));
  expect((await say(rude, general, "hi")).status).toBe(200);
  expect(await alice.get(`/guilds/${guild.id}`)).toMatchObject({ status: 200 });
  expect((await alice.patch(mine, { nick: "rude owner" })).status).toBe(200);
});

test("[AUTOMOD8] a rule about names spares those who manage the server, exempt roles, and finds what was there before it", async () => {
  await using server = await startTestServer();
  const { alice, bob, rules, general, guild } = await setUp(server);
  const carol = await server.user("carol");
  const dave = await server.user("dave");
  for (const user of [carol, dave]) await enrol(server, guild.id, user);
  const trusted = await grant(server, guild.id, carol, 0n);
  await grant(server, guild.id, dave, P.ManageGuild);
  for (const { id } of [alice, bob, carol, dave]) {
    await alice.patch(`/guilds/${guild.id}/members/${id}`, { nick: "rude" });
  }
  await alice.post(rules, profileRule(["rude"], { exempt_roles: [trusted] }));
  await using a = await listen(server, alice);
  for (const user of [alice, carol, dave]) expect((await say(user, general, "hi")).status).toBe(200);
  expect((await say(bob, general, "hi")).body).toMatchObject({ code: 200000 });
  await a.next("GUILD_MEMBER_UPDATE", (d) => d.user.id === bob.id && d.flags === 128);
  const told = a.received.filter(({ t }) => t === "AUTO_MODERATION_ACTION_EXECUTION");
  expect(told.every(({ d }) => d.user_id === bob.id)).toBe(true);
});

test("[AUTOMOD8] rules about names have actions of their own, and there is one", async () => {
  await using server = await startTestServer();
  const { alice, rules } = await setUp(server);
  for (const [wrong, field] of [
    [{ event_type: 1 }, "event_type"],
    [{ actions: [{ type: Act.BlockMessage }] }, "actions"],
    [{ actions: [{ type: 4 }, { type: Act.Timeout, metadata: { duration_seconds: 60 } }] }, "actions"],
    [{ trigger_metadata: {} }, "trigger_metadata"],
  ] as const) {
    const answer = await alice.post<Refusal>(rules, profileRule(["rude"], wrong));
    expect([answer.status, Object.keys(answer.body.errors)]).toEqual([400, [field]]);
  }
  const ofWords = keywordRule(["rude"], { actions: [{ type: 4 }] });
  expect((await alice.post<Refusal>(rules, ofWords)).status).toBe(400);
  expect((await alice.post(rules, profileRule(["rude"]))).status).toBe(200);
  expect((await alice.post(rules, profileRule(["rude"]))).body).toMatchObject({ code: 30050 });
});

test("[AUTOMOD9] nobody who manages the server is given a time-out", async () => {
  await using server = await startTestServer();
  const { alice, bob, rules, general, guild } = await setUp(server);
  const carol = await server.user("carol");
  await enrol(server, guild.id, carol);
  await grant(server, guild.id, carol, P.Administrator);
  await alice.post(
    rules,
    keywordRule(["cat"], { actions: [{ type: Act.Timeout, metadata: { duration_seconds: 60 } }] }),
  );
  await using a = await listen(server, alice);
  for (const user of [alice, carol]) expect((await say(user, general, "cat")).status).toBe(200);
  await say(bob, general, "cat");
  const member = await a.next<APIGuildMember>("GUILD_MEMBER_UPDATE");
  expect([member.user.id, member.communication_disabled_until !== null]).toEqual([bob.id, true]);
  await a.settle();
  expect(a.received.filter(({ t }) => t === "GUILD_MEMBER_UPDATE")).toHaveLength(1);
});

test("[RAID1] a server is closed for a day at most, by those who manage it", async () => {
  await using server = await startTestServer();
  const { alice, bob, guild } = await setUp(server);
  const path = `/guilds/${guild.id}/incident-actions`;
  const soon = new Date(Date.now() + 3_600_000).toISOString();
  await using b = await listen(server, bob);
  const set = await alice.put(path, { invites_disabled_until: soon });
  expect(set).toMatchObject({
    status: 200,
    body: { invites_disabled_until: soon, dms_disabled_until: null },
  });
  expect((await b.next("GUILD_UPDATE")).incidents_data).toEqual(set.body);
  expect((await bob.put(path, { dms_disabled_until: soon })).body).toMatchObject({ code: 50013 });
  const late = new Date(Date.now() + 25 * 3_600_000).toISOString();
  const refused = await alice.put<Refusal>(path, { dms_disabled_until: late });
  expect(Object.keys(refused.body.errors)).toEqual(["dms_disabled_until"]);
  expect((await alice.put(path, {})).body).toEqual({
    invites_disabled_until: null,
    dms_disabled_until: null,
  });

  // Whoever has but the server in common opens no chat meanwhile.
  const open = () => bob.post<{ id: string }>("/users/@me/channels", { recipient_id: alice.id });
  const chat = (await open()).body.id;
  const write = () => say(bob, chat, "hello");
  await alice.put(path, { dms_disabled_until: soon });
  expect((await write()).body).toMatchObject({ code: 50007 });
  await alice.put(path, {});
  expect((await write()).status).toBe(200);
  const carol = await server.user("carol");
  expect((await carol.put(path, {})).body).toMatchObject({ code: 10004 });
});
