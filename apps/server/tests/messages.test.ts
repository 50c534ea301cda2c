import { expect, test } from "bun:test";
import type { APIMessage, ApiErrorBody, PrivateChannel, RateLimitBody } from "@palabre/protocol";
import { MessageResponseSchema } from "discord-api-spec/zod";
import { MessageFlags } from "discord-api-types/v10";
import { send, startChat, startRoom } from "./chat.ts";
import { startTestServer } from "./harness.ts";
import { listen } from "./listen.ts";
import { befriend, makeRoom, openChat } from "./people.ts";

const conforms = (message: unknown) => MessageResponseSchema.parse(message);

test("[SEND1] what Alice sends, Bob's gateway receives, in the shape of Discord's document", async () => {
  await using server = await startTestServer();
  const { alice, bob, dm } = await startChat(server);
  await using gateway = await listen(server, bob);
  const sent = await send(alice, dm, { content: "  hello <@1> **you** 🙂\n", nonce: "n1" });
  expect(sent).toMatchObject({ content: "hello <@1> **you** 🙂", nonce: "n1", type: 0, mentions: [] });
  expect(sent.author).toMatchObject({ id: alice.id, username: "alice" });
  conforms(sent);
  expect(await gateway.next<APIMessage>("MESSAGE_CREATE")).toEqual(sent);
  const { body } = await bob.get<APIMessage>(`/channels/${dm}/messages/${sent.id}`);
  conforms(body);
  const { nonce, ...kept } = sent;
  expect(nonce).toBe("n1");
  expect(body).toEqual(kept as APIMessage);
});

test("[SEND3] text has its limits, and nothing is no message", async () => {
  await using server = await startTestServer();
  const { alice, dm } = await startChat(server);
  const post = (body: unknown) => alice.post<ApiErrorBody & APIMessage>(`/channels/${dm}/messages`, body);
  expect((await post({ content: "🙂".repeat(2_000) })).status).toBe(200);
  expect((await post({ content: "🙂".repeat(2_001) })).body.errors).toHaveProperty("content");
  for (const body of [
    {},
    { content: "" },
    { content: " \n\0 " },
    { content: "\u200b\u2060 \u00ad" },
    { content: null, embeds: [] },
  ]) {
    const { status, body: answer } = await post(body);
    expect([status, answer.code]).toEqual([400, 50006]);
  }
  expect((await post({ content: "a\0b\u0007c\r\nd\te" })).body.content).toBe("abc\nd\te");
  expect((await post({ content: "x", sticker_ids: "1001" })).body.errors).toHaveProperty("sticker_ids");
  expect((await post({ content: "x", nonce: "n".repeat(26) })).body.errors).toHaveProperty("nonce");
  expect((await post({ content: 5 })).body.errors).toHaveProperty("content");
});

test("[SEND2] a retried send happens once", async () => {
  await using server = await startTestServer();
  const { alice, bob, dm } = await startChat(server);
  await using gateway = await listen(server, bob);
  const attempts = await Promise.all(
    Array.from({ length: 5 }, () => send(alice, dm, { content: "once", nonce: 77, enforce_nonce: true })),
  );
  expect(new Set(attempts.map(({ id }) => id)).size).toBe(1);
  expect(attempts.every(({ content, nonce }) => content === "once" && String(nonce) === "77")).toBe(true);
  await send(bob, dm, { content: "mine", nonce: 77 });
  await gateway.next<APIMessage>("MESSAGE_CREATE", (d) => d.content === "mine");
  expect(gateway.received.filter(({ t }) => t === "MESSAGE_CREATE")).toHaveLength(2);
  const { body } = await alice.get<APIMessage[]>(`/channels/${dm}/messages`);
  expect(body.map(({ content }) => content)).toEqual(["mine", "once"]);
});

test("[SEND4] replies carry what they answer, and name its author", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, room } = await startRoom(server);
  const asked = await send(alice, room, "who?");
  const answered = await send(bob, room, { content: "me", message_reference: { message_id: asked.id } });
  conforms(answered);
  expect(answered).toMatchObject({
    type: 19,
    message_reference: { channel_id: room, message_id: asked.id },
    referenced_message: { id: asked.id, content: "who?" },
    mentions: [{ id: alice.id }],
  });
  const quiet = await send(carol, room, {
    content: "psst",
    message_reference: { message_id: asked.id, channel_id: room },
    allowed_mentions: { parse: [], replied_user: false },
  });
  expect(quiet.mentions).toEqual([]);
  const lost = await carol.post<ApiErrorBody>(`/channels/${room}/messages`, {
    content: "?",
    message_reference: { message_id: "1" },
  });
  expect(lost.status).toBe(400);
  expect(lost.body.errors).toHaveProperty("message_reference");
  const bare = await send(carol, room, {
    content: "?",
    message_reference: { message_id: "1", fail_if_not_exists: false },
  });
  expect(bare.type).toBe(0);
  await alice.delete(`/channels/${room}/messages/${asked.id}`);
  const { body } = await bob.get<APIMessage>(`/channels/${room}/messages/${answered.id}`);
  expect(body.referenced_message).toBeNull();
  conforms(body);
});

