import { expect, test } from "bun:test";
import { join } from "node:path";
import type { ReadyGuild, ScheduledEvent } from "@palabre/protocol";
import { ExternalScheduledEventResponseSchema, ScheduledEventUserResponseSchema } from "discord-api-spec/zod";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { createFolderBlobs } from "../src/blobs/folder.ts";
import { createMemoryBus } from "../src/bus/memory.ts";
import { sweepEvents } from "../src/features/events/sweep-events.ts";
import { createEventImageSweep } from "../src/features/events/sweep-images.ts";
import { enrol, grant } from "./enrol.ts";
import { startTestServer, type TestServer } from "./harness.ts";
import { listen } from "./listen.ts";
import { dataUri, jpeg, png } from "./pictures.ts";

type Event = ScheduledEvent;
const HOUR = 3_600_000;
const at = (ms: number) => new Date(Date.now() + ms).toISOString();

/** Alice's server; Bob is a member. "Hall" is a voice channel, "Back room" one that only Alice sees. */
async function setUp(server: TestServer) {
  const alice = await server.user("alice");
  const bob = await server.user("bob");
  const { body: guild } = await alice.post<ReadyGuild>("/guilds", {
    name: "Tessera",
    roles: [{ id: 0, permissions: String(P.ViewChannel | P.SendMessages) }],
    channels: [
      { id: 1, name: "general" },
      { id: 2, type: 2, name: "Hall" },
      {
        id: 3,
        type: 2,
        name: "Back room",
        permission_overwrites: [{ id: 0, type: 0, deny: String(P.ViewChannel) }],
      },
    ],
  });
  await enrol(server, guild.id, bob);
  const channel = (name: string) => guild.channels.find((one) => one.name === name)?.id ?? "";
  const path = `/guilds/${guild.id}/scheduled-events`;
  const elsewhere = {
    name: "Meeting",
    scheduled_start_time: at(HOUR),
    scheduled_end_time: at(2 * HOUR),
    privacy_level: 2,
    entity_type: 3,
    entity_metadata: { location: "The café" },
  };
  const inChannel = (name: string) => ({
    name: `In ${name}`,
    scheduled_start_time: at(HOUR),
    privacy_level: 2,
    entity_type: 2,
    channel_id: channel(name),
  });
  return { alice, bob, guild, channel, path, elsewhere, inChannel };
}

const sweeping = (server: TestServer) => (now: number) =>
  server.seed(async (tx) => {
    const db = { read: tx.sql, transaction: (act: (one: typeof tx) => Promise<void>) => act(tx) };
    await sweepEvents({ db: db as never, bus: createMemoryBus() }, now);
  });

test("[EVENT1] an event is planned, changed and deleted; members are told", async () => {
  await using server = await startTestServer();
  const { alice, bob, path, elsewhere, guild } = await setUp(server);
  await using b = await listen(server, bob);
  const made = await alice.post<Event>(path, elsewhere);
  expect(made.status).toBe(200);
  const read = await bob.get<Event>(`${path}/${made.body.id}?with_user_count=true`);
  expect(ExternalScheduledEventResponseSchema.safeParse(read.body).error).toBeUndefined();
  expect(read.body).toMatchObject({ ...made.body, user_count: 0, creator: { username: "alice" } });
  expect(await b.next<Event>("GUILD_SCHEDULED_EVENT_CREATE")).toEqual(made.body);
  const changed = await alice.patch<Event>(`${path}/${made.body.id}`, {
    name: "Gathering",
    description: "All",
  });
  expect(changed.body).toMatchObject({ name: "Gathering", description: "All" });
  expect(await b.next<Event>("GUILD_SCHEDULED_EVENT_UPDATE")).toEqual(changed.body);
  await using again = await listen(server, bob);
  const [mine] = again.ready.guilds;
  expect(mine?.guild_scheduled_events).toEqual([changed.body]);
  expect((await alice.delete(`${path}/${made.body.id}`)).status).toBe(204);
  await b.next("GUILD_SCHEDULED_EVENT_DELETE");
  expect((await alice.get(path)).body).toEqual([]);
  await server.seed(async ({ sql }) => {
    const rows = await sql.selectFrom("audit_log").select("action_type").orderBy("id").execute();
    expect(rows.map(({ action_type }) => action_type).slice(-3)).toEqual([100, 101, 102]);
  });
  expect((await alice.get(`${path}/${guild.id}`)).body).toMatchObject({ code: 10070 });
});

