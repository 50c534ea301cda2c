import { expect, test } from "bun:test";
import { WidgetResponseSchema, WidgetSettingsResponseSchema } from "discord-api-spec/zod";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { readPng } from "../src/features/entrance/widget-picture/canvas.ts";
import { drawWidget, STYLES } from "../src/features/entrance/widget-picture/draw-widget.ts";
import { startTestServer } from "./harness.ts";
import { listen } from "./listen.ts";
import { register } from "./people.ts";
import { dataUri, png } from "./pictures.ts";
import { bits, giveRoles, makeServer } from "./servers.ts";

const PLAN = {
  roles: [
    { id: 0, permissions: bits(P.ViewChannel, P.Connect) },
    { id: 1, name: "Managers", permissions: bits(P.ManageGuild) },
  ],
  channels: [
    { id: 10, name: "general" },
    { id: 11, name: "Lounge", type: 2 },
    {
      id: 12,
      name: "Vault",
      type: 2,
      permission_overwrites: [{ id: 0, type: 0, deny: bits(P.ViewChannel) }],
    },
    { id: 13, name: "secrets", permission_overwrites: [{ id: 0, type: 0, deny: bits(P.ViewChannel) }] },
  ],
  system_channel_id: 10,
};

/** One red pixel. */
const RED_DOT =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC";

interface Widget {
  instant_invite: string | null;
  channels: { name: string }[];
  members: { id: string; username: string; avatar_url: string }[];
  presence_count: number;
}

test("[WIDGET1] a server that shows itself says to everybody how many are there, and no more than whoever joins would see", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol } = await register(server, "alice", "bob", "carol");
  const { id, general } = await makeServer(alice, [bob, carol], PLAN);
  const path = `/guilds/${id}/widget.json`;
  expect(await server.request("GET", path)).toMatchObject({ status: 403, body: { code: 50004 } });
  const set = await alice.patch(`/guilds/${id}/widget`, { enabled: true, channel_id: general });
  expect(set).toMatchObject({ status: 200, body: { enabled: true, channel_id: general } });
  expect(WidgetSettingsResponseSchema.safeParse(set.body).error).toBeUndefined();
  await alice.patch("/users/@me", { avatar: dataUri("image/png", await png(8, 8)) });
  await carol.patch("/users/@me/settings", { status: "invisible" });
  await using hers = await listen(server, alice);
  await using his = await listen(server, bob);
  await using theirs = await listen(server, carol);
  await Promise.all([hers.settle(), his.settle(), theirs.settle()]);
  const shown = await server.request<Widget>("GET", path);
  expect(shown.status).toBe(200);
  expect(WidgetResponseSchema.safeParse(shown.body).error).toBeUndefined();
  expect(shown.headers.get("access-control-allow-origin")).toBe("*");
  expect(shown.headers.get("cache-control")).toContain("public");
  // Carol is invisible.
  expect(shown.body).toMatchObject({ id, name: "Tessera", presence_count: 2 });
  expect(shown.body.members.map(({ username }) => username)).toEqual(["alice", "bob"]);
  expect(shown.body.channels.map(({ name }) => name)).toEqual(["Lounge"]);
  expect(shown.body.instant_invite).toMatch(/\/invite\/[a-z0-9]{10}$/);
  const text = JSON.stringify(shown.body);
  for (const hidden of [alice.id, bob.id, carol.id, "secrets", "Vault"]) expect(text).not.toContain(hidden);
  const code = shown.body.instant_invite?.split("/").at(-1);
  expect((await server.request("GET", `/invites/${code}`)).body).toMatchObject({ channel: { id: general } });
  // Pictures have addresses that do not say whose they are.
  const [first, second] = shown.body.members;
  const picture = await fetch(first?.avatar_url ?? "");
  expect([picture.status, picture.headers.get("content-type")]).toEqual([200, "image/webp"]);
  expect((await fetch(second?.avatar_url ?? "")).headers.get("content-type")).toContain("image/svg+xml");
  expect(
    (await fetch(`${server.url}/widget-avatars/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.webp`)).status,
  ).toBe(404);
  const badge = await server.request<string>("GET", `/guilds/${id}/widget.svg`);
  expect(badge.headers.get("content-type")).toContain("image/svg+xml");
  expect(badge.headers.get("cache-control")).toContain("public");
  expect(badge.body).toContain("Tessera");
  expect(badge.body).toContain("2 online");

  await alice.patch(`/guilds/${id}/widget`, { enabled: false });
  for (const one of ["widget.json", "widget.svg", "widget.png"]) {
    expect((await server.request("GET", `/guilds/${id}/${one}`)).status).toBe(403);
  }
  expect((await fetch(first?.avatar_url ?? "")).status).toBe(403);
});

