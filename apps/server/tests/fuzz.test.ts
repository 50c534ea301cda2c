import { expect, test } from "bun:test";
import type { APIMessage, ApiErrorBody } from "@palabre/protocol";
import { LIMITS } from "@palabre/protocol";
import fc from "fast-check";
import { makeBot } from "./bots.ts";
import { send, startRoom } from "./chat.ts";
import { makeGuild } from "./guild.ts";
import { startTestServer, type TestServer } from "./harness.ts";
import { nextOf, reply, startBots, use } from "./interactions.ts";
import { listen } from "./listen.ts";
import { befriend, makeRoom } from "./people.ts";

/** What has broken servers: NUL, lone surrogates, numbers that are none, paths, very long or deep things. */
const nastyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom(
    ...["", "\0", "a\0b", "\ud800", "\udfff\ud800", "__proto__", "constructor", "../../x", "NaN", "1e999"],
    ...[
      "%00",
      "'; drop table users; --",
      "🔥",
      "x".repeat(3_000),
      "<@1>",
      "@everyone",
      "2026-01-01T00:00:00Z",
    ],
  ),
);
/** Another one each time; what failed is run again with FUZZ_SEED. */
const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);

const nastyNumber = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.constantFrom(-1, 0, 2 ** 31, 2 ** 53, -(2 ** 63), 1e308),
);
const bigText = fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(String);
const FIELDS = [
  ...["content", "nonce", "enforce_nonce", "embeds", "attachments", "message_reference", "allowed_mentions"],
  ...[
    "flags",
    "tts",
    "sticker_ids",
    "components",
    "name",
    "icon",
    "owner",
    "recipients",
    "recipient_id",
    "role",
  ],
  ...[
    "messages",
    "read_states",
    "manual",
    "mention_count",
    "type",
    "username",
    "attachment_urls",
    "nickname",
  ],
  ...["token", "login", "email", "password", "status", "custom_status", "bio", "avatar", "theme", "keys"],
  ...["options", "data", "application_id", "custom_id", "values", "choices", "permissions", "permission"],
  ...["components", "component", "target_id", "guild_id", "default_member_permissions", "description"],
  ...["id", "message_id", "channel_id", "parse", "users", "title", "fields", "url", "value", "filename"],
];

/** Values of any shape; `ids` are such that exist. */
function anyValue(ids: readonly string[]): fc.Arbitrary<unknown> {
  const { tree } = fc.letrec((tie) => ({
    leaf: fc.oneof(
      nastyText,
      nastyNumber,
      bigText,
      fc.constantFrom<unknown>(...ids, ...ids, null, true, false),
    ),
    tree: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      tie("leaf"),
      fc.array(tie("tree"), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom(...FIELDS), tie("tree"), { maxKeys: 4 }),
    ),
  }));
  return tree;
}

type Body =
  | { kind: "none" }
  | { kind: "raw"; type: string | null; text: string }
  | { kind: "form"; parts: Part[] };
interface Part {
  name: string;
  value: string;
  filename: string | null;
}

function anyBody(ids: readonly string[]): fc.Arbitrary<Body> {
  const json = fc
    .dictionary(fc.constantFrom(...FIELDS), anyValue(ids), { maxKeys: 8 })
    .map((value) => JSON.stringify(value));
  const part = fc.record({
    name: fc.oneof(fc.constantFrom("payload_json", "files[0]", "files[1]", "file", "content"), nastyText),
    value: fc.oneof(json, nastyText),
    filename: fc.option(nastyText),
  });
  return fc.oneof(
    { weight: 6, arbitrary: json.map((text): Body => ({ kind: "raw", type: "application/json", text })) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant("raw" as const),
        type: fc.constantFrom(
          ...[null, "application/json", "text/plain", "text/html", "application/x-www-form-urlencoded"],
          ...[
            "multipart/form-data",
            "multipart/form-data; boundary=x",
            "application/json; charset=utf-16",
            "\t",
          ],
        ),
        text: fc.oneof(
          nastyText,
          json,
          fc.constantFrom("null", "[]", "{", '"', "--x\r\n", "[".repeat(5_000)),
        ),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.array(part, { maxLength: 4 }).map((parts): Body => ({ kind: "form", parts })),
    },
    { weight: 1, arbitrary: fc.constant<Body>({ kind: "none" }) },
  );
}

