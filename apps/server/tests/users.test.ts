import { expect, test } from "bun:test";
import {
  type APIUser,
  type Presence,
  RelationshipType,
  type SelfUser,
  type UserProfile,
  type UserSettings,
} from "@palabre/protocol";
import { UserPIIResponseSchema, UserResponseSchema } from "discord-api-spec/zod";
import { PASSWORD, startTestServer, type TestUser } from "./harness.ts";
import { listen } from "./listen.ts";
import { receiveMails } from "./mailbox.ts";
import { dataUri, drawPng, photograph, pngBomb } from "./pictures.ts";

async function befriend(one: TestUser, other: TestUser): Promise<void> {
  expect((await one.post("/users/@me/relationships", { username: other.username })).status).toBeLessThan(300);
  expect((await other.put(`/users/@me/relationships/${one.id}`, {})).status).toBeLessThan(300);
}

test("a changed profile reaches one's own devices, and friends as far as it is seen", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const bob = await server.user("bob");
  await befriend(alice, bob);
  await using mine = await listen(server, alice);
  await using his = await listen(server, bob);
  const change = { global_name: "Alice 🦊", bio: "first line\nsecond line", pronouns: "she/her" };
  const answer = await alice.patch<SelfUser>("/users/@me", change);
  expect(answer.body).toMatchObject(change);
  expect(await mine.next<SelfUser>("USER_UPDATE")).toEqual(answer.body);
  const seen = await his.next<Presence>("PRESENCE_UPDATE", (d) => d.user.global_name === "Alice 🦊");
  expect(seen).toMatchObject({ status: "online", user: { id: alice.id, username: "alice" } });
  expect(JSON.stringify(seen)).not.toContain("example.org");

  const profile = await bob.get<UserProfile>(`/users/${alice.id}/profile`);
  expect(profile.body).toMatchObject({
    user: { id: alice.id, global_name: "Alice 🦊" },
    user_profile: { bio: "first line\nsecond line", pronouns: "she/her" },
    relationship: { type: RelationshipType.Friend },
  });
});

test("[BLOCK1] a profile names friends and rooms in common, and shows a blocked person next to nothing", async () => {
  await using server = await startTestServer();
  const [alice, bob, carol] = await Promise.all(["alice", "bob", "carol"].map((name) => server.user(name)));
  if (!alice || !bob || !carol) throw new Error("three people");
  await befriend(alice, carol);
  await befriend(bob, carol);
  await befriend(alice, bob);
  const room = await carol.post<{ id: string }>("/users/@me/channels", {
    recipients: [alice.id, bob.id],
    name: "Kitchen",
  });
  await bob.patch("/users/@me", { bio: "about bob" });
  const seen = await alice.get<UserProfile>(`/users/${bob.id}/profile`);
  expect(seen.body.mutual_friends.map((user) => user.id)).toEqual([carol.id]);
  expect(seen.body.mutual_channels).toEqual([{ id: room.body.id, name: "Kitchen" }]);

  await bob.put(`/users/@me/relationships/${alice.id}`, { type: RelationshipType.Blocked });
  const blocked = await alice.get<UserProfile>(`/users/${bob.id}/profile`);
  expect(blocked.status).toBe(200);
  expect(blocked.body).toMatchObject({
    user: { username: "bob" },
    user_profile: { bio: "", pronouns: "" },
    mutual_friends: [],
    // She sees him in there: that it was missing would tell her of the block.
    mutual_channels: [{ id: room.body.id, name: "Kitchen" }],
  });
});

test("oneself and others come in the shapes of Discord's document", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const bob = await server.user("bob");
  UserPIIResponseSchema.parse((await alice.get("/users/@me")).body);
  UserPIIResponseSchema.parse((await alice.patch("/users/@me", { global_name: "A", bio: "b" })).body);
  UserResponseSchema.parse((await alice.get(`/users/${bob.id}`)).body);
});

test("anybody is found by id, as everybody may see them; nobody is not", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const bob = await server.user("bob");
  const seen = await bob.get<APIUser>(`/users/${alice.id}`);
  expect(seen.body).toMatchObject({ id: alice.id, username: "alice", discriminator: "0" });
  expect(JSON.stringify(seen.body)).not.toContain("example.org");
  expect((await bob.get(`/users/${BigInt(alice.id) + 1n}`)).body).toMatchObject({ code: 10013 });
  expect((await bob.get("/users/abc")).status).toBe(400);
  expect((await bob.get("/users/99999999999999999999999")).status).toBe(400);
  expect((await server.request("GET", `/users/${alice.id}`)).status).toBe(401);
});

