import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AdminLimit, APIMessage, ApiErrorBody, EventDelivery, EventWebhook } from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { eventOutbox } from "../src/db/migrations/010-event-outbox.ts";
import { openPostgres } from "../src/db/postgres.ts";
import { openSqlite } from "../src/db/sqlite.ts";
import { guildEnvelope } from "../src/features/event-webhooks/listeners.ts";
import { sweepDeliveries } from "../src/features/event-webhooks/post-events.ts";
import { createWriteDown } from "../src/features/event-webhooks/write-down.ts";
import { forgetTold } from "../src/features/message-core/forget-told.ts";
import { addBot, makeBot } from "./bots.ts";
import { type ChildServer, startChild } from "./child.ts";
import { openTestDatabase } from "./database.ts";
import { enrol, makeGuild, type TestGuild } from "./guild.ts";
import { asUser, registerUser, startTestServer, type TestServer, type TestUser } from "./harness.ts";
import { createTestDatabase } from "./postgres.ts";
import { isFromApplication, type Received, type Receiver, startReceiver } from "./receiver.ts";
import { statementsOf } from "./statements.ts";

/** How often the server is killed. */
const ROUNDS = 6;

let server: TestServer;
let ada: TestUser;
let guild: TestGuild;

beforeAll(async () => {
  server = await startTestServer();
  ada = await server.user("ada");
});
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(async () => {
  guild = await makeGuild(ada);
});

const say = async (channel: string, content: string, user: TestUser = ada, more: object = {}) => {
  const { status, body } = await user.post<APIMessage>(`/channels/${channel}/messages`, { content, ...more });
  if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return body;
};

async function makeHook(url: string, input: object = {}, user: TestUser = ada) {
  const { status, body } = await user.post<EventWebhook>(`/guilds/${guild.id}/event-webhooks`, {
    name: "Archive",
    url,
    types: ["MESSAGE_CREATE"],
    ...input,
  });
  if (status !== 201) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return body;
}

const at = (hook: { id: string }) => `/guilds/${guild.id}/event-webhooks/${hook.id}`;
const log = async (hook: { id: string }, user: TestUser = ada) =>
  (await user.get<EventDelivery[]>(`${at(hook)}/deliveries?limit=50`)).body;

/** Asks until it holds: what is written down behind an answer, and the log of what was taken. */
async function until<T>(read: () => Promise<T> | T, holds: (value: T) => boolean): Promise<T> {
  for (let tries = 0; tries < 800; tries++) {
    const value = await read();
    if (holds(value)) return value;
    await Bun.sleep(50);
  }
  throw new Error(`it never came to hold: ${JSON.stringify(await read())}`);
}

/** The events that came, each once, in the order in which they came first; without what asks whether somebody is there. */
function eventsOf(receiver: Receiver) {
  const seen = new Set<string>();
  return receiver.all
    .filter(({ headers, body }) => {
      const id = headers.get("webhook-id") ?? JSON.stringify(body);
      if (body.type === 0 || seen.has(id)) return false;
      seen.add(id);
      return true;
    })
    .map(({ body }) => (body.event ?? body) as { type: string; data: Record<string, string> });
}

/** Every column of the outbox that may hold what somebody wrote. */
async function outboxText(of: TestServer = server): Promise<string> {
  let text = "";
  await of.seed(async ({ sql }) => {
    const deliveries = await sql.selectFrom("event_deliveries").select(["body", "response"]).execute();
    const announcements = await sql.selectFrom("event_announcements").select("data").execute();
    text = JSON.stringify([deliveries, announcements]);
  });
  return text;
}

/** A server in processes of its own, that is killed and started again; with more than one, nodes of one database. */
async function startNodes(): Promise<
  AsyncDisposable & { start(nodeId?: number): Promise<ChildServer>; open(): ReturnType<typeof openSqlite> }