test("[WIDGET1] its picture is drawn in the documented styles, with the server's name and picture", async () => {
  await using server = await startTestServer();
  const { alice } = await register(server, "alice");
  const { id } = await makeServer(alice, [], PLAN);
  const path = `/guilds/${id}/widget.png`;
  expect(await server.request("GET", path)).toMatchObject({ status: 403, body: { code: 50004 } });
  const red = Buffer.from(RED_DOT, "base64");
  await alice.patch(`/guilds/${id}`, { icon: dataUri("image/png", red) });
  await alice.patch(`/guilds/${id}/widget`, { enabled: true });
  const draw = async (query = "") => {
    const answer = await fetch(`${server.url}/api/v10${path}${query}`);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "image/png"]);
    expect(answer.headers.get("cache-control")).toContain("public");
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const { width, height } = await new Bun.Image(bytes).metadata();
    const at = readPng(bytes);
    if (!at) throw new Error("no such PNG");
    return { bytes, width, height, at };
  };
  const shield = await draw();
  expect(shield.height).toBe(24);
  expect((await draw("?style=shield")).bytes).toEqual(shield.bytes);
  const sizes = { banner1: [340, 124], banner2: [340, 88], banner3: [340, 132], banner4: [340, 248] };
  for (const [style, size] of Object.entries(sizes)) {
    const { width, height, at } = await draw(`?style=${style}`);
    expect([style, width, height]).toEqual([style, ...size]);
    const [r, g, b, alpha] = at(44, style === "banner4" ? 136 : 44);
    expect([r > 200, g < 60, b < 60, alpha]).toEqual([true, true, true, 1]);
    // Corners are round.
    expect(at(0, 0)[3]).toBe(0);
  }
  expect((await server.request("GET", `${path}?style=banner5`)).body).toMatchObject({
    code: 50035,
    errors: { style: {} },
  });
});

test("[WIDGET1] every letter of a name takes its room, in any script", () => {
  const icon = null;
  const width = (name: string) =>
    Buffer.from(drawWidget("shield", { name, online: 2, icon })).readUInt32BE(16);
  const widths = ["i", "m", "mm", "mmé", "mméЖ", "mméЖψ", "mméЖψ漢"].map(width);
  expect(widths).toEqual([...widths].sort((a, b) => a - b));
  expect(new Set(widths).size).toBe(widths.length);
  // What is combined is one letter, and what is too long is cut.
  expect(width("e\u0301")).toBe(width("é"));
  expect(width("m".repeat(100))).toBe(width("m".repeat(90)));
  const shown = { name: "\u200d", online: 2, icon };
  for (const style of STYLES) expect(drawWidget(style, shown).byteLength).toBeGreaterThan(500);
});

test("[WIDGET2] it takes Manage Server, and to invite somewhere what inviting there takes", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol } = await register(server, "alice", "bob", "carol");
  const { id, general, guild, roles } = await makeServer(alice, [bob], PLAN);
  const path = `/guilds/${id}/widget`;
  expect((await bob.get(path)).body).toMatchObject({ code: 50013 });
  expect((await bob.patch(path, { enabled: true })).body).toMatchObject({ code: 50013 });
  expect((await carol.get(path)).body).toMatchObject({ code: 10004 });
  expect((await server.request("GET", path)).status).toBe(401);
  expect((await server.request("GET", "/guilds/1234567890/widget.json")).body).toMatchObject({ code: 10004 });
  expect((await server.request("GET", "/guilds/words/widget.json")).status).toBe(400);
  await giveRoles(server, id, bob, roles.Managers);
  const hidden = guild.channels.find(({ name }) => name === "secrets")?.id;
  for (const channel_id of [hidden, general, "1234567890", "words"]) {
    expect((await bob.patch(path, { enabled: true, channel_id })).body).toHaveProperty("errors.channel_id");
  }
  expect((await bob.patch(path, { enabled: true })).body).toEqual({ enabled: true, channel_id: null });
  expect((await server.request<Widget>("GET", `${path}.json`)).body.instant_invite).toBeNull();
});

test("[WIDGET3] its invitation ends with the channel, with the choice, and while nobody is taken in", async () => {
  await using server = await startTestServer();
  const { alice } = await register(server, "alice");
  const { id, general } = await makeServer(alice, [], PLAN);
  const path = `/guilds/${id}/widget`;
  const { body: garden } = await alice.post<{ id: string }>(`/guilds/${id}/channels`, { name: "garden" });
  await alice.patch(path, { enabled: true, channel_id: garden.id });
  const codes = async () =>
    (await alice.get<{ code: string }[]>(`/guilds/${id}/invites`)).body.map(({ code }) => code);
  const [first = ""] = await codes();
  await alice.patch(path, { channel_id: general });
  const [second = "", ...more] = await codes();
  expect(more).toEqual([]);
  expect(second).not.toBe(first);
  await alice.patch(`/guilds/${id}`, { features: ["INVITES_DISABLED"] });
  expect((await server.request<Widget>("GET", `${path}.json`)).body.instant_invite).toBeNull();
  await alice.patch(path, { channel_id: garden.id });
  await alice.delete(`/channels/${garden.id}`);
  expect((await alice.get(path)).body).toEqual({ enabled: true, channel_id: null });
  expect((await alice.get(`/guilds/${id}`)).body).toMatchObject({
    widget_enabled: true,
    widget_channel_id: null,
  });
});

test("[WIDGET4] how often somebody asks is limited", async () => {
  await using server = await startTestServer({ PALABRE_RATE_LIMITS: "on" });
  const { alice } = await register(server, "alice");
  const { id } = await makeServer(alice, [], PLAN);
  await alice.patch(`/guilds/${id}/widget`, { enabled: true });
  const answers = await Promise.all(
    Array.from({ length: 65 }, () => server.request("GET", `/guilds/${id}/widget.json`)),
  );
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(5);
});
