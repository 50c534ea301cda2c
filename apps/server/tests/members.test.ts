import { expect, test } from "bun:test";
import { join } from "node:path";
import { type FriendSuggestion, LIMITS, type MemberListUpdate, type UserProfile } from "@palabre/protocol";
import { GuildMemberResponseSchema, PrivateGuildMemberResponseSchema } from "discord-api-spec/zod";
import { type APIGuildMember, AuditLogEvent, PermissionFlagsBits as P } from "discord-api-types/v10";
import { createFolderBlobs } from "../src/blobs/folder.ts";
import { createAvatarSweep } from "../src/features/members/sweep-avatars.ts";
import { startTestServer, type TestServer, type TestUser } from "./harness.ts";
import { listen } from "./listen.ts";
import { befriend, register } from "./people.ts";
import { png } from "./pictures.ts";
import { bits, giveRoles, makeServer } from "./servers.ts";

const MODERATES = [P.KickMembers, P.BanMembers, P.ManageNicknames, P.ModerateMembers, P.ManageRoles];
const EVERYONE = bits(
  P.ViewChannel,
  P.SendMessages,
  P.ReadMessageHistory,
  P.CreateInstantInvite,
  P.ChangeNickname,
);

/** Alice owns it; Bob moderates it; Carol stands above Bob; Dave is a member. Eve is outside. */
async function startServer(server: TestServer) {
  const people = await register(server, "alice", "bob", "carol", "dave", "eve");
  const { alice, bob, carol, dave } = people;
  const made = await makeServer(alice, [bob, carol, dave], {
    roles: [
      { id: 0, permissions: EVERYONE },
      { id: 1, name: "Reader", permissions: "0" },
      { id: 2, name: "Deputy", permissions: bits(P.ManageGuild) },
      { id: 3, name: "Moderator", permissions: bits(...MODERATES), hoist: true },
      { id: 4, name: "Senior", permissions: bits(...MODERATES, P.ManageGuild) },
    ],
    channels: [{ id: 1, name: "general" }],
  });
  const { id, roles } = made;
  await giveRoles(server, id, bob, roles.Moderator);
  await giveRoles(server, id, carol, roles.Senior);
  return { ...people, ...made };
}

const member = (guildId: string, { id }: TestUser) => `/guilds/${guildId}/members/${id}`;
const changes = (entry: { changes?: unknown }) => entry.changes;

test("[MEMBER1] members are listed by id, a page at a time, and found by how a name begins", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, dave, eve, id, roles } = await startServer(server);
  await dave.patch("/users/@me", { global_name: "Élodie Durand" });
  await carol.patch(`/guilds/${id}/members/@me`, { nick: "The_Captain" });
  const all = await bob.get<APIGuildMember[]>(`/guilds/${id}/members?limit=100`);
  expect(all.body.map(({ user }) => user.id)).toEqual([alice.id, bob.id, carol.id, dave.id]);
  for (const one of all.body) expect(GuildMemberResponseSchema.safeParse(one).error).toBeUndefined();
  const page = await bob.get<APIGuildMember[]>(`/guilds/${id}/members?limit=2&after=${alice.id}`);
  expect(page.body.map(({ user }) => user.id)).toEqual([bob.id, carol.id]);
  expect((await bob.get<unknown[]>(`/guilds/${id}/members`)).body).toHaveLength(1);
  expect((await bob.get(`/guilds/${id}/members?limit=101`)).body).toMatchObject({
    code: 50035,
    errors: { limit: {} },
  });

  const seniors = await dave.get<APIGuildMember[]>(`/guilds/${id}/members?limit=100&role_id=${roles.Senior}`);
  expect(seniors.body.map(({ user }) => user.id)).toEqual([carol.id]);
  const none = await dave.get(`/guilds/${id}/members?limit=100&role_id=${roles.Reader}`);
  expect(none.body).toEqual([]);

  const find = async (query: string) => {
    const path = `/guilds/${id}/members/search?limit=10&query=${encodeURIComponent(query)}`;
    const { body } = await bob.get<APIGuildMember[]>(path);
    return body.map(({ user }) => user.username);
  };
  expect(await find("BO")).toEqual(["bob"]);
  expect(await find("the_c")).toEqual(["carol"]);
  expect(await find("élo")).toEqual(["dave"]);
  expect(await find("Élo")).toEqual(["dave"]);
  expect(await find("%")).toEqual([]);
  expect(await find("ob")).toEqual([]);
  expect(await find("b\0o")).toEqual(["bob"]);
  expect((await bob.get(`/guilds/${id}/members/search`)).body).toMatchObject({ errors: { query: {} } });

  const one = await bob.get(member(id, dave));
  expect(GuildMemberResponseSchema.safeParse(one.body).error).toBeUndefined();
  const own = await bob.get(`/users/@me/guilds/${id}/member`);
  expect(PrivateGuildMemberResponseSchema.safeParse(own.body).error).toBeUndefined();
  expect((await bob.get(member(id, eve))).body).toMatchObject({ code: 10007 });
  for (const path of [`/guilds/${id}/members`, `/guilds/${id}/members/search?query=a`, member(id, dave)]) {
    expect(await eve.get(path)).toMatchObject({ status: 404, body: { code: 10004 } });
  }
  expect((await eve.get(`/users/@me/guilds/${id}/member`)).body).toMatchObject({ code: 10004 });
});

