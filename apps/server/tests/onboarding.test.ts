import { expect, test } from "bun:test";
import { type APIGuildMember, Entrance, type GuildOnboarding, type ServerGuide } from "@palabre/protocol";
import {
  GuildHomeSettingsResponseSchema,
  GuildOnboardingResponseSchema,
  UserGuildOnboardingResponseSchema,
} from "discord-api-spec/zod";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { startTestServer, type TestUser } from "./harness.ts";
import { listen } from "./listen.ts";
import { register } from "./people.ts";
import { bits, giveRoles, invite, join, makeServer } from "./servers.ts";

const PLAN = {
  roles: [
    { id: 0, permissions: bits(P.ViewChannel, P.SendMessages, P.CreateInstantInvite) },
    { id: 1, name: "Cooks", permissions: "0" },
    { id: 2, name: "Readers", permissions: "0" },
    { id: 3, name: "Guards", permissions: bits(P.KickMembers) },
    { id: 4, name: "Stewards", permissions: bits(P.ManageGuild, P.ManageRoles) },
    { id: 5, name: "Elders", permissions: "0" },
  ],
  channels: [
    { id: 10, name: "general" },
    { id: 11, name: "news" },
    {
      id: 12,
      name: "recipes",
      permission_overwrites: [
        { id: 0, type: 0, deny: bits(P.ViewChannel) },
        { id: 1, type: 0, allow: bits(P.ViewChannel) },
      ],
    },
  ],
  system_channel_id: 10,
};

async function start(alice: TestUser, others: readonly TestUser[] = []) {
  const made = await makeServer(alice, others, PLAN);
  const channel = (name: string) => made.guild.channels.find((one) => one.name === name)?.id ?? "";
  const { roles } = made;
  const config = {
    enabled: true,
    mode: 0,
    default_channel_ids: [channel("general"), channel("news")],
    prompts: [
      {
        id: "1",
        title: "What do you like?",
        required: true,
        options: [
          { title: "Cooking", emoji_name: "🍲", role_ids: [roles.Cooks], channel_ids: [channel("recipes")] },
          { title: "Reading", description: "Books and papers", role_ids: [roles.Readers] },
        ],
      },
      {
        id: "2",
        title: "How did you come?",
        single_select: true,
        options: [{ title: "On foot" }, { title: "By bus" }],
      },
    ],
  };
  return { ...made, channel, config, path: `/guilds/${made.id}/onboarding` };
}

/** Ids of options by their titles. */
const optionsOf = ({ prompts }: GuildOnboarding): Record<string, string> =>
  Object.fromEntries(prompts.flatMap(({ options }) => options.map(({ title, id }) => [title, id])));

test("[ONBOARD1] whoever is new is asked, gets roles at once for what they choose, and may choose again", async () => {
  await using server = await startTestServer();
  const { alice, bob } = await register(server, "alice", "bob");
  const { id, general, roles, config, path, channel } = await start(alice);
  const saved = await alice.put<GuildOnboarding>(path, config);
  expect(saved.status).toBe(200);
  expect(GuildOnboardingResponseSchema.safeParse(saved.body).error).toBeUndefined();
  expect((await alice.get(`/guilds/${id}`)).body).toMatchObject({
    entrance: Entrance.onboarding,
  });
  await join(bob, await invite(alice, general));
  await using hers = await listen(server, alice);
  await using his = await listen(server, bob);
  const asked = await bob.get<GuildOnboarding>(path);
  expect(UserGuildOnboardingResponseSchema.safeParse(asked.body).error).toBeUndefined();
  expect(asked.body).toMatchObject({ enabled: true, responses: null, is_due: true });
  expect(asked.body.prompts[0]).toMatchObject({
    title: "What do you like?",
    required: true,
    in_onboarding: true,
  });
  const { Cooking = "", Reading = "", "On foot": foot = "" } = optionsOf(asked.body);
  const chosen = await bob.post(`/guilds/${id}/onboarding-responses`, {
    onboarding_responses: [Cooking, foot],
    onboarding_prompts_seen: {},
    onboarding_responses_seen: {},
  });
  expect(chosen).toMatchObject({ status: 200, body: { guild_id: id, user_id: bob.id } });
  const told = await hers.next<APIGuildMember>("GUILD_MEMBER_UPDATE", (d) => d.user?.id === bob.id);
  expect(told.roles).toEqual([roles.Cooks ?? ""]);
  // Started and completed.
  expect(told.flags).toBe(2 | 8);
  // A cook sees what the role opens.
  expect(await his.next<{ id: string }>("CHANNEL_CREATE")).toMatchObject({ id: channel("recipes") });
  const again = await bob.put(`/guilds/${id}/onboarding-responses`, { onboarding_responses: [Reading] });
  expect(again.status).toBe(200);
  expect((await bob.get(`/users/@me/guilds/${id}/member`)).body).toMatchObject({ roles: [roles.Readers] });
  expect((await bob.get(path)).body).toMatchObject({ responses: [Reading], is_due: false });
  // Whoever comes back is asked again.
  await bob.delete(`/users/@me/guilds/${id}`);
  await join(bob, await invite(alice, general));
  expect((await bob.get(path)).body).toMatchObject({ responses: null, is_due: true });
});