function toRequest(method: string, body: Body, token: string): RequestInit {
  const headers = new Headers({ authorization: token, ...EVENTS });
  if (method === "GET" || method === "HEAD" || body.kind === "none") return { method, headers };
  if (body.kind === "form") {
    const data = new FormData();
    for (const { name, value, filename } of body.parts) {
      if (filename === null) data.append(name, value);
      else data.append(name, new Blob([value]), filename);
    }
    return { method, headers, body: data };
  }
  // A view of bytes, so that fetch adds no content type of its own.
  if (body.type !== null) headers.set("content-type", body.type);
  return { method, headers, body: new TextEncoder().encode(body.text) };
}

/** What services of webhooks say beside their payloads. */
const EVENTS = {
  "x-github-event": "push",
  "x-gitlab-event": "Push Hook",
  "x-gitea-event": "push",
  "sentry-hook-resource": "issue",
};

/** Ways out that would only end the test: the account's own deletion, its log-outs. */
const LEFT_OUT = /\/users\/@me\/delete$|\/auth\/(logout|sessions\/logout)$/;
/** Each of these hashes a password. */
const SLOW = /\/auth\/|\/admin\/users/;

function routesOf(server: TestServer): { method: string; path: string }[] {
  const seen = new Set<string>();
  return server.running.routes.filter(({ method, path }) => {
    const key = `${method} ${path}`;
    const alias = path.startsWith("/api/") && !path.startsWith("/api/v10/");
    if (alias || path.includes("*") || method === "ALL" || LEFT_OUT.test(path) || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

test("no request, however nonsensical, makes the server fail; a good client is served after all of them", async () => {
  await using server = await startTestServer({}, { webRoot: `${import.meta.dirname}/fixtures/web` });
  const { alice, bob, room } = await startRoom(server);
  const mallory = await server.user("mallory");
  await befriend(alice, mallory);
  const { id: hers } = await makeRoom(mallory, [alice], "hers");
  const message = await send(mallory, hers, "hello");
  const hall = await makeGuild(mallory);
  const hooked = hall.channel("general");
  const bot = await makeBot(server, mallory);
  const command = await bot.post<{ id: string }>(`/applications/${bot.id}/commands`, {
    name: "any",
    description: "Any",
    options: [{ type: 3, name: "name", description: "x" }],
  });
  const ids = [
    bot.id,
    command.body.id,
    hers,
    message.id,
    mallory.id,
    alice.id,
    room,
    hooked,
    hall.id,
    "1",
    "@me",
  ];

  const routes = routesOf(server);
  expect(routes.length).toBeGreaterThan(40);
  const segment = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...ids) },
    { weight: 1, arbitrary: nastyText.map((text) => encodeURIComponent(text.toWellFormed())) },
    {
      weight: 1,
      arbitrary: fc.constantFrom("%", "%ff", "%2e%2e", "%F0%9F%94%A5", "99999999999999999999", "-1"),
    },
  );
  const query = fc.dictionary(
    fc.constantFrom(
      "limit",
      "before",
      "after",
      "around",
      "query",
      "type",
      "size",
      "width",
      "ex",
      "is",
      "hm",
      "username",
    ),
    fc.oneof(fc.constantFrom(...ids), nastyText, bigText),
    { maxKeys: 3 },
  );
  const failures: string[] = [];
  const made: string[] = [];
  for (const { method, path } of routes) {
    for (const id of made.splice(0)) await mallory.delete(`/webhooks/${id}`);
    const runs = SLOW.test(path) ? 4 : 15;
    const names = path.match(/:[a-z_]+/g) ?? [];
    // Known values in their places most of the time, so that what comes behind the parsing is reached too.
    const known: Record<string, string> = {
      ":channel_id": hers,
      ":message_id": message.id,
      ":emoji": "%F0%9F%94%A5",
      ":application_id": bot.id,
      ":webhook_id": bot.id,
      ":command_id": command.body.id,
    };
    // One that is there, whatever the routes before have done to theirs.
    if (path.includes(":webhook_id")) {
      const { body } = await mallory.post<{ id: string; token: string }>(`/channels/${hooked}/webhooks`, {
        name: "hook",
      });
      known[":webhook_id"] = body.id;
      known[":webhook_token"] = body.token;
      made.push(body.id);
    }
    const filled = fc
      .tuple(fc.nat({ max: 3 }), fc.array(segment, { minLength: names.length, maxLength: names.length }))
      .map(([luck, values]) =>
        names.reduce((text, name, n) => {
          const value = (luck > 0 ? known[name] : undefined) ?? values[n] ?? "1";
          return text.replace(new RegExp(`${name}(\\{[^}]*\\})?`), () => value);
        }, path),
      );
    const samples = fc.sample(fc.tuple(filled, query, anyBody(ids)), { numRuns: runs, seed: SEED });
    await Promise.all(
      samples.map(async ([address, parameters, body]) => {
        const search = new URLSearchParams(
          Object.entries(parameters).map(([name, value]): [string, string] => [name, value.toWellFormed()]),
        );
        const response = await fetch(
          `${server.url}${address}?${search}`,
          toRequest(method, body, mallory.token),
        );
        const text = await response.text();
        const known = response.status < 500 || /\/readyz/.test(path);
        if (!known)
          failures.push(
            `seed ${SEED}: ${method} ${address} ${response.status} ${JSON.stringify(body).slice(0, 300)}`,
          );
        // The token endpoint refuses as its own standard says.
        const isOAuth = /\/oauth2\/token(\/revoke)?$/.test(path);
        if (response.status >= 400 && response.status < 500 && path.startsWith("/api/") && !isOAuth) {
          const error = JSON.parse(text) as ApiErrorBody;
          expect([typeof error.code, typeof error.message]).toEqual(["number", "string"]);
        }
      }),
    );
  }
  expect(failures).toEqual([]);

  await using gateway = await listen(server, bob);
  const { id } = await send(alice, room, "still here");
  expect((await gateway.next<APIMessage>("MESSAGE_CREATE", (d) => d.id === id)).content).toBe("still here");
}, 60_000);

test("no command, component, form or answer, however nonsensical, makes the server fail", async () => {
  await using bots = await startBots([
    { name: "any", description: "Any", options: [{ type: 3, name: "name", description: "x" }] },
  ]);
  const { server, bob, bot, guild, general, forBot, command } = bots;
  await use(bob, bots, "any");
  const interaction = await nextOf(forBot);
  const shown = { content: "x", components: [{ type: 1, components: [{ type: 8, custom_id: "id" }] }] };
  const made = await reply(server, interaction, { type: 4, data: shown }, "?with_response=true");
  const ids = [bot.id, bob.id, guild.id, general, command("any").id, made.body.resource.message.id];
  const value = anyValue(ids);
  const flat = {
    type: fc.oneof(fc.integer({ min: 0, max: 24 }), nastyNumber),
    id: fc.oneof(fc.integer({ min: 0, max: 3 }), value),
    name: fc.oneof(fc.constantFrom("any", "name", "a"), nastyText),
    description: fc.oneof(fc.constant("x"), nastyText),
    custom_id: fc.oneof(fc.constantFrom("id", "a"), nastyText),
    style: fc.integer({ min: 0, max: 7 }),
    label: fc.oneof(fc.constant("x"), nastyText),
    content: fc.oneof(fc.constant("x"), nastyText),
    value,
    media: value,
    focused: fc.boolean(),
  };
  const asked = { requiredKeys: ["type" as const] };
  const around = (inner: fc.Arbitrary<unknown>) => {
    const several = fc.array(inner, { maxLength: 2 });
    const nested = { options: several, components: several, component: inner, accessory: inner };
    return fc.record({ ...flat, ...nested }, asked);
  };
  // As deep as rows in a container, or values in a subcommand of a group.
  const part = around(around(fc.record(flat, asked)));
  const parts = fc.array(part, { maxLength: 3 });
  const data = fc.record({
    id: fc.constantFrom(...ids),
    name: fc.constant("any"),
    type: fc.constantFrom(1, 2, 3),
    title: fc.constant("x"),
    custom_id: fc.constant("id"),
    component_type: fc.integer({ min: 1, max: 9 }),
    values: fc.array(value, { maxLength: 2 }),
    flags: fc.constantFrom(0, 64, 1 << 15, (1 << 15) | 64),
    options: parts,
    components: parts,
    choices: parts,
  });
  const use_ = fc.record({
    type: fc.constantFrom(2, 3, 4, 5),
    application_id: fc.constant(bot.id),
    channel_id: fc.constant(general),
    message_id: fc.constantFrom(...ids),
    data,
  });
  const token = `/webhooks/${bot.id}/${interaction.token}`;
  const aims: [string, string, fc.Arbitrary<unknown>, string][] = [
    ["POST", "/interactions", use_, bob.token],
    ["POST", token, data, ""],
    ["PATCH", `${token}/messages/@original`, data, ""],
    ["POST", `/channels/${general}/messages`, data, bot.token],
    ["POST", `/applications/${bot.id}/commands`, part, bot.token],
    ["PUT", `/applications/${bot.id}/guilds/${guild.id}/commands`, parts, bot.token],
  ];
  const failures: string[] = [];
  const aim = async (method: string, path: string, body: unknown, token: string) => {
    const text = JSON.stringify(body);
    const request = toRequest(method, { kind: "raw", type: "application/json", text }, token);
    const { status } = await fetch(`${server.url}/api/v10${path}`, request);
    if (status >= 500) failures.push(`seed ${SEED}: ${method} ${path} ${status} ${text.slice(0, 300)}`);
  };
  for (const [method, path, bodies, token] of aims) {
    for (const body of fc.sample(bodies, { numRuns: 60, seed: SEED })) await aim(method, path, body, token);
  }
  // An interaction takes one answer: each of these gets its own, while it waits for one.
  for (const type of [4, 5, 7, 8, 9]) {
    forBot.clear();
    await use(bob, bots, "any");
    const next = await nextOf(forBot);
    const path = `/interactions/${next.id}/${next.token}/callback`;
    for (const one of fc.sample(data, { numRuns: 8, seed: SEED }))
      await aim("POST", path, { type, data: one }, "");
  }
  expect(failures).toEqual([]);
}, 60_000);

test("a body over its limit is refused with 413, whether or not it says how long it is", async () => {
  await using server = await startTestServer();
  const { alice, room } = await startRoom(server);
  const path = `${server.url}/api/v10/channels/${room}/messages`;
  const large = JSON.stringify({ content: "x", junk: "y".repeat(LIMITS.jsonBody) });
  const headers = { authorization: alice.token, "content-type": "application/json" };
  const whole = await fetch(path, { method: "POST", headers, body: large });
  expect([whole.status, ((await whole.json()) as ApiErrorBody).code]).toEqual([413, 40005]);
  const chunked = await fetch(path, {
    method: "POST",
    headers,
    body: new ReadableStream({
      start(controller) {
        for (let at = 0; at < large.length; at += 65_536) {
          controller.enqueue(new TextEncoder().encode(large.slice(at, at + 65_536)));
        }
        controller.close();
      },
    }),
  });
  expect(chunked.status).toBe(413);
  const { body } = await alice.get<APIMessage[]>(`/channels/${room}/messages`);
  expect(body.filter(({ type }) => type === 0)).toEqual([]);
});

test("an address nobody serves answers in the documented shape", async () => {
  await using server = await startTestServer();
  const { alice } = await startRoom(server);
  for (const [method, path] of [
    ["GET", "/nothing"],
    ["PUT", "/channels"],
    ["GET", "/channels/1/messages/1/2/3"],
  ] as const) {
    const { status, body } = await alice.request<ApiErrorBody>(method, path);
    expect([status, body.code]).toEqual([404, 0]);
  }
});