test("[MEMBER2] nicknames: one's own with Change Nickname, others' with Manage Nicknames, from above", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, dave, eve, id } = await startServer(server);
  await using hers = await listen(server, alice);
  const own = await dave.patch(`/guilds/${id}/members/@me`, { nick: "  Davy " });
  expect(own.body).toMatchObject({ nick: "Davy" });
  expect(await hers.next("GUILD_MEMBER_UPDATE")).toMatchObject({
    guild_id: id,
    nick: "Davy",
    user: { id: dave.id },
  });
  const changed = await bob.request(
    "PATCH",
    member(id, dave),
    { nick: "D." },
    { "X-Audit-Log-Reason": "short" },
  );
  expect(GuildMemberResponseSchema.safeParse(changed.body).error).toBeUndefined();
  const mine = (entry: { user_id: string }) => entry.user_id === bob.id;
  expect(await hers.next("GUILD_AUDIT_LOG_ENTRY_CREATE", mine)).toMatchObject({
    action_type: AuditLogEvent.MemberUpdate,
    target_id: dave.id,
    reason: "short",
    changes: [{ key: "nick", old_value: "Davy", new_value: "D." }],
  });
  expect((await bob.patch(member(id, dave), { nick: null })).body).toMatchObject({ nick: null });
  for (const [user, target, code] of [
    [dave, bob, 50013],
    [bob, carol, 50013],
    [bob, alice, 50013],
    [bob, eve, 10007],
    [eve, dave, 10004],
  ] as const) {
    expect([user.username, (await user.patch(member(id, target), { nick: "x" })).body]).toMatchObject([
      user.username,
      { code },
    ]);
  }
  expect((await bob.patch(member(id, dave), { nick: "x".repeat(33) })).body).toMatchObject({
    errors: { nick: {} },
  });
  await server.seed(async ({ sql }) => {
    await sql.updateTable("roles").set({ permissions: "1024" }).where("id", "=", id).execute();
  });
  expect((await dave.patch(`/guilds/${id}/members/@me`, { nick: "x" })).body).toMatchObject({ code: 50013 });
});

