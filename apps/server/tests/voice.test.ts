import { expect, test } from "bun:test";
import { ChannelType, GatewayOpcodes, PermissionFlagsBits as P } from "discord-api-types/v10";
import { enrol, makeGuild, USUAL } from "./guild.ts";
import { startTestServer, type TestServer, type TestUser } from "./harness.ts";
import { type Listener, listen } from "./listen.ts";

interface State {
  channel_id: string | null;
  user_id: string;
  mute: boolean;
  suppress: boolean;
  request_to_speak_timestamp: string | null;
}

const wish = (guild_id: string, channel_id: string | null, more: object = {}) => ({
  guild_id,
  channel_id,
  self_mute: false,
  self_deaf: false,
  ...more,
});

/** Ada's server with Bob and Carol in it; Carol does not see the hidden voice channel. */
async function open(server: TestServer, permissions = USUAL | P.Connect | P.Speak) {
  const [ada, bob, carol] = await Promise.all(["ada", "bob", "carol"].map((name) => server.user(name)));
  if (!ada || !bob || !carol) throw new Error("nobody");
  const guild = await makeGuild(ada, permissions);
  await enrol(server, guild.id, bob);
  await enrol(server, guild.id, carol);
  const made = async (name: string, type: number, overwrites: object[] = []) =>
    (
      await ada.post<{ id: string }>(`/guilds/${guild.id}/channels`, {
        name,
        type,
        permission_overwrites: overwrites,
      })
    ).body.id;
  const hidden = await made("hidden", ChannelType.GuildVoice, [
    { id: guild.id, type: 0, deny: String(P.ViewChannel) },
    { id: bob.id, type: 1, allow: String(P.ViewChannel) },
  ]);
  const stage = await made("talks", ChannelType.GuildStageVoice);
  return { ada, bob, carol, guild, voice: guild.channel("voice"), hidden, stage, made };
}

const join = (who: Listener, guildId: string, channelId: string | null, more = {}) =>
  who.send(GatewayOpcodes.VoiceStateUpdate, wish(guildId, channelId, more));
/** Once what they wished for before is done: a session's requests are met one after the other. */
const answered = (who: Listener, guildId: string) => {
  who.send(GatewayOpcodes.RequestChannelInfo, { guild_id: guildId, fields: ["status"] });
  return who.next("CHANNEL_INFO");
};
const stateOf = (who: Listener, user: TestUser, channelId: string | null) =>
  who.next<State>("VOICE_STATE_UPDATE", (d) => d.user_id === user.id && d.channel_id === channelId);

test("[VOICE1] who sees a channel hears who comes, how they are, and that they leave", async () => {
  await using server = await startTestServer();
  const { bob, carol, guild, voice } = await open(server);
  await using forBob = await listen(server, bob);
  await using forCarol = await listen(server, carol);
  join(forBob, guild.id, voice, { self_mute: true });
  expect(await stateOf(forCarol, bob, voice)).toMatchObject({
    guild_id: guild.id,
    member: { user: { id: bob.id } },
    self_mute: true,
    mute: false,
    suppress: false,
  });
  expect(await forCarol.next("VOICE_CHANNEL_START_TIME_UPDATE")).toMatchObject({ id: voice });
  // There is no server for sound yet: as documented, the client waits for an address.
  expect(await forBob.next("VOICE_SERVER_UPDATE")).toMatchObject({ guild_id: guild.id, endpoint: null });
  const seen = await carol.get<State>(`/guilds/${guild.id}/voice-states/${bob.id}`);
  expect(seen.body).toMatchObject({ channel_id: voice, session_id: expect.any(String) });
  expect((await bob.get<State>(`/guilds/${guild.id}/voice-states/@me`)).body.channel_id).toBe(voice);
  // Whoever connects later is told in the server itself.
  await using again = await listen(server, carol);
  const told = again.ready.guilds.find(({ id }) => id === guild.id);
  expect(told).toMatchObject({ voice_states: [{ user_id: bob.id, channel_id: voice }] });
  join(forBob, guild.id, null);
  await stateOf(forCarol, bob, null);
  expect(
    await forCarol.next("VOICE_CHANNEL_START_TIME_UPDATE", (d) => d.voice_start_time === null),
  ).toMatchObject({ id: voice });
  expect((await carol.get(`/guilds/${guild.id}/voice-states/${bob.id}`)).body).toMatchObject({ code: 10065 });
});

