import { expect, test } from "bun:test";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { APIMessage, ApiErrorBody, ReadyGuild } from "@palabre/protocol";
import {
  GuildStickerResponseSchema,
  MessageResponseSchema,
  StickerPackResponseSchema,
} from "discord-api-spec/zod";
import type { APIAuditLog, APISticker, APIStickerPack } from "discord-api-types/v10";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { createFolderBlobs } from "../src/blobs/folder.ts";
import { createStickerSweep } from "../src/features/stickers/sweep-pictures.ts";
import { addBot, makeBot } from "./bots.ts";
import { enrol, grant } from "./enrol.ts";
import { makeGuild, USUAL } from "./guild.ts";
import { type Answer, startTestServer, type TestServer, type TestUser } from "./harness.ts";
import { listen } from "./listen.ts";
import { befriend, openChat } from "./people.ts";
import { animatedGif, bitmap, jpeg, png, pngBomb, signedPng, webp } from "./pictures.ts";

const MAKE = USUAL | P.CreateGuildExpressions;

function form(file: Uint8Array | null, words: Record<string, string> = {}): FormData {
  const data = new FormData();
  const fields = { name: "Wave", description: "A hand", tags: "wave", ...words };
  for (const [key, value] of Object.entries(fields)) data.append(key, value);
  if (file) data.append("file", new Blob([file as Uint8Array<ArrayBuffer>]), "wave.png");
  return data;
}

const post = (user: TestUser, guildId: string, body: unknown) =>
  user.post<APISticker & ApiErrorBody>(`/guilds/${guildId}/stickers`, body);

async function make(
  user: TestUser,
  guildId: string,
  words: Record<string, string> = {},
): Promise<APISticker> {
  const { status, body } = await post(user, guildId, form(await png(40, 40), words));
  expect([status, status === 201 ? "" : JSON.stringify(body)]).toEqual([201, ""]);
  return body;
}

const say = (user: TestUser, channelId: string, ...sticker_ids: string[]) =>
  user.post<APIMessage & ApiErrorBody>(`/channels/${channelId}/messages`, { sticker_ids });

const outcome = ({ status, body }: Answer<unknown>) => [status, (body as ApiErrorBody).code];

/** Alice's server; Bob is a member, Carol is none. */
async function setUp(server: TestServer, everyone = MAKE) {
  const [alice, bob, carol] = [
    await server.user("alice"),
    await server.user("bob"),
    await server.user("carol"),
  ];
  const guild = await makeGuild(alice, everyone);
  await enrol(server, guild.id, bob);
  return {
    alice,
    bob,
    carol,
    guild,
    path: `/guilds/${guild.id}/stickers`,
    general: guild.channel("general"),
  };
}

test("[STICKER1] a sticker comes, changes and goes; members and the audit log are told", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, guild, path } = await setUp(server);
  await using b = await listen(server, bob);
  await using c = await listen(server, carol);
  const made = await make(bob, guild.id, { description: "" });
  expect(GuildStickerResponseSchema.safeParse(made).error).toBeUndefined();
  expect(made).toMatchObject({ name: "Wave", description: "", tags: "wave", type: 2, format_type: 1 });
  expect(made.user?.id).toBe(bob.id);
  const { user, ...told } = made;
  expect(await b.next("GUILD_STICKERS_UPDATE")).toEqual({ guild_id: guild.id, stickers: [told] } as never);
  expect((await alice.get<APISticker[]>(path)).body).toEqual([made]);
  expect((await alice.get<APISticker>(`${path}/${made.id}`)).body).toEqual(made);
  expect((await alice.get<APISticker>(`/stickers/${made.id}`)).body).toEqual(made);
  await using again = await listen(server, bob);
  expect(again.ready.guilds[0]?.stickers).toEqual([told]);
  expect((await alice.get<ReadyGuild>(`/guilds/${guild.id}`)).body.stickers).toEqual([told]);

  const changed = await bob.patch<APISticker>(`${path}/${made.id}`, { name: "Salut", tags: "hi" });
  expect(changed.body).toEqual({ ...made, name: "Salut", tags: "hi" });
  const update = await b.next("GUILD_STICKERS_UPDATE");
  expect(update.stickers).toEqual([{ ...told, name: "Salut", tags: "hi" }]);
  expect((await bob.delete(`${path}/${made.id}`)).status).toBe(204);
  expect((await b.next("GUILD_STICKERS_UPDATE")).stickers).toEqual([]);
  expect(outcome(await bob.get(`/stickers/${made.id}`))).toEqual([404, 10060]);
  const log = (await alice.get<APIAuditLog>(`/guilds/${guild.id}/audit-logs`)).body.audit_log_entries;
  expect(log.map(({ action_type, target_id }) => [action_type, target_id])).toEqual(
    [92, 91, 90].map((action) => [action, made.id]) as never,
  );
  expect(log[1]?.changes).toEqual([
    { key: "name", old_value: "Wave", new_value: "Salut" },
    { key: "tags", old_value: "wave", new_value: "hi" },
  ]);
  await c.settle();
  expect(c.received).toEqual([]);
});