test("[ONBOARD2] whoever was there before is not asked, and neither is the owner", async () => {
  await using server = await startTestServer();
  const { alice, bob } = await register(server, "alice", "bob");
  const { config, path } = await start(alice, [bob]);
  await alice.put(path, config);
  for (const user of [alice, bob]) expect((await user.get(path)).body).toMatchObject({ is_due: false });
});

test("[ONBOARD3] answers are held against the questions: one where one is asked for, one where one has to be, known ones", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol } = await register(server, "alice", "bob", "carol");
  const { id, config, path } = await start(alice, [bob]);
  const answer = (user: TestUser, onboarding_responses: unknown) =>
    user.post(`/guilds/${id}/onboarding-responses`, { onboarding_responses });
  expect((await answer(bob, [])).body).toMatchObject({ code: 900_045 });
  const { body } = await alice.put<GuildOnboarding>(path, config);
  const { Cooking, "On foot": foot, "By bus": bus } = optionsOf(body);
  for (const wrong of [
    [],
    [foot],
    [Cooking, foot, bus],
    [Cooking, "1234567890"],
    "no list",
    [Cooking, "words"],
  ]) {
    const { status, body } = await answer(bob, wrong);
    expect(status).toBe(400);
    expect(body).toHaveProperty("errors.onboarding_responses");
  }
  expect((await answer(carol, [Cooking])).body).toMatchObject({ code: 10004 });
  expect((await carol.get(path)).body).toMatchObject({ code: 10004 });
});

test("[ONBOARD4] it takes Manage Server and Manage Roles, and gives no role that rules, stands above, or is a program's", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol } = await register(server, "alice", "bob", "carol");
  const { id, config, path, roles } = await start(alice, [bob, carol]);
  await giveRoles(server, id, bob, roles.Stewards, roles.Cooks);
  expect((await carol.put(path, config)).body).toMatchObject({ code: 50013 });
  const giving = (roleId: string | undefined) => ({
    ...config,
    prompts: [{ id: "1", title: "Which?", options: [{ title: "This", role_ids: [roleId] }] }],
  });
  // Elders stand above Stewards.
  expect((await bob.put(path, giving(roles.Elders))).body).toMatchObject({ code: 50013 });
  // A steward has no Kick Members to give.
  expect((await bob.put(path, giving(roles.Guards))).body).toMatchObject({ code: 50013 });
  for (const wrong of [roles.Guards, roles.Stewards, id, "1234567890"]) {
    expect((await alice.put(path, giving(wrong))).body).toHaveProperty(
      "errors.prompts.0.options.0.role_ids.0",
    );
  }
  expect((await bob.put(path, config)).status).toBe(200);
  // A role that has come to rule since is not given any more.
  const { Cooking } = optionsOf((await bob.get<GuildOnboarding>(path)).body);
  await alice.patch(`/guilds/${id}/roles/${roles.Cooks}`, { permissions: bits(P.BanMembers) });
  expect(
    (await carol.post(`/guilds/${id}/onboarding-responses`, { onboarding_responses: [Cooking] })).status,
  ).toBe(200);
  expect((await carol.get(`/users/@me/guilds/${id}/member`)).body).toMatchObject({ roles: [] });
});

test("[ONBOARD4] switching prepared questions on takes what giving their roles takes", async () => {
  await using server = await startTestServer();
  const { alice, bob } = await register(server, "alice", "bob");
  const { id, config, path, roles } = await start(alice, [bob]);
  await giveRoles(server, id, bob, roles.Stewards);
  const prompts = [{ id: "1", title: "Which?", options: [{ title: "This", role_ids: [roles.Elders] }] }];
  await alice.put(path, { ...config, enabled: false, prompts });
  // Elders stand above Stewards.
  expect((await bob.put(path, { enabled: true })).body).toMatchObject({ code: 50013 });
  expect((await bob.get(path)).body).toMatchObject({ enabled: false });
  expect((await alice.put(path, { enabled: true })).status).toBe(200);
  // What another began may be ended, and what is on may be changed in other things.
  expect((await bob.put(path, { mode: 1 })).status).toBe(200);
  expect((await bob.put(path, { enabled: false })).status).toBe(200);
});

test("[ONBOARD5] a channel that one does not see is not named, and is no channel to name", async () => {
  await using server = await startTestServer();
  const { alice, bob } = await register(server, "alice", "bob");
  const { id, config, path, roles, channel } = await start(alice, [bob]);
  await alice.put(path, config);
  expect(JSON.stringify((await alice.get(path)).body)).toContain(channel("recipes"));
  expect(JSON.stringify((await bob.get(path)).body)).not.toContain(channel("recipes"));
  await giveRoles(server, id, bob, roles.Stewards);
  const guessed = { default_channel_ids: [channel("recipes")] };
  expect((await bob.put(path, guessed)).body).toHaveProperty("errors.default_channel_ids.0");
  // Switched off, its questions are for those who manage the server.
  await alice.put(path, { enabled: false });
  await alice.delete(`/guilds/${id}/members/${bob.id}/roles/${roles.Stewards}`);
  expect((await bob.get(path)).body).toMatchObject({ enabled: false, prompts: [], default_channel_ids: [] });
});