test("[VOICE2] nobody gets in without Connect, nor into what they do not see, nor into a full channel", async () => {
  await using server = await startTestServer();
  const { ada, bob, carol, guild, voice, hidden } = await open(server);
  await using forAda = await listen(server, ada);
  await using forBob = await listen(server, bob);
  await using forCarol = await listen(server, carol);
  join(forCarol, guild.id, hidden);
  join(forCarol, guild.id, guild.channel("general"));
  await ada.patch(`/channels/${voice}`, { user_limit: 1 });
  join(forBob, guild.id, voice);
  await stateOf(forAda, bob, voice);
  join(forCarol, guild.id, voice);
  // What may not be is passed over; the owner may move people, and gets in.
  join(forAda, guild.id, voice);
  await stateOf(forCarol, ada, voice);
  await forCarol.settle();
  expect(forCarol.received.some(({ t, d }) => t.startsWith("VOICE") && d.user_id === carol.id)).toBe(false);
  expect((await carol.get(`/guilds/${guild.id}/voice-states/@me`)).body).toMatchObject({ code: 10065 });
});

test("[VOICE2] whoever loses Connect stays where they are and may mute themselves, and does not come in again", async () => {
  await using server = await startTestServer();
  const { ada, bob, carol, guild, voice } = await open(server);
  await using forBob = await listen(server, bob);
  await using forCarol = await listen(server, carol);
  join(forBob, guild.id, voice);
  await stateOf(forCarol, bob, voice);
  const role = (await ada.get<{ permissions: string }>(`/guilds/${guild.id}/roles/${guild.id}`)).body;
  const permissions = String(BigInt(role.permissions) & ~P.Connect);
  expect((await ada.patch(`/guilds/${guild.id}/roles/${guild.id}`, { permissions })).status).toBe(200);
  await ada.put(`/channels/${voice}/permissions/${bob.id}`, { type: 1, deny: String(P.Connect) });
  join(forBob, guild.id, voice, { self_mute: true });
  await forCarol.next("VOICE_STATE_UPDATE", (d) => d.self_mute && d.channel_id === voice);
  expect((await carol.get<State>(`/guilds/${guild.id}/voice-states/${bob.id}`)).body.channel_id).toBe(voice);
  // From another device it is coming in, too.
  await using again = await listen(server, bob);
  join(again, guild.id, voice);
  await answered(again, guild.id);
  expect(again.received.some(({ t }) => t === "VOICE_SERVER_UPDATE")).toBe(false);
  join(forBob, guild.id, null);
  await stateOf(forCarol, bob, null);
  join(forBob, guild.id, voice);
  await answered(forBob, guild.id);
  expect((await bob.get(`/guilds/${guild.id}/voice-states/@me`)).body).toMatchObject({ code: 10065 });
});

test("[VOICE3] who is in a hidden channel reaches nobody who does not see it", async () => {
  await using server = await startTestServer();
  const { ada, bob, carol, guild, voice, hidden } = await open(server);
  await using forBob = await listen(server, bob);
  await using forCarol = await listen(server, carol);
  join(forBob, guild.id, voice);
  await stateOf(forCarol, bob, voice);
  // To Carol they left; to Bob they moved.
  join(forBob, guild.id, hidden);
  await stateOf(forCarol, bob, null);
  await stateOf(forBob, bob, hidden);
  expect((await carol.get(`/guilds/${guild.id}/voice-states/${bob.id}`)).body).toMatchObject({ code: 10065 });
  await using again = await listen(server, carol);
  expect(again.ready.guilds.find(({ id }) => id === guild.id)).toMatchObject({ voice_states: [] });
  await forCarol.settle();
  expect(JSON.stringify(forCarol.received)).not.toContain(hidden);
  // Once she sees it she is told who is there; when she ceases to, that they left.
  await ada.put(`/channels/${hidden}/permissions/${carol.id}`, { type: 1, allow: String(P.ViewChannel) });
  await stateOf(forCarol, bob, hidden);
  forCarol.clear();
  await ada.delete(`/channels/${hidden}/permissions/${carol.id}`);
  await stateOf(forCarol, bob, null);
});

test("[VOICE4] one moves, mutes and takes out of voice as permissions allow", async () => {
  await using server = await startTestServer();
  const { ada, bob, carol, guild, voice, hidden, made } = await open(server);
  const second = await made("second", ChannelType.GuildVoice);
  await using forBob = await listen(server, bob);
  await using forCarol = await listen(server, carol);
  const member = `/guilds/${guild.id}/members/${bob.id}`;
  expect((await ada.patch(member, { channel_id: second })).body).toMatchObject({ code: 40032 });
  join(forBob, guild.id, voice);
  await stateOf(forCarol, bob, voice);
  expect((await carol.patch(member, { channel_id: second })).body).toMatchObject({ code: 50013 });
  expect((await ada.patch(member, { channel_id: guild.channel("general") })).body).toMatchObject({
    errors: { channel_id: {} },
  });
  expect((await ada.patch(member, { channel_id: second })).status).toBe(200);
  await stateOf(forCarol, bob, second);
  expect((await ada.patch(member, { mute: true })).status).toBe(200);
  expect(
    await forCarol.next<State>("VOICE_STATE_UPDATE", (d) => d.user_id === bob.id && d.mute),
  ).toMatchObject({ channel_id: second });
  await ada.patch(member, { channel_id: null });
  await stateOf(forCarol, bob, null);
  // With the server, the channel, or the session one leaves, too.
  join(forBob, guild.id, hidden);
  await stateOf(forBob, bob, hidden);
  await ada.delete(`/channels/${hidden}`);
  await stateOf(forBob, bob, null);
  join(forBob, guild.id, voice);
  await stateOf(forCarol, bob, voice);
  await bob.post("/auth/logout");
  await stateOf(forCarol, bob, null);
});