test("[MEMBER3] roles: those below one's own, that give nothing one has not; whoever they are given to", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, dave, eve, id, roles } = await startServer(server);
  const { Reader = "", Deputy = "", Moderator = "", Senior = "" } = roles;
  await using hers = await listen(server, alice);
  const path = (user: TestUser, role: string) => `${member(id, user)}/roles/${role}`;
  expect((await bob.put(path(dave, Reader))).status).toBe(204);
  expect(await hers.next("GUILD_MEMBER_UPDATE")).toMatchObject({ user: { id: dave.id }, roles: [Reader] });
  expect(changes(await hers.next("GUILD_AUDIT_LOG_ENTRY_CREATE"))).toEqual([
    { key: "$add", new_value: [{ id: Reader, name: "Reader" }] },
  ]);
  expect((await bob.put(path(dave, Reader))).status).toBe(204);
  expect((await bob.delete(path(dave, Reader))).status).toBe(204);
  expect(changes(await hers.next("GUILD_AUDIT_LOG_ENTRY_CREATE"))).toEqual([
    { key: "$remove", new_value: [{ id: Reader, name: "Reader" }] },
  ]);
  // Also to whoever stands above.
  expect((await bob.put(path(carol, Reader))).status).toBe(204);
  await hers.settle();
  hers.clear();
  for (const [user, target, role, code] of [
    [bob, dave, Moderator, 50013],
    [bob, bob, Senior, 50013],
    [bob, dave, Deputy, 50013],
    [bob, carol, Senior, 50013],
    [bob, dave, "5", 10011],
    [bob, dave, id, 50028],
    [bob, eve, Reader, 10007],
    [dave, dave, Reader, 50013],
    [eve, eve, Reader, 10004],
  ] as const) {
    const asked = [user.username, target.username, role];
    expect([...asked, (await user.put(path(target, role))).body]).toMatchObject([...asked, { code }]);
    // Carol has no more to lose by a list than Bob may take, and @everyone in a list is what everybody has anyway.
    if (role === id || target === carol) continue;
    const whole = (await user.patch(member(id, target), { roles: [role] })).body;
    expect([...asked, whole]).toMatchObject([...asked, { code }]);
  }
  await hers.settle();
  expect(hers.received).toEqual([]);

  expect((await carol.patch(member(id, dave), { roles: [Reader, Moderator] })).body).toMatchObject({
    roles: expect.arrayContaining([Reader, Moderator]),
  });
  expect((await bob.patch(member(id, dave), { roles: [Reader] })).body).toMatchObject({ code: 50013 });
  expect((await carol.patch(member(id, dave), { roles: [] })).body).toMatchObject({ roles: [] });
  await server.seed(async ({ sql }) => {
    await sql.updateTable("roles").set({ managed: 1 }).where("id", "=", Reader).execute();
  });
  expect((await alice.put(path(dave, Reader))).body).toMatchObject({ code: 50028 });
});

test("a role that goes takes its channels with it before the answer", async () => {
  await using server = await startTestServer();
  const { alice, bob } = await register(server, "alice", "bob");
  const { guild, id, roles } = await makeServer(alice, [bob], {
    roles: [
      { id: 0, permissions: EVERYONE },
      { id: 1, name: "Inner", permissions: "0" },
    ],
    channels: [
      { id: 1, name: "general" },
      {
        id: 2,
        name: "inner",
        permission_overwrites: [
          { id: 0, type: 0, deny: bits(P.ViewChannel) },
          { id: 1, type: 0, allow: bits(P.ViewChannel) },
        ],
      },
    ],
  });
  const inner = guild.channels.find(({ name }) => name === "inner")?.id;
  await using his = await listen(server, bob);
  expect((await alice.put(`${member(id, bob)}/roles/${roles.Inner}`)).status).toBe(204);
  expect(await his.next("CHANNEL_CREATE")).toMatchObject({ id: inner });
  expect((await alice.delete(`${member(id, bob)}/roles/${roles.Inner}`)).status).toBe(204);
  expect((await alice.post(`/channels/${inner}/messages`, { content: "not for him" })).status).toBe(200);
  expect(await his.next("CHANNEL_DELETE")).toMatchObject({ id: inner });
  await his.settle();
  expect(his.received.filter(({ t }) => t === "MESSAGE_CREATE")).toEqual([]);
});

