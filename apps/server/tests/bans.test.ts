import { expect, test } from "bun:test";
import { type APIMessage, snowflakeAt } from "@palabre/protocol";
import {
  BulkBanUsersResponseSchema,
  GuildAuditLogResponseSchema,
  GuildBanResponseSchema,
} from "discord-api-spec/zod";
import {
  type APIAuditLog,
  type APIBan,
  AuditLogEvent,
  PermissionFlagsBits as P,
} from "discord-api-types/v10";
import { send } from "./chat.ts";
import { startTestServer, type TestServer, type TestUser } from "./harness.ts";
import { listen } from "./listen.ts";
import { register } from "./people.ts";
import { bits, giveRoles, invite, makeServer } from "./servers.ts";

const EVERYONE = bits(P.ViewChannel, P.SendMessages, P.ReadMessageHistory, P.CreateInstantInvite);

/** Alice owns it; Bob may ban; Carol stands above Bob; Dave is a member. Eve is outside. */
async function startServer(server: TestServer) {
  const people = await register(server, "alice", "bob", "carol", "dave", "eve");
  const { alice, bob, carol, dave } = people;
  const made = await makeServer(alice, [bob, carol, dave], {
    roles: [
      { id: 0, permissions: EVERYONE },
      { id: 1, name: "Moderator", permissions: bits(P.BanMembers) },
      { id: 2, name: "Senior", permissions: bits(P.BanMembers, P.ManageGuild, P.ViewAuditLog) },
    ],
    channels: [
      { id: 1, name: "general" },
      { id: 2, name: "other" },
    ],
  });
  await giveRoles(server, made.id, bob, made.roles.Moderator);
  await giveRoles(server, made.id, carol, made.roles.Senior);
  return { ...people, ...made };
}

const ban = (guildId: string, { id }: TestUser) => `/guilds/${guildId}/bans/${id}`;

test("[BAN1] whoever is banned is out before the answer, in every tab, and does not come back", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, dave, eve, general, id } = await startServer(server);
  const code = await invite(alice, general);
  await using one = await listen(server, dave);
  await using two = await listen(server, dave);
  await using his = await listen(server, bob);
  await using hers = await listen(server, carol);
  for (const [user, target, refusal] of [
    [dave, bob, 50013],
    [bob, carol, 50013],
    [bob, alice, 50013],
    [bob, bob, 50013],
    [eve, dave, 10004],
  ] as const) {
    expect((await user.put(ban(id, target), {})).body).toMatchObject({ code: refusal });
  }
  expect((await bob.put(`/guilds/${id}/bans/5`, {})).body).toMatchObject({ code: 10013 });

  const headers = { "X-Audit-Log-Reason": "spam" };
  expect((await bob.request("PUT", ban(id, dave), {}, headers)).status).toBe(204);
  await send(alice, general, "he is gone");
  for (const tab of [one, two]) {
    expect(await tab.next("GUILD_DELETE")).toEqual({ id });
    await tab.settle();
    expect(tab.received.map(({ t }) => t)).toEqual(["GUILD_DELETE"]);
  }
  expect(await his.next("GUILD_BAN_ADD")).toMatchObject({ guild_id: id, user: { id: dave.id } });
  expect(await hers.next("GUILD_AUDIT_LOG_ENTRY_CREATE")).toMatchObject({
    action_type: AuditLogEvent.MemberBanAdd,
    user_id: bob.id,
    target_id: dave.id,
    reason: "spam",
  });
  expect((await dave.post(`/invites/${code}`)).body).toMatchObject({ code: 40007 });
  expect((await dave.get(`/guilds/${id}`)).body).toMatchObject({ code: 10004 });
  // Twice is as good as once.
  expect((await bob.put(ban(id, dave), {})).status).toBe(204);

  expect((await bob.delete(ban(id, dave))).status).toBe(204);
  expect(await his.next("GUILD_BAN_REMOVE")).toMatchObject({ user: { id: dave.id } });
  expect((await bob.delete(ban(id, dave))).body).toMatchObject({ code: 10026 });
  expect((await dave.post(`/invites/${code}`)).status).toBe(200);
});

