import { expect, test } from "bun:test";
import type {
  AdminAuditEntry,
  AdminLimit,
  APIMessage,
  ApiErrorBody,
  Instance,
  PrivateChannel,
  ReadyGuild,
} from "@palabre/protocol";
import { LIMITS, snowflakeAt } from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Kysely } from "kysely";
import { chargedFiles } from "../src/db/migrations/011-charged-files.ts";
import { addBot, makeBot } from "./bots.ts";
import { openTestDatabase } from "./database.ts";
import { enrol, makeGuild } from "./guild.ts";
import { startTestServer, type TestUser } from "./harness.ts";
import { befriend, makeRoom, openChat, register } from "./people.ts";

const set = (operator: TestUser, changes: Record<string, unknown>) =>
  operator.patch<AdminLimit[]>("/admin/limits", changes);
const valueIn = (limits: readonly AdminLimit[], name: string) =>
  limits.find((limit) => limit.name === name)?.value;
const codeOf = async (answer: Promise<{ body: unknown }>) => ((await answer).body as ApiErrorBody).code;

/** A file of so many bytes, sent by `user`. */
function send(user: TestUser, channelId: string, bytes: number) {
  return user.post<APIMessage & ApiErrorBody>(`/channels/${channelId}/messages`, file(bytes));
}

function file(bytes: number): FormData {
  const data = new FormData();
  data.append("files[0]", new Blob([new Uint8Array(bytes)]), "file.bin");
  return data;
}

test("[ADMIN5] limits are shown with defaults and bounds, changed within them, and written down", async () => {
  await using server = await startTestServer({ PALABRE_MAX_FILE: "5M" });
  const { operator, bob } = await register(server, "operator", "bob");
  expect(await codeOf(bob.get("/admin/limits"))).toBe(50013);
  expect(await codeOf(set(bob, { guilds: 3 }))).toBe(50013);
  const { body: limits } = await operator.get<AdminLimit[]>("/admin/limits");
  expect(limits).toContainEqual({
    name: "guilds",
    unit: "count",
    value: LIMITS.guilds,
    default: LIMITS.guilds,
    min: 1,
    max: LIMITS.guilds,
  });
  expect(limits).toContainEqual({
    name: "guild_creation",
    unit: "choice",
    value: "everyone",
    default: "everyone",
    choices: ["everyone", "admins"],
  });
  expect(limits.find(({ name }) => name === "file_size")).toMatchObject({ value: 5_242_880, max: 5_242_880 });
  expect(valueIn(limits, "user_storage")).toBeNull();

  for (const wrong of [
    { guilds: 0 },
    { guilds: LIMITS.guilds + 1 },
    { guild_creation: "nobody" },
    { file_size: 5_242_881 },
    { room_size: 1 },
    { roles: 1.5 },
    { user_storage: "1G" },
  ]) {
    const { status, body } = await set(operator, wrong);
    const [field = ""] = Object.keys(wrong);
    expect([status, Object.keys((body as unknown as ApiErrorBody).errors ?? {})]).toEqual([400, [field]]);
  }
  const { body: changed } = await set(operator, { guilds: 3, guild_creation: "admins" });
  expect([valueIn(changed, "guilds"), valueIn(changed, "guild_creation")]).toEqual([3, "admins"]);
  // What changes nothing is not written down.
  await set(operator, { guilds: 3 });
  await set(operator, { guilds: null });
  const { body: log } = await operator.get<AdminAuditEntry[]>("/admin/audit-log");
  expect(log.map(({ action, detail }) => [action, detail])).toEqual([
    ["limits.change", { guilds: { from: 3, to: 200 } }],
    ["limits.change", { guilds: { from: 200, to: 3 }, guild_creation: { from: "everyone", to: "admins" } }],
  ]);
});

