import { expect, test } from "bun:test";
import {
  Entrance,
  type EntranceForm,
  type JoinRequest,
  type JoinRequestEvent,
  type ReadyGuild,
} from "@palabre/protocol";
import { GuildJoinRequestResponseSchema, GuildJoinRequestsListResponseSchema } from "discord-api-spec/zod";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { addBot, makeBot } from "./bots.ts";
import { PASSWORD, startTestServer, type TestUser } from "./harness.ts";
import { listen } from "./listen.ts";
import { register } from "./people.ts";
import { bits, giveRoles, invite, makeServer } from "./servers.ts";

const QUESTIONS = [
  { field_type: "TERMS", label: "Rules", values: ["Be kind"], required: true },
  { field_type: "TEXT_INPUT", label: "Where did you hear of us?", required: true },
  { field_type: "PARAGRAPH", label: "Tell us about you", required: false, placeholder: "A few words" },
  { field_type: "MULTIPLE_CHOICE", label: "Which plot?", choices: ["North", "South"], required: true },
];
const ANSWERS = [{ response: true }, { response: "At the fair" }, {}, { response: 1 }];

const PLAN = {
  roles: [
    { id: 0, permissions: bits(P.ViewChannel, P.SendMessages, P.CreateInstantInvite) },
    { id: 1, name: "Doors", permissions: bits(P.KickMembers) },
  ],
  channels: [{ id: 10, name: "general" }],
};

/** A server of Alice's that takes people in by application. */
async function closedServer(alice: TestUser, others: readonly TestUser[] = []) {
  const made = await makeServer(alice, others, PLAN);
  const { status, body } = await alice.put<EntranceForm>(`/guilds/${made.id}/member-verification`, {
    manual_approval: true,
    description: "A garden for the street",
    form_fields: QUESTIONS,
  });
  expect(status).toBe(200);
  expect(body).toMatchObject({ enabled: true, manual_approval: true, form_fields: QUESTIONS });
  return { ...made, code: await invite(alice, made.general, { max_age: 0 }), version: body.version };
}

test("[APPLY1] whoever comes by an invitation applies, and is in once they are let in, with nothing left to accept", async () => {
  await using server = await startTestServer();
  const { alice, bob } = await register(server, "alice", "bob");
  const { id, code, general } = await closedServer(alice);
  await using hers = await listen(server, alice);
  await using his = await listen(server, bob);
  expect(await bob.post(`/invites/${code}`)).toMatchObject({ status: 403, body: { code: 900_040 } });
  const preview = await server.request<{ guild: { entrance: number } }>("GET", `/invites/${code}`);
  expect(preview.body.guild.entrance).toBe(Entrance.applications);
  const form = await bob.get<EntranceForm>(`/guilds/${id}/member-verification?invite_code=${code}`);
  expect(form.body.form_fields).toHaveLength(4);

  const sent = await bob.put<JoinRequest>(`/guilds/${id}/requests/@me`, {
    version: form.body.version,
    invite_code: code,
    form_fields: ANSWERS,
  });
  expect(sent.status).toBe(200);
  expect(GuildJoinRequestResponseSchema.safeParse(sent.body).error).toBeUndefined();
  expect(sent.body).toMatchObject({ application_status: "SUBMITTED", user_id: bob.id });
  const told = await hers.next<JoinRequestEvent>("GUILD_JOIN_REQUEST_CREATE");
  expect(told).toMatchObject({ guild_id: id, status: "SUBMITTED", request: { user: { id: bob.id } } });
  expect(await his.next("GUILD_JOIN_REQUEST_CREATE")).toMatchObject({ status: "SUBMITTED" });
  expect((await bob.get(`/guilds/${id}`)).body).toMatchObject({ code: 10004 });
  expect(
    (await bob.get<{ guild_join_requests: JoinRequest[] }>("/users/@me/join-requests")).body,
  ).toMatchObject({
    guild_join_requests: [{ id: sent.body.id, guild: { id, name: "Tessera" } }],
  });

  const list = await alice.get<{ total: number; guild_join_requests: JoinRequest[] }>(
    `/guilds/${id}/requests?status=SUBMITTED`,
  );
  expect(GuildJoinRequestsListResponseSchema.safeParse(list.body).error).toBeUndefined();
  expect(list.body.total).toBe(1);
  expect(list.body.guild_join_requests[0]?.form_responses).toMatchObject([
    { field_type: "TERMS", response: true },
    { label: "Where did you hear of us?", response: "At the fair" },
    { label: "Tell us about you" },
    { choices: ["North", "South"], response: 1 },
  ]);

  const decided = await alice.patch(`/guilds/${id}/requests/${sent.body.id}`, { action: "APPROVED" });
  expect(decided).toMatchObject({
    status: 200,
    body: { application_status: "APPROVED", actioned_by_user: { id: alice.id } },
  });
  expect(GuildJoinRequestResponseSchema.safeParse(decided.body).error).toBeUndefined();
  expect(await his.next<ReadyGuild>("GUILD_CREATE")).toMatchObject({ id });
  const own = await his.next<JoinRequestEvent>("GUILD_JOIN_REQUEST_UPDATE");
  expect(own.status).toBe("APPROVED");
  // By whom it was decided is for those who decide.
  expect(own.request).not.toHaveProperty("actioned_by_user");
  expect((await bob.get(`/users/@me/guilds/${id}/member`)).body).toMatchObject({ pending: false });
  expect((await bob.post(`/channels/${general}/messages`, { content: "Hello" })).status).toBe(200);
  expect(
    (await alice.patch(`/guilds/${id}/requests/${sent.body.id}`, { action: "REJECTED" })).body,
  ).toMatchObject({
    code: 900_042,
  });
  // It has served: whoever leaves applies again.
  await bob.delete(`/users/@me/guilds/${id}`);
  expect((await bob.post(`/invites/${code}`)).body).toMatchObject({ code: 900_040 });
});