test("[BAN2] who is no member can be banned; bans are listed for those who may ban", async () => {
  await using server = await startTestServer();
  const { bob, carol, dave, eve, general, id } = await startServer(server);
  await using nobody = await listen(server, dave);
  const headers = { "X-Audit-Log-Reason": encodeURIComponent("déjà vu") };
  expect((await bob.request("PUT", ban(id, eve), undefined, headers)).status).toBe(204);
  const listed = await carol.get<APIBan[]>(`/guilds/${id}/bans`);
  expect(listed.body).toMatchObject([{ reason: "déjà vu", user: { id: eve.id } }]);
  expect(GuildBanResponseSchema.safeParse(listed.body[0]).error).toBeUndefined();
  expect((await carol.get(ban(id, eve))).body).toEqual(listed.body[0] as never);
  expect((await carol.get(ban(id, dave))).body).toMatchObject({ code: 10026 });
  expect((await carol.get(`/guilds/${id}/bans?after=${eve.id}`)).body).toEqual([]);
  expect((await carol.get<unknown[]>(`/guilds/${id}/bans?before=9223372036854775807`)).body).toHaveLength(1);
  expect((await carol.get(`/guilds/${id}/bans?limit=1001`)).body).toMatchObject({ errors: { limit: {} } });
  for (const path of [`/guilds/${id}/bans`, ban(id, eve)]) {
    expect((await dave.get(path)).body).toMatchObject({ code: 50013 });
    expect((await eve.get(path)).body).toMatchObject({ code: 10004 });
  }
  expect((await dave.delete(ban(id, eve))).body).toMatchObject({ code: 50013 });
  await send(bob, general, "after");
  await nobody.next("MESSAGE_CREATE");
  expect(nobody.received.map(({ t }) => t)).toEqual(["MESSAGE_CREATE"]);
});

test("[BAN3] what somebody wrote lately goes with their ban, and nothing else does", async () => {
  await using server = await startTestServer();
  const { alice, bob, dave, guild, general, id } = await startServer(server);
  const other = guild.channels.find(({ name }) => name === "other")?.id ?? "";
  const old = await send(dave, general, "an hour ago");
  // As if it had been written an hour ago: its id says when.
  const aged = String(BigInt(old.id) - (3_600_000n << 22n));
  await server.seed(async ({ sql }) => {
    await sql.updateTable("messages").set({ id: aged }).where("id", "=", old.id).execute();
  });
  const kept = await send(alice, general, "mine");
  const gone = [];
  for (let n = 0; n < 130; n++) gone.push((await send(dave, general, `spam ${n}`)).id);
  const elsewhere = await send(dave, other, "spam");
  await using his = await listen(server, bob);
  expect((await bob.put(ban(id, dave), { delete_message_seconds: 604_801 })).body).toMatchObject({
    errors: { delete_message_seconds: {} },
  });
  expect((await bob.put(ban(id, dave), { delete_message_seconds: 600 })).status).toBe(204);
  const told: string[] = [];
  while (told.length < 131) {
    const { ids, guild_id } = await his.next<{ ids: string[]; guild_id: string }>("MESSAGE_DELETE_BULK");
    expect(guild_id).toBe(id);
    expect(ids.length).toBeLessThanOrEqual(100);
    told.push(...ids);
  }
  expect(told.sort()).toEqual([...gone, elsewhere.id].sort());
  const left = await alice.get<APIMessage[]>(`/channels/${general}/messages?limit=100`);
  expect(left.body.filter(({ type }) => type === 0).map((one) => one.id)).toEqual([kept.id, aged]);
  expect((await alice.get<APIMessage[]>(`/channels/${other}/messages`)).body).toEqual([]);
});

test("[BAN4] many at once: each by itself, and those who cannot be banned are told apart", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, dave, eve, id } = await startServer(server);
  const body = { user_ids: [dave.id, eve.id, alice.id, "5"] };
  expect((await bob.post(`/guilds/${id}/bulk-ban`, body)).body).toMatchObject({ code: 50013 });
  expect((await eve.post(`/guilds/${id}/bulk-ban`, body)).body).toMatchObject({ code: 10004 });
  const answer = await carol.post(`/guilds/${id}/bulk-ban`, body);
  expect(BulkBanUsersResponseSchema.safeParse(answer.body).error).toBeUndefined();
  expect(answer.body).toEqual({ banned_users: [dave.id, eve.id], failed_users: [alice.id, "5"] });
  expect((await carol.post(`/guilds/${id}/bulk-ban`, body)).body).toMatchObject({ code: 500_000 });
  expect((await carol.post(`/guilds/${id}/bulk-ban`, { user_ids: [] })).body).toMatchObject({
    errors: { user_ids: {} },
  });
  const many = Array.from({ length: 201 }, (_, n) => String(n + 1));
  expect((await carol.post(`/guilds/${id}/bulk-ban`, { user_ids: many })).status).toBe(400);
  expect((await dave.get(`/guilds/${id}`)).status).toBe(404);
});