test("[MEMBER4] a time-out silences until it ends; nobody above, no administrator, not oneself", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, dave, general, id } = await startServer(server);
  const until = (ms: number) => ({ communication_disabled_until: new Date(Date.now() + ms).toISOString() });
  await using hers = await listen(server, alice);
  const out = await bob.patch<APIGuildMember>(member(id, dave), until(60_000));
  expect(out.body.communication_disabled_until).not.toBeNull();
  expect(await hers.next("GUILD_MEMBER_UPDATE")).toMatchObject({
    communication_disabled_until: out.body.communication_disabled_until,
  });
  expect((await dave.post(`/channels/${general}/messages`, { content: "hello" })).body).toMatchObject({
    code: 50013,
  });
  expect((await dave.get(`/channels/${general}/messages`)).status).toBe(200);
  expect((await bob.patch(member(id, dave), { communication_disabled_until: null })).status).toBe(200);
  expect((await dave.post(`/channels/${general}/messages`, { content: "hello" })).status).toBe(200);
  await bob.patch(member(id, dave), until(300));
  await Bun.sleep(400);
  expect((await dave.post(`/channels/${general}/messages`, { content: "again" })).status).toBe(200);
  expect((await bob.get<APIGuildMember>(member(id, dave))).body.communication_disabled_until).toBeNull();
  for (const [user, target] of [
    [bob, carol],
    [bob, alice],
    [bob, bob],
    [dave, bob],
  ] as const) {
    expect((await user.patch(member(id, target), until(60_000))).body).toMatchObject({ code: 50013 });
  }
  for (const value of ["tomorrow", new Date(Date.now() + 29 * 86_400_000).toISOString(), 5]) {
    expect((await bob.patch(member(id, dave), { communication_disabled_until: value })).body).toMatchObject({
      errors: { communication_disabled_until: {} },
    });
  }
  await server.seed(async ({ sql }) => {
    await sql
      .insertInto("roles")
      .values({ id: "77", guild_id: id, name: "A", position: 1, permissions: "8" })
      .execute();
    await sql.insertInto("member_roles").values({ guild_id: id, user_id: dave.id, role_id: "77" }).execute();
  });
  expect((await alice.patch(member(id, dave), until(60_000))).body).toMatchObject({ code: 50013 });
});

test("[MEMBER5] whoever is put out is out at once, in every tab", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, dave, eve, general, id } = await startServer(server);
  await using one = await listen(server, dave);
  await using two = await listen(server, dave);
  await using hers = await listen(server, alice);
  for (const [user, target, code] of [
    [dave, bob, 50013],
    [bob, carol, 50013],
    [bob, alice, 50013],
    [bob, bob, 50013],
    [bob, eve, 10007],
    [eve, dave, 10004],
  ] as const) {
    expect((await user.delete(member(id, target))).body).toMatchObject({ code });
  }
  const headers = { "X-Audit-Log-Reason": "noise" };
  expect((await bob.request("DELETE", member(id, dave), undefined, headers)).status).toBe(204);
  expect((await alice.post(`/channels/${general}/messages`, { content: "he is gone" })).status).toBe(200);
  for (const tab of [one, two]) {
    expect(await tab.next("GUILD_DELETE")).toEqual({ id });
    await tab.settle();
    expect(tab.received.map(({ t }) => t)).toEqual(["GUILD_DELETE"]);
  }
  expect(await hers.next("GUILD_MEMBER_REMOVE")).toMatchObject({ guild_id: id, user: { id: dave.id } });
  expect(await hers.next("GUILD_AUDIT_LOG_ENTRY_CREATE")).toMatchObject({
    action_type: AuditLogEvent.MemberKick,
    target_id: dave.id,
    reason: "noise",
  });
  expect((await dave.get(`/guilds/${id}`)).status).toBe(404);
});

test("[MEMBER6] an avatar for one server lies at an address of its own, and goes with the next", async () => {
  await using server = await startTestServer();
  const { bob, dave, id } = await startServer(server);
  const avatar = `data:image/png;base64,${Buffer.from(await png(64, 64)).toString("base64")}`;
  const set = await dave.patch<{ avatar: string }>(`/guilds/${id}/members/@me`, { avatar });
  expect(set.body.avatar).toMatch(/^[0-9a-f]{32}$/);
  const address = `${server.url}/guilds/${id}/users/${dave.id}/avatars/${set.body.avatar}.webp?size=64`;
  expect((await fetch(address)).headers.get("content-type")).toBe("image/webp");
  expect((await bob.get(member(id, dave))).body).toMatchObject({ avatar: set.body.avatar });
  expect((await dave.patch(`/guilds/${id}/members/@me`, { avatar: "no picture" })).body).toMatchObject({
    errors: { avatar: {} },
  });
  expect((await dave.patch(`/guilds/${id}/members/@me`, { avatar: null })).body).toMatchObject({
    avatar: null,
  });
  expect((await fetch(address)).status).toBe(404);
});

