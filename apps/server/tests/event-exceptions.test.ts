import { expect, test } from "bun:test";
import {
  type ApiErrorBody,
  type EventException,
  type ReadyGuild,
  type ScheduledEvent,
  snowflakeAt,
  snowflakeTime,
} from "@palabre/protocol";
import {
  ExternalScheduledEventResponseSchema,
  GuildScheduledEventExceptionResponseSchema,
  ScheduledEventUserCountResponseSchema,
  ScheduledEventUserResponseSchema,
} from "discord-api-spec/zod";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { createMemoryBus } from "../src/bus/memory.ts";
import { sweepEvents } from "../src/features/events/sweep-events.ts";
import { enrol } from "./enrol.ts";
import { startTestServer, type TestServer } from "./harness.ts";
import { listen } from "./listen.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const iso = (ms: number) => new Date(ms).toISOString();

/** Alice's server with Bob, and an event of hers that comes again every day for two hours, first in an hour. */
async function setUp(server: TestServer) {
  const alice = await server.user("alice");
  const bob = await server.user("bob");
  const { body: guild } = await alice.post<ReadyGuild>("/guilds", {
    name: "Tessera",
    roles: [{ id: 0, permissions: String(P.ViewChannel) }],
    channels: [{ id: 1, name: "general" }],
  });
  await enrol(server, guild.id, bob);
  const start = Math.ceil(Date.now() / 60_000) * 60_000 + HOUR;
  const { body: event } = await alice.post<ScheduledEvent>(`/guilds/${guild.id}/scheduled-events`, {
    name: "Stand-up",
    scheduled_start_time: iso(start),
    scheduled_end_time: iso(start + 2 * HOUR),
    privacy_level: 2,
    entity_type: 3,
    entity_metadata: { location: "The café" },
    recurrence_rule: { start: iso(start), frequency: 3, interval: 1 },
  });
  const path = `/guilds/${guild.id}/scheduled-events/${event.id}`;
  const read = async () => (await bob.get<ScheduledEvent>(path)).body;
  return { alice, bob, guild, event, path, start, read };
}

/** Days after the first occurrence. */
const sweep = (server: TestServer, now: number) =>
  server.seed(async (tx) => {
    const db = { read: tx.sql, transaction: (act: (one: typeof tx) => Promise<void>) => act(tx) };
    await sweepEvents({ db: db as never, bus: createMemoryBus() }, now);
  });

test("[EVENT7] one occurrence is called off, moved, changed again and restored; members are told", async () => {
  await using server = await startTestServer();
  const { alice, bob, guild, event, path, start, read } = await setUp(server);
  await using forBob = await listen(server, bob);
  const { status, body: off } = await alice.post<EventException>(`${path}/exceptions`, {
    original_scheduled_start_time: iso(start + DAY),
    is_canceled: true,
  });
  expect(status).toBe(200);
  GuildScheduledEventExceptionResponseSchema.parse(off);
  expect(off).toEqual({
    event_id: event.id,
    event_exception_id: snowflakeAt(start + DAY),
    scheduled_start_time: null,
    scheduled_end_time: null,
    is_canceled: true,
  });
  expect(snowflakeTime(off.event_exception_id)).toBe(start + DAY);
  const told = await forBob.next<ScheduledEvent>("GUILD_SCHEDULED_EVENT_UPDATE");
  expect(told.guild_scheduled_event_exceptions).toEqual([off]);
  ExternalScheduledEventResponseSchema.parse(await read());

  const at = `${path}/exceptions/${off.event_exception_id}`;
  const { body: moved } = await alice.patch<EventException>(at, {
    is_canceled: false,
    scheduled_start_time: iso(start + DAY + HOUR),
  });
  expect(moved).toMatchObject({ is_canceled: false, scheduled_start_time: iso(start + DAY + HOUR) });
  expect((await read()).guild_scheduled_event_exceptions).toEqual([moved]);
  await using again = await listen(server, bob);
  const ready = again.ready.guilds.find(({ id }) => id === guild.id);
  expect(ready?.guild_scheduled_events[0]?.guild_scheduled_event_exceptions).toEqual([moved]);

  expect((await alice.delete(at)).status).toBe(204);
  expect((await read()).guild_scheduled_event_exceptions).toEqual([]);
  expect((await alice.delete<ApiErrorBody>(at)).status).toBe(404);
  await server.seed(async ({ sql }) => {
    const rows = await sql.selectFrom("audit_log").select("action_type").orderBy("id").execute();
    expect(rows.map(({ action_type }) => action_type).slice(-3)).toEqual([200, 201, 202]);
  });
});