test("[AUDIT1] the log of what was done: the newest first, by who, what and whom; for those who hold View Audit Log", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, dave, eve, id } = await startServer(server);
  await bob.put(ban(id, dave), {});
  await carol.put(ban(id, eve), {});
  await carol.delete(ban(id, dave));
  await alice.patch(`/guilds/${id}`, { name: "Tesserae" });
  const get = async (query = "") => {
    const answer = await carol.get<APIAuditLog>(`/guilds/${id}/audit-logs${query}`);
    expect(answer.status).toBe(200);
    expect(GuildAuditLogResponseSchema.safeParse(answer.body).error).toBeUndefined();
    return answer.body;
  };
  const whole = await get();
  const { BanAdd, BanRemove, Update, Invite } = {
    BanAdd: AuditLogEvent.MemberBanAdd,
    BanRemove: AuditLogEvent.MemberBanRemove,
    Update: AuditLogEvent.GuildUpdate,
    Invite: AuditLogEvent.InviteCreate,
  };
  const actions = (log: APIAuditLog) => log.audit_log_entries.map(({ action_type }) => action_type);
  expect(actions(whole)).toEqual([Update, BanRemove, BanAdd, BanAdd, Invite]);
  expect(whole.users.map((user) => user.id).sort()).toEqual(
    [alice.id, bob.id, carol.id, dave.id, eve.id].sort(),
  );
  expect(whole.audit_log_entries[0]?.changes).toEqual([
    { key: "name", old_value: "Tessera", new_value: "Tesserae" },
  ]);
  expect(actions(await get(`?user_id=${carol.id}`))).toEqual([BanRemove, BanAdd]);
  expect(actions(await get(`?action_type=${BanAdd}`))).toEqual([BanAdd, BanAdd]);
  expect(actions(await get(`?target_id=${dave.id}`))).toEqual([BanRemove, BanAdd]);
  expect(actions(await get("?limit=1"))).toEqual([Update]);
  expect(actions(await get(`?before=${whole.audit_log_entries[0]?.id}&limit=1`))).toEqual([BanRemove]);
  expect(actions(await get("?after=1&limit=2"))).toEqual([Invite, BanAdd]);
  expect((await carol.get(`/guilds/${id}/audit-logs?limit=101`)).status).toBe(400);
  expect((await bob.get(`/guilds/${id}/audit-logs`)).body).toMatchObject({ code: 50013 });
  expect((await eve.get(`/guilds/${id}/audit-logs`)).body).toMatchObject({ code: 10004 });
});

test("messages of a ban that were left over by a crash go with the next sweep", async () => {
  await using server = await startTestServer();
  const { alice, dave, general, id } = await startServer(server);
  const gone = await send(dave, general, "spam");
  const kept = await send(alice, general, "mine");
  await server.seed(async ({ sql }) => {
    const between = { since_id: snowflakeAt(Date.now() - 60_000), until_id: snowflakeAt(Date.now() + 1_000) };
    await sql
      .insertInto("message_purges")
      .values({ id: "7", guild_id: id, user_id: dave.id, ...between })
      .execute();
  });
  // Any ban that deletes does what is left over, too.
  const fay = await server.user("fay");
  await using hers = await listen(server, alice);
  expect((await alice.put(ban(id, fay), { delete_message_seconds: 60 })).status).toBe(204);
  expect(await hers.next("MESSAGE_DELETE_BULK")).toEqual({
    ids: [gone.id],
    channel_id: general,
    guild_id: id,
  });
  const left = await alice.get<APIMessage[]>(`/channels/${general}/messages`);
  expect(left.body.filter(({ type }) => type === 0).map((one) => one.id)).toEqual([kept.id]);
});
