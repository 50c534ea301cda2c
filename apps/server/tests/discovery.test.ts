import { expect, test } from "bun:test";
import type { DiscoverableGuild, ReadyGuild } from "@palabre/protocol";
import { GuildPreviewResponseSchema, GuildWelcomeScreenResponseSchema } from "discord-api-spec/zod";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { enrol } from "./enrol.ts";
import { startTestServer, type TestServer } from "./harness.ts";
import { listen } from "./listen.ts";

interface Directory {
  guilds: DiscoverableGuild[];
  total: number;
}

/** Alice's servers: "Tessera" shows itself, "Hidden" does not. */
async function setUp(server: TestServer) {
  const alice = await server.user("alice");
  const bob = await server.user("bob");
  const { body: tessera } = await alice.post<ReadyGuild>("/guilds", {
    name: "Tessera",
    description: "Small stones, Élan vital",
    roles: [{ id: 0, permissions: String(P.ViewChannel | P.SendMessages) }],
    channels: [
      { id: 1, name: "general" },
      { id: 2, name: "staff", permission_overwrites: [{ id: 0, type: 0, deny: String(P.ViewChannel) }] },
    ],
    system_channel_id: 1,
  });
  const { body: hidden } = await alice.post<ReadyGuild>("/guilds", { name: "Hidden stones" });
  await alice.patch(`/guilds/${tessera.id}`, { features: ["DISCOVERABLE"] });
  return { alice, bob, tessera, hidden };
}

test("[DISCOVER1] the directory names the servers that show themselves, and no other", async () => {
  await using server = await startTestServer();
  const { alice, bob, tessera } = await setUp(server);
  for (const query of ["", "?query=tess", "?query=STONES", "?query=%C3%A9lan"]) {
    const { body } = await bob.get<Directory>(`/discovery/guilds${query}`);
    expect([query, body.total, body.guilds.map(({ id }) => id)]).toEqual([query, 1, [tessera.id]]);
  }
  for (const query of ["?query=hidden", "?query=100%25", "?offset=1"]) {
    expect((await bob.get<Directory>(`/discovery/guilds${query}`)).body.guilds).toEqual([]);
  }
  const [shown] = (await alice.get<Directory>("/discovery/guilds")).body.guilds;
  expect(shown).toMatchObject({ name: "Tessera", approximate_member_count: 1, joined: true });
  expect((await bob.get("/discovery/guilds?limit=51")).body).toMatchObject({ code: 50035 });
  expect((await server.request("GET", "/discovery/guilds")).status).toBe(401);
});

test("[DISCOVER1] the directory, a preview, and the server itself count those who are there", async () => {
  await using server = await startTestServer();
  const { alice, bob, tessera } = await setUp(server);
  const counts = async () => {
    const [shown] = (await bob.get<Directory>("/discovery/guilds")).body.guilds;
    const preview = await bob.get<DiscoverableGuild>(`/guilds/${tessera.id}/preview`);
    const whole = await alice.get<DiscoverableGuild>(`/guilds/${tessera.id}?with_counts=true`);
    return [shown, preview.body, whole.body].map((one) => one?.approximate_presence_count);
  };
  expect(await counts()).toEqual([0, 0, 0]);
  await using _a = await listen(server, alice);
  expect(await counts()).toEqual([1, 1, 1]);
});

test("[DISCOVER2] who is no member sees the preview of a server that shows itself", async () => {
  await using server = await startTestServer();
  const { alice, bob, tessera, hidden } = await setUp(server);
  const preview = await bob.get(`/guilds/${tessera.id}/preview`);
  expect(GuildPreviewResponseSchema.safeParse(preview.body).error).toBeUndefined();
  expect((await alice.get(`/guilds/${hidden.id}/preview`)).status).toBe(200);
  for (const id of [hidden.id, "123456789"]) {
    expect((await bob.get(`/guilds/${id}/preview`)).body).toMatchObject({ code: 10004 });
    expect((await bob.post(`/discovery/guilds/${id}/join`)).body).toMatchObject({ code: 10004 });
  }
});

test("[DISCOVER3] one joins what shows itself; a ban holds, and so does the raid mode", async () => {
  await using server = await startTestServer();
  const { alice, bob, tessera } = await setUp(server);
  const carol = await server.user("carol");
  await server.seed(async ({ sql }) => {
    await sql
      .insertInto("bans")
      .values({ guild_id: tessera.id, user_id: carol.id, reason: null, created_at: Date.now() })
      .execute();
  });
  await using a = await listen(server, alice);
  await using b = await listen(server, bob);
  await using c = await listen(server, carol);
  const join = `/discovery/guilds/${tessera.id}/join`;
  expect((await carol.post(join)).body).toMatchObject({ code: 40007 });
  const soon = new Date(Date.now() + 60_000).toISOString();
  await alice.put(`/guilds/${tessera.id}/incident-actions`, { invites_disabled_until: soon });
  expect((await bob.post(join)).status).toBe(403);
  await alice.put(`/guilds/${tessera.id}/incident-actions`, {});

  const joined = await bob.post<ReadyGuild>(join);
  expect(joined.status).toBe(200);
  expect(joined.body.channels.map(({ name }) => name)).toEqual(["general"]);
  expect((await b.next<ReadyGuild>("GUILD_CREATE")).id).toBe(tessera.id);
  expect(await a.next("GUILD_MEMBER_ADD")).toMatchObject({ user: { id: bob.id } });
  expect((await bob.post<ReadyGuild>(join)).body).toMatchObject({ member_count: 2 });
  await c.settle();
  expect(c.received).toEqual([]);
});

test("[DISCOVER4] the welcome screen names channels one sees; those who manage the server write it", async () => {
  await using server = await startTestServer();
  const { alice, bob, tessera } = await setUp(server);
  const path = `/guilds/${tessera.id}/welcome-screen`;
  expect((await bob.get(path)).body).toMatchObject({ code: 10004 });
  await enrol(server, tessera.id, bob);
  expect((await bob.get(path)).body).toMatchObject({ code: 10069 });
  const id = (name: string) => tessera.channels.find((one) => one.name === name)?.id;
  const welcome = (name: string) => ({
    channel_id: id(name),
    description: `This is ${name}`,
    emoji_name: "👋",
  });
  await using b = await listen(server, bob);
  const set = await alice.patch(path, {
    enabled: true,
    description: "Come in",
    welcome_channels: [welcome("general"), welcome("staff")],
  });
  expect(GuildWelcomeScreenResponseSchema.safeParse(set.body).error).toBeUndefined();
  expect(set.body).toMatchObject({ welcome_channels: [{ description: "This is general" }, {}] });
  expect((await b.next("GUILD_UPDATE")).features).toContain("WELCOME_SCREEN_ENABLED");
  expect((await bob.get(path)).body).toEqual({
    description: "Come in",
    welcome_channels: [
      { channel_id: id("general"), description: "This is general", emoji_id: null, emoji_name: "👋" },
    ],
  });
  expect((await bob.patch(path, { enabled: false })).body).toMatchObject({ code: 50013 });
  const foreign = await alice.patch<{ errors: object }>(path, {
    welcome_channels: [{ channel_id: tessera.id, description: "Nowhere" }],
  });
  expect(Object.keys(foreign.body.errors)).toEqual(["welcome_channels"]);
  await alice.patch(path, { enabled: false });
  expect((await bob.get(path)).body).toMatchObject({ code: 10069 });
  expect((await alice.get(path)).body).toMatchObject({ description: "Come in" });
});
