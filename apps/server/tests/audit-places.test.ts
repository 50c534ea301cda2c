import { expect, test } from "bun:test";
import type { GuildChannel, ThreadChannel } from "@palabre/protocol";
import { type APIAuditLog, AuditLogEvent, PermissionFlagsBits as P } from "discord-api-types/v10";
import { send } from "./chat.ts";
import { enrol, makeGuild, USUAL } from "./guild.ts";
import { startTestServer, type TestServer, type TestUser } from "./harness.ts";
import { listen } from "./listen.ts";
import { register } from "./people.ts";

/** Alice owns it, Adam is an administrator, Rita reads the log, Stan reads it and is of the staff. */
async function start(server: TestServer) {
  const people = await register(server, "alice", "adam", "rita", "stan");
  const { alice, adam, rita, stan } = people;
  const guild = await makeGuild(alice, USUAL);
  const role = async (name: string, ...held: bigint[]) => {
    const permissions = String(held.reduce((sum, bit) => sum | bit, 0n));
    const { body } = await alice.post<{ id: string }>(`/guilds/${guild.id}/roles`, { name, permissions });
    return body.id;
  };
  const auditors = await role("auditors", P.ViewAuditLog);
  const admins = await role("admins", P.Administrator);
  await enrol(server, guild.id, adam, [admins]);
  await enrol(server, guild.id, rita, [auditors]);
  await enrol(server, guild.id, stan, [auditors, guild.role("staff")]);
  return { ...people, guild, auditors };
}

/** What the log tells of, the oldest first. */
async function logOf(user: TestUser, guildId: string, query = "") {
  const { status, body } = await user.get<APIAuditLog>(`/guilds/${guildId}/audit-logs?after=0${query}`);
  expect(status).toBe(200);
  return body.audit_log_entries;
}

const E = AuditLogEvent;

test("[AUDIT2] what is about a channel stands in the log of those who see it alone, and they alone are told", async () => {
  await using server = await startTestServer();
  const { alice, adam, rita, stan, guild, auditors } = await start(server);
  const staff = guild.channel("staff");
  const from = (await logOf(alice, guild.id)).length;
  await using hers = await listen(server, rita);
  await using his = await listen(server, stan);

  await alice.patch(`/channels/${staff}`, { topic: "sesame topic" });
  await alice.put(`/channels/${staff}/permissions/${auditors}`, { type: 0, allow: "2048" });
  const { body: invite } = await alice.post<{ code: string }>(`/channels/${staff}/invites`, {});
  await alice.delete(`/invites/${invite.code}`);
  const message = await send(stan, staff, "sesame words");
  await alice.put(`/channels/${staff}/messages/pins/${message.id}`);
  const thread = `/channels/${staff}/messages/${message.id}/threads`;
  const { body: made } = await alice.post<ThreadChannel>(thread, { name: "sesame thread" });
  await alice.patch(`/channels/${made.id}`, { name: "sesame again" });
  const said = await send(stan, made.id, "sesame there");
  await alice.delete(`/channels/${made.id}/messages/${said.id}`);
  await alice.delete(`/channels/${made.id}`);
  await alice.delete(`/channels/${staff}/messages/${message.id}`);
  await alice.put(`/guilds/${guild.id}/welcome-screen`, {});
  const welcome = { enabled: true, welcome_channels: [{ channel_id: staff, description: "sesame welcome" }] };
  expect((await alice.patch(`/guilds/${guild.id}/welcome-screen`, welcome)).status).toBe(200);
  const expected = [
    E.ChannelUpdate,
    E.ChannelOverwriteCreate,
    E.InviteCreate,
    E.InviteDelete,
    E.MessagePin,
    E.ThreadCreate,
    E.ThreadUpdate,
    E.MessageDelete,
    E.ThreadDelete,
    E.MessageDelete,
    E.GuildUpdate,
  ];
  const actions = (entries: readonly { action_type: AuditLogEvent }[]) =>
    entries.map(({ action_type }) => action_type);
  for (const user of [alice, adam, stan]) {
    expect(actions((await logOf(user, guild.id)).slice(from))).toEqual(expected);
  }
  const rest = await logOf(rita, guild.id);
  expect(actions(rest).slice(from)).toEqual([E.GuildUpdate]);
  expect(JSON.stringify(rest)).not.toContain("sesame");
  expect(await logOf(rita, guild.id, `&target_id=${staff}`)).toEqual([]);

  await hers.settle();
  await his.settle();
  const told = (listener: typeof hers) =>
    listener.received.filter(({ t }) => t === "GUILD_AUDIT_LOG_ENTRY_CREATE").map(({ d }) => d.action_type);
  expect(told(his)).toEqual(expected);
  expect(told(hers)).toEqual([E.GuildUpdate]);
  expect(JSON.stringify(hers.received)).not.toContain("sesame");
});

test("[AUDIT2] what is about a private thread is for those in it, and those who manage threads", async () => {
  await using server = await startTestServer();
  const { alice, rita, stan, guild } = await start(server);
  await using hers = await listen(server, rita);
  await using his = await listen(server, stan);
  const general = guild.channel("general");
  const { body } = await alice.post<ThreadChannel>(`/channels/${general}/threads`, {
    name: "sesame",
    type: 12,
  });
  await alice.put(`/channels/${body.id}/thread-members/${stan.id}`);
  await alice.patch(`/channels/${body.id}`, { name: "sesame two" });
  const ofThreads = async (user: TestUser) =>
    (await logOf(user, guild.id)).filter(({ target_id }) => target_id === body.id).length;
  expect(await ofThreads(alice)).toBe(2);
  expect(await ofThreads(stan)).toBe(2);
  expect(await ofThreads(rita)).toBe(0);
  await hers.settle();
  expect(hers.received).toEqual([]);
  expect(await his.next("GUILD_AUDIT_LOG_ENTRY_CREATE")).toMatchObject({ action_type: E.ThreadUpdate });
});

test("[AUDIT3] of a deleted channel all may read when everybody saw it, otherwise the owner and administrators", async () => {
  await using server = await startTestServer();
  const { alice, adam, rita, stan, guild } = await start(server);
  await using hers = await listen(server, rita);
  await using his = await listen(server, stan);
  const make = async (name: string, permission_overwrites: unknown[] = []) =>
    (await alice.post<GuildChannel>(`/guilds/${guild.id}/channels`, { name, permission_overwrites })).body.id;
  const open = await make("open");
  const hidden = await make("sesame", [
    { id: guild.id, type: 0, deny: String(P.ViewChannel) },
    { id: guild.role("staff"), type: 0, allow: String(P.ViewChannel) },
  ]);
  for (const id of [open, hidden]) expect((await alice.delete(`/channels/${id}`)).status).toBe(200);
  const about = async (user: TestUser, id: string) =>
    (await logOf(user, guild.id, `&target_id=${id}`)).length;
  for (const user of [alice, adam])
    expect([await about(user, open), await about(user, hidden)]).toEqual([2, 2]);
  for (const user of [rita, stan])
    expect([await about(user, open), await about(user, hidden)]).toEqual([2, 0]);
  await hers.settle();
  await his.settle();
  const gone = (listener: typeof hers) =>
    listener.received
      .filter(({ t, d }) => t === "GUILD_AUDIT_LOG_ENTRY_CREATE" && d.action_type === E.ChannelDelete)
      .map(({ d }) => d.target_id);
  expect(gone(his)).toEqual([open, hidden]);
  expect(gone(hers)).toEqual([open]);
  expect(JSON.stringify(hers.received)).not.toContain("sesame");
});