test("[MEMBER10] what one says of oneself in a server is in profiles looked at there", async () => {
  await using server = await startTestServer();
  const { bob, dave, eve, id } = await startServer(server);
  await dave.patch("/users/@me", { bio: "everywhere" });
  expect((await dave.patch(`/guilds/${id}/members/@me`, { bio: " Here I cook.\nAsk me. " })).status).toBe(
    200,
  );
  const at = (guildId: string) => `/users/${dave.id}/profile?guild_id=${guildId}`;
  const seen = await bob.get<UserProfile>(at(id));
  expect(seen.body).toMatchObject({
    user_profile: { bio: "everywhere" },
    guild_member_profile: { guild_id: id, bio: "Here I cook.\nAsk me.", pronouns: "" },
  });
  expect((await bob.get(`/users/${dave.id}/profile`)).body).not.toHaveProperty("guild_member_profile");
  expect((await eve.get(at(id))).body).not.toHaveProperty("guild_member_profile");
  const long = await dave.patch(`/guilds/${id}/members/@me`, { bio: "x".repeat(LIMITS.bio + 1) });
  expect(long).toMatchObject({ status: 400, body: { code: 50035, errors: { bio: {} } } });
  // Past a block a profile tells a name and a picture, here too.
  await dave.put(`/users/@me/relationships/${bob.id}`, { type: 2 });
  expect((await bob.get<UserProfile>(at(id))).body.guild_member_profile?.bio).toBe("");
  expect((await dave.patch(`/guilds/${id}/members/@me`, { bio: null })).status).toBe(200);
  expect((await dave.get<UserProfile>(at(id))).body.guild_member_profile?.bio).toBe("");
});

test("[MEMBER6] an avatar for one server stands with its messages, in the list and in what is asked of members", async () => {
  await using server = await startTestServer();
  const { bob, dave, id, general } = await startServer(server);
  await using forBob = await listen(server, bob);
  const avatar = `data:image/png;base64,${Buffer.from(await png(64, 64)).toString("base64")}`;
  const { body } = await dave.patch<{ avatar: string }>(`/guilds/${id}/members/@me`, { avatar });
  const told = { avatar: body.avatar };
  expect(await forBob.next("GUILD_MEMBER_UPDATE")).toMatchObject(told);
  await dave.post(`/channels/${general}/messages`, { content: "here" });
  expect(await forBob.next("MESSAGE_CREATE")).toMatchObject({ author: { avatar: null }, member: told });
  forBob.send(8, { guild_id: id, user_ids: [dave.id], limit: 0 });
  expect(await forBob.next("GUILD_MEMBERS_CHUNK")).toMatchObject({ members: [told] });
  forBob.send(14, { guild_id: id, channels: { [general]: [[0, 99]] } });
  const list = await forBob.next<MemberListUpdate>("GUILD_MEMBER_LIST_UPDATE");
  const rows = list.ops.flatMap(({ items }) => items);
  expect(rows.find((row) => "member" in row && row.member.user.id === dave.id)).toMatchObject({
    member: told,
  });
  const profile = await bob.get<UserProfile>(`/users/${dave.id}/profile?guild_id=${id}`);
  expect(profile.body).toMatchObject({ user: { avatar: null }, guild_member: told });
});