test("[APPLY2] whoever is rejected reads why, may put it away and apply again; a withdrawn application is gone", async () => {
  await using server = await startTestServer();
  const { alice, bob } = await register(server, "alice", "bob");
  const { id, code } = await closedServer(alice);
  const apply = () =>
    bob.put<JoinRequest>(`/guilds/${id}/requests/@me`, { invite_code: code, form_fields: ANSWERS });
  const first = (await apply()).body;
  await alice.patch(`/guilds/${id}/requests/${first.id}`, {
    action: "REJECTED",
    rejection_reason: "No plot is free until spring",
  });
  expect((await bob.get(`/guilds/${id}/requests/@me`)).body).toMatchObject({
    application_status: "REJECTED",
    rejection_reason: "No plot is free until spring",
  });
  expect((await bob.post(`/invites/${code}`)).status).toBe(403);
  const second = (await apply()).body;
  expect(second).toMatchObject({ application_status: "SUBMITTED", rejection_reason: null });
  expect(second.id).not.toBe(first.id);
  await using hers = await listen(server, alice);
  expect((await bob.delete(`/guilds/${id}/requests/@me`)).status).toBe(204);
  expect(await hers.next("GUILD_JOIN_REQUEST_DELETE")).toMatchObject({ guild_id: id, user_id: bob.id });
  expect((await bob.get(`/guilds/${id}/requests/@me`)).body).toMatchObject({ code: 900_041 });
  expect(
    (await alice.patch(`/guilds/${id}/requests/${second.id}`, { action: "APPROVED" })).body,
  ).toMatchObject({
    code: 900_041,
  });
});

test("[APPLY2] whoever is let in finds that among their own until they put it away or leave", async () => {
  await using server = await startTestServer();
  const { alice, bob } = await register(server, "alice", "bob");
  const { id, code } = await closedServer(alice);
  const own = async () =>
    (await bob.get<{ guild_join_requests: JoinRequest[] }>("/users/@me/join-requests")).body
      .guild_join_requests;
  const comeIn = async () => {
    const sent = await bob.put<JoinRequest>(`/guilds/${id}/requests/@me`, {
      invite_code: code,
      form_fields: ANSWERS,
    });
    await alice.patch(`/guilds/${id}/requests/${sent.body.id}`, { action: "APPROVED" });
  };
  await comeIn();
  expect(await own()).toMatchObject([{ application_status: "APPROVED", guild: { id } }]);
  await bob.delete(`/users/@me/guilds/${id}`);
  expect(await own()).toEqual([]);
  await comeIn();
  expect(await own()).toMatchObject([{ application_status: "APPROVED", guild: { id } }]);
  await using his = await listen(server, bob);
  expect((await bob.delete(`/guilds/${id}/requests/@me`)).status).toBe(204);
  expect(await his.next("GUILD_JOIN_REQUEST_DELETE")).toMatchObject({ guild_id: id, user_id: bob.id });
  expect(await own()).toEqual([]);
  expect((await bob.delete(`/guilds/${id}/requests/@me`)).body).toMatchObject({ code: 900_041 });
  // Those who decide keep it.
  expect((await alice.get(`/guilds/${id}/requests?status=APPROVED`)).body).toMatchObject({ total: 1 });
});

