import { expect, test } from "bun:test";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { PrivateChannel } from "@palabre/protocol";
import { startTestServer, type TestUser } from "./harness.ts";
import { listen } from "./listen.ts";
import { befriend, makeRoom, register } from "./people.ts";

const PIXEL =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

const roles = async (user: TestUser, id: string) =>
  (await user.get<PrivateChannel>(`/channels/${id}`)).body.recipient_roles;

test("[ROOM1] a room is made of friends and reaches all of them", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, dave } = await register(server, "alice", "bob", "carol", "dave");
  await befriend(alice, bob);
  await befriend(alice, carol);
  await using b = await listen(server, bob);
  const body = { recipients: [bob.id, carol.id, bob.id, alice.id], name: " Kitchen " };
  const { status, body: room } = await alice.post<PrivateChannel>("/users/@me/channels", body);
  expect(status).toBe(200);
  expect(room).toMatchObject({ type: 3, name: "Kitchen", owner_id: alice.id, last_message_id: null });
  expect(room.recipients.map(({ id }) => id)).toEqual([bob.id, carol.id]);
  expect(room.recipient_roles).toEqual({ [alice.id]: "owner", [bob.id]: "member", [carol.id]: "member" });

  const created = await b.next("CHANNEL_CREATE");
  expect(created.id).toBe(room.id);
  expect(created.recipients.map(({ id }: { id: string }) => id)).toEqual([alice.id, carol.id]);

  const again = await alice.post<PrivateChannel>("/users/@me/channels", body);
  expect(again.body.id).not.toBe(room.id);
  const strangers = await alice.post("/users/@me/channels", { recipients: [bob.id, dave.id] });
  expect(strangers.body).toMatchObject({ code: 50033 });
  const named = await alice.post<PrivateChannel>("/users/@me/channels", {
    recipients: [bob.id],
    name: "Two",
  });
  expect(named.body.type).toBe(3);
  expect((await dave.get(`/channels/${room.id}`)).body).toMatchObject({ code: 10003 });
});

test("[ROOM3] adding somebody lets them in, says so, and shows what is written from then on", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol } = await register(server, "alice", "bob", "carol");
  await befriend(alice, bob);
  await befriend(alice, carol);
  const room = await makeRoom(alice, [bob]);
  await using b = await listen(server, bob);
  await using c = await listen(server, carol);
  expect((await bob.put(`/channels/${room.id}/recipients/${carol.id}`, {})).body).toMatchObject({
    code: 50013,
  });
  expect((await alice.put(`/channels/${room.id}/recipients/${carol.id}`, {})).status).toBe(204);
  const joined = await c.next("CHANNEL_CREATE");
  expect(joined.recipient_roles[carol.id]).toBe("member");
  expect(await b.next("CHANNEL_RECIPIENT_ADD")).toMatchObject({
    channel_id: room.id,
    user: { id: carol.id },
    role: "member",
  });
  const said = await b.next("MESSAGE_CREATE");
  expect(said).toMatchObject({ type: 1, author: { id: alice.id }, mentions: [{ id: carol.id }] });
  await c.next("MESSAGE_CREATE", (d) => d.id === said.id);
  await alice.post(`/channels/${room.id}/messages`, { content: "welcome" });
  await c.next("MESSAGE_CREATE", (d) => d.content === "welcome");
  // Once more changes nothing.
  b.clear();
  expect((await alice.put(`/channels/${room.id}/recipients/${carol.id}`, {})).status).toBe(204);
  await b.settle();
  expect(b.received.filter(({ t }) => t.startsWith("CHANNEL_"))).toEqual([]);
});

test("[ROOM3] whoever is removed receives nothing that is sent afterwards, and cannot come back", async () => {
  await using server = await startTestServer();
  const { alice, bob } = await register(server, "alice", "bob");
  await befriend(alice, bob);
  const room = await makeRoom(alice, [bob]);
  await using b = await listen(server, bob);
  expect((await alice.delete(`/channels/${room.id}/recipients/${bob.id}`)).status).toBe(204);
  expect((await alice.post(`/channels/${room.id}/messages`, { content: "alone" })).status).toBe(200);
  await alice.post(`/channels/${room.id}/typing`);
  await b.settle();
  expect(b.received.map(({ t }) => t)).toEqual(["CHANNEL_DELETE"]);
  expect((await bob.get(`/channels/${room.id}`)).status).toBe(404);
  expect((await bob.get(`/channels/${room.id}/messages`)).status).toBe(404);
  expect((await bob.put(`/channels/${room.id}/recipients/${bob.id}`, {})).status).toBe(404);
  await using again = await listen(server, bob);
  expect(again.ready.private_channels).toEqual([]);
  await alice.post(`/channels/${room.id}/messages`, { content: "still alone" });
  await again.settle();
  expect(again.received).toEqual([]);
});