test("[ADMIN5] each limit holds with the next request; what is above it already stays", async () => {
  await using server = await startTestServer();
  const { operator, alice, bob, carol } = await register(server, "operator", "alice", "bob", "carol");
  const { body: guild } = await alice.post<ReadyGuild>("/guilds", { name: "Tessera" });
  const { body: channel } = await alice.post<{ id: string }>(`/guilds/${guild.id}/channels`, { name: "a" });
  const { body: invite } = await alice.post<{ code: string }>(`/channels/${channel.id}/invites`, {});
  const event = {
    name: "Meeting",
    entity_type: 3,
    privacy_level: 2,
    scheduled_start_time: new Date(Date.now() + 3_600_000).toISOString(),
    scheduled_end_time: new Date(Date.now() + 7_200_000).toISOString(),
    entity_metadata: { location: "Here" },
  };
  const tries = {
    guild_channels: [() => alice.post(`/guilds/${guild.id}/channels`, { name: "b" }), 30013],
    roles: [() => alice.post(`/guilds/${guild.id}/roles`, { name: "b" }), 30005],
    guild_invites: [() => alice.post(`/channels/${channel.id}/invites`, { unique: true }), 30016],
    scheduled_events: [() => alice.post(`/guilds/${guild.id}/scheduled-events`, event), 30038],
    guild_members: [() => bob.post(`/invites/${invite.code}`), 30019],
    guilds: [() => alice.post("/guilds", { name: "Another" }), 30001],
  } as const;
  const lowest = { roles: 1, guild_channels: 1, guild_invites: 1, guild_members: 1, guilds: 1 };
  expect((await set(operator, { ...lowest, scheduled_events: 0 })).status).toBe(200);
  for (const [name, [act, code]] of Object.entries(tries))
    expect([name, await codeOf(act())]).toEqual([name, code]);
  expect((await alice.get<ReadyGuild>(`/guilds/${guild.id}`)).status).toBe(200);
  await set(operator, Object.fromEntries(Object.keys(tries).map((name) => [name, null])));
  for (const [name, [act]] of Object.entries(tries))
    expect([name, (await act()).status < 300]).toEqual([name, true]);

  // A server that comes with more than it may have is not made.
  await set(operator, { guild_channels: 3, roles: 2 });
  const three = [1, 2, 3].map((id) => ({ id, name: `role ${id}` }));
  expect(await codeOf(alice.post("/guilds", { name: "Four channels" }))).toBe(30013);
  expect(await codeOf(alice.post("/guilds", { name: "Three roles", channels: [], roles: three }))).toBe(
    30005,
  );

  await befriend(alice, bob);
  await befriend(alice, carol);
  await set(operator, { room_size: 2 });
  const both = { recipients: [bob.id, carol.id], name: "Three" };
  expect(await codeOf(alice.post("/users/@me/channels", both))).toBe(30004);
  const room = await makeRoom(alice, [bob]);
  expect(await codeOf(alice.put(`/channels/${room.id}/recipients/${carol.id}`))).toBe(30004);
  expect((await server.request<Instance>("GET", "/instance")).body.limits.room_size).toBe(2);
  await set(operator, { room_size: 3 });
  expect((await alice.put(`/channels/${room.id}/recipients/${carol.id}`)).status).toBe(204);
});

test("[ADMIN5] servers are made by admins alone where they say so, templates included", async () => {
  await using server = await startTestServer();
  const { operator, bob } = await register(server, "operator", "bob");
  const { body: guild } = await bob.post<ReadyGuild>("/guilds", { name: "Before" });
  const { body: template } = await bob.post<{ code: string }>(`/guilds/${guild.id}/templates`, { name: "T" });
  await set(operator, { guild_creation: "admins" });
  expect((await server.request<Instance>("GET", "/instance")).body.guild_creation).toBe("admins");
  for (const path of ["/guilds", `/guilds/templates/${template.code}`]) {
    const refused = await bob.post<ApiErrorBody>(path, { name: "After" });
    expect([refused.status, refused.body.code]).toEqual([403, 900_022]);
    expect((await operator.post(path, { name: "After" })).status).toBe(201);
  }
});

test("[ADMIN5] a file, the files of a person and all files keep within what is allowed", async () => {
  await using server = await startTestServer({ PALABRE_MAX_FILE: "100k" });
  const { operator, alice, bob } = await register(server, "operator", "alice", "bob");
  await befriend(alice, bob);
  const chat: PrivateChannel = await openChat(alice, bob);
  await set(operator, { file_size: 2_000 });
  expect((await server.request<Instance>("GET", "/instance")).body.limits.max_file_size).toBe(2_000);
  expect(await codeOf(send(alice, chat.id, 2_001))).toBe(40005);

  await set(operator, { user_storage: 3_000 });
  const first = await send(alice, chat.id, 2_000);
  expect(first.status).toBe(200);
  expect(await codeOf(send(alice, chat.id, 1_001))).toBe(900_020);
  expect((await send(alice, chat.id, 1_000)).status).toBe(200);
  // Words alone take nothing, and what is deleted makes room.
  expect((await alice.post(`/channels/${chat.id}/messages`, { content: "Hello" })).status).toBe(200);
  await alice.delete(`/channels/${chat.id}/messages/${first.body.id}`);
  expect((await send(alice, chat.id, 2_000)).status).toBe(200);

  await set(operator, { user_storage: null, instance_storage: 5_000 });
  expect((await send(bob, chat.id, 2_000)).status).toBe(200);
  expect(await codeOf(send(bob, chat.id, 1))).toBe(900_021);
  expect(await codeOf(send(alice, chat.id, 1))).toBe(900_021);
  await set(operator, { instance_storage: null });
  expect((await send(bob, chat.id, 1)).status).toBe(200);
});