test("[STICKER2] pictures are looked into, bare of metadata, and served for good", async () => {
  await using server = await startTestServer();
  const { alice, bob, guild, path } = await setUp(server);
  const picture = (id: string, ending: string) => fetch(`${server.url}/stickers/${id}.${ending}`);
  const big = (await post(bob, guild.id, form(await webp(600, 300)))).body;
  expect(big.format_type).toBe(1);
  const shown = await picture(big.id, "png");
  expect(shown.headers.get("content-type")).toBe("image/png");
  expect(shown.headers.get("cache-control")).toContain("immutable");
  expect(await new Bun.Image(await shown.bytes()).metadata()).toMatchObject({ width: 320, height: 160 });
  const moving = (await post(bob, guild.id, form(animatedGif()))).body;
  expect(moving.format_type).toBe(4);
  const gif = await picture(moving.id, "gif");
  expect(gif.headers.get("content-type")).toBe("image/gif");
  expect(await gif.text()).not.toContain("SECRET");
  const signed = (await post(bob, guild.id, form(await signedPng(32, 32)))).body;
  expect(await (await picture(signed.id, "png")).text()).not.toContain("SECRET");
  const apng = (await post(bob, guild.id, form(await animated(32)))).body;
  expect(apng.format_type).toBe(2);
  expect(await (await picture(apng.id, "png")).text()).toContain("acTL");
  for (const address of [`${moving.id}.png`, "5.png", "x", `${big.id}.webp`, "../avatars/1.png"])
    expect((await fetch(`${server.url}/stickers/${address}`)).status).toBe(404);
  const etag = shown.headers.get("etag") ?? "";
  const known = await fetch(`${server.url}/stickers/${big.id}.png`, { headers: { "If-None-Match": etag } });
  expect(known.status).toBe(304);

  const refuse = async (body: FormData, field: string) => {
    const { status, body: answer } = await post(bob, guild.id, body);
    expect([status, Object.keys(answer.errors ?? {})]).toEqual([400, [field]]);
  };
  await refuse(form(null), "file");
  await refuse(form(await jpeg(20, 20)), "file");
  await refuse(form(Buffer.from("<svg/>")), "file");
  await refuse(form(pngBomb(30_000, 30_000)), "file");
  await refuse(form((await png(20, 20)).subarray(0, 40)), "file");
  await refuse(form(await animated(321)), "file");
  await refuse(form(Buffer.concat([await png(20, 20), Buffer.alloc(512 * 1_024)])), "file");
  await refuse(form(await png(8, 8), { name: "x" }), "name");
  await refuse(form(await png(8, 8), { name: "n".repeat(31) }), "name");
  await refuse(form(await png(8, 8), { description: "d" }), "description");
  await refuse(form(await png(8, 8), { tags: "" }), "tags");
  await refuse(form(await png(8, 8), { tags: "t".repeat(201) }), "tags");
  expect((await post(bob, guild.id, form(Buffer.from(bitmap(1_000, 1_000))))).status).toBe(413);
  expect((await post(bob, guild.id, { name: "Wave" })).status).toBe(415);
  const broken = await fetch(`${server.url}/api/v10${path}`, {
    method: "POST",
    headers: { Authorization: bob.token, "Content-Type": "multipart/form-data; boundary=x" },
    body: "--y",
  });
  expect(broken.status).toBe(400);
  expect((await alice.get<APISticker[]>(path)).body).toHaveLength(4);
});

/** A PNG that says it has one frame. */
async function animated(side: number): Promise<Uint8Array> {
  const plain = await png(side, side);
  const chunk = Buffer.alloc(20);
  chunk.writeUInt32BE(8);
  chunk.write("acTL", 4, "latin1");
  chunk.writeUInt32BE(1, 8);
  chunk.writeUInt32BE(Bun.hash.crc32(chunk.subarray(4, 16)), 16);
  return Buffer.concat([plain.subarray(0, 33), chunk, plain.subarray(33)]);
}