> {
  const dataDir = await mkdtemp(join(tmpdir(), "palabre-outbox-"));
  const database = await createTestDatabase();
  const started: ChildServer[] = [];
  const fail = (error: unknown) => {
    throw error;
  };
  return {
    async start(nodeId = 0) {
      const child = await startChild({
        PALABRE_DATA: dataDir,
        PALABRE_ALLOW_PRIVATE_ENDPOINTS: "on",
        PALABRE_NODE_ID: String(nodeId),
        ...(database ? { DATABASE_URL: database.url } : {}),
      });
      started.push(child);
      return child;
    },
    open: () => (database ? openPostgres(database.url, fail) : openSqlite(join(dataDir, "palabre.db"), fail)),
    async [Symbol.asyncDispose]() {
      for (const child of started) await child[Symbol.asyncDispose]();
      await database?.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

// What is committed is told

test("[EVENTHOOK12] killed right after it acknowledged, again and again, it tells of everything, in order", async () => {
  await using nodes = await startNodes();
  using ofServer = startReceiver();
  let child = await nodes.start();
  const owner = await registerUser(child.url, "owner");
  guild = await makeGuild(owner);
  const general = guild.channel("general");
  await makeHook(ofServer.url, {}, owner);
  // An application's hears with other eyes, of more.
  const bot = await makeBot({ ...server, url: child.url } as TestServer, owner, "Hearer");
  const { verify_key: key } = (await owner.get<{ verify_key: string }>(`/applications/${bot.id}`)).body;
  using ofBot = startReceiver((request: Received) =>
    isFromApplication(key, request)
      ? new Response(null, { status: 204 })
      : new Response(null, { status: 401 }),
  );
  await addBot(owner, bot, guild.id, P.ViewChannel);
  const types = ["MESSAGE_CREATE", "MESSAGE_UPDATE", "CHANNEL_CREATE", "CHANNEL_DELETE"];
  const answer = await owner.patch(`/applications/${bot.id}`, {
    event_webhooks_url: ofBot.url,
    event_webhooks_status: 2,
    event_webhooks_types: types,
  });
  expect(answer.status).toBe(200);

  let place = "";
  const said: string[] = [];
  const expected: string[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const user = asUser(child.url, owner);
    for (let n = 0; n < 3; n++) {
      said.push(`round ${round}, ${n}`);
      const { id } = await say(general, said.at(-1) ?? "", user);
      expected.push(`MESSAGE_CREATE ${said.at(-1)}`);
      if (n !== round % 3) continue;
      const content = `${said.at(-1)}, mended`;
      await user.patch(`/channels/${general}/messages/${id}`, { content });
      expected.push(`MESSAGE_UPDATE ${content}`);
    }
    if (round % 2 === 0) {
      const path = `/guilds/${guild.id}/channels`;
      place = (await user.post<{ id: string }>(path, { name: `place-${round}` })).body.id;
      expected.push(`CHANNEL_CREATE place-${round}`);
    } else {
      // Of a channel that is gone nothing is told but that: its beginning has to be told first.
      await until(
        () => eventsOf(ofBot).at(-1)?.type,
        () => eventsOf(ofBot).some(({ data }) => data.name === `place-${round - 1}`),
      );
      await user.delete(`/channels/${place}`);
      expected.push(`CHANNEL_DELETE place-${round - 1}`);
    }
    child.signal("SIGKILL");
    await child.exited;
    child = await nodes.start();
  }
  await until(
    () => [eventsOf(ofServer).length, eventsOf(ofBot).length],
    ([ours, bots]) => ours === said.length && bots === expected.length,
  );
  expect(eventsOf(ofServer).map(({ data }) => data.content)).toEqual(said);
  expect(eventsOf(ofBot).map(({ type, data }) => `${type} ${data.content ?? data.name}`)).toEqual(expected);
  const db = await nodes.open();
  expect(await db.read.selectFrom("event_announcements").select("id").execute()).toEqual([]);
  await db.close();
}, 240_000);

test("[EVENTHOOK12] what a node left behind that does not come back is told by another", async () => {
  using receiver = startReceiver();
  await makeHook(receiver.url);
  const { id } = await say(guild.channel("general"), "first");
  await until(
    () => eventsOf(receiver).length,
    (count) => count === 1,
  );
  const d = { id: `${BigInt(id) + 1n}`, channel_id: guild.channel("general"), guild_id: guild.id };
  const long = Date.now() - 60_000;
  const rows = [
    { id: `${BigInt(id) + 2n}`, created_at: long, data: { ...d, content: "left behind" } },
    // A node that lives takes this one by itself.
    { id: `${BigInt(id) + 3n}`, created_at: Date.now() + 60_000, data: { ...d, content: "under way" } },
  ];
  await server.seed(async ({ sql }) => {
    for (const { data, ...row } of rows) {
      await sql
        .insertInto("event_announcements")
        .values({
          ...row,
          node_id: 7,
          guild_id: guild.id,
          message_id: data.id,
          quoted_id: null,
          audience: JSON.stringify([ada.id]),
          topic: `channel:${guild.channel("general")}`,
          type: "MESSAGE_CREATE",
          data: JSON.stringify(data),
          needs: null,
        })
        .execute();
    }
  });
  await until(
    () => eventsOf(receiver).length,
    (count) => count === 2,
  );
  expect(eventsOf(receiver).map(({ data }) => data.content)).toEqual(["first", "left behind"]);
  const left = await outboxText();
  expect(left).toContain("under way");
}, 180_000);

test("[EVENTHOOK13] sending a message takes not one statement more when no webhook listens for it", async () => {
  const COUNT = 10;
  await using off = await startTestServer({ PALABRE_EVENT_WEBHOOKS: "off" });
  await using on = await startTestServer();
  /** What runs beside: on a slow machine, as often as messages are sent. Whatever is rarer than this shows is too rare. */
  const beside = new Set(await statementsOf(() => Bun.sleep(3_000)));
  const isRecord = (text: string) => /^insert into "event_announcements"/.test(text);
  /** How often the last messages were written down to be announced; what runs beside has no part in it. */
  let recorded = 0;
  /** Statements that were made once for each message. */
  async function perMessage(user: TestUser, channel: string): Promise<string[]> {
    await say(channel, "warm", user);
    const all = await statementsOf(async () => {
      for (let n = 0; n < COUNT; n++) await say(channel, `message ${n}`, user);
    });
    recorded = all.filter(isRecord).length;
    const times = new Map<string, number>();
    for (const text of all) if (!beside.has(text)) times.set(text, (times.get(text) ?? 0) + 1);
    return [...times]
      .flatMap(([text, n]) => Array.from({ length: Math.floor(n / COUNT) }, () => text))
      .sort();
  }
  const eve = await off.user("eve");
  const without = await perMessage(eve, (await makeGuild(eve)).channel("general"));
  expect(recorded).toBe(0);
  expect(without.length).toBeGreaterThan(3);
  expect(without.filter((text) => /event_(announcements|deliveries)/.test(text))).toEqual([]);

  const kim = await on.user("kim");
  const quiet = await makeGuild(kim);
  expect(await perMessage(kim, quiet.channel("general"))).toEqual(without);
  expect(recorded).toBe(0);
  // One of another server, and one that listens for something else.
  using receiver = startReceiver();
  guild = await makeGuild(kim);
  await makeHook(receiver.url, {}, kim);
  const loud = guild;
  guild = quiet;
  await makeHook(receiver.url, { types: ["GUILD_MEMBER_ADD"] }, kim);
  expect(await perMessage(kim, quiet.channel("general"))).toEqual(without);
  expect(recorded).toBe(0);
  // Where one listens it is one more in the transaction of the message: what follows is not waited for.
  const heard = await perMessage(kim, loud.channel("general"));
  expect(heard.filter(isRecord)).toHaveLength(1);
}, 180_000);

// What is deleted is forgotten

test("[EVENTHOOK14] a deleted message leaves the log, what waits, and what answers it shows of it", async () => {
  using receiver = startReceiver();
  const hook = await makeHook(receiver.url, {
    types: ["MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE"],
  });
  const general = guild.channel("general");
  const first = await say(general, "a secret told");
  await ada.patch(`/channels/${general}/messages/${first.id}`, { content: "a secret told twice" });
  await say(general, "an answer", ada, { message_reference: { message_id: first.id } });
  await until(
    () => log(hook),
    (list) => list.length === 3 && list.every(({ status }) => status === "delivered"),
  );
  expect(await outboxText()).toContain("a secret told");
  receiver.answer = new Response("no room", { status: 500 });
  const waiting = await say(general, "a secret that waits");
  await until(
    () => log(hook),
    (list) => list.length === 4 && list[0]?.attempts === 1,
  );
  for (const { id } of [first, waiting]) await ada.delete(`/channels/${general}/messages/${id}`);
  const list = await until(
    () => log(hook),
    ({ length }) => length === 6,
  );
  expect(list.map(({ type, status, note }) => [type, status, note])).toEqual([
    ["MESSAGE_DELETE", "pending", null],
    ["MESSAGE_DELETE", "pending", null],
    ["MESSAGE_CREATE", "dropped", "the message was deleted"],
    ["MESSAGE_CREATE", "delivered", null],
    ["MESSAGE_UPDATE", "delivered", "the message was deleted"],
    ["MESSAGE_CREATE", "delivered", "the message was deleted"],
  ]);
  for (const entry of list.filter(({ note }) => note !== null)) {
    expect(entry).toMatchObject({ request_body: null, response: null });
    expect((await ada.post(`${at(hook)}/deliveries/${entry.id}/redeliver`)).status).toBe(404);
  }
  const answer = JSON.parse(list[3]?.request_body ?? "");
  expect(answer.data).toMatchObject({ content: "an answer", referenced_message: null });
  expect(await outboxText()).not.toContain("a secret");
}, 120_000);

test("[EVENTHOOK14] in bulk, by a ban, with their channel, their thread or their server: they leave the log", async () => {
  using receiver = startReceiver();
  const bob = await server.user("bob");
  await enrol(server, guild.id, bob);
  const hook = await makeHook(receiver.url);
  const bot = await makeBot(server, ada, "Hearer");
  await addBot(ada, bot, guild.id, P.ViewChannel);
  const general = guild.channel("general");
  const { body: place } = await ada.post<{ id: string }>(`/guilds/${guild.id}/channels`, { name: "place" });
  const { body: thread } = await ada.post<{ id: string }>(`/channels/${general}/threads`, {
    name: "thread",
    type: 11,
  });
  const bulk = [await say(general, "bulky one"), await say(general, "bulky two")];
  await say(general, "of the banned", bob);
  await say(place.id, "in the channel");
  await say(thread.id, "in the thread");
  await say(general, "stays to the end");
  await until(
    () => log(hook),
    (list) =>
      list.length >= 6 && list.every(({ status }) => status === "delivered") && list[0]?.attempts === 1,
  );
  const gone = async (words: string) => {
    expect(await outboxText()).toContain("stays to the end");
    await until(outboxText, (text) => !text.includes(words));
  };
  await ada.post(`/channels/${general}/messages/bulk-delete`, { messages: bulk.map(({ id }) => id) });
  expect(await outboxText()).not.toContain("bulky");
  await ada.put(`/guilds/${guild.id}/bans/${bob.id}`, { delete_message_seconds: 600 });
  await gone("of the banned");
  await ada.delete(`/channels/${place.id}`);
  await gone("in the channel");
  await ada.delete(`/channels/${thread.id}`);
  await gone("in the thread");
  await ada.delete(`/guilds/${guild.id}`);
  expect(await outboxText()).not.toContain("stays to the end");
}, 120_000);

test("[EVENTHOOK14] what stood in the log before it said of which message it tells is forgotten as well", async () => {
  await using db = await openTestDatabase();
  const type = db.dialect === "sqlite" ? "integer" : "bigint";
  const delivery = (id: string, body: object | "", more: object = {}) => ({
    id,
    hook_id: "1",
    type: "MESSAGE_CREATE",
    body: body === "" ? "" : JSON.stringify(body),
    status: "delivered" as const,
    created_at: 1,
    finished_at: 1,
    ...more,
  });
  const message = "1575446791803895808";
  const data = { id: message, content: "a secret" };
  const copy = "1575446791803895809";
  const locked: string[][] = [];
  await db.transaction(async (tx) => {
    const { schema } = tx.sql;
    // As it was before.
    for (const column of ["message_id", "quoted_id"]) {
      await schema.dropIndex(`event_deliveries_${column}`).execute();
      await schema.alterTable("event_deliveries").dropColumn(column).execute();
    }
    for (const table of ["event_announcements", "event_claims"]) await schema.dropTable(table).execute();
    const rows = [
      delivery("11", { type: "MESSAGE_CREATE", data }),
      delivery(
        "12",
        { type: 1, event: { data: { id: "71", referenced_message: data } } },
        { response: "a secret repeated" },
      ),
      delivery("13", ""),
      delivery(
        "14",
        { type: "GUILD_MEMBER_ADD", data: { user: { id: message } } },
        { type: "GUILD_MEMBER_ADD" },
      ),
      delivery("15", { type: "MESSAGE_CREATE", data: { ...data, id: copy } }, { hook_id: "2" }),
    ];
    for (const row of rows)
      await tx.sql
        .insertInto("event_deliveries")
        .values(row as never)
        .execute();
    await eventOutbox({ id: type, primaryId: type })(tx.sql as never);
    const spied = {
      ...tx,
      async lock(...keys: string[]) {
        locked.push(keys.sort());
        await tx.lock(...keys);
      },
    };
    forgetTold(spied, [message]);
    forgetTold(spied, [copy]);
  });
  // All at once, whatever goes with it: else two that delete could wait for each other.
  expect(locked).toEqual([["event-hook:1", "event-hook:2"]]);
  const told = await db.read
    .selectFrom("event_deliveries")
    .select(["id", "body", "response"])
    .orderBy("id")
    .execute();
  expect(told.map(({ response }) => response)).toEqual([null, null, null, null, null]);
  expect(told.map(({ id, body }) => [Number(id), body])).toEqual([
    [11, ""],
    [12, JSON.stringify({ type: 1, event: { data: { id: "71", referenced_message: null } } })],
    [13, ""],
    [14, JSON.stringify({ type: "GUILD_MEMBER_ADD", data: { user: { id: message } } })],
    [15, ""],
  ]);
});

test("[EVENTHOOK14] what is heard but not written down forgets as well, and is written down once", async () => {
  await using db = await openTestDatabase();
  const id = (n: number) => `${1575446791803895808n + BigInt(n)}`;
  const base = {
    node_id: 0,
    created_at: Date.now(),
    guild_id: null,
    audience: "[]",
    topic: `channel:${id(5)}`,
  };
  const record = { ...base, type: "MESSAGE_CREATE", needs: null };
  const data = (content: string) => ({ content, referenced_message: { id: id(71), content: "a secret" } });
  await db.transaction(async ({ sql }) => {
    await sql
      .insertInto("event_webhooks")
      .values({
        id: id(1),
        guild_id: guild.id,
        channel_id: null,
        creator_id: id(2),
        name: "Archive",
        url: "http://127.0.0.1:9",
        secret: "whsec_",
        types: '["MESSAGE_CREATE"]',
        status: 2,
        failing_since: null,
        created_at: 1,
      })
      .execute();
    for (const [its, message_id, quoted_id] of [
      [id(11), id(71), null],
      [id(12), id(72), id(71)],
      [id(13), id(73), id(70)],
    ] as const) {
      await sql
        .insertInto("event_announcements")
        .values({ ...record, id: its, message_id, quoted_id, data: JSON.stringify(data(message_id)) })
        .execute();
    }
  });
  await db.transaction(async (tx) => {
    // A message, and a copy of it that goes with it.
    forgetTold(tx, [id(71)]);
    forgetTold(tx, [id(79)]);
  });
  let last = 100;
  await using writeDown = createWriteDown(
    { db, log: { error: (err: unknown) => expect(err).toBeUndefined() }, newId: () => id(++last) },
    { written() {}, dropped() {} },
  );
  for (const [its, messageId, quotedId] of [
    [id(11), id(71), null],
    [id(12), id(72), id(71)],
    [id(12), id(72), id(71)],
    [id(13), id(73), id(70)],
  ] as const) {
    const event = { applicationId: null, guildId: guild.id, channelId: id(5), messageId, quotedId };
    const body = guildEnvelope(guild.id, "MESSAGE_CREATE", JSON.stringify(data(messageId)));
    writeDown.take({ ...event, hookId: id(1), type: "MESSAGE_CREATE", body }, its);
    writeDown.heard(its);
  }
  await writeDown.settled();
  const rows = await db.read.selectFrom("event_deliveries").selectAll().orderBy("id").execute();
  expect(rows.map(({ message_id, quoted_id }) => [message_id, quoted_id])).toEqual([
    [id(72), null],
    [id(73), id(70)],
  ]);
  expect(rows.map(({ body }) => JSON.parse(body).data)).toEqual([
    { content: id(72), referenced_message: null },
    data(id(73)),
  ]);
});

// Several nodes

test("[EVENTHOOK15] of two nodes one posts to an address, and when it dies the other goes on", async () => {
  await using nodes = await startNodes();
  using receiver = startReceiver(async () => {
    await Bun.sleep(20);
    return new Response(null, { status: 204 });
  });
  const first = await nodes.start(1);
  const second = await nodes.start(2);
  const owner = await registerUser(first.url, "owner");
  guild = await makeGuild(owner);
  const general = guild.channel("general");
  const hook = await makeHook(receiver.url, {}, owner);
  const words = Array.from({ length: 30 }, (_, n) => `word ${n}`);
  for (const word of words) await say(general, word, owner);
  await until(
    () => receiver.all.length,
    (count) => count >= words.length,
  );
  await until(
    () => log(hook, owner),
    (list) => list.length === words.length && list.every(({ status }) => status === "delivered"),
  );
  const contents = () => receiver.all.map(({ body }) => body.data.content as string);
  // Not one of them twice, although both look for what is due.
  expect(contents()).toEqual(words);

  const db = await nodes.open();
  const holder = async () =>
    (await db.read.selectFrom("event_claims").select("node_id").where("hook_id", "=", hook.id).execute()).map(
      ({ node_id }) => node_id,
    );
  const [held] = await holder();
  const [dies, lives] = held === 1 ? [first, second] : [second, first];
  receiver.answer = new Response(null, { status: 429, headers: { "Retry-After": "1" } });
  await say(general, "left to the other", owner);
  await until(
    () => log(hook, owner),
    (list) => list.length === words.length + 1 && list[0]?.attempts === 1,
  );
  expect(await holder()).toEqual([held ?? 0]);
  dies.signal("SIGKILL");
  await dies.exited;
  const before = receiver.all.length;
  receiver.answer = new Response(null, { status: 204 });
  const there = asUser(lives.url, owner);
  await until(
    () => log(hook, there),
    (list) => list[0]?.status === "delivered",
  );
  expect(contents().slice(before)).toEqual(["left to the other"]);
  expect(await holder()).toEqual([held === 1 ? 2 : 1]);
  await db.close();
}, 180_000);

// What the operator bounds

test("[EVENTHOOK10] how many wait and how much the log keeps is the operator's to say", async () => {
  await using own = await startTestServer();
  const operator = await own.user("operator");
  guild = await makeGuild(operator);
  const { body: limits } = await operator.get<AdminLimit[]>("/admin/limits");
  const count = { unit: "count", value: 0, default: 0, min: 0, max: 10_000 };
  for (const limit of [
    { ...count, name: "event_backlog", value: 1_000, default: 1_000, min: 10 },
    { ...count, name: "event_log", value: 500, default: 500 },
    { ...count, name: "event_log_days", value: 7, default: 7, min: 1, max: 90 },
  ]) {
    expect(limits).toContainEqual(limit as AdminLimit);
  }
  for (const wrong of [{ event_backlog: 9 }, { event_log: 10_001 }, { event_log_days: 0 }]) {
    const { status, body } = await operator.patch<ApiErrorBody>("/admin/limits", wrong);
    expect([status, Object.keys(body.errors ?? {})]).toEqual([400, Object.keys(wrong)]);
  }
  const set = { event_backlog: 10, event_log: 3 };
  expect((await operator.patch("/admin/limits", set)).status).toBe(200);

  using receiver = startReceiver(new Response(null, { status: 500 }));
  const hook = await makeHook(receiver.url, {}, operator);
  for (let n = 0; n < 14; n++) await say(guild.channel("general"), `event ${n}`, operator);
  const list = await until(
    () => log(hook, operator),
    ({ length }) => length === 14,
  );
  const waiting = list.filter(({ status }) => status === "pending");
  expect(waiting.map(({ request_body }) => JSON.parse(request_body ?? "").data.content)).toEqual(
    Array.from({ length: 10 }, (_, n) => `event ${13 - n}`),
  );
  expect(list.filter(({ note }) => note === "too many events were waiting")).toHaveLength(4);
  const fail = (error: unknown) => {
    throw error;
  };
  const beside = own.databaseUrl
    ? await openPostgres(own.databaseUrl, fail)
    : await openSqlite(join(own.dataDir, "palabre.db"), fail);
  await sweepDeliveries({ db: beside });
  expect(await log(hook, operator)).toHaveLength(13);
  // More days ago than it keeps.
  await operator.patch("/admin/limits", { event_log: null, event_log_days: 2 });
  const long = Date.now() - 3 * 86_400_000;
  await beside.transaction(({ sql }) =>
    sql
      .updateTable("event_deliveries")
      .set({ finished_at: long })
      .where("finished_at", "is not", null)
      .execute(),
  );
  // What a crash left to be announced, and nobody took: nothing takes it while the feature is off.
  const left = (id: string, created_at: number) => ({
    id,
    created_at,
    node_id: 7,
    audience: "[]",
    topic: "channel:5",
    type: "MESSAGE_CREATE",
    data: "{}",
  });
  await using off = await openTestDatabase();
  await off.transaction(({ sql }) =>
    sql
      .insertInto("event_announcements")
      .values([left("11", long), left("12", Date.now())])
      .execute(),
  );
  await sweepDeliveries({ db: off });
  const stays = await off.read.selectFrom("event_announcements").select("id").execute();
  expect(stays.map(({ id }) => Number(id))).toEqual([12]);
  await sweepDeliveries({ db: beside });
  expect(await log(hook, operator)).toHaveLength(10);
  await beside.close();
}, 120_000);
