import { expect, test } from "bun:test";
import type { GuildChannel } from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { sql } from "kysely";
import { openPostgres } from "../src/db/postgres.ts";
import { makeGuild } from "./guild.ts";
import { startTestServer, type TestServer } from "./harness.ts";
import { listen } from "./listen.ts";
import { register } from "./people.ts";
import { invite, join } from "./servers.ts";

const VIEW = String(P.ViewChannel);
const SEND = String(P.SendMessages);

test("[LEAVE1] whoever leaves, is kicked or banned finds closed channels closed again, and their denials as they were", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol } = await register(server, "alice", "bob", "carol");
  const guild = await makeGuild(alice);
  const [staff, general, news] = ["staff", "general", "news"].map(guild.channel);
  const code = await invite(alice, general ?? "");
  for (const user of [bob, carol]) await join(user, code);
  await using hers = await listen(server, carol);
  await using his = await listen(server, bob);
  const set = (channelId: string | undefined, says: Record<string, string>) =>
    alice.put(`/channels/${channelId}/permissions/${bob.id}`, { type: 1, ...says });
  const ofBob = async (name: string) => {
    const { body } = await alice.get<GuildChannel[]>(`/guilds/${guild.id}/channels`);
    const channel = body.find(({ id }) => id === guild.channel(name));
    const found = channel?.permission_overwrites?.find(({ id }) => id === bob.id);
    return found && { allow: found.allow, deny: found.deny };
  };
  const ban = `/guilds/${guild.id}/bans/${bob.id}`;
  for (const go of [
    () => bob.delete(`/users/@me/guilds/${guild.id}`),
    () => alice.delete(`/guilds/${guild.id}/members/${bob.id}`),
    () => alice.put(ban, {}),
  ]) {
    await set(staff, { allow: VIEW });
    await set(general, { allow: VIEW, deny: SEND });
    await set(news, { deny: SEND });
    expect((await bob.get(`/channels/${staff}`)).status).toBe(200);
    await hers.settle();
    hers.clear();
    expect((await go()).status).toBe(204);
    await hers.settle();
    expect(hers.received.map(({ t, d }) => [t, d.id]).filter(([t]) => t !== "GUILD_BAN_ADD")).toEqual([
      ["GUILD_MEMBER_REMOVE", undefined],
      ["CHANNEL_UPDATE", general],
    ]);
    await alice.delete(ban);
    await his.settle();
    his.clear();
    await join(bob, code);
    const { channels } = await his.next("GUILD_CREATE");
    expect(channels.map(({ id }: GuildChannel) => id)).not.toContain(staff);
    expect((await bob.get(`/channels/${staff}`)).body).toMatchObject({ code: 10003 });
    await his.settle();
    expect(JSON.stringify(his.received)).not.toContain(String(staff));
    expect(await ofBob("staff")).toBeUndefined();
    expect(await ofBob("general")).toEqual({ allow: "0", deny: SEND });
    expect(await ofBob("news")).toEqual({ allow: "0", deny: SEND });
    expect((await bob.post(`/channels/${general}/messages`, { content: "again" })).status).toBe(403);
  }
});

test("[CHANNEL12] a server has 10,000 overwrites in all its channels", async () => {
  await using server = await startTestServer();
  const { alice } = await register(server, "alice");
  const guild = await makeGuild(alice);
  const overwrites = (channelId: string, count: number) =>
    Array.from({ length: count }, (_, n) => ({
      channel_id: channelId,
      target_id: String(1_000 + n),
      type: 1 as const,
      allow: "0",
      deny: VIEW,
    }));
  await server.seed(async (tx) => {
    const { channels } = guild.guild;
    const rows = Array.from({ length: 20 }, (_, n) => ({ n, id: String(5_000 + n) }));
    const like = await tx.sql
      .selectFrom("channels")
      .selectAll()
      .where("id", "=", channels[1]?.id ?? "")
      .executeTakeFirstOrThrow();
    await tx.sql
      .insertInto("channels")
      .values(rows.map(({ id }) => ({ ...like, id, parent_id: null })))
      .execute();
    // Two stand in makeGuild's staff channel.
    for (const { id, n } of rows) {
      await tx.sql
        .insertInto("channel_overwrites")
        .values(overwrites(id, n === 0 ? 497 : 500))
        .execute();
    }
  });
  const { body: role } = await alice.post<{ id: string }>(`/guilds/${guild.id}/roles`, { name: "one" });
  const set = (name: string) =>
    alice.put(`/channels/${guild.channel(name)}/permissions/${role.id}`, { type: 0, deny: VIEW });
  expect((await set("general")).status).toBe(204);
  expect((await set("slow")).body).toMatchObject({ code: 30060 });
  const more = { name: "more", permission_overwrites: [{ id: role.id, type: 0, deny: VIEW }] };
  expect((await alice.post(`/guilds/${guild.id}/channels`, more)).body).toMatchObject({ code: 30060 });
  // What is there can be changed, and taken away.
  const other = { type: 0, deny: SEND };
  expect(
    (await alice.put(`/channels/${guild.channel("general")}/permissions/${role.id}`, other)).status,
  ).toBe(204);
  expect((await alice.delete(`/channels/${guild.channel("general")}/permissions/${role.id}`)).status).toBe(
    204,
  );
  expect((await set("slow")).status).toBe(204);
});