test("[VOICE5] on a stage one listens, asks to speak, and is let", async () => {
  await using server = await startTestServer();
  const { ada, bob, carol, guild, stage, voice } = await open(
    server,
    USUAL | P.Connect | P.Speak | P.RequestToSpeak,
  );
  await using forBob = await listen(server, bob);
  await using forCarol = await listen(server, carol);
  const body = { channel_id: stage, topic: "Release 2" };
  expect((await bob.post("/stage-instances", body)).body).toMatchObject({ code: 50013 });
  expect((await ada.post("/stage-instances", { ...body, channel_id: voice })).body).toMatchObject({
    errors: { channel_id: {} },
  });
  expect((await ada.post("/stage-instances", body)).status).toBe(200);
  expect(await forCarol.next("STAGE_INSTANCE_CREATE")).toMatchObject({
    topic: "Release 2",
    channel_id: stage,
  });
  expect((await ada.post("/stage-instances", body)).body).toMatchObject({ code: 150006 });
  join(forBob, guild.id, stage);
  expect(await stateOf(forCarol, bob, stage)).toMatchObject({ suppress: true });
  const [own, theirs] = ["@me", bob.id].map((id) => `/guilds/${guild.id}/voice-states/${id}`) as [
    string,
    string,
  ];
  expect((await bob.patch(own, { suppress: false })).body).toMatchObject({ code: 50013 });
  expect((await carol.patch(theirs, { suppress: false })).body).toMatchObject({ code: 50013 });
  expect((await bob.patch(own, { request_to_speak_timestamp: new Date().toISOString() })).status).toBe(204);
  await forCarol.next<State>("VOICE_STATE_UPDATE", (d) => d.request_to_speak_timestamp !== null);
  expect((await ada.patch(theirs, { suppress: false })).status).toBe(204);
  expect(
    await forCarol.next<State>("VOICE_STATE_UPDATE", (d) => !d.suppress && d.channel_id === stage),
  ).toMatchObject({ request_to_speak_timestamp: null });
  expect((await ada.patch(`/stage-instances/${stage}`, { topic: "Release 3" })).status).toBe(200);
  await forCarol.next("STAGE_INSTANCE_UPDATE", (d) => d.topic === "Release 3");
  expect((await bob.delete(`/stage-instances/${stage}`)).body).toMatchObject({ code: 50013 });
  expect((await ada.delete(`/stage-instances/${stage}`)).status).toBe(204);
  await forCarol.next("STAGE_INSTANCE_DELETE");
  expect((await carol.get(`/stage-instances/${stage}`)).body).toMatchObject({ code: 10067 });
});

test("[VOICE6] a voice channel says what people do in it", async () => {
  await using server = await startTestServer();
  const { ada, bob, carol, guild, voice, hidden } = await open(
    server,
    USUAL | P.Connect | P.SetVoiceChannelStatus,
  );
  await using forBob = await listen(server, bob);
  await using forCarol = await listen(server, carol);
  const [status, secret] = [voice, hidden].map((id) => `/channels/${id}/voice-status`) as [string, string];
  expect((await bob.put(status, { status: "pairing" })).body).toMatchObject({ code: 50013 });
  join(forBob, guild.id, voice);
  await stateOf(forCarol, bob, voice);
  expect((await bob.put(status, { status: "pairing" })).status).toBe(204);
  expect(await forCarol.next("VOICE_CHANNEL_STATUS_UPDATE")).toEqual({
    id: voice,
    guild_id: guild.id,
    status: "pairing",
  });
  expect((await carol.put(secret, { status: "x" })).body).toMatchObject({ code: 10003 });
  await ada.put(secret, { status: "secret" });
  forCarol.send(GatewayOpcodes.RequestChannelInfo, {
    guild_id: guild.id,
    fields: ["status", "voice_start_time"],
  });
  expect(await forCarol.next("CHANNEL_INFO")).toEqual({
    guild_id: guild.id,
    channels: [{ id: voice, status: "pairing", voice_start_time: expect.any(Number) }],
  });
  // Whoever comes to see a channel is told at once what it says of itself.
  await ada.put(`/channels/${hidden}/permissions/${carol.id}`, { type: 1, allow: String(P.ViewChannel) });
  await forCarol.next("CHANNEL_CREATE", (d) => d.id === hidden);
  expect(await forCarol.next("VOICE_CHANNEL_STATUS_UPDATE")).toEqual({
    id: hidden,
    guild_id: guild.id,
    status: "secret",
  });
  await bob.put(status, { status: null });
  expect(await forCarol.next("VOICE_CHANNEL_STATUS_UPDATE")).toMatchObject({ status: null });
});