test("[ROOM2] owner, admin and member may do what their role says", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, dave } = await register(server, "alice", "bob", "carol", "dave");
  for (const friend of [bob, carol, dave]) await befriend(alice, friend);
  await befriend(bob, carol);
  const room = await makeRoom(alice, [bob, carol, dave]);
  const at = `/channels/${room.id}`;
  const status = async (answer: Promise<{ status: number }>) => (await answer).status;
  await using d = await listen(server, dave);

  expect(await status(bob.patch(`${at}/recipients/${carol.id}`, { role: "admin" }))).toBe(403);
  expect(await status(alice.patch(`${at}/recipients/${bob.id}`, { role: "owner" }))).toBe(400);
  expect(await status(alice.patch(`${at}/recipients/${alice.id}`, { role: "member" }))).toBe(400);
  expect(await status(alice.patch(`${at}/recipients/${bob.id}`, { role: "admin" }))).toBe(204);
  expect((await d.next("CHANNEL_UPDATE")).recipient_roles[bob.id]).toBe("admin");

  expect(await status(carol.patch(at, { name: "Mine" }))).toBe(403);
  expect(await status(bob.patch(at, { name: "Ours" }))).toBe(200);
  expect((await d.next("CHANNEL_UPDATE", (x) => x.name === "Ours")).recipients).toBeUndefined();
  expect(await d.next("MESSAGE_CREATE")).toMatchObject({ type: 4, content: "Ours", author: { id: bob.id } });
  expect(await status(bob.delete(`${at}/recipients/${alice.id}`))).toBe(403);
  expect(await status(carol.delete(`${at}/recipients/${dave.id}`))).toBe(403);
  expect(await status(bob.patch(at, { owner: bob.id }))).toBe(403);
  expect(await status(bob.delete(`${at}/recipients/${carol.id}`))).toBe(204);
  expect(await d.next("CHANNEL_RECIPIENT_REMOVE")).toMatchObject({ user: { id: carol.id } });
  expect(await status(bob.delete(`${at}/recipients/${carol.id}`))).toBe(404);
  expect(await status(bob.put(`${at}/recipients/${carol.id}`, {}))).toBe(204);

  expect(await status(alice.patch(at, { owner: carol.id }))).toBe(200);
  expect(await roles(alice, room.id)).toEqual({
    [alice.id]: "admin",
    [bob.id]: "admin",
    [carol.id]: "owner",
    [dave.id]: "member",
  });
  expect(await status(carol.patch(at, { owner: "123" }))).toBe(400);
});

test("[ROOM4] when the owner leaves, the longest-standing admin follows, else the longest-standing member", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, dave } = await register(server, "alice", "bob", "carol", "dave");
  for (const friend of [bob, carol, dave]) await befriend(alice, friend);
  const room = await makeRoom(alice, [bob, carol, dave]);
  await alice.patch(`/channels/${room.id}/recipients/${dave.id}`, { role: "admin" });
  await using b = await listen(server, bob);
  expect((await alice.delete(`/channels/${room.id}`)).status).toBe(200);
  const handedOver = await b.next("CHANNEL_UPDATE");
  expect(handedOver.owner_id).toBe(dave.id);
  expect(handedOver.recipient_roles).toEqual({
    [bob.id]: "member",
    [carol.id]: "member",
    [dave.id]: "owner",
  });
  expect(await b.next("MESSAGE_CREATE")).toMatchObject({ type: 2, author: { id: alice.id } });
  await dave.delete(`/channels/${room.id}/recipients/${dave.id}`);
  expect(await roles(bob, room.id)).toEqual({ [bob.id]: "owner", [carol.id]: "member" });
});

test("[ROOM4] the last one to leave takes messages and files along", async () => {
  await using server = await startTestServer();
  const { alice, bob } = await register(server, "alice", "bob");
  await befriend(alice, bob);
  const room = await makeRoom(alice, [bob]);
  const form = new FormData();
  form.append("payload_json", JSON.stringify({ content: "to be forgotten" }));
  form.append("files[0]", new File(["to be forgotten too"], "note.txt", { type: "text/plain" }));
  const sent = await bob.request("POST", `/channels/${room.id}/messages`, form);
  expect(sent.status).toBe(200);
  const stored = async () => {
    const entries = await readdir(join(server.dataDir, "files"), { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).length;
  };
  expect(await stored()).toBe(1);
  await bob.delete(`/channels/${room.id}`);
  expect(await stored()).toBe(1);

  await using a = await listen(server, alice);
  await alice.delete(`/channels/${room.id}`);
  await a.next("CHANNEL_DELETE");
  expect((await alice.get(`/channels/${room.id}`)).status).toBe(404);
  // The purge runs behind the answer's back.
  while ((await stored()) > 0) await Bun.sleep(20);
});

test("whatever happens at the same time, a room has exactly one owner", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, dave } = await register(server, "alice", "bob", "carol", "dave");
  for (const friend of [bob, carol, dave]) await befriend(alice, friend);
  for (let round = 0; round < 5; round++) {
    const room = await makeRoom(alice, [bob, carol, dave]);
    const at = `/channels/${room.id}`;
    const answers = await Promise.all([
      alice.patch(`${at}/recipients/${bob.id}`, { role: "admin" }),
      alice.patch(at, { owner: carol.id }),
      alice.delete(at),
      carol.delete(at),
      alice.patch(`${at}/recipients/${dave.id}`, { role: "admin" }),
      bob.delete(`${at}/recipients/${dave.id}`),
    ]);
    for (const { status } of answers) expect(status).toBeLessThan(500);
    const { body } = await bob.get<PrivateChannel>(at);
    const owners = Object.entries(body.recipient_roles ?? {}).filter(([, role]) => role === "owner");
    expect(owners.map(([id]) => id)).toEqual([body.owner_id ?? ""]);
    expect(Object.keys(body.recipient_roles ?? {})).not.toContain(alice.id);
  }
});