test("[SEND4] a reply cannot point into a channel that one does not see", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, room } = await startRoom(server);
  await befriend(bob, carol);
  const secret = await send(bob, (await openChat(bob, carol)).id, "secret");
  for (const reference of [
    { message_id: secret.id },
    { message_id: secret.id, channel_id: secret.channel_id },
  ]) {
    const answer = await alice.post<ApiErrorBody>(`/channels/${room}/messages`, {
      content: "?",
      message_reference: reference,
    });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).not.toContain("secret");
  }
});

test("[SEND5] mentions name those who are there, and count in their badges", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, room } = await startRoom(server);
  const dave = await server.user("dave");
  const readState = async (user: typeof alice) => {
    await using gateway = await listen(server, user);
    return gateway.ready.read_state.find(({ id }) => id === room);
  };
  const before = {
    bob: (await readState(bob))?.mention_count ?? 0,
    carol: (await readState(carol))?.mention_count ?? 0,
  };
  const named = await send(alice, room, `<@${bob.id}> <@!${dave.id}> \`<@${carol.id}>\``);
  expect(named.mentions.map(({ id }) => id)).toEqual([bob.id]);
  const all = await send(alice, room, "@everyone come");
  expect(all).toMatchObject({ mention_everyone: true, mentions: [] });
  const quiet = await send(alice, room, {
    content: `@everyone <@${bob.id}>`,
    allowed_mentions: { parse: [] },
  });
  expect(quiet).toMatchObject({ mention_everyone: false, mentions: [] });
  expect((await readState(bob))?.mention_count).toBe(before.bob + 2);
  expect((await readState(carol))?.mention_count).toBe(before.carol + 1);
  expect(await readState(alice)).toMatchObject({ last_message_id: quiet.id, mention_count: 0 });
  await alice.delete(`/channels/${room}/messages/${named.id}`);
  expect((await readState(bob))?.mention_count).toBe(before.bob + 1);

  const inbox = async (user: typeof alice) =>
    (await user.get<APIMessage[]>("/users/@me/mentions")).body
      .filter(({ type }) => type === 0)
      .map(({ id }) => id);
  expect(await inbox(bob)).toEqual([all.id]);
  expect(await inbox(carol)).toEqual([all.id]);
  expect(await inbox(alice)).toEqual([]);
  expect((await bob.delete(`/users/@me/mentions/${all.id}`)).status).toBe(204);
  expect(await inbox(bob)).toEqual([]);
  expect(await inbox(carol)).toEqual([all.id]);
});

test("[SEND6] only its author edits a message, and everybody sees it edited", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, room } = await startRoom(server);
  await using gateway = await listen(server, bob);
  const sent = await send(alice, room, "frist");
  const path = `/channels/${room}/messages/${sent.id}`;
  await bob.put(`${path}/reactions/${encodeURIComponent("🔥")}/@me`);
  const { status, body } = await alice.patch<APIMessage>(path, { content: `first <@${carol.id}>` });
  expect(status).toBe(200);
  conforms(body);
  expect(body).toMatchObject({ content: `first <@${carol.id}>`, mentions: [{ id: carol.id }] });
  expect(body.edited_timestamp).toEndWith("Z");
  expect(body.reactions).toHaveLength(1);
  const { reactions, ...announced } = body;
  expect(reactions).toBeDefined();
  expect(await gateway.next<APIMessage>("MESSAGE_UPDATE")).toEqual(announced as APIMessage);

  const foreign = await bob.patch<ApiErrorBody>(path, { content: "mine now" });
  expect([foreign.status, foreign.body.code]).toEqual([403, 50005]);
  const empty = await alice.patch<ApiErrorBody>(path, { content: "" });
  expect([empty.status, empty.body.code]).toEqual([400, 50006]);
  const flagged = await alice.patch<APIMessage>(path, { flags: MessageFlags.SuppressEmbeds });
  expect(flagged.body).toMatchObject({ flags: 4, content: `first <@${carol.id}>` });
  expect((await alice.patch<ApiErrorBody>(`/channels/${room}/messages/1`, { content: "x" })).body.code).toBe(
    10008,
  );
});