test("[ONBOARD6] seven default channels that everybody sees, five to write in, or all there are", async () => {
  await using server = await startTestServer();
  const { alice } = await register(server, "alice");
  const { id, config, path, channel } = await start(alice);
  const only = { ...config, default_channel_ids: [channel("general")] };
  expect((await alice.put(path, only)).body).toMatchObject({ code: 350_000 });
  expect((await alice.put(path, config)).status).toBe(200);
  expect((await alice.put(path, { default_channel_ids: [] })).body).toMatchObject({ code: 350_001 });
  // In the advanced mode those of the questions count, too.
  const advanced = {
    mode: 1,
    default_channel_ids: [channel("general")],
    prompts: [{ id: "1", title: "Which?", options: [{ title: "News", channel_ids: [channel("news")] }] }],
  };
  expect((await alice.put(path, advanced)).status).toBe(200);
  const more = [];
  for (let n = 0; n < 7; n++) {
    more.push((await alice.post<{ id: string }>(`/guilds/${id}/channels`, { name: `plot-${n}` })).body.id);
  }
  expect((await alice.put(path, { mode: 0, default_channel_ids: more.slice(0, 6) })).body).toMatchObject({
    code: 350_001,
  });
  expect((await alice.put(path, { mode: 0, default_channel_ids: more })).status).toBe(200);
});

test("[ONBOARD7] questions keep their ids when they are saved again, and what is too much is named", async () => {
  await using server = await startTestServer();
  const { alice } = await register(server, "alice");
  const { config, path } = await start(alice);
  const first = (await alice.put<GuildOnboarding>(path, config)).body;
  // An emoji is read as an object, and written by its name.
  const prompts = [...first.prompts].reverse().map((prompt) => ({
    ...prompt,
    options: prompt.options.map(({ emoji, ...option }) => ({ ...option, emoji_name: emoji.name })),
  }));
  const second = (await alice.put<GuildOnboarding>(path, { prompts })).body;
  expect(second.prompts).toEqual([...first.prompts].reverse());
  const [one] = config.prompts;
  for (const prompts of [
    Array.from({ length: 16 }, () => one),
    [{ ...one, title: "" }],
    [{ ...one, title: "x".repeat(101) }],
    [{ ...one, options: [] }],
    [{ ...one, options: Array.from({ length: 51 }, () => ({ title: "Same" })) }],
    [{ ...one, options: [{ title: "x".repeat(51) }] }],
  ]) {
    const { status, body } = await alice.put(path, { prompts });
    expect(status).toBe(400);
    expect(body).toHaveProperty("errors.prompts");
  }
});

test("[GUIDE1] whoever is new finds a word, what to do and where to look, of channels they see", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol } = await register(server, "alice", "bob", "carol");
  const { id, channel, general } = await start(alice, [bob]);
  const path = `/guilds/${id}/new-member-welcome`;
  expect((await bob.get(path)).status).toBe(204);
  const guide = {
    enabled: true,
    welcome_message: { author_ids: [alice.id], message: "Good to have you" },
    new_member_actions: [
      { channel_id: general, action_type: 1, title: "Say hello", description: "", emoji: { name: "👋" } },
      { channel_id: channel("recipes"), action_type: 0, title: "Look at recipes" },
    ],
    resource_channels: [{ channel_id: channel("news"), title: "News", description: "What is on" }],
  };
  expect((await bob.patch(path, guide)).body).toMatchObject({ code: 50013 });
  expect((await carol.get(path)).body).toMatchObject({ code: 10004 });
  const saved = await alice.patch<ServerGuide>(path, guide);
  expect(GuildHomeSettingsResponseSchema.safeParse(saved.body).error).toBeUndefined();
  const seen = await bob.get<ServerGuide>(path);
  expect(GuildHomeSettingsResponseSchema.safeParse(seen.body).error).toBeUndefined();
  expect(seen.body.welcome_message).toMatchObject({ message: "Good to have you" });
  expect(seen.body.new_member_actions.map(({ title }) => title)).toEqual(["Say hello"]);
  await alice.patch(path, { enabled: false });
  expect((await bob.get(path)).status).toBe(204);
  expect((await alice.get(path)).status).toBe(200);
  for (const [wrong, field] of [
    [
      { resource_channels: [{ channel_id: "1234567890", title: "Nowhere" }] },
      "resource_channels.0.channel_id",
    ],
    [
      { new_member_actions: Array.from({ length: 6 }, () => guide.new_member_actions[0]) },
      "new_member_actions",
    ],
    [{ welcome_message: { author_ids: [carol.id], message: "Hi" } }, "welcome_message.author_ids.0"],
    [{ welcome_message: { message: "x".repeat(301) } }, "welcome_message.message"],
  ] as const) {
    expect((await alice.patch(path, wrong)).body).toHaveProperty(`errors.${field}`);
  }
});