test("an avatar is cut square, encoded anew, served in every size and kind, and gone with the next", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const stripes = drawPng(1200, 600, (x) => (x < 300 ? [255, 0, 0] : x < 900 ? [0, 255, 0] : [0, 0, 255]));
  const set = await alice.patch<SelfUser>("/users/@me", { avatar: dataUri("image/png", stripes) });
  const hash = set.body.avatar ?? "";
  expect(hash).toMatch(/^[0-9a-f]{32}$/);

  const at = (file: string, init?: RequestInit) => fetch(`${server.url}/avatars/${alice.id}/${file}`, init);
  const original = await at(`${hash}.webp`);
  expect(original.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(original.headers.get("x-content-type-options")).toBe("nosniff");
  expect(original.headers.get("content-type")).toBe("image/webp");
  const bytes = await original.bytes();
  expect(await new Bun.Image(bytes).metadata()).toEqual({ width: 512, height: 512, format: "webp" });
  for (const [file, width, format] of [
    [`${hash}.webp?size=64`, 64, "webp"],
    [`${hash}.png?size=128`, 128, "png"],
    [`${hash}.jpg?size=16`, 16, "jpeg"],
    [`${hash}.webp?size=4096`, 512, "webp"],
  ] as const) {
    const resized = await (await at(file)).bytes();
    expect(await new Bun.Image(resized).metadata()).toEqual({ width, height: width, format });
  }
  const etag = original.headers.get("etag") ?? "";
  expect((await at(`${hash}.webp`, { headers: { "If-None-Match": etag } })).status).toBe(304);
  for (const wrong of [
    `${"0".repeat(32)}.webp`,
    `${hash}.svg`,
    `${hash}`,
    `..%2f..%2fsecret`,
    `${hash}.webp%00.png`,
  ]) {
    expect((await at(wrong)).status).toBe(404);
  }
  for (const size of ["3", "100", "8192", "-16", "x", "64.0", "9".repeat(40)]) {
    expect((await at(`${hash}.webp?size=${size}`)).status).toBe(400);
  }

  const next = await alice.patch<SelfUser>("/users/@me", { avatar: null });
  expect(next.body.avatar).toBeNull();
  expect((await at(`${hash}.webp`)).status).toBe(404);
});

test("nothing but the picture is kept of a picture", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const photo = Buffer.from(await photograph(600, 300, 6));
  expect(photo.includes("SECRET-PLACE")).toBe(true);
  const set = await alice.patch<SelfUser>("/users/@me", { avatar: dataUri("image/jpeg", photo) });
  for (const kind of ["webp", "png", "jpg"]) {
    const served = await fetch(`${server.url}/avatars/${alice.id}/${set.body.avatar}.${kind}`);
    expect(served.status).toBe(200);
    expect(Buffer.from(await served.arrayBuffer()).includes("SECRET")).toBe(false);
  }
});

test("what is no picture, or a bomb, is refused and changes nothing", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const png = drawPng(8, 8, () => [1, 2, 3]);
  for (const avatar of [
    "x",
    "data:image/png;base64,",
    "data:text/html;base64,PGI+",
    dataUri("image/svg+xml", Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>")),
    dataUri("image/png", Buffer.from("<html>")),
    dataUri("image/png", png.subarray(0, 45)),
    dataUri("image/png", pngBomb(60_000, 60_000)),
    dataUri("image/png", pngBomb(2_000_000_000, 1)),
    5,
    {},
  ]) {
    const answer = await alice.patch("/users/@me", { avatar, bio: "changed" });
    expect([answer.status, String(avatar).slice(0, 40)]).toEqual([400, String(avatar).slice(0, 40)]);
    expect(JSON.stringify(answer.body)).toContain('"avatar"');
  }
  const large = dataUri("image/png", Buffer.alloc(10 * 1_048_576 + 10));
  expect((await alice.patch("/users/@me", { avatar: large })).status).toBe(400);
  const larger = "x".repeat(16 * 1_048_576);
  expect((await alice.patch("/users/@me", { avatar: larger })).status).toBe(413);
});

test("settings keep what was chosen, reach every device, and name a bad field", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  await using socket = await listen(server, alice);
  expect(socket.ready.user_settings).toMatchObject({ theme: "system", allow_dms: "mates" });
  const change = {
    theme: "papier",
    locale: "fr",
    keys: { "search.open": "ctrl+k" },
    notifications: { desktop: true },
    guild_folders: [
      { id: "1", name: "Work", color: 0xff8800, guild_ids: ["20", "30"] },
      { id: null, name: null, color: null, guild_ids: ["40"] },
    ],
    unknown: "ignored",
  };
  const answer = await alice.patch<UserSettings>("/users/@me/settings", change);
  expect(answer.body).toMatchObject({
    theme: "papier",
    locale: "fr",
    density: "cosy",
    keys: { "search.open": "ctrl+k" },
    notifications: { desktop: true, sounds: true },
    guild_folders: change.guild_folders,
  });
  expect(answer.body).not.toHaveProperty("unknown");
  expect(await socket.next<UserSettings>("USER_SETTINGS_UPDATE")).toEqual(answer.body);
  expect((await alice.get("/users/@me/settings")).body).toEqual(answer.body);

  for (const bad of [
    { theme: "pink" },
    { status: "offline" },
    { keys: { "": "x" } },
    { keys: { __proto__: 1, a: 5 } },
    { keys: Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`k${n}`, "x"])) },
    { custom_status: { text: "x".repeat(129) } },
    { custom_status: { text: "x", expires_at: "2001-01-01T00:00:00Z" } },
    { custom_status: { text: "x", expires_at: "tomorrow" } },
    { notifications: [] },
    { density: null },
    { guild_folders: [{ id: null, name: null, color: null, guild_ids: ["general"] }] },
    { guild_folders: [{ id: null, name: null, color: 0x1000000, guild_ids: ["20"] }] },
    { guild_folders: [{ id: null, name: null, color: null, guild_ids: Array(201).fill("20") }] },
    { guild_folders: Array(2).fill({ id: "1", name: null, color: null, guild_ids: Array(101).fill("20") }) },
  ]) {
    const refused = await alice.patch("/users/@me/settings", bad);
    expect([refused.status, bad]).toEqual([400, bad]);
    expect(refused.body).toMatchObject({
      code: 50035,
      errors: { [Object.keys(bad)[0] ?? ""]: expect.anything() },
    });
  }
  expect((await alice.get("/users/@me/settings")).body).toEqual(answer.body);
});