test("[STICKER1] [STICKER3] one's own take Create, others' Manage; who brought them is for those who may", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, guild, path } = await setUp(server, USUAL);
  const dave = await server.user("dave");
  await enrol(server, guild.id, dave);
  await grant(server, guild.id, dave, P.CreateGuildExpressions);
  const made = await make(alice, guild.id);
  expect(outcome(await post(bob, guild.id, form(await png(8, 8))))).toEqual([403, 50013]);
  expect((await bob.get<APISticker[]>(path)).body[0]).not.toHaveProperty("user");
  expect((await bob.get<APISticker>(`/stickers/${made.id}`)).body).not.toHaveProperty("user");
  for (const user of [bob, dave]) {
    expect(outcome(await user.patch(`${path}/${made.id}`, { name: "Mine" }))).toEqual([403, 50013]);
    expect(outcome(await user.delete(`${path}/${made.id}`))).toEqual([403, 50013]);
  }
  const own = await make(dave, guild.id);
  expect((await dave.patch(`${path}/${own.id}`, { name: "Mine" })).status).toBe(200);
  expect((await alice.delete(`${path}/${own.id}`)).status).toBe(204);
  for (const [method, address] of [
    ["get", path],
    ["get", `${path}/${made.id}`],
    ["get", `/stickers/${made.id}`],
    ["patch", `${path}/${made.id}`],
    ["delete", `${path}/${made.id}`],
  ] as const) {
    const answer = method === "patch" ? await carol.patch(address, {}) : await carol[method](address);
    expect(answer.status).toBe(404);
  }
  expect(outcome(await post(carol, guild.id, form(await png(8, 8))))).toEqual([404, 10004]);
  // A sticker is found under its own server alone.
  const { body: other } = await carol.post<ReadyGuild>("/guilds", { name: "Other" });
  expect(outcome(await carol.get(`/guilds/${other.id}/stickers/${made.id}`))).toEqual([404, 10060]);
  expect(outcome(await carol.delete(`/guilds/${other.id}/stickers/${made.id}`))).toEqual([404, 10060]);
});

test("[STICKER4] a message may be stickers alone, and tells their names when they are gone", async () => {
  await using server = await startTestServer();
  const { alice, bob, guild, path, general } = await setUp(server);
  const made = await make(alice, guild.id);
  await using b = await listen(server, bob);
  const sent = await say(bob, general, made.id, "1001", made.id);
  expect(sent.status).toBe(200);
  expect(MessageResponseSchema.safeParse(sent.body).error).toBeUndefined();
  const items = [
    { id: made.id, name: "Wave", format_type: 1 },
    { id: "1001", name: "Hello", format_type: 1 },
  ];
  expect(sent.body.sticker_items).toEqual(items);
  expect((await b.next<APIMessage>("MESSAGE_CREATE")).sticker_items).toEqual(items);
  const at = `/channels/${general}/messages`;
  const edited = await bob.patch<APIMessage>(`${at}/${sent.body.id}`, { content: "with words" });
  expect([edited.body.content, edited.body.sticker_items]).toEqual(["with words", items]);
  expect((await bob.patch(`${at}/${sent.body.id}`, { content: "" })).status).toBe(200);
  await alice.delete(`${path}/${made.id}`);
  const [old] = (await alice.get<APIMessage[]>(at)).body;
  expect(old?.sticker_items).toEqual(items);
  expect((await fetch(`${server.url}/stickers/${made.id}.png`)).status).toBe(404);
  const reply = await alice.post<APIMessage>(at, {
    content: "!",
    message_reference: { message_id: sent.body.id },
  });
  expect(reply.body.referenced_message?.sticker_items).toEqual(items);

  expect(outcome(await say(bob, general, made.id))).toEqual([400, 50081]);
  expect(outcome(await say(bob, general, "5"))).toEqual([400, 50081]);
  expect((await say(bob, general, "1001", "1002", "1003", "1004")).body.errors).toHaveProperty("sticker_ids");
  expect(outcome(await say(bob, general))).toEqual([400, 50006]);
  // A forum's post may begin with one.
  const forum = guild.channel("help");
  const begun = await bob.post<{ message: APIMessage }>(`/channels/${forum}/threads`, {
    name: "Look",
    message: { sticker_ids: ["1002"] },
  });
  expect(begun.body.message.sticker_items).toEqual([{ id: "1002", name: "Thanks", format_type: 1 }]);
});

test("[STICKER5] another server's are for those who are in it, where they may be brought", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, guild } = await setUp(server);
  const made = await make(alice, guild.id);
  const { body: other } = await carol.post<ReadyGuild>("/guilds", {
    name: "Other",
    roles: [{ id: 0, permissions: String(USUAL) }],
    channels: [{ id: 1, name: "general" }],
  });
  await enrol(server, other.id, bob);
  const elsewhere = other.channels.find(({ type }) => type === 0)?.id ?? "";
  // Carol learns nothing of a server she is not in.
  expect(outcome(await say(carol, elsewhere, made.id))).toEqual([400, 50081]);
  expect(outcome(await say(bob, elsewhere, made.id))).toEqual([403, 50600]);
  await grant(server, other.id, bob, P.UseExternalStickers);
  expect((await say(bob, elsewhere, made.id)).status).toBe(200);
  await befriend(bob, carol);
  const { id: dm } = await openChat(bob, carol);
  expect((await say(bob, dm, made.id)).status).toBe(200);
  expect(outcome(await say(carol, dm, made.id))).toEqual([400, 50081]);
  expect((await say(carol, dm, "1003")).status).toBe(200);
});