test("[ADMIN5] files of bots and webhooks take up the room of who answers for them", async () => {
  await using server = await startTestServer();
  const { operator, alice, bob } = await register(server, "operator", "alice", "bob");
  const guild = await makeGuild(alice);
  const { body: role } = await alice.post<{ id: string }>(`/guilds/${guild.id}/roles`, {
    name: "hooks",
    permissions: String(P.ManageWebhooks),
  });
  await enrol(server, guild.id, bob, [role.id]);
  const general = guild.channel("general");
  const [first, second] = [await makeBot(server, bob, "First"), await makeBot(server, bob, "Second")];
  for (const bot of [first, second]) await addBot(alice, bot, guild.id, P.AttachFiles | P.ManageWebhooks);
  const hookOf = async (user: TestUser) => {
    const { body } = await user.post<{ id: string; token: string }>(`/channels/${general}/webhooks`, {
      name: "CI",
    });
    return { id: body.id, at: `/webhooks/${body.id}/${body.token}` };
  };
  const post = (path: string, bytes: number, method: "POST" | "PATCH" = "POST") =>
    server.request<APIMessage & ApiErrorBody>(method, path, file(bytes));
  await set(operator, { user_storage: 3_000 });

  // One room for the person, both bots, and webhooks that the person or a bot made.
  const hook = await hookOf(bob);
  const ofBot = await hookOf(second);
  expect((await send(first, general, 1_000)).status).toBe(200);
  const posted = await post(`${hook.at}?wait=true`, 1_000);
  expect(posted.status).toBe(200);
  expect((await post(ofBot.at, 600)).status).toBe(204);
  const full = (whose: string) => ({ code: 900_020, message: expect.stringContaining(whose) });
  expect((await send(bob, general, 500)).body).toMatchObject(full("Your files"));
  expect((await send(second, general, 500)).body).toMatchObject(full("this application's owner"));
  expect((await post(ofBot.at, 500)).body).toMatchObject(full("this application's owner"));
  expect((await post(hook.at, 500)).body).toMatchObject(full("whoever made this webhook"));
  const change = `${hook.at}/messages/${posted.body.id}`;
  expect((await post(change, 500, "PATCH")).body).toMatchObject(full("whoever made this webhook"));
  // What is ended goes on counting while its messages stay; what is deleted makes room.
  await bob.delete(`/webhooks/${ofBot.id}`);
  expect(await codeOf(send(bob, general, 500))).toBe(900_020);
  await server.request("DELETE", change);
  expect((await send(bob, general, 500)).status).toBe(200);
  // Nobody else pays for it, until the webhook is left to the server's owner.
  expect((await send(alice, general, 2_500)).status).toBe(200);
  await bob.delete(`/users/@me/guilds/${guild.id}`);
  expect((await post(hook.at, 501)).body).toMatchObject(full("this server's owner"));
  expect((await post(hook.at, 500)).status).toBe(204);
});

test("[ADMIN5] files that were there before are counted for who answers for them", async () => {
  await using db = await openTestDatabase();
  const [person, owner, bot, hook, left, ended, stray] = Array.from({ length: 7 }, (_, n) =>
    snowflakeAt(Date.now() + n),
  ) as [string, string, string, string, string, string, string];
  const sent = [person, bot, hook, left, ended, stray];
  await db.transaction(async ({ sql }) => {
    const named = {
      guild_id: "10",
      channel_id: "11",
      application_id: null,
      name: "CI",
      avatar: null,
      secret: null,
    };
    const at = { created_at: 0 };
    await sql
      .insertInto("users")
      .values([person, bot].map((id) => ({ id, username: id, is_bot: id === bot ? 1 : 0, ...at })))
      .execute();
    await sql
      .insertInto("applications")
      .values({ id: bot, owner_id: person, name: "b", verify_key: "", signing_key: "", ...at })
      .execute();
    await sql
      .insertInto("guilds")
      .values({ id: "10", owner_id: owner, name: "g", ...at })
      .execute();
    await sql
      .insertInto("channels")
      .values({ id: "11", guild_id: "10", type: 0, ...at })
      .execute();
    await sql.insertInto("guild_members").values({ guild_id: "10", user_id: person, joined_at: 0 }).execute();
    await sql
      .insertInto("webhooks")
      .values([
        { id: hook, creator_id: person, token: "a", ...named },
        { id: left, creator_id: "7", token: "b", ...named },
        { ...named, id: stray, creator_id: bot, application_id: bot, token: "c" },
      ])
      .execute();
    const row = {
      channel_id: "11",
      message_id: "12",
      charged_to: "0",
      position: 0,
      filename: "a",
      content_type: "a",
      size: 1,
      blob_key: "a",
    };
    await sql
      .insertInto("attachments")
      .values(sent.map((id) => ({ ...row, id, uploader_id: id })))
      .execute();
    // As it was before.
    await sql.schema.dropIndex("attachments_charged_to_size").execute();
    await sql.schema.alterTable("attachments").dropColumn("charged_to").execute();
    await sql.schema
      .createIndex("attachments_uploader_id_size")
      .on("attachments")
      .columns(["uploader_id", "size"])
      .execute();
    const id = db.dialect === "sqlite" ? "integer" : "bigint";
    await chargedFiles({ id, primaryId: id })(sql as unknown as Kysely<unknown>);
  });
  const rows = await db.read.selectFrom("attachments").select("charged_to").orderBy("id").execute();
  expect(rows.map(({ charged_to }) => charged_to)).toEqual([person, person, person, owner, owner, person]);
  // A bot that is out leaves no webhooks.
  const hooks = await db.read.selectFrom("webhooks").select("id").orderBy("id").execute();
  expect(hooks.map(({ id }) => id)).toEqual([hook, left]);
});