test("[APPLY3] no way leads past the application: invitation, vanity code, directory, registration", async () => {
  await using server = await startTestServer();
  const { alice, bob } = await register(server, "alice", "bob");
  const { id, code } = await closedServer(alice);
  await alice.patch(`/guilds/${id}/vanity-url`, { code: "garden" });
  await alice.patch(`/guilds/${id}`, { features: ["DISCOVERABLE"] });
  expect((await bob.post(`/invites/${code}`)).body).toMatchObject({ code: 900_040 });
  expect((await bob.post("/invites/garden")).body).toMatchObject({ code: 900_040 });
  expect((await bob.post(`/discovery/guilds/${id}/join`)).body).toMatchObject({ code: 900_040 });
  const carol = await server.request<{ token: string }>("POST", "/auth/register", {
    email: "carol@example.org",
    username: "carol",
    password: PASSWORD,
    invite: code,
  });
  expect(carol.status).toBe(201);
  const mine = await server.request("GET", "/users/@me/guilds", undefined, {
    Authorization: carol.body.token,
  });
  expect(mine.body).toEqual([]);
  expect((await alice.get<unknown[]>(`/guilds/${id}/members?limit=10`)).body).toHaveLength(1);
  // A server that shows itself takes applications from everybody, without an invitation.
  const sent = await bob.put(`/guilds/${id}/requests/@me`, { form_fields: ANSWERS });
  expect(sent.status).toBe(200);
  // Where applications are no longer read one comes in, and the application is gone.
  await alice.patch(`/guilds/${id}/member-verification`, { manual_approval: false });
  expect((await bob.post(`/invites/${code}`)).status).toBe(200);
  expect((await alice.get(`/guilds/${id}/requests`)).body).toMatchObject({ total: 0 });
  expect((await bob.get(`/users/@me/guilds/${id}/member`)).body).toMatchObject({ pending: true });
});

test("[APPLY4] applications are read and decided by those who hold Kick Members, and nobody else hears of them", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, dave, erin } = await register(server, "alice", "bob", "carol", "dave", "erin");
  const made = await makeServer(alice, [bob, carol], PLAN);
  const { id, general, roles } = made;
  await giveRoles(server, id, bob, roles.Doors);
  await alice.put(`/guilds/${id}/member-verification`, { manual_approval: true });
  const code = await invite(alice, general);
  await using his = await listen(server, bob);
  await using theirs = await listen(server, carol);
  await using outside = await listen(server, erin);
  const sent = await dave.put<JoinRequest>(`/guilds/${id}/requests/@me`, { invite_code: code });
  expect(sent.status).toBe(200);
  await his.next("GUILD_JOIN_REQUEST_CREATE");
  for (const [user, wrong] of [
    [carol, 50013],
    [dave, 10004],
    [erin, 10004],
  ] as const) {
    expect((await user.get(`/guilds/${id}/requests`)).body).toMatchObject({ code: wrong });
    const decided = await user.patch(`/guilds/${id}/requests/${sent.body.id}`, { action: "APPROVED" });
    expect(decided.body).toMatchObject({ code: wrong });
  }
  expect((await bob.patch(`/guilds/${id}/requests/${sent.body.id}`, { action: "APPROVED" })).status).toBe(
    200,
  );
  await Promise.all([theirs.settle(), outside.settle()]);
  expect([...theirs.received, ...outside.received].filter(({ t }) => t.includes("JOIN_REQUEST"))).toEqual([]);
  // Of another server, a request is not there.
  const other = await makeServer(erin, [], PLAN);
  expect(
    (await erin.patch(`/guilds/${other.id}/requests/${sent.body.id}`, { action: "APPROVED" })).body,
  ).toMatchObject({ code: 900_041 });
});

test("[APPLY5] the form is for its members, whoever holds an invitation, and everybody where the server shows itself", async () => {
  await using server = await startTestServer();
  const { alice, bob } = await register(server, "alice", "bob");
  const { id, code } = await closedServer(alice);
  const elsewhere = await makeServer(alice, [], PLAN);
  const wrong = await invite(alice, elsewhere.general);
  const path = `/guilds/${id}/member-verification`;
  expect((await bob.get(path)).body).toMatchObject({ code: 10004 });
  expect((await bob.get(`${path}?invite_code=${wrong}`)).body).toMatchObject({ code: 10004 });
  expect((await bob.get(`${path}?invite_code=nothing`)).body).toMatchObject({ code: 10006 });
  expect((await bob.get(`${path}?invite_code=${code}`)).status).toBe(200);
  for (const body of [{}, { invite_code: wrong }]) {
    expect(
      (await bob.put(`/guilds/${id}/requests/@me`, { ...body, form_fields: ANSWERS })).body,
    ).toMatchObject({
      code: 10004,
    });
  }
  // A server without applications takes none.
  expect((await bob.put(`/guilds/${elsewhere.id}/requests/@me`, { invite_code: wrong })).body).toMatchObject({
    code: 10004,
  });
  expect((await bob.patch(path, { manual_approval: false })).body).toMatchObject({ code: 10004 });
});

