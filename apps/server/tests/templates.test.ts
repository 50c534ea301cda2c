import { expect, test } from "bun:test";
import type { ReadyGuild } from "@palabre/protocol";
import { GuildTemplateResponseSchema } from "discord-api-spec/zod";
import { type APITemplate, PermissionFlagsBits as P } from "discord-api-types/v10";
import { enrol, grant } from "./enrol.ts";
import { startTestServer, type TestServer } from "./harness.ts";

async function setUp(server: TestServer) {
  const alice = await server.user("alice");
  const bob = await server.user("bob");
  const { body: guild } = await alice.post<ReadyGuild>("/guilds", {
    name: "Tessera",
    description: "Small stones",
    roles: [
      { id: 0, permissions: String(P.ViewChannel | P.SendMessages) },
      { id: 1, name: "Writers", permissions: String(P.ManageMessages), color: 255, hoist: true },
    ],
    channels: [
      { id: 1, type: 4, name: "Engine" },
      { id: 2, name: "storage", parent_id: 1, topic: "Numbers first" },
      {
        id: 3,
        name: "staff",
        permission_overwrites: [
          { id: 0, type: 0, deny: String(P.ViewChannel) },
          { id: 1, type: 0, allow: String(P.ViewChannel) },
        ],
      },
    ],
    system_channel_id: 2,
  });
  return { alice, bob, guild, path: `/guilds/${guild.id}/templates` };
}

test("[TEMPLATE1] a server is made from a template: the same roles, channels and overwrites", async () => {
  await using server = await startTestServer();
  const { alice, bob, guild, path } = await setUp(server);
  const made = await alice.post<APITemplate>(path, { name: "Stones", description: "To begin with" });
  expect(made.status).toBe(200);
  expect(GuildTemplateResponseSchema.safeParse(made.body).error).toBeUndefined();
  const { code } = made.body;
  expect((await alice.post(path, { name: "Another" })).body).toMatchObject({ code: 30031 });

  const read = await bob.get<APITemplate>(`/guilds/templates/${code}`);
  expect(read.body).toEqual(made.body);
  expect(JSON.stringify(read.body.serialized_source_guild)).not.toContain(guild.channels[0]?.id ?? "?");
  const copy = await bob.post<ReadyGuild>(`/guilds/templates/${code}`, { name: "Bob's" });
  expect(copy.status).toBe(201);
  expect(copy.body).toMatchObject({ name: "Bob's", owner_id: bob.id, description: "Small stones" });
  const shape = ({ channels, roles, system_channel_id }: ReadyGuild) => {
    const role = (id: string) => roles.find((one) => one.id === id)?.name;
    const channel = (id: string | null) => channels.find((one) => one.id === id)?.name;
    return {
      roles: roles.map(({ id: _, ...rest }) => rest),
      system: channel(system_channel_id ?? null),
      channels: channels
        .map((one) => ({
          name: one.name,
          type: one.type,
          topic: one.topic,
          parent: channel(one.parent_id),
          overwrites: one.permission_overwrites.map(({ id, allow, deny }) => [role(id), allow, deny]).sort(),
        }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
    };
  };
  expect(shape(copy.body)).toEqual(shape(guild));
  expect((await bob.get<APITemplate>(`/guilds/templates/${code}`)).body.usage_count).toBe(1);
  expect((await alice.get(`/guilds/${copy.body.id}`)).body).toMatchObject({ code: 10004 });
});

test("[TEMPLATE2] a template says when its server has moved on, and follows it when it is told", async () => {
  await using server = await startTestServer();
  const { alice, guild, path } = await setUp(server);
  const { body: made } = await alice.post<APITemplate>(path, { name: "Stones" });
  const list = () => alice.get<APITemplate[]>(path);
  expect((await list()).body).toMatchObject([{ code: made.code, is_dirty: null }]);
  await alice.patch(`/guilds/${guild.id}`, { name: "Tesserae" });
  expect((await list()).body).toMatchObject([{ is_dirty: true }]);
  const synced = await alice.put<APITemplate>(`${path}/${made.code}`);
  expect(synced.body).toMatchObject({ is_dirty: null, serialized_source_guild: { name: "Tesserae" } });
  const renamed = await alice.patch<APITemplate>(`${path}/${made.code}`, { name: "Pebbles" });
  expect(renamed.body).toMatchObject({ name: "Pebbles", description: null });
  expect((await alice.delete(`${path}/${made.code}`)).status).toBe(200);
  expect((await alice.get(`/guilds/templates/${made.code}`)).body).toMatchObject({ code: 10057 });
});

test("[TEMPLATE3] templates are for those who manage the server, and hold what they see", async () => {
  await using server = await startTestServer();
  const { alice, bob, guild, path } = await setUp(server);
  const carol = await server.user("carol");
  await enrol(server, guild.id, bob);
  const { body: made } = await alice.post<APITemplate>(path, { name: "Stones" });
  for (const [user, code] of [
    [bob, 50013],
    [carol, 10004],
  ] as const) {
    for (const answer of [
      await user.get(path),
      await user.post(path, { name: "Mine" }),
      await user.put(`${path}/${made.code}`),
      await user.patch(`${path}/${made.code}`, { name: "Mine" }),
      await user.delete(`${path}/${made.code}`),
    ]) {
      expect(answer.body).toMatchObject({ code });
    }
  }
  const other = await carol.post<ReadyGuild>("/guilds", { name: "Elsewhere" });
  const elsewhere = `/guilds/${other.body.id}/templates/${made.code}`;
  expect((await carol.delete(elsewhere)).body).toMatchObject({ code: 10057 });
  expect((await carol.post("/guilds/templates/nothing", { name: "Mine" })).body).toMatchObject({
    code: 10057,
  });
  const unnamed = await carol.post<{ errors: object }>(`/guilds/templates/${made.code}`, { name: "" });
  expect(Object.keys(unnamed.body.errors)).toEqual(["name"]);

  await grant(server, guild.id, bob, P.ManageGuild);
  const synced = await bob.put<APITemplate>(`${path}/${made.code}`);
  const names = synced.body.serialized_source_guild.channels?.map(({ name }) => name);
  expect(names).toEqual(["Engine", "storage"]);
});

test("[TEMPLATE3] who manages the server is told no code of one that holds more than they see", async () => {
  await using server = await startTestServer();
  const { alice, bob, guild, path } = await setUp(server);
  await enrol(server, guild.id, bob);
  await grant(server, guild.id, bob, P.ManageGuild);
  const { code } = (await alice.post<APITemplate>(path, { name: "Stones" })).body;
  expect((await bob.get(path)).body).toEqual([]);
  expect((await alice.delete(`${path}/${code}`)).status).toBe(200);

  const own = (await bob.post<APITemplate>(path, { name: "Bob's" })).body;
  expect((await bob.get<APITemplate[]>(path)).body.map((one) => one.code)).toEqual([own.code]);
  await alice.put(`${path}/${own.code}`);
  expect((await bob.get(path)).body).toEqual([]);
});