test("[MEMBER7] people without roles who were not seen for some days can be put out together", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, dave, id, roles } = await startServer(server);
  const long = Date.now() - 10 * 86_400_000;
  await server.seed(async ({ sql }) => {
    await sql.updateTable("guild_members").set({ joined_at: long }).where("guild_id", "=", id).execute();
    await sql
      .updateTable("auth_sessions")
      .set({ last_used_at: long })
      .where("user_id", "in", [bob.id, dave.id])
      .execute();
  });
  expect((await bob.get(`/guilds/${id}/prune`)).body).toMatchObject({ code: 50013 });
  await server.seed(async ({ sql }) => {
    await sql
      .updateTable("auth_sessions")
      .set({ last_used_at: long })
      .where("user_id", "in", [bob.id, dave.id])
      .execute();
  });
  expect((await carol.get(`/guilds/${id}/prune?days=7`)).body).toEqual({ pruned: 1 });
  expect((await carol.get(`/guilds/${id}/prune?days=20`)).body).toEqual({ pruned: 0 });
  expect((await carol.get(`/guilds/${id}/prune?days=7&include_roles=${roles.Moderator}`)).body).toEqual({
    pruned: 2,
  });
  expect((await carol.get(`/guilds/${id}/prune?include_roles=${roles.Senior}`)).body).toMatchObject({
    code: 50013,
  });
  expect((await carol.get(`/guilds/${id}/prune?include_roles=7`)).body).toMatchObject({ code: 50035 });
  expect((await carol.get(`/guilds/${id}/prune?days=31`)).body).toMatchObject({ errors: { days: {} } });
  await using hers = await listen(server, alice);
  expect((await carol.post(`/guilds/${id}/prune`, { days: 7 })).body).toEqual({ pruned: 1 });
  expect(await hers.next("GUILD_MEMBER_REMOVE")).toMatchObject({ user: { id: dave.id } });
  expect(await hers.next("GUILD_AUDIT_LOG_ENTRY_CREATE")).toMatchObject({
    action_type: AuditLogEvent.MemberPrune,
    options: { delete_member_days: "7", members_removed: "1" },
  });
  expect((await carol.post(`/guilds/${id}/prune`, { days: 7, compute_prune_count: false })).body).toEqual({
    pruned: null,
  });
});

test("[MEMBER8] whoever comes to a server with rules accepts them before they write", async () => {
  await using server = await startTestServer();
  const { alice, bob, dave, eve, general, id } = await startServer(server);
  const rules = {
    form_fields: [{ field_type: "TERMS", label: "Rules", values: ["Be kind"] }],
    description: "Hello",
  };
  const path = `/guilds/${id}/member-verification`;
  expect((await dave.patch(path, rules)).body).toMatchObject({ code: 50013 });
  expect((await eve.get(path)).body).toMatchObject({ code: 10004 });
  expect((await bob.get(path)).body).toMatchObject({ enabled: false, form_fields: [] });
  await using hers = await listen(server, alice);
  expect((await alice.patch(path, rules)).body).toMatchObject({ enabled: true, description: "Hello" });
  expect(await hers.next("GUILD_UPDATE")).toMatchObject({
    features: expect.arrayContaining(["MEMBER_VERIFICATION_GATE_ENABLED"]),
  });
  // Who was there before is not asked.
  expect((await dave.post(`/channels/${general}/messages`, { content: "hello" })).status).toBe(200);
  const code = (await alice.post<{ code: string }>(`/channels/${general}/invites`, {})).body.code;
  expect((await eve.post(`/invites/${code}`)).status).toBe(200);
  expect(await hers.next("GUILD_MEMBER_ADD")).toMatchObject({ pending: true });
  expect((await eve.post(`/channels/${general}/messages`, { content: "hello" })).body).toMatchObject({
    code: 50013,
  });
  const { body: asked } = await eve.get<{ version: string; form_fields: object[] }>(path);
  const answer = (response: boolean) => ({
    version: asked.version,
    form_fields: asked.form_fields.map((field) => ({ ...field, response })),
  });
  expect((await eve.put(`/guilds/${id}/requests/@me`, answer(false))).body).toMatchObject({ code: 900_006 });
  expect((await eve.put(`/guilds/${id}/requests/@me`, answer(true))).body).toMatchObject({
    application_status: "APPROVED",
    user_id: eve.id,
  });
  expect(await hers.next("GUILD_MEMBER_UPDATE")).toMatchObject({ user: { id: eve.id }, pending: false });
  expect((await eve.post(`/channels/${general}/messages`, { content: "hello" })).status).toBe(200);

  // Without rules nobody has anything to accept.
  const fay = await server.user("fay");
  await fay.post(`/invites/${code}`);
  expect((await alice.patch(path, { enabled: true, form_fields: [] })).body).toMatchObject({
    errors: { form_fields: {} },
  });
  expect((await alice.patch(path, { enabled: false })).body).toMatchObject({ enabled: false });
  expect(await hers.next("GUILD_MEMBER_UPDATE", (d: APIGuildMember) => d.user.id === fay.id)).toMatchObject({
    pending: false,
  });
  expect((await fay.post(`/channels/${general}/messages`, { content: "hello" })).status).toBe(200);
});

