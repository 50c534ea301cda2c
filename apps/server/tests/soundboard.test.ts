import { expect, test } from "bun:test";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { ApiErrorBody } from "@palabre/protocol";
import { SoundboardSoundResponseSchema } from "discord-api-spec/zod";
import type { APIAuditLog, APISoundboardSound } from "discord-api-types/v10";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { createFolderBlobs } from "../src/blobs/folder.ts";
import { createSoundSweep } from "../src/features/soundboard/sweep-sounds.ts";
import { addBot, makeBot } from "./bots.ts";
import { enrol, grant } from "./enrol.ts";
import { makeGuild, USUAL } from "./guild.ts";
import { type Answer, startTestServer, type TestServer, type TestUser } from "./harness.ts";
import { listen } from "./listen.ts";
import { dataUri } from "./pictures.ts";
import { mp3, opus, taggedMp3 } from "./sounds.ts";

type Sound = APISoundboardSound;
const MP3 = dataUri("audio/mpeg", mp3(20));

const post = (user: TestUser, guildId: string, body: Record<string, unknown>) =>
  user.post<Sound & ApiErrorBody>(`/guilds/${guildId}/soundboard-sounds`, {
    name: "Horn",
    sound: MP3,
    ...body,
  });

async function make(user: TestUser, guildId: string, body: Record<string, unknown> = {}): Promise<Sound> {
  const { status, body: sound } = await post(user, guildId, body);
  expect([status, status === 201 ? "" : JSON.stringify(sound)]).toEqual([201, ""]);
  return sound;
}

const outcome = ({ status, body }: Answer<unknown>) => [status, (body as ApiErrorBody).code];

/** Alice's server; Bob is a member, Carol is none. */
async function setUp(server: TestServer, everyone = USUAL | P.CreateGuildExpressions) {
  const alice = await server.user("alice");
  const bob = await server.user("bob");
  const carol = await server.user("carol");
  const guild = await makeGuild(alice, everyone);
  await enrol(server, guild.id, bob);
  return { alice, bob, carol, id: guild.id, path: `/guilds/${guild.id}/soundboard-sounds` };
}

test("[SOUND1] a sound comes, changes and goes; members and the audit log are told", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, id, path } = await setUp(server);
  await using b = await listen(server, bob);
  await using c = await listen(server, carol);
  const made = await make(bob, id, { volume: 0.7, emoji_name: "📯" });
  expect(SoundboardSoundResponseSchema.safeParse(made).error).toBeUndefined();
  const { user, ...told } = made;
  expect(told).toMatchObject({ name: "Horn", volume: 0.7, emoji_id: null, emoji_name: "📯", guild_id: id });
  expect(user?.id).toBe(bob.id);
  expect(await b.next("GUILD_SOUNDBOARD_SOUND_CREATE")).toEqual(told);
  expect((await alice.get<{ items: Sound[] }>(path)).body).toEqual({ items: [made] });
  expect((await alice.get<Sound>(`${path}/${made.sound_id}`)).body).toEqual(made);
  await using again = await listen(server, bob);
  expect(again.ready.guilds[0]).toHaveProperty("soundboard_sounds", [told]);

  const changed = await bob.patch<Sound>(`${path}/${made.sound_id}`, { volume: 0.123456, emoji_name: null });
  expect(changed.body).toEqual({ ...made, volume: 0.123456, emoji_name: null });
  const { user: _, ...after } = changed.body;
  expect(await b.next("GUILD_SOUNDBOARD_SOUND_UPDATE")).toEqual(after);
  expect((await bob.delete(`${path}/${made.sound_id}`)).status).toBe(204);
  const gone = { sound_id: made.sound_id, guild_id: id };
  expect(await b.next("GUILD_SOUNDBOARD_SOUND_DELETE")).toEqual(gone);
  expect(outcome(await bob.get(`${path}/${made.sound_id}`))).toEqual([404, 10097]);
  const log = (await alice.get<APIAuditLog>(`/guilds/${id}/audit-logs`)).body.audit_log_entries;
  expect(log.map(({ action_type }) => Number(action_type))).toEqual([132, 131, 130]);
  expect(log.map(({ target_id }) => target_id)).toEqual(Array(3).fill(made.sound_id));
  await c.settle();
  expect(c.received).toEqual([]);
});

test("[SOUND2] recordings are measured, bare of tags, and served whole and in parts", async () => {
  await using server = await startTestServer();
  const { bob, id } = await setUp(server);
  const fetchSound = (soundId: string, headers: Record<string, string> = {}) =>
    fetch(`${server.url}/soundboard-sounds/${soundId}`, { headers });
  const tagged = await make(bob, id, { sound: dataUri("audio/mp3", taggedMp3(20)) });
  const whole = await fetchSound(tagged.sound_id);
  expect([whole.status, whole.headers.get("content-type")]).toEqual([200, "audio/mpeg"]);
  expect(whole.headers.get("cache-control")).toContain("immutable");
  expect(Buffer.from(await whole.bytes())).toEqual(Buffer.from(mp3(20)));
  const part = await fetchSound(tagged.sound_id, { Range: "bytes=0-9" });
  expect([part.status, part.headers.get("content-range")]).toEqual([206, `bytes 0-9/${192 * 20}`]);
  expect((await fetchSound(tagged.sound_id, { Range: "bytes=9999-" })).status).toBe(416);
  const ogg = await make(bob, id, { sound: dataUri("audio/ogg", opus(260)) });
  expect((await fetchSound(ogg.sound_id)).headers.get("content-type")).toBe("audio/ogg");
  expect((await fetchSound("99")).status).toBe(404);
  expect((await fetchSound("x")).status).toBe(404);

  const refuse = async (body: Record<string, unknown>, field: string) => {
    const { status, body: answer } = await post(bob, id, body);
    expect([status, Object.keys(answer.errors ?? {})]).toEqual([400, [field]]);
  };
  await refuse({ sound: undefined }, "sound");
  await refuse({ sound: "aGVsbG8=" }, "sound");
  await refuse({ sound: dataUri("audio/mpeg", Buffer.from("hello")) }, "sound");
  await refuse({ sound: dataUri("image/png", mp3(20)) }, "sound");
  // 5.2 seconds are 260 packets, or 216.7 frames; what a file says of itself does not help it.
  await refuse({ sound: dataUri("audio/ogg", opus(261, 960)) }, "sound");
  await refuse({ sound: dataUri("audio/mpeg", mp3(217)) }, "sound");
  await refuse({ sound: dataUri("audio/mpeg", Buffer.concat([mp3(3_000)])) }, "sound");
  await refuse({ name: "x" }, "name");
  await refuse({ name: "n".repeat(33) }, "name");
  await refuse({ volume: 1.1 }, "volume");
  await refuse({ volume: -1 }, "volume");
  await refuse({ emoji_name: "horn" }, "emoji_name");
  await refuse({ emoji_id: "5" }, "emoji_id");
});