test("people come and go while others write, and nobody is refused for it", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol } = await register(server, "alice", "bob", "carol");
  for (const friend of [bob, carol]) await befriend(alice, friend);
  const room = await makeRoom(alice, [bob, carol]);
  const at = `/channels/${room.id}`;
  const say = (user: TestUser) => user.post(`${at}/messages`, { content: `<@${bob.id}> @everyone` });
  for (let round = 0; round < 10; round++) {
    const answers = await Promise.all([
      say(alice),
      alice.delete(`${at}/recipients/${bob.id}`),
      say(carol),
      say(alice),
      alice.patch(at, { name: `Round ${round}` }),
      say(carol),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 204, 200, 200, 200, 200]);
    const back = await Promise.all([alice.put(`${at}/recipients/${bob.id}`, {}), say(carol), say(alice)]);
    expect(back.map(({ status }) => status)).toEqual([204, 200, 200]);
  }
});

test("a message that is sent while the chat is put away is not lost on anybody", async () => {
  await using server = await startTestServer();
  const { alice, bob } = await register(server, "alice", "bob");
  await befriend(alice, bob);
  const { body: chat } = await alice.post<PrivateChannel>("/users/@me/channels", { recipient_id: bob.id });
  await alice.post(`/channels/${chat.id}/messages`, { content: "first" });
  await using b = await listen(server, bob);
  for (let round = 0; round < 10; round++) {
    b.clear();
    await Promise.all([
      bob.delete(`/channels/${chat.id}`),
      alice.post(`/channels/${chat.id}/messages`, { content: `${round}` }),
    ]);
    await b.settle();
    const told = b.received.map(({ t, d }) => (t === "MESSAGE_CREATE" ? d.content : t));
    // Either it came before the chat was put away, or it brought it back.
    expect([
      [`${round}`, "CHANNEL_DELETE"],
      ["CHANNEL_DELETE", "CHANNEL_CREATE", `${round}`],
    ]).toContainEqual(told);
    await bob.post("/users/@me/channels", { recipient_id: alice.id });
    await b.settle();
  }
});

test("an icon is stored, announced, served and removed", async () => {
  await using server = await startTestServer();
  const { alice, bob } = await register(server, "alice", "bob");
  await befriend(alice, bob);
  const room = await makeRoom(alice, [bob]);
  await using b = await listen(server, bob);
  const { body } = await alice.patch<PrivateChannel>(`/channels/${room.id}`, { icon: PIXEL });
  expect(body.icon).toMatch(/^[0-9a-f]{32}$/);
  expect((await b.next("CHANNEL_UPDATE")).icon).toBe(body.icon);
  expect(await b.next("MESSAGE_CREATE")).toMatchObject({ type: 5 });
  const address = `${server.url}/channel-icons/${room.id}/${body.icon}.webp?size=64`;
  const image = await fetch(address);
  expect([image.status, image.headers.get("content-type")]).toEqual([200, "image/webp"]);
  expect((await alice.patch(`/channels/${room.id}`, { icon: "data:image/png;base64,AAAA" })).status).toBe(
    400,
  );
  expect((await alice.patch<PrivateChannel>(`/channels/${room.id}`, { icon: null })).body.icon).toBeNull();
  expect((await fetch(address)).status).toBe(404);
});

test("a chat of two has no members to add, remove, or name", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol } = await register(server, "alice", "bob", "carol");
  await befriend(alice, bob);
  await befriend(alice, carol);
  const { body: chat } = await alice.post<PrivateChannel>("/users/@me/channels", { recipients: [bob.id] });
  expect(chat.type).toBe(1);
  for (const [method, path, body] of [
    ["PUT", `/recipients/${carol.id}`, {}],
    ["DELETE", `/recipients/${bob.id}`, undefined],
    ["PATCH", `/recipients/${bob.id}`, { role: "admin" }],
    ["PATCH", "", { name: "Us" }],
  ] as const) {
    const answer = await alice.request(method, `/channels/${chat.id}${path}`, body);
    expect(answer.body).toMatchObject({ code: 50003 });
  }
});
