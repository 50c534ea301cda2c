import { expect, test } from "bun:test";
import type { APIMessage } from "@palabre/protocol";
import { MessageResponseSchema } from "discord-api-spec/zod";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { form, send } from "./chat.ts";
import { enrol, makeGuild } from "./guild.ts";
import { startTestServer, type TestServer } from "./harness.ts";
import { listen } from "./listen.ts";

/** Alice publishes in her server, where Bob is; Bob owns another one, where Carol is. */
async function start(server: TestServer) {
  const alice = await server.user("alice");
  const bob = await server.user("bob");
  const carol = await server.user("carol");
  const source = await makeGuild(alice);
  const target = await makeGuild(bob);
  await enrol(server, source.id, bob);
  await enrol(server, target.id, carol);
  return { alice, bob, carol, source, target };
}

test("[FOLLOW1] what is published is posted where it is followed, and edits and deletions follow", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, source, target } = await start(server);
  const news = source.channel("news");
  const general = target.channel("general");
  await using forCarol = await listen(server, carol);
  await using forBob = await listen(server, bob);
  const followed = await bob.post<{ channel_id: string; webhook_id: string }>(`/channels/${news}/followers`, {
    webhook_channel_id: general,
  });
  expect(followed).toMatchObject({ status: 200, body: { channel_id: news } });
  expect(await forCarol.next("MESSAGE_CREATE")).toMatchObject({
    type: 12,
    content: "Tessera #news",
    channel_id: general,
  });
  const again = await bob.post(`/channels/${news}/followers`, { webhook_channel_id: general });
  expect(again.body).toEqual(followed.body);

  const upload = form({ content: "@everyone 1.0 is out", embeds: [{ title: "1.0" }] }, [
    { name: "notes.txt", data: "text" },
  ]);
  const { body: message } = await alice.post<APIMessage>(`/channels/${news}/messages`, upload);
  const published = await alice.post<APIMessage>(`/channels/${news}/messages/${message.id}/crosspost`);
  expect(published).toMatchObject({ status: 200, body: { id: message.id, flags: 1 } });
  expect(await forBob.next("MESSAGE_UPDATE", (d) => d.id === message.id)).toMatchObject({ flags: 1 });
  const copy = await forCarol.next<APIMessage>("MESSAGE_CREATE");
  expect(copy).toMatchObject({
    channel_id: general,
    guild_id: target.id,
    content: "@everyone 1.0 is out",
    embeds: [{ title: "1.0" }],
    flags: 2,
    mention_everyone: false,
    webhook_id: followed.body.webhook_id,
    author: { id: followed.body.webhook_id, username: "Tessera #news", bot: true },
    message_reference: { channel_id: news, guild_id: source.id, message_id: message.id },
  });
  expect((await server.request("GET", copy.attachments[0]?.url ?? "")).body).toBe("text");
  const read = await carol.get<APIMessage>(`/channels/${general}/messages/${copy.id}`);
  expect(MessageResponseSchema.safeParse(read.body).error).toBeUndefined();
  expect(read.body.attachments).toHaveLength(1);
  expect((await alice.post(`/channels/${news}/messages/${message.id}/crosspost`)).body).toMatchObject({
    code: 40033,
  });
  // Nobody edits a copy; its server's moderators may delete it.
  for (const user of [carol, bob]) {
    expect(
      (await user.patch(`/channels/${general}/messages/${copy.id}`, { content: "mine" })).body,
    ).toMatchObject({ code: 50005 });
  }

  await alice.patch(`/channels/${news}/messages/${message.id}`, { content: "1.0.1 is out", embeds: [] });
  expect(await forCarol.next("MESSAGE_UPDATE")).toMatchObject({
    id: copy.id,
    content: "1.0.1 is out",
    embeds: [],
    flags: 2,
    author: { username: "Tessera #news" },
  });
  await alice.delete(`/channels/${news}/messages/${message.id}`);
  expect(await forCarol.next("MESSAGE_DELETE")).toEqual({
    id: copy.id,
    channel_id: general,
    guild_id: target.id,
  });
  expect((await carol.get(`/channels/${general}/messages/${copy.id}`)).status).toBe(404);

  const hooks = await bob.get<unknown[]>(`/channels/${general}/webhooks`);
  expect(hooks.body).toMatchObject([{ type: 2, source_channel: { id: news, name: "news" } }]);
  expect((await carol.get(`/channels/${general}/webhooks`)).body).toMatchObject({ code: 50013 });
  const hook = `/webhooks/${followed.body.webhook_id}`;
  expect((await carol.delete(hook)).body).toMatchObject({ code: 50013 });
  expect((await alice.delete(hook)).body).toMatchObject({ code: 10015 });
  expect((await bob.delete(hook)).status).toBe(204);
  forCarol.clear();
  const next = await send(alice, news, "nobody follows");
  await alice.post(`/channels/${news}/messages/${next.id}/crosspost`);
  await forCarol.settle();
  expect(forCarol.received).toEqual([]);
});