test("[VOICE4] whoever ceases to see a channel, or is timed out, is no longer in it; moves are noted", async () => {
  await using server = await startTestServer();
  const { ada, bob, carol, guild, voice, hidden } = await open(server);
  await using forBob = await listen(server, bob);
  await using forCarol = await listen(server, carol);
  const own = `/guilds/${guild.id}/voice-states/@me`;
  join(forBob, guild.id, hidden);
  await stateOf(forBob, bob, hidden);
  await ada.delete(`/channels/${hidden}/permissions/${bob.id}`);
  await stateOf(forBob, bob, null);
  // Not only to him: nobody finds him there.
  join(forBob, guild.id, voice);
  await stateOf(forCarol, bob, voice);
  const member = `/guilds/${guild.id}/members/${bob.id}`;
  const until = new Date(Date.now() + 60_000).toISOString();
  expect((await ada.patch(member, { communication_disabled_until: until })).status).toBe(200);
  await stateOf(forCarol, bob, null);
  expect((await bob.get(own)).body).toMatchObject({ code: 10065 });
  await ada.patch(member, { communication_disabled_until: null });
  join(forBob, guild.id, voice);
  await stateOf(forCarol, bob, voice);
  // To where he is already: no move.
  await ada.patch(member, { channel_id: voice });
  const moves = await ada.get<{ audit_log_entries: object[] }>(
    `/guilds/${guild.id}/audit-logs?action_type=26`,
  );
  expect(moves.body.audit_log_entries).toEqual([]);
  await ada.patch(member, { channel_id: null });
  const log = await ada.get<{ audit_log_entries: object[] }>(`/guilds/${guild.id}/audit-logs?action_type=27`);
  expect(log.body.audit_log_entries).toMatchObject([{ target_id: bob.id, options: { channel_id: voice } }]);
});

test("[SOUND4] a sound is heard by those who are in the channel, from somebody who may play it there", async () => {
  await using server = await startTestServer();
  const { ada, bob, carol, guild, voice } = await open(server, USUAL | P.Connect | P.Speak | P.UseSoundboard);
  await using forBob = await listen(server, bob);
  await using forCarol = await listen(server, carol);
  await using forAda = await listen(server, ada);
  const path = `/channels/${voice}/send-soundboard-sound`;
  expect((await bob.post(path, { sound_id: "1" })).body).toMatchObject({ code: 40032 });
  join(forBob, guild.id, voice);
  join(forAda, guild.id, voice);
  await stateOf(forCarol, bob, voice);
  await stateOf(forCarol, ada, voice);
  expect((await bob.post(path, { sound_id: "99" })).status).toBe(404);
  expect((await bob.post(path, { sound_id: "1" })).status).toBe(204);
  expect(await forAda.next("VOICE_CHANNEL_EFFECT_SEND")).toMatchObject({ user_id: bob.id, sound_id: "1" });
  join(forBob, guild.id, voice, { self_mute: true });
  await forCarol.next("VOICE_STATE_UPDATE", (d) => d.self_mute);
  expect((await bob.post(path, { sound_id: "1" })).body).toMatchObject({ code: 50013 });
  expect((await carol.post(path, { sound_id: "1" })).body).toMatchObject({ code: 40032 });
  await forCarol.settle();
  expect(forCarol.received.some(({ t }) => t === "VOICE_CHANNEL_EFFECT_SEND")).toBe(false);
});

test("[VOICE7] a server that starts finds nobody in voice, and one person is in one place", async () => {
  await using server = await startTestServer();
  const { ada, bob, carol, guild, voice } = await open(server);
  const other = await makeGuild(bob, USUAL | P.Connect);
  await using forBob = await listen(server, bob);
  await using forCarol = await listen(server, carol);
  join(forBob, guild.id, voice);
  await stateOf(forCarol, bob, voice);
  join(forBob, other.id, other.channel("voice"));
  await stateOf(forCarol, bob, null);
  join(forBob, guild.id, voice);
  await stateOf(forCarol, bob, voice);
  await server.restart();
  expect((await ada.get(`/guilds/${guild.id}/voice-states/${bob.id}`)).body).toMatchObject({ code: 10065 });
});