test("[MEMBER9] a profile names the servers one shares, and who somebody is in the one it is looked at from", async () => {
  await using server = await startTestServer();
  const { alice, bob, dave, eve, id, roles } = await startServer(server);
  const { id: other } = await makeServer(bob, [], { name: "Elsewhere" });
  await dave.patch(`/guilds/${id}/members/@me`, { nick: "Davy" });
  const profile = async (viewer: TestUser, of: TestUser, guildId?: string) =>
    (await viewer.get<UserProfile>(`/users/${of.id}/profile${guildId ? `?guild_id=${guildId}` : ""}`)).body;
  const seen = await profile(bob, dave, id);
  expect(seen.mutual_guilds).toEqual([{ id, name: "Tessera", icon: null, nick: "Davy" }]);
  expect(GuildMemberResponseSchema.safeParse(seen.guild_member).error).toBeUndefined();
  expect(seen.guild_member).toMatchObject({ nick: "Davy", roles: [] });
  expect((await profile(alice, bob, id)).guild_member?.roles).toEqual([roles.Moderator ?? ""]);
  expect(await profile(bob, dave)).not.toHaveProperty("guild_member");
  // Of servers that one of them is not in, nothing.
  for (const [viewer, of, guildId] of [
    [eve, dave, id],
    [dave, eve, id],
    [dave, bob, other],
    [bob, dave, other],
    [dave, bob, "5"],
  ] as const) {
    const answer = await profile(viewer, of, guildId);
    expect(answer).not.toHaveProperty("guild_member");
    expect(answer.mutual_guilds.map((guild) => guild.id)).toEqual(viewer === eve || of === eve ? [] : [id]);
  }
  expect((await bob.get(`/users/${dave.id}/profile?guild_id=x`)).body).toMatchObject({
    errors: { guild_id: {} },
  });

  // Who shares a server with a friend of a friend is suggested with it.
  await befriend(alice, bob);
  await befriend(bob, dave);
  const { body } = await alice.get<FriendSuggestion[]>("/users/@me/relationships/suggestions");
  expect(body).toMatchObject([{ user: { id: dave.id }, mutual_friends: 1, mutual_guilds: 1 }]);
});

test("the picture of whoever is no member any more is swept away", async () => {
  await using server = await startTestServer();
  const { alice, bob, dave, id } = await startServer(server);
  const avatar = `data:image/png;base64,${Buffer.from(await png(64, 64)).toString("base64")}`;
  const addresses = new Map<TestUser, string>();
  for (const user of [bob, dave]) {
    const { body } = await user.patch<{ avatar: string }>(`/guilds/${id}/members/@me`, { avatar });
    addresses.set(user, `${server.url}/guilds/${id}/users/${user.id}/avatars/${body.avatar}.webp`);
  }
  expect((await alice.delete(member(id, dave))).status).toBe(204);
  await server.seed(async ({ sql }) => {
    const sweep = createAvatarSweep({ sql, blobs: createFolderBlobs(join(server.dataDir, "files")) });
    for (let n = 0; n < 2; n++) await sweep();
  });
  expect((await fetch(addresses.get(dave) ?? "")).status).toBe(404);
  expect((await fetch(addresses.get(bob) ?? "")).status).toBe(200);
});