test("[FOLLOW2] who may not follow or publish is refused; what some do not see is published to nobody", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, source, target } = await start(server);
  const news = source.channel("news");
  const general = target.channel("general");
  const follow = (channel: string, to: string) => ({ path: `/channels/${channel}/followers`, to });
  for (const [user, { path, to }, code] of [
    [carol, follow(news, general), 10003],
    [bob, follow(news, source.channel("general")), 50013],
    [alice, follow(news, general), 10003],
    [bob, follow(source.channel("general"), general), 50024],
    [bob, follow(news, target.channel("voice")), 50024],
  ] as const) {
    expect((await user.post(path, { webhook_channel_id: to })).body).toMatchObject({ code });
  }
  expect((await bob.post(`/channels/${news}/followers`, {})).status).toBe(400);
  expect((await alice.post(`/channels/${news}/followers`, { webhook_channel_id: news })).status).toBe(400);

  const message = await send(alice, news, "hello");
  const publish = `/channels/${news}/messages/${message.id}/crosspost`;
  expect((await bob.post(publish)).body).toMatchObject({ code: 50013 });
  expect((await carol.post(publish)).body).toMatchObject({ code: 10003 });
  const other = await send(alice, source.channel("general"), "hello");
  expect(
    (await alice.post(`/channels/${source.channel("general")}/messages/${other.id}/crosspost`)).body,
  ).toMatchObject({ code: 50024 });

  await bob.post(`/channels/${news}/followers`, { webhook_channel_id: general });
  await alice.patch(`/channels/${news}`, {
    permission_overwrites: [{ id: source.id, type: 0, deny: String(P.ViewChannel) }],
  });
  expect((await alice.post(publish)).body).toMatchObject({ code: 50001 });
  expect(
    (await alice.post(`/channels/${news}/followers`, { webhook_channel_id: source.channel("general") })).body,
  ).toMatchObject({
    code: 50001,
  });
});

test("[FOLLOW1] what is written once the channel is hidden stays in it; with a banned author's messages their copies go", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, source, target } = await start(server);
  const news = source.channel("news");
  const general = target.channel("general");
  await bob.post(`/channels/${news}/followers`, { webhook_channel_id: general });
  const dave = await server.user("dave");
  await enrol(server, source.id, dave);
  const own = await send(alice, news, "for all");
  const his = await send(dave, news, "his");
  await using forCarol = await listen(server, carol);
  for (const { id } of [own, his]) {
    expect((await alice.post(`/channels/${news}/messages/${id}/crosspost`)).status).toBe(200);
    await forCarol.next("MESSAGE_CREATE");
  }
  const overwrite = `/channels/${news}/permissions/${source.id}`;
  await alice.put(overwrite, { type: 0, allow: "0", deny: String(P.ViewChannel) });
  expect((await alice.patch(`/channels/${news}/messages/${own.id}`, { content: "secret" })).status).toBe(200);
  expect(
    (await alice.put(`/guilds/${source.id}/bans/${dave.id}`, { delete_message_seconds: 60 })).status,
  ).toBe(204);
  await forCarol.next("MESSAGE_DELETE");
  expect(JSON.stringify(forCarol.received)).not.toContain("secret");
  const left = await carol.get<APIMessage[]>(`/channels/${general}/messages`);
  expect(left.body.filter(({ type }) => type === 0).map(({ content }) => content)).toEqual(["for all"]);
});