test("[SOUND1] one's own take Create, others' Manage; outsiders learn nothing", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, id, path } = await setUp(server, USUAL);
  const made = await make(alice, id);
  const at = `${path}/${made.sound_id}`;
  expect(outcome(await post(bob, id, {}))).toEqual([403, 50013]);
  expect((await bob.get<{ items: Sound[] }>(path)).body.items[0]).not.toHaveProperty("user");
  await grant(server, id, bob, P.CreateGuildExpressions);
  expect(outcome(await bob.patch(at, { name: "Mine" }))).toEqual([403, 50013]);
  expect(outcome(await bob.delete(at))).toEqual([403, 50013]);
  const own = await make(bob, id);
  expect((await bob.patch(`${path}/${own.sound_id}`, { name: "Mine" })).status).toBe(200);
  expect((await alice.delete(`${path}/${own.sound_id}`)).status).toBe(204);
  for (const answer of [
    await carol.get(path),
    await carol.get(at),
    await carol.patch(at, {}),
    await carol.delete(at),
    await post(carol, id, {}),
  ])
    expect(outcome(answer)).toEqual([404, 10004]);
});

test("[SOUND3] op 31 answers for servers one is in, and closes on nonsense", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, id } = await setUp(server);
  const made = await make(alice, id);
  const { user, ...told } = made;
  const bot = await makeBot(server, alice);
  await addBot(alice, bot, id);
  await using b = await listen(server, bot, { intents: 0 });
  b.send(31, { guild_ids: [id, "5", id] });
  expect(await b.next("SOUNDBOARD_SOUNDS")).toEqual({ guild_id: id, soundboard_sounds: [told] });
  await using c = await listen(server, carol);
  c.send(31, { guild_ids: [id] });
  await using own = await listen(server, bob);
  own.send(31, { guild_ids: [id] });
  await own.next("SOUNDBOARD_SOUNDS");
  await c.settle();
  await b.settle();
  expect(c.received).toEqual([]);
  expect(b.received.filter(({ t }) => t === "SOUNDBOARD_SOUNDS")).toHaveLength(1);
  for (const d of [{}, { guild_ids: "5" }, { guild_ids: ["x"] }, { guild_ids: Array(201).fill(id) }]) {
    await using nonsense = await listen(server, bob);
    nonsense.send(31, d);
    expect(await nonsense.closed).toBe(4002);
  }
});

test("[SOUND4] everybody has a few", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const { body } = await alice.get<Sound[]>("/soundboard-default-sounds");
  expect(body).toHaveLength(6);
  for (const sound of body) {
    expect(SoundboardSoundResponseSchema.safeParse(sound).error).toBeUndefined();
    const recording = await fetch(`${server.url}/soundboard-sounds/${sound.sound_id}`);
    expect(recording.headers.get("content-type")).toBe("audio/wav");
    expect((await recording.bytes()).length).toBeGreaterThan(50_000);
  }
});

test("[SOUND1] limits hold, and all goes with the server", async () => {
  await using server = await startTestServer();
  const { alice, bob, id } = await setUp(server);
  const made = await make(bob, id);
  await server.seed(async ({ sql }) => {
    await sql
      .insertInto("instance_settings")
      .values({ key: "limit:soundboard_sounds", value: "1" })
      .execute();
  });
  expect(outcome(await post(bob, id, {}))).toEqual([400, 30045]);
  const lying = () => readdir(join(server.dataDir, "files/soundboard-sounds"));
  await server.seed(async ({ sql }) => {
    const sweep = createSoundSweep({ sql, blobs: createFolderBlobs(join(server.dataDir, "files")) });
    await sweep();
    await sweep();
    expect(await lying()).toEqual([made.sound_id]);
    await sql.deleteFrom("soundboard_sounds").execute();
    await sweep();
    await sweep();
    expect(await lying()).toEqual([]);
    const back = {
      id: made.sound_id,
      guild_id: id,
      user_id: bob.id,
      name: "Horn",
      volume: 1,
      emoji_name: null,
    };
    await sql.insertInto("soundboard_sounds").values(back).execute();
  });
  await alice.delete(`/guilds/${id}`);
  await server.seed(async ({ sql }) => {
    expect(await sql.selectFrom("soundboard_sounds").selectAll().execute()).toEqual([]);
  });
});