test("[CHANNEL7] whoever moves channels waits for messages that are published to several of them, and they for nobody", async () => {
  await using server = await startTestServer();
  const { alice } = await register(server, "alice");
  const guild = await makeGuild(alice);
  const [first, second] = [guild.channel("general"), guild.channel("slow")];
  const move = () =>
    alice.patch(`/guilds/${guild.id}/channels`, [
      { id: second, position: 30 },
      { id: first, position: 31 },
    ]);
  const answer = await whileWriting(server, [first, second], move);
  expect(answer.status).toBe(204);
  const { body } = await alice.get<GuildChannel[]>(`/guilds/${guild.id}/channels`);
  const positions = new Map(body.map(({ id, position }) => [id, position]));
  expect([positions.get(second), positions.get(first)]).toEqual([30, 31]);
});

test("[CHANNEL8] whoever deletes a category waits for messages that are published to several of its channels", async () => {
  await using server = await startTestServer();
  const { alice } = await register(server, "alice");
  const guild = await makeGuild(alice);
  const [first, second] = [guild.channel("general"), guild.channel("slow")];
  const go = () => alice.delete(`/channels/${guild.channel("Text")}`);
  expect((await whileWriting(server, [first, second], go)).status).toBe(200);
});

/**
 * Does `act` while somebody has taken the first of these channels and goes on to the next, as publishing does. SQLite
 * has one writer at a time, so there it is done alone.
 */
async function whileWriting<T>(server: TestServer, channelIds: string[], act: () => Promise<T>): Promise<T> {
  if (server.databaseUrl === undefined) return act();
  const beside = await openPostgres(server.databaseUrl, () => {});
  try {
    let answer: Promise<T> | undefined;
    await beside.transaction(async (tx) => {
      for (const id of channelIds) {
        await tx.sql.updateTable("channels").set({ flags: 0 }).where("id", "=", id).execute();
        answer ??= act();
        await waits(tx.sql);
      }
    });
    if (answer === undefined) throw new Error("nothing was done");
    return await answer;
  } finally {
    await beside.close();
  }
}

/** Resolves once somebody waits for a row in this database. */
async function waits(db: Awaited<ReturnType<typeof openPostgres>>["read"]): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
    if (Number(rows[0]?.count) > 0) return;
  }
}

test("[LEAVE1] whoever leaves in time-out comes back in time-out", async () => {
  await using server = await startTestServer();
  const { alice, bob } = await register(server, "alice", "bob");
  const guild = await makeGuild(alice);
  const general = guild.channel("general");
  const code = await invite(alice, general);
  await join(bob, code);
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const limit = (communication_disabled_until: string | null) =>
    alice.patch(`/guilds/${guild.id}/members/${bob.id}`, { communication_disabled_until });
  await limit(until);
  const back = async () => {
    await bob.delete(`/users/@me/guilds/${guild.id}`);
    await join(bob, code);
    return (await bob.post(`/channels/${general}/messages`, { content: "back" })).status;
  };
  await using his = await listen(server, bob);
  expect(await back()).toBe(403);
  const { members } = await his.next("GUILD_CREATE");
  expect(members[0].communication_disabled_until).toBe(until);
  await limit(null);
  expect(await back()).toBe(200);
});