test("[EVENT1] what does not fit is refused by its field; who may not plan, plans nothing", async () => {
  await using server = await startTestServer();
  const { alice, bob, path, elsewhere, inChannel, guild } = await setUp(server);
  const carol = await server.user("carol");
  for (const [body, field] of [
    [{ ...elsewhere, name: "" }, "name"],
    [{ ...elsewhere, scheduled_start_time: at(-HOUR) }, "scheduled_start_time"],
    [{ ...elsewhere, scheduled_end_time: at(HOUR / 2) }, "scheduled_end_time"],
    [{ ...elsewhere, scheduled_end_time: null }, "scheduled_end_time"],
    [{ ...elsewhere, entity_metadata: null }, "entity_metadata"],
    [{ ...elsewhere, entity_type: 4 }, "entity_type"],
    [{ ...inChannel("Hall"), entity_type: 1 }, "channel_id"],
    [{ ...elsewhere, image: "data:image/png;base64,AA" }, "image"],
    [{ ...elsewhere, image: "data:text/plain;base64,AA" }, "image"],
    [{ ...elsewhere, recurrence_rule: { frequency: 9, start: at(HOUR) } }, "recurrence_rule"],
    [{ ...elsewhere, recurrence_rule: "weekly" }, "recurrence_rule"],
    [{ ...inChannel("Hall"), channel_id: null }, "channel_id"],
    [inChannel("general"), "channel_id"],
  ] as const) {
    const answer = await alice.post<{ code: number; errors: object }>(path, body);
    expect([field, answer.body.code]).toEqual([field, 50035]);
    expect(Object.keys(answer.body.errors)).toEqual([field]);
  }
  expect((await bob.post(path, elsewhere)).body).toMatchObject({ code: 50013 });
  const { body: event } = await alice.post<Event>(path, elsewhere);
  for (const [user, code] of [
    [bob, 50013],
    [carol, 10004],
  ] as const) {
    expect((await user.patch(`${path}/${event.id}`, { name: "Mine" })).body).toMatchObject({ code });
    expect((await user.delete(`${path}/${event.id}`)).body).toMatchObject({ code });
  }
  expect((await carol.get(path)).body).toMatchObject({ code: 10004 });
  // One's own, and no other.
  await grant(server, guild.id, bob, P.CreateEvents);
  const own = await bob.post<Event>(path, elsewhere);
  expect((await bob.patch(`${path}/${own.body.id}`, { name: "Mine" })).status).toBe(200);
  expect((await bob.delete(`${path}/${event.id}`)).body).toMatchObject({ code: 50013 });
});

test("[EVENT2] an event in a channel is for those who see the channel, also when it moves", async () => {
  await using server = await startTestServer();
  const { alice, bob, path, inChannel, channel } = await setUp(server);
  await using b = await listen(server, bob);
  const { body: hidden } = await alice.post<Event>(path, inChannel("Back room"));
  const at = `${path}/${hidden.id}`;
  for (const answer of [
    await bob.get(at),
    await bob.get(`${at}/users`),
    await bob.put(`${at}/users/@me`),
    await bob.patch(at, { name: "x" }),
    await bob.delete(at),
  ]) {
    expect(answer.body).toMatchObject({ code: 10070 });
  }
  await alice.put(`${at}/users/@me`);
  expect((await bob.get(path)).body).toEqual([]);
  await using again = await listen(server, bob);
  expect(again.ready.guilds[0]?.guild_scheduled_events).toEqual([]);
  await b.settle();
  expect(b.received).toEqual([]);
  await alice.patch(at, { channel_id: channel("Hall") });
  expect(await b.next("GUILD_SCHEDULED_EVENT_CREATE")).toMatchObject({ id: hidden.id });
  await alice.patch(at, { channel_id: channel("Back room") });
  expect(await b.next("GUILD_SCHEDULED_EVENT_DELETE")).toMatchObject({ id: hidden.id });
  await b.settle();
  expect(b.received.map(({ t }) => t)).toEqual([
    "GUILD_SCHEDULED_EVENT_CREATE",
    "GUILD_SCHEDULED_EVENT_DELETE",
  ]);
});