test("[SEND7] authors delete their own, a room's admins anybody's, in a chat of two nobody the other's", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, room } = await startRoom(server);
  await using gateway = await listen(server, carol);
  const ofBob = await send(bob, room, "bob's");
  const ofAlice = await send(alice, room, "alice's");
  const remove = (user: typeof alice, message: APIMessage) =>
    user.delete<ApiErrorBody>(`/channels/${message.channel_id}/messages/${message.id}`);
  expect((await remove(bob, ofAlice)).body.code).toBe(50013);
  expect((await remove(alice, ofBob)).status).toBe(204);
  expect(await gateway.next("MESSAGE_DELETE")).toEqual({ id: ofBob.id, channel_id: room });
  expect((await remove(alice, ofBob)).body.code).toBe(10008);
  const { id: dm } = await openChat(alice, bob);
  expect((await remove(bob, await send(alice, dm, "keep"))).body.code).toBe(50013);
  expect((await remove(bob, await send(bob, dm, "drop"))).status).toBe(204);
});

test("[SEND7] a room's admins delete many at once", async () => {
  await using server = await startTestServer();
  const { alice, bob, room } = await startRoom(server);
  await using gateway = await listen(server, bob);
  const ids: string[] = [];
  for (const text of ["a", "b", "c"]) ids.push((await send(bob, room, text)).id);
  const path = `/channels/${room}/messages/bulk-delete`;
  expect((await bob.post<ApiErrorBody>(path, { messages: ids })).body.code).toBe(50013);
  expect((await alice.post(path, { messages: [ids[0]] })).status).toBe(400);
  expect((await alice.post(path, { messages: [...ids.slice(0, 2), "5"] })).status).toBe(204);
  const told = await gateway.next<{ ids: string[]; channel_id: string }>("MESSAGE_DELETE_BULK");
  expect(told).toEqual({ ids: ids.slice(0, 2), channel_id: room });
  const { body } = await bob.get<APIMessage[]>(`/channels/${room}/messages?limit=1`);
  expect(body[0]?.id).toBe(ids[2] as string);
  const { id: dm } = await openChat(alice, bob);
  expect(
    (await alice.post<ApiErrorBody>(`/channels/${dm}/messages/bulk-delete`, { messages: ids })).body.code,
  ).toBe(50003);
});

test("[BLOCK3] a block closes a chat of two both ways; strangers have no channel", async () => {
  await using server = await startTestServer();
  const { alice, bob, dm } = await startChat(server);
  const eve = await server.user("eve");
  expect((await eve.post<ApiErrorBody>(`/channels/${dm}/messages`, { content: "x" })).body.code).toBe(10003);
  expect((await eve.get<ApiErrorBody>(`/channels/${dm}/messages`)).body.code).toBe(10003);
  const old = await send(bob, dm, "before");
  await alice.put(`/users/@me/relationships/${bob.id}`, { type: 2 });
  await using listener = await listen(server, alice);
  for (const user of [alice, bob]) {
    const { status, body } = await user.post<ApiErrorBody>(`/channels/${dm}/messages`, { content: "x" });
    expect([status, body.code]).toEqual([403, 50007]);
  }
  // Nor does he go on talking by changing or pinning what he wrote before; he may take it back.
  const edit = await bob.patch<ApiErrorBody>(`/channels/${dm}/messages/${old.id}`, { content: "after" });
  expect([edit.status, edit.body.code]).toEqual([403, 50007]);
  const pin = await bob.put<ApiErrorBody>(`/channels/${dm}/messages/pins/${old.id}`);
  expect([pin.status, pin.body.code]).toEqual([403, 50007]);
  expect((await bob.delete(`/channels/${dm}/messages/${old.id}`)).status).toBe(204);
  await listener.settle();
  expect(listener.received.map(({ t }) => t)).toEqual(["MESSAGE_DELETE"]);
});

test("[CHAT2] a chat that was put away comes back with the next message", async () => {
  await using server = await startTestServer();
  const { alice, bob, dm } = await startChat(server);
  await send(alice, dm, "one");
  await bob.delete(`/channels/${dm}`);
  await using gateway = await listen(server, bob);
  const sent = await send(alice, dm, "two");
  expect((await gateway.next<PrivateChannel>("CHANNEL_CREATE")).id).toBe(dm);
  expect((await gateway.next<APIMessage>("MESSAGE_CREATE")).id).toBe(sent.id);
  const order = gateway.received.map(({ t }) => t);
  expect(order.indexOf("CHANNEL_CREATE")).toBeLessThan(order.indexOf("MESSAGE_CREATE"));
});

test("[ROOM3] who was removed from a room neither writes nor hears", async () => {
  await using server = await startTestServer();
  const { alice, bob, room } = await startRoom(server);
  await using gateway = await listen(server, bob);
  await alice.delete(`/channels/${room}/recipients/${bob.id}`);
  await gateway.next("CHANNEL_DELETE");
  await send(alice, room, "without bob");
  expect((await bob.post<ApiErrorBody>(`/channels/${room}/messages`, { content: "x" })).body.code).toBe(
    10003,
  );
  const { id: dm } = await openChat(alice, bob);
  await send(alice, dm, "hello again");
  await gateway.next<APIMessage>("MESSAGE_CREATE", (d) => d.content === "hello again");
  expect(JSON.stringify(gateway.received)).not.toContain("without bob");
});