test("[APPLY6] answers are held against the form as it stands; what is wrong is named", async () => {
  await using server = await startTestServer();
  const { alice, bob } = await register(server, "alice", "bob");
  const { id, code } = await closedServer(alice);
  const apply = (form_fields: unknown, more = {}) =>
    bob.put(`/guilds/${id}/requests/@me`, { invite_code: code, form_fields, ...more });
  const refused = async (at: number, value: unknown) => {
    const answers: unknown[] = [...ANSWERS];
    answers[at] = { response: value };
    const { status, body } = await apply(answers);
    expect(status).toBe(400);
    expect(body).toHaveProperty(`errors.form_fields.${at}.response._errors`);
  };
  await refused(0, false);
  await refused(0, null);
  await refused(1, "");
  await refused(1, "   ");
  await refused(1, "x".repeat(151));
  await refused(1, 7);
  await refused(2, "x".repeat(1_001));
  await refused(3, 2);
  await refused(3, -1);
  await refused(3, 0.5);
  await refused(3, "1");
  expect((await apply(undefined)).status).toBe(400);
  expect((await apply(ANSWERS, { version: "2020-01-01T00:00:00.000Z" })).body).toHaveProperty(
    "errors.version",
  );
  for (const form_fields of [
    [QUESTIONS[0], QUESTIONS[0]],
    Array.from({ length: 6 }, () => QUESTIONS[1]),
    [{ field_type: "MULTIPLE_CHOICE", label: "One", choices: ["Only"] }],
    [{ field_type: "VERIFICATION", label: "Phone" }],
  ]) {
    expect((await alice.patch(`/guilds/${id}/member-verification`, { form_fields })).body).toHaveProperty(
      "errors.form_fields",
    );
  }
  expect((await alice.get(`/guilds/${id}/requests?status=WHATEVER`)).status).toBe(400);
});

test("[APPLY7] one who is banned neither applies nor waits; a paused server takes no applications", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol } = await register(server, "alice", "bob", "carol");
  const { id, code } = await closedServer(alice);
  const apply = (user: TestUser) =>
    user.put<JoinRequest>(`/guilds/${id}/requests/@me`, { invite_code: code, form_fields: ANSWERS });
  const sent = (await apply(bob)).body;
  await alice.put(`/guilds/${id}/bans/${bob.id}`, {});
  expect((await alice.get(`/guilds/${id}/requests`)).body).toMatchObject({ total: 0 });
  expect((await alice.patch(`/guilds/${id}/requests/${sent.id}`, { action: "APPROVED" })).body).toMatchObject(
    {
      code: 900_041,
    },
  );
  expect((await apply(bob)).body).toMatchObject({ code: 40007 });
  await alice.patch(`/guilds/${id}`, { features: ["INVITES_DISABLED"] });
  expect((await apply(carol)).body).toMatchObject({ code: 900_005 });
});

test("[APPLY8] an application is changed while it waits, counts once as a use, and keeps what the invitation said", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol } = await register(server, "alice", "bob", "carol");
  const { id, general } = await closedServer(alice);
  const once = await invite(alice, general, { max_uses: 1 });
  const apply = (user: TestUser, plot: number) =>
    user.put<JoinRequest>(`/guilds/${id}/requests/@me`, {
      invite_code: once,
      form_fields: [...ANSWERS.slice(0, 3), { response: plot }],
    });
  const first = (await apply(bob, 0)).body;
  expect((await apply(carol, 0)).body).toMatchObject({ code: 10006 });
  await using hers = await listen(server, alice);
  // His invitation is used up, by himself.
  const second = (await apply(bob, 1)).body;
  expect(second.id).toBe(first.id);
  expect(await hers.next("GUILD_JOIN_REQUEST_UPDATE")).toMatchObject({ status: "SUBMITTED" });
  expect((await bob.get(`/guilds/${id}/member-verification`)).status).toBe(200);
  await alice.patch(`/guilds/${id}/requests/${first.id}`, { action: "APPROVED" });
  expect((await alice.get(`/guilds/${id}/members/${bob.id}`)).status).toBe(200);
});

test("[APPLY9] a bot has no application to hand in, and is brought in by its own", async () => {
  await using server = await startTestServer();
  const { alice } = await register(server, "alice");
  const { id } = await closedServer(alice);
  const bot = await makeBot(server, alice);
  await addBot(alice, bot, id);
  expect((await bot.get("/users/@me/guilds")).body).toMatchObject([{ id }]);
  expect((await bot.put(`/guilds/${id}/requests/@me`, {})).body).toMatchObject({ code: 20001 });
});