test("[EVENT3] an event begins and ends by the clock, and goes with its channel", async () => {
  await using server = await startTestServer();
  const { alice, path, elsewhere, inChannel, channel } = await setUp(server);
  const { body: event } = await alice.post<Event>(path, elsewhere);
  const { body: open } = await alice.post<Event>(path, inChannel("Hall"));
  const { body: gone } = await alice.post<Event>(path, inChannel("Back room"));
  await server.seed(async ({ sql }) => {
    await sql.updateTable("channels").set({ guild_id: "0" }).where("id", "=", channel("Back room")).execute();
  });
  const sweep = sweeping(server);
  const status = async ({ id }: Event) => (await alice.get<Event>(`${path}/${id}`)).body.status;
  expect((await alice.patch(`${path}/${event.id}`, { status: 3 })).body).toMatchObject({ code: 50035 });
  await sweep(Date.now() + 1.5 * HOUR);
  expect([await status(event), await status(open)]).toEqual([2, 2]);
  expect((await alice.get(`${path}/${gone.id}`)).body).toMatchObject({ code: 10070 });
  await sweep(Date.now() + 3 * HOUR);
  expect([await status(event), await status(open)]).toEqual([3, 2]);
  expect((await alice.get<Event[]>(path)).body.map(({ id }) => id)).toEqual([open.id]);
  await sweep(Date.now() + 26 * HOUR);
  expect(await status(open)).toBe(3);
  expect((await alice.patch(`${path}/${open.id}`, { name: "Again" })).body).toMatchObject({ code: 50035 });
  expect((await alice.put(`${path}/${open.id}/users/@me`)).body).toMatchObject({ code: 50035 });
  await sweep(Date.now() + 31 * 24 * HOUR);
  expect((await alice.get(`${path}/${event.id}`)).body).toMatchObject({ code: 10070 });
});

test("[EVENT4] members say that they come; who leaves the server comes no more", async () => {
  await using server = await startTestServer();
  const { alice, bob, path, elsewhere, guild } = await setUp(server);
  const { body: event } = await alice.post<Event>(path, elsewhere);
  await using a = await listen(server, alice);
  const mine = `${path}/${event.id}/users/@me`;
  expect((await bob.put(mine)).body).toMatchObject({ user_id: bob.id, response: 1 });
  await bob.put(mine);
  await alice.put(mine);
  expect(await a.next("GUILD_SCHEDULED_EVENT_USER_ADD")).toEqual({
    guild_scheduled_event_id: event.id,
    user_id: bob.id,
    guild_id: guild.id,
    user_count: 1,
  });
  await using again = await listen(server, bob);
  expect(again.ready.guilds[0]?.guild_scheduled_events).toMatchObject([
    { id: event.id, user_count: 2, user_rsvp: { user_id: bob.id, response: 1 } },
  ]);
  expect((await bob.get<Event>(`${path}/${event.id}`)).body).toMatchObject({ user_rsvp: { response: 1 } });
  const list = await alice.get<{ user_id: string }[]>(`${path}/${event.id}/users?with_member=true`);
  expect(list.body.map(({ user_id }) => user_id)).toEqual([alice.id, bob.id]);
  expect(ScheduledEventUserResponseSchema.safeParse(list.body[0]).error).toBeUndefined();
  const after = await alice.get<unknown[]>(`${path}/${event.id}/users?limit=1&after=${alice.id}`);
  expect(after.body).toMatchObject([{ user_id: bob.id }]);
  expect((await alice.get<Event[]>(`${path}?with_user_count=true`)).body[0]?.user_count).toBe(2);
  expect((await alice.delete(mine)).status).toBe(204);
  expect(await a.next("GUILD_SCHEDULED_EVENT_USER_REMOVE")).toMatchObject({ user_id: alice.id });
  await bob.delete(`/users/@me/guilds/${guild.id}`);
  expect((await alice.get<unknown[]>(`${path}/${event.id}/users`)).body).toEqual([]);
  expect(await a.next("GUILD_SCHEDULED_EVENT_USER_REMOVE")).toMatchObject({ user_id: bob.id, user_count: 0 });
  expect(a.received.filter(({ t }) => t === "GUILD_SCHEDULED_EVENT_USER_ADD")).toHaveLength(2);
});

test("[EVENT2] who comes to see the channel of an event, or no longer does, is told at once", async () => {
  await using server = await startTestServer();
  const { alice, bob, path, inChannel, channel, guild } = await setUp(server);
  const { body: event } = await alice.post<Event>(path, inChannel("Back room"));
  await using b = await listen(server, bob);
  const overwrite = `/channels/${channel("Back room")}/permissions/${guild.id}`;
  expect((await alice.put(overwrite, { type: 0, allow: "0", deny: "0" })).status).toBe(204);
  expect(await b.next<Event>("GUILD_SCHEDULED_EVENT_CREATE")).toEqual(event);
  await alice.put(overwrite, { type: 0, deny: String(P.ViewChannel) });
  expect(await b.next("GUILD_SCHEDULED_EVENT_DELETE")).toMatchObject({ id: event.id });
  await alice.put(overwrite, { type: 0, allow: "0", deny: "0" });
  await b.next("GUILD_SCHEDULED_EVENT_CREATE");
  await alice.delete(`/channels/${channel("Back room")}`);
  expect(await b.next("GUILD_SCHEDULED_EVENT_DELETE")).toMatchObject({ id: event.id });
});

