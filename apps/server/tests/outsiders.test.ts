import { expect, test } from "bun:test";
import { form, send, startRoom } from "./chat.ts";
import { startTestServer } from "./harness.ts";
import { listen } from "./listen.ts";

const NOBODY = "1000000000000000001";

/** Bodies with which each route gets as far as looking the channel up. */
const BODIES: Record<string, unknown> = {
  "POST /channels/:channel_id/messages": { content: "hello" },
  "PATCH /channels/:channel_id/messages/:message_id": { content: "changed" },
  "POST /channels/:channel_id/messages/bulk-delete": { messages: ["1", "2"] },
  "PATCH /channels/:channel_id": { name: "theirs" },
  "PATCH /channels/:channel_id/recipients/:user_id": { role: "admin" },
  "POST /channels/:channel_id/post-data": { thread_ids: ["1"] },
  "POST /channels/:channel_id/webhooks": { name: "theirs" },
  "POST /channels/:channel_id/followers": { webhook_channel_id: "1" },
  "POST /channels/:channel_id/threads": { name: "theirs", message: { content: "hello" } },
  "POST /channels/:channel_id/messages/:message_id/threads": { name: "theirs" },
  "PUT /channels/:channel_id/polls/:message_id/answers/@me": { answer_ids: [1] },
  "PUT /channels/:channel_id/voice-status": { status: "theirs" },
  "PATCH /stage-instances/:channel_id": { topic: "theirs" },
  "POST /channels/:channel_id/send-soundboard-sound": { sound_id: "1" },
  "PUT /channels/:channel_id/permissions/:overwrite_id": { type: 1 },
  "PUT /users/@me/drafts/:channel_id": { content: "draft" },
};

test("to an outsider a channel is as if it did not exist, whatever they ask of it, and they change nothing", async () => {
  await using server = await startTestServer();
  const { alice, bob, room } = await startRoom(server);
  const eve = await server.user("eve");
  const message = await send(alice, room, "for us alone");
  await alice.put(`/channels/${room}/messages/${message.id}/reactions/%F0%9F%91%8D/@me`);
  await using watcher = await listen(server, alice);

  const routes = server.running.routes.filter(
    ({ method, path }) => method !== "ALL" && path.startsWith("/api/v10/") && path.includes(":channel_id"),
  );
  const seen = new Set<string>();
  for (const { method, path } of routes) {
    const route = `${method} ${path.slice("/api/v10".length)}`;
    if (seen.has(route)) continue;
    seen.add(route);
    const ask = (channelId: string, messageId: string) =>
      eve.request(
        method,
        path
          .slice("/api/v10".length)
          .replace(":channel_id", channelId)
          .replace(":message_id", messageId)
          .replace(":user_id", bob.id)
          .replace(":overwrite_id", bob.id)
          .replace(":answer_id", "1")
          .replace(":emoji", "%F0%9F%91%8D"),
        method === "GET" ? undefined : (BODIES[route] ?? {}),
      );
    const real = await ask(room, message.id);
    const none = await ask(NOBODY, message.id);
    expect([route, real.status, real.body]).toEqual([route, none.status, none.body]);
    expect([route, real.status]).toEqual([route, 404]);
  }
  expect(seen.size).toBeGreaterThan(20);
  const upload = form({ content: "x" }, [{ name: "a.txt", data: "text" }]);
  expect((await eve.post(`/channels/${room}/messages`, upload)).status).toBe(404);

  // A message of a room is in no other channel, not even for somebody who is in both.
  const { body: chat } = await alice.post<{ id: string }>("/users/@me/channels", { recipient_id: bob.id });
  for (const [method, path, body] of [
    ["GET", `/channels/${chat.id}/messages/${message.id}`],
    ["PATCH", `/channels/${chat.id}/messages/${message.id}`, { content: "changed" }],
    ["DELETE", `/channels/${chat.id}/messages/${message.id}`],
    ["PUT", `/channels/${chat.id}/messages/pins/${message.id}`],
    ["PUT", `/channels/${chat.id}/messages/${message.id}/reactions/%F0%9F%91%8D/@me`],
    ["GET", `/channels/${chat.id}/messages/${message.id}/reactions/%F0%9F%91%8D`],
  ] as const) {
    expect([method, path, (await alice.request(method, path, body)).status]).toEqual([method, path, 404]);
  }

  await watcher.settle();
  expect(watcher.received.filter(({ t }) => t !== "CHANNEL_CREATE")).toEqual([]);
});

test("what one asks in bulk leaves out what one does not see, without a word", async () => {
  await using server = await startTestServer();
  const { alice, room } = await startRoom(server);
  const eve = await server.user("eve");
  const file = form({ content: "secret" }, [{ name: "a.txt", data: "text" }]);
  const { body: message } = await alice.post<{ id: string; attachments: { url: string }[] }>(
    `/channels/${room}/messages`,
    file,
  );
  const [attachment] = message.attachments;
  const address = attachment?.url.split("?")[0] ?? "";
  const refreshed = await eve.post("/attachments/refresh-urls", { attachment_urls: [address] });
  expect(refreshed.body).toEqual({ refreshed_urls: [] });
  expect((await eve.request("GET", address)).status).toBe(404);
  expect((await alice.request("GET", address)).status).toBe(200);

  await using hers = await listen(server, eve);
  const read_states = [{ channel_id: room, message_id: message.id }];
  expect((await eve.post("/read-states/ack-bulk", { read_states })).status).toBe(204);
  await hers.settle();
  expect(hers.received).toEqual([]);
  expect((await eve.get("/users/@me/mentions")).body).toEqual([]);
});