test("embeds and flags are kept within Discord's limits", async () => {
  await using server = await startTestServer();
  const { alice, dm } = await startChat(server);
  const sent = await send(alice, dm, {
    embeds: [{ title: "T", description: "D", color: 255, fields: [{ name: "n", value: "v", inline: true }] }],
    flags: MessageFlags.SuppressNotifications | MessageFlags.Ephemeral,
    tts: true,
  });
  conforms(sent);
  expect(sent).toMatchObject({
    flags: MessageFlags.SuppressNotifications,
    tts: true,
    embeds: [{ title: "T" }],
  });
  const refused = async (embed: unknown) =>
    (await alice.post<ApiErrorBody>(`/channels/${dm}/messages`, { embeds: [embed] })).body.errors;
  expect(await refused({ title: "x".repeat(257) })).toHaveProperty("embeds");
  expect(await refused({ url: "javascript:alert(1)" })).toHaveProperty("embeds");
  expect(
    await refused({ fields: Array.from({ length: 26 }, () => ({ name: "n", value: "v" })) }),
  ).toBeDefined();
});

test("one in many rooms gets only what those rooms say", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol } = await startRoom(server);
  const { id: withBob } = await makeRoom(alice, [bob], "bob's");
  const { id: withCarol } = await makeRoom(alice, [carol], "carol's");
  await using gateway = await listen(server, carol);
  await send(alice, withBob, "for bob");
  await send(alice, withCarol, "for carol");
  expect((await gateway.next<APIMessage>("MESSAGE_CREATE")).content).toBe("for carol");
});

test("[LIMIT1] who sends too fast is told when to go on, and nothing more is sent", async () => {
  await using server = await startTestServer({ PALABRE_RATE_LIMITS: "on" });
  const { alice, bob, dm } = await startChat(server);
  const answers = [];
  for (let n = 0; n < 12; n++) {
    answers.push(await alice.post<RateLimitBody>(`/channels/${dm}/messages`, { content: `${n}` }));
  }
  expect(answers.map(({ status }) => status)).toEqual([...Array(10).fill(200), 429, 429]);
  const [first] = answers;
  expect(first?.headers.get("x-ratelimit-limit")).toBe("10");
  expect(first?.headers.get("x-ratelimit-remaining")).toBe("9");
  const last = answers.at(-1);
  expect(last?.body.retry_after).toBeGreaterThan(0);
  expect(Number(last?.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
  expect((await bob.post(`/channels/${dm}/messages`, { content: "mine" })).status).toBe(200);
  expect((await alice.get<APIMessage[]>(`/channels/${dm}/messages`)).body).toHaveLength(11);
});

test("[CHAT3] whoever takes messages from friends alone gets none from others", async () => {
  await using server = await startTestServer();
  const { alice, bob, dm } = await startChat(server);
  await bob.patch("/users/@me/settings", { allow_dms: "friends" });
  await send(alice, dm, "as a friend");
  await alice.delete(`/users/@me/relationships/${bob.id}`);
  const refused = await alice.post<ApiErrorBody>(`/channels/${dm}/messages`, { content: "as a stranger" });
  // Alice opened the chat, so Bob may answer her whatever she chose.
  expect([refused.status, refused.body.code]).toEqual([403, 50007]);
  await send(bob, dm, "still");
});

test("deleting and editing at once leaves nothing half done", async () => {
  await using server = await startTestServer();
  const { alice, bob, room } = await startRoom(server);
  for (let round = 0; round < 5; round++) {
    const { id } = await send(alice, room, `<@${bob.id}>`);
    const path = `/channels/${room}/messages/${id}`;
    const statuses = await Promise.all([
      alice.patch(path, { content: `again <@${bob.id}>` }).then(({ status }) => status),
      alice.delete(path).then(({ status }) => status),
      bob.put(`${path}/reactions/%F0%9F%94%A5/@me`).then(({ status }) => status),
      alice.put(`/channels/${room}/messages/pins/${id}`).then(({ status }) => status),
    ]);
    expect(statuses.every((status) => [200, 204, 404].includes(status))).toBe(true);
    expect((await bob.get<ApiErrorBody>(path)).body.code).toBe(10008);
  }
  expect((await bob.get<APIMessage[]>(`/channels/${room}/pins`)).body).toEqual([]);
  const { body } = await bob.get<APIMessage[]>("/users/@me/mentions");
  expect(body.filter(({ type }) => type === 0)).toEqual([]);
});