test("[STICKER4] copies of a published message have its stickers; webhooks send none", async () => {
  await using server = await startTestServer();
  const { alice, guild, general } = await setUp(server);
  const news = guild.channel("news");
  await alice.post(`/channels/${news}/followers`, { webhook_channel_id: general });
  const sent = await say(alice, news, "1001");
  await alice.post(`/channels/${news}/messages/${sent.body.id}/crosspost`);
  const [copy] = (await alice.get<APIMessage[]>(`/channels/${general}/messages`)).body;
  expect(copy?.sticker_items).toEqual(sent.body.sticker_items);
  const { body: hook } = await alice.post<{ id: string; token: string }>(`/channels/${general}/webhooks`, {
    name: "CI",
  });
  const posted = await alice.post<APIMessage>(`/webhooks/${hook.id}/${hook.token}?wait=true`, {
    content: "built",
    sticker_ids: ["1001"],
  });
  expect(posted.body).not.toHaveProperty("sticker_items");
});

test("[STICKER6] everybody has one pack", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const { body } = await alice.get<{ sticker_packs: APIStickerPack[] }>("/sticker-packs");
  const [pack] = body.sticker_packs;
  expect(StickerPackResponseSchema.safeParse(pack).error).toBeUndefined();
  expect((await alice.get<APIStickerPack>(`/sticker-packs/${pack?.id}`)).body).toEqual(
    pack as APIStickerPack,
  );
  expect(outcome(await alice.get("/sticker-packs/2"))).toEqual([404, 10061]);
  expect(pack?.stickers).toHaveLength(8);
  for (const sticker of pack?.stickers ?? []) {
    expect((await alice.get<APISticker>(`/stickers/${sticker.id}`)).body).toEqual(sticker);
    const picture = await fetch(`${server.url}/stickers/${sticker.id}.png`);
    expect(await new Bun.Image(await picture.bytes()).metadata()).toMatchObject({ width: 320, height: 320 });
  }
});

test("[STICKER1] bots are told as their intents say; limits hold; all goes with the server", async () => {
  await using server = await startTestServer();
  const { alice, bob, guild, path } = await setUp(server);
  const bot = await makeBot(server, alice);
  await addBot(alice, bot, guild.id, P.CreateGuildExpressions);
  await using hears = await listen(server, bot, { intents: (1 << 0) | (1 << 3) });
  await using deaf = await listen(server, bot, { intents: 1 << 0 });
  const made = await make(bot, guild.id);
  expect((await hears.next("GUILD_STICKERS_UPDATE")).stickers).toHaveLength(1);
  await deaf.settle();
  expect(deaf.received.filter(({ t }) => t === "GUILD_STICKERS_UPDATE")).toEqual([]);
  await server.seed(async ({ sql }) => {
    await sql.insertInto("instance_settings").values({ key: "limit:stickers", value: "1" }).execute();
  });
  expect(outcome(await post(bob, guild.id, form(await png(8, 8))))).toEqual([400, 30039]);
  const lying = () => readdir(join(server.dataDir, "files/stickers"));
  expect(await lying()).toEqual([`${made.id}.png`]);
  const blobs = createFolderBlobs(join(server.dataDir, "files"));
  await server.seed(async ({ sql }) => {
    const sweep = createStickerSweep({ sql, blobs });
    await sweep();
    await sweep();
    expect(await lying()).toEqual([`${made.id}.png`]);
    await sql.deleteFrom("stickers").where("id", "=", made.id).execute();
    await sweep();
    await sweep();
    expect(await lying()).toEqual([]);
    const back = {
      guild_id: guild.id,
      user_id: bob.id,
      name: "Wave",
      description: "",
      tags: "",
      format_type: 1,
    };
    await sql
      .insertInto("stickers")
      .values({ ...back, id: made.id })
      .execute();
  });
  await alice.delete(`/guilds/${guild.id}`);
  expect(outcome(await bob.get(`/stickers/${made.id}`))).toEqual([404, 10060]);
  expect(outcome(await bob.get(path))).toEqual([404, 10004]);
  await server.seed(async ({ sql }) => {
    expect(await sql.selectFrom("stickers").selectAll().execute()).toEqual([]);
  });
});