test("[EVENT5] an event that repeats is to come again once it is over, until it is called off", async () => {
  await using server = await startTestServer();
  const { alice, bob, path, elsewhere } = await setUp(server);
  const made = await alice.post<Event>(path, {
    ...elsewhere,
    recurrence_rule: { frequency: 3, interval: 1, start: elsewhere.scheduled_start_time },
  });
  expect(made.body.recurrence_rule).toEqual({
    start: elsewhere.scheduled_start_time,
    end: null,
    frequency: 3,
    interval: 1,
    by_weekday: null,
    by_n_weekday: null,
    by_month: null,
    by_month_day: null,
    by_year_day: null,
    count: null,
  });
  expect(ExternalScheduledEventResponseSchema.safeParse(made.body).error).toBeUndefined();
  const one = `${path}/${made.body.id}`;
  await bob.put(`${one}/users/@me`);
  const sweep = sweeping(server);
  const later = (time: string | null, days: number) =>
    new Date(Date.parse(time ?? "") + days * 24 * HOUR).toISOString();
  await sweep(Date.now() + 1.5 * HOUR);
  expect((await bob.get<Event>(one)).body.status).toBe(2);
  await sweep(Date.now() + 3 * HOUR);
  const next = (await bob.get<Event>(one)).body;
  expect(next).toMatchObject({
    status: 1,
    scheduled_start_time: later(made.body.scheduled_start_time, 1),
    scheduled_end_time: later(made.body.scheduled_end_time, 1),
    user_count: 1,
  });
  // Ended by hand it comes again as well; without the rule it is over.
  await alice.patch(one, { status: 2 });
  const ended = await alice.patch<Event>(one, { status: 3 });
  expect(ended.body).toMatchObject({
    status: 1,
    scheduled_start_time: later(made.body.scheduled_start_time, 2),
  });
  const weekly = { frequency: 2, interval: 1, start: elsewhere.scheduled_start_time, by_weekday: [0, 3] };
  expect(
    (await alice.patch<Event>(one, { recurrence_rule: weekly })).body.recurrence_rule?.by_weekday,
  ).toEqual([0, 3]);
  expect((await alice.patch<Event>(one, { recurrence_rule: null })).body.recurrence_rule).toBeNull();
  await alice.patch(one, { recurrence_rule: weekly });
  expect((await alice.patch<Event>(one, { status: 4 })).body.status).toBe(4);
});

test("[EVENT6] an event's picture keeps its form, is served, and goes with it", async () => {
  await using server = await startTestServer();
  const { alice, bob, path, elsewhere } = await setUp(server);
  const made = await alice.post<Event>(path, {
    ...elsewhere,
    image: dataUri("image/jpeg", await jpeg(1600, 640)),
  });
  expect(made.body.image).toMatch(/^[0-9a-f]{32}$/);
  const address = (hash: string | null | undefined, query = "") =>
    `${server.url}/guild-events/${made.body.id}/${hash}.webp${query}`;
  const size = async (url: string) => {
    const { width, height } = await new Bun.Image(await (await fetch(url)).bytes()).metadata();
    return [width, height];
  };
  expect(await size(address(made.body.image))).toEqual([1024, 410]);
  expect((await size(address(made.body.image, "?size=256")))[0]).toBe(256);
  const one = `${path}/${made.body.id}`;
  const other = dataUri("image/png", await png(40, 20));
  expect((await bob.patch(one, { image: other })).body).toMatchObject({ code: 50013 });
  const changed = await alice.patch<Event>(one, { image: other });
  expect((await fetch(address(made.body.image))).status).toBe(404);
  expect(await size(address(changed.body.image))).toEqual([40, 20]);
  expect((await alice.patch<Event>(one, { name: "Same picture" })).body.image).toBe(changed.body.image);
  await alice.delete(one);
  expect((await fetch(address(changed.body.image))).status).toBe(404);
});

test("[EVENT6] a picture goes with its server, a while after; one that is named stays", async () => {
  await using server = await startTestServer();
  const { alice, path, elsewhere, guild } = await setUp(server);
  const image = dataUri("image/png", await png(40, 20));
  const { body: event } = await alice.post<Event>(path, { ...elsewhere, image });
  const address = `${server.url}/guild-events/${event.id}/${event.image}.webp`;
  const blobs = createFolderBlobs(join(server.dataDir, "files"));
  const twice = async () => {
    await server.seed(async ({ sql }) => {
      const sweep = createEventImageSweep({ sql, blobs });
      await sweep();
      await sweep();
    });
  };
  await twice();
  expect((await fetch(address)).status).toBe(200);
  await alice.delete(`/guilds/${guild.id}`);
  expect((await fetch(address)).status).toBe(200);
  await twice();
  expect((await fetch(address)).status).toBe(404);
});