test("[EVENT7] what is called off is passed over, what is moved begins and ends when it was moved to", async () => {
  await using server = await startTestServer();
  const { alice, path, start, read } = await setUp(server);
  const change = (body: object) => alice.post<EventException>(`${path}/exceptions`, body);
  await change({ original_scheduled_start_time: iso(start), is_canceled: true });
  await change({
    original_scheduled_start_time: iso(start + DAY),
    scheduled_start_time: iso(start + DAY + 3 * HOUR),
  });
  expect((await alice.patch(path, { status: 2 })).status).toBe(400);
  // Its time comes: the next one is to come.
  await sweep(server, start + 1_000);
  expect(await read()).toMatchObject({ status: 1, scheduled_start_time: iso(start + DAY) });
  expect((await read()).guild_scheduled_event_exceptions).toHaveLength(1);
  await sweep(server, start + DAY + 2 * HOUR);
  expect((await read()).status).toBe(1);
  await sweep(server, start + DAY + 3 * HOUR);
  expect((await read()).status).toBe(2);
  // As long as it would have been.
  await sweep(server, start + DAY + 5 * HOUR - 1_000);
  expect((await read()).status).toBe(2);
  await sweep(server, start + DAY + 5 * HOUR);
  expect(await read()).toMatchObject({
    status: 1,
    scheduled_start_time: iso(start + 2 * DAY),
    guild_scheduled_event_exceptions: [],
  });
});

test("[EVENT7] what is no occurrence, or would not fit between its neighbours, is refused by its field", async () => {
  await using server = await startTestServer();
  const { alice, bob, path, start } = await setUp(server);
  const exceptions = `${path}/exceptions`;
  const original_scheduled_start_time = iso(start + DAY);
  for (const [body, field] of [
    [{}, "original_scheduled_start_time"],
    [{ original_scheduled_start_time: "soon", is_canceled: true }, "original_scheduled_start_time"],
    [
      { original_scheduled_start_time: iso(start + HOUR), is_canceled: true },
      "original_scheduled_start_time",
    ],
    [{ original_scheduled_start_time: iso(start - DAY), is_canceled: true }, "original_scheduled_start_time"],
    [
      { original_scheduled_start_time: iso(start + 3_000 * DAY), is_canceled: true },
      "original_scheduled_start_time",
    ],
    [{ original_scheduled_start_time }, "is_canceled"],
    [{ original_scheduled_start_time, scheduled_start_time: iso(start) }, "scheduled_start_time"],
    [{ original_scheduled_start_time, scheduled_start_time: iso(start + 2 * DAY) }, "scheduled_start_time"],
    [{ original_scheduled_start_time, scheduled_start_time: iso(Date.now() - HOUR) }, "scheduled_start_time"],
    [{ original_scheduled_start_time, scheduled_end_time: iso(start + DAY) }, "scheduled_end_time"],
  ] as const) {
    const { status, body: error } = await alice.post<ApiErrorBody>(exceptions, body);
    expect([status, Object.keys(error.errors ?? {})]).toEqual([400, [field]]);
  }
  const cancel = { original_scheduled_start_time, is_canceled: true };
  expect((await bob.post<ApiErrorBody>(exceptions, cancel)).body.code).toBe(50013);
  expect((await alice.post(exceptions, cancel)).status).toBe(200);
  expect((await alice.post<ApiErrorBody>(exceptions, cancel)).body.errors).toHaveProperty(
    "original_scheduled_start_time",
  );
  // One that does not repeat has one occurrence: itself.
  await alice.patch(path, { recurrence_rule: null });
  expect((await alice.post<ApiErrorBody>(exceptions, cancel)).status).toBe(400);
  const { body } = await alice.get<ScheduledEvent>(path);
  expect(body.guild_scheduled_event_exceptions).toEqual([]);
});

test("[EVENT8] who comes is counted for the event and for each changed occurrence", async () => {
  await using server = await startTestServer();
  const { alice, bob, path, start } = await setUp(server);
  await bob.put(`${path}/users/@me`);
  const make = async (day: number, more: object) => {
    const original_scheduled_start_time = iso(start + day * DAY);
    const body = { original_scheduled_start_time, ...more };
    return (await alice.post<EventException>(`${path}/exceptions`, body)).body.event_exception_id;
  };
  const off = await make(1, { is_canceled: true });
  const moved = await make(2, { scheduled_start_time: iso(start + 2 * DAY + HOUR) });
  for (const query of [`${off},${moved}`, `${off}&guild_scheduled_event_exception_ids=${moved}`]) {
    const { body } = await bob.get(`${path}/users/counts?guild_scheduled_event_exception_ids=${query}`);
    ScheduledEventUserCountResponseSchema.parse(body);
    expect(body).toEqual({
      guild_scheduled_event_count: 1,
      guild_scheduled_event_exception_counts: { [off]: 0, [moved]: 1 },
    });
  }
  const counts = (await bob.get(`${path}/users/counts`)).body;
  expect(counts).toEqual({ guild_scheduled_event_count: 1, guild_scheduled_event_exception_counts: {} });
  const { body: list } = await bob.get<object[]>(`${path}/${moved}/users?with_member=true`);
  ScheduledEventUserResponseSchema.parse(list[0]);
  expect(list).toMatchObject([{ guild_scheduled_event_exception_id: moved, user_id: bob.id, response: 1 }]);
  expect((await bob.get(`${path}/${off}/users`)).body).toEqual([]);
  expect((await bob.get(`${path}/1/users`)).status).toBe(404);
  const outsider = await server.user("mallory");
  for (const rest of ["users/counts", `${moved}/users`]) {
    expect((await outsider.get<ApiErrorBody>(`${path}/${rest}`)).body.code).toBe(10004);
  }
});