test("a status for the whole account is what friends see; a custom one ends by itself", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const bob = await server.user("bob");
  await befriend(alice, bob);
  await using mine = await listen(server, alice);
  await using his = await listen(server, bob);
  const of = (status: string) => (d: Presence) => d.user.id === alice.id && d.status === status;
  await alice.patch("/users/@me/settings", { status: "dnd" });
  await his.next<Presence>("PRESENCE_UPDATE", of("dnd"));
  await alice.patch("/users/@me/settings", { status: "invisible" });
  await his.next<Presence>("PRESENCE_UPDATE", of("offline"));

  const expires_at = new Date(Date.now() + 700).toISOString();
  const custom_status = { text: "at lunch", emoji_name: "🥗", expires_at };
  await alice.patch("/users/@me/settings", { status: "online", custom_status });
  const shown = await his.next<Presence>("PRESENCE_UPDATE", of("online"));
  expect(shown.activities).toMatchObject([{ type: 4, state: "at lunch", emoji: { name: "🥗" } }]);
  const ended = await his.next<Presence>("PRESENCE_UPDATE", of("online"));
  expect(ended.activities).toEqual([]);
  await mine.next<UserSettings>(
    "USER_SETTINGS_UPDATE",
    (d) => d.status === "online" && d.custom_status === null,
  );
  expect((await alice.get<UserSettings>("/users/@me/settings")).body.custom_status).toBeNull();
});

test("a deleted account leaves its messages and nothing personal", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const bob = await server.user("bob");
  const carol = await server.user("carol");
  await befriend(alice, bob);
  await befriend(bob, carol);
  await bob.patch("/users/@me", { bio: "secret of bob", global_name: "Robert" });
  const room = await bob.post<{ id: string }>("/users/@me/channels", {
    recipients: [alice.id, carol.id],
    name: "Room",
  });
  await bob.post(`/channels/${room.body.id}/messages`, { content: "I was here" });
  await using hers = await listen(server, alice);
  await using his = await listen(server, bob);

  expect((await bob.post("/users/@me/delete", {})).status).toBe(400);
  expect((await bob.post("/users/@me/delete", { password: "not this one" })).status).toBe(400);
  expect((await bob.post("/users/@me/delete", { password: PASSWORD })).status).toBe(204);
  expect(await his.closed).toBe(4004);
  expect((await bob.get("/users/@me")).status).toBe(401);
  const name = `deleted_user_${bob.id}`;
  await hers.next<Presence>("PRESENCE_UPDATE", (d) => d.user.username === name);
  await hers.next("RELATIONSHIP_REMOVE", (d: { id: string }) => d.id === bob.id);
  await hers.next("CHANNEL_RECIPIENT_REMOVE", (d: { user: APIUser }) => d.user.id === bob.id);

  const seen = await alice.get<UserProfile>(`/users/${bob.id}/profile`);
  expect(seen.body.user).toMatchObject({ username: name, global_name: null, avatar: null });
  expect(seen.body.user_profile).toEqual({ bio: "", pronouns: "" });
  expect(seen.body).not.toHaveProperty("relationship");
  const messages = await alice.get<{ content: string; author: APIUser }[]>(
    `/channels/${room.body.id}/messages`,
  );
  const written = messages.body.find((message) => message.content === "I was here");
  expect(written?.author).toMatchObject({ id: bob.id, username: name });
  expect((await server.request("POST", "/auth/login", { login: "bob", password: PASSWORD })).status).toBe(
    400,
  );
  expect((await receiveMails(server, bob.email, 2)).at(-1)?.subject).toContain("deleted");
  // Name and address are free again.
  const again = await server.user("bob");
  expect(again.id).not.toBe(bob.id);
});

test("the last who runs the server cannot leave it without anybody", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const bob = await server.user("bob");
  const refused = await alice.post("/users/@me/delete", { password: PASSWORD });
  expect(refused.status).toBe(400);
  expect((await alice.get("/users/@me")).status).toBe(200);
  await alice.patch(`/admin/users/${bob.id}`, { admin: true });
  expect((await alice.post("/users/@me/delete", { password: PASSWORD })).status).toBe(204);
});
