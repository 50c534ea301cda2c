import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import fc from "fast-check";
import { officialNames } from "../conformance/official.ts";
import { OFFICIAL } from "../src/features/api-document/official.ts";
import { addBot, makeBot } from "./bots.ts";
import { makeGuild } from "./guild.ts";
import { startTestServer, type TestServer, type TestUser } from "./harness.ts";

interface Schema {
  $ref?: string;
  properties?: Record<string, Schema>;
  anyOf?: Schema[];
}
interface Operation {
  operationId: string;
  summary: string;
  parameters: { name: string; in: string; required: boolean; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  security: Record<string, string[]>[];
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
  "x-for": string;
  "x-scopes"?: string[];
  "x-permissions"?: string[];
  "x-ratelimit"?: { bucket: string; max: number; per: number; by: string };
  "x-undescribed"?: true;
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

/** A server of Ada's with a bot, and what stands there for the parameters of a path. */
async function startGuild(server: TestServer) {
  const ada = await server.user("ada");
  const bob = await server.user("bob");
  const guild = await makeGuild(ada);
  const bot = await makeBot(server, ada);
  await addBot(ada, bot, guild.id, P.Administrator);
  const channelId = guild.channel("general");
  const message = (await ada.post<{ id: string }>(`/channels/${channelId}/messages`, { content: "Hello" }))
    .body;
  const values: Record<string, string> = {
    guild_id: guild.id,
    channel_id: channelId,
    message_id: message.id,
    user_id: bob.id,
    role_id: guild.role("staff"),
    application_id: bot.id,
    emoji: encodeURIComponent("👍"),
  };
  const fill = (path: string) => path.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "1");
  return { ada, bot, guildId: guild.id, channelId, fill };
}

const makeWebhook = async (owner: TestUser, channelId: string) =>
  (await owner.post<{ id: string; token: string }>(`/channels/${channelId}/webhooks`, { name: "CI" })).body;

const readDocument = async (server: TestServer) =>
  (await server.request<Document>("GET", "/openapi.json")).body;

const operationsOf = ({ paths }: Document) =>
  Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => method !== "servers")
      .map(([method, operation]) => ({
        path,
        method: method.toUpperCase(),
        operation,
        isOutside: "servers" in item,
      })),
  );

test("every mounted address stands in the document exactly once", async () => {
  await using server = await startTestServer();
  const told = operationsOf(await readDocument(server)).map(
    ({ method, path, isOutside }) =>
      `${method} ${isOutside ? "" : "/api/v10"}${path.replace(/\{\w+\}/g, "*")}`,
  );
  const mounted = new Set(
    server.running.routes
      .filter(({ method, path }) => method !== "ALL" && !/^\/api\/(?!v10\/)/.test(path))
      .map(({ method, path }) => `${method} ${path.replace(/:\w+/g, "*")}`),
  );
  expect(told.toSorted()).toEqual([...mounted].toSorted());
  const ids = operationsOf(await readDocument(server)).map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
});

test("every operation says what it does, and every body that is checked stands in the document", async () => {
  await using server = await startTestServer();
  const document = await readDocument(server);
  const silent = operationsOf(document).flatMap(({ path, method, operation }) => {
    // Pictures, files, and what machines ask of one another.
    const isOutside = "servers" in (document.paths[path] ?? {});
    return operation.summary === `${method} ${path}` && !isOutside ? [`${method} ${path}`] : [];
  });
  expect(silent).toEqual([]);
});

test("the document is valid OpenAPI 3.1, and comes compressed to whoever takes that", async () => {
  await using server = await startTestServer();
  const { body, headers } = await server.request<Document>("GET", "/openapi.json", undefined, {
    "Accept-Encoding": "gzip",
  });
  expect(headers.get("content-type")).toBe("application/json");
  const { valid, errors } = await new Validator().validate({ ...body });
  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
}, 30_000);

test("who may ask, how often and with which scopes is what the routes themselves hold", async () => {
  await using server = await startTestServer();
  const { paths } = await readDocument(server);
  expect(paths["/auth/login"]?.post).toMatchObject({
    security: [],
    "x-for": "everybody",
    "x-ratelimit": { bucket: "login", max: 60, per: 300, by: "address" },
  });
  expect(paths["/users/@me"]?.get).toMatchObject({ "x-for": "accounts", "x-scopes": ["identify"] });
  expect(paths["/users/@me"]?.get).not.toHaveProperty("x-ratelimit");
  expect(paths["/users/@me/relationships"]?.post).toMatchObject({ "x-for": "people" });
  expect(paths["/admin/users"]?.get).toMatchObject({ "x-for": "admins" });
  expect(paths["/oauth2/@me"]?.get).toMatchObject({ "x-scopes": ["*"] });
  expect(paths["/guilds/{guild_id}/roles"]?.post).toMatchObject({
    operationId: "create_guild_role",
    "x-permissions": ["MANAGE_ROLES"],
    "x-ratelimit": { bucket: "create-role", max: 20, per: 60, by: "actor" },
  });
  // What three features answer, each for its own channels, takes what any of them takes.
  expect(
    paths["/channels/{channel_id}"]?.patch?.requestBody?.content["application/json"]?.schema.anyOf,
  ).toHaveLength(3);
  const create = paths["/channels/{channel_id}/messages"]?.post?.requestBody?.content;
  expect(Object.keys(create ?? {})).toEqual(["application/json", "multipart/form-data"]);
});

test("a person's account, a bot and nobody are let in where the document says so", async () => {
  await using server = await startTestServer();
  const { ada, bot, fill } = await startGuild(server);
  for (const { method, path, operation } of operationsOf(await readDocument(server))) {
    if (method !== "GET" || path.startsWith("/.") || !path.startsWith("/")) continue;
    if ("x-discord" in operation && operation["x-for"] === "everybody") continue;
    const at = fill(path);
    const nobody = await server.request("GET", at);
    expect(`${path} ${nobody.status}`).toBe(`${path} 401`);
    const asBot = await bot.get<{ code?: number }>(at);
    const refused = asBot.status === 403 && asBot.body.code === 20001;
    if (operation["x-for"] !== "admins")
      expect(`${path} ${refused}`).toBe(`${path} ${operation["x-for"] === "people"}`);
    expect((await ada.get(at)).status).toBeLessThan(500);
  }
}, 60_000);

test("bodies that the document calls invalid are refused, whatever is wrong with them", async () => {
  await using server = await startTestServer();
  const { ada, fill } = await startGuild(server);
  const document = await readDocument(server);
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ ...document, $id: "doc" });
  const cases = operationsOf(document).flatMap(({ method, path, operation }) => {
    const schema = operation.requestBody?.content["application/json"]?.schema;
    const name = schema?.$ref?.split("/").at(-1);
    if (!name || operation["x-for"] === "everybody" || path === "/users/@me/delete") return [];
    const fields = Object.keys(document.components.schemas[name]?.properties ?? {});
    return fields.map((field) => ({ method, path, field, name }));
  });
  expect(cases.length).toBeGreaterThan(150);
  let refused = 0;
  const value = fc.oneof(
    fc.constantFrom<unknown>({}, [], true, -1, 1.5, 2 ** 40, "x", "x".repeat(5_000), [{}], [-1]),
    fc.jsonValue({ maxDepth: 2 }),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...cases), value, async ({ method, path, field, name }, wrong) => {
      const body = { [field]: wrong };
      const check = ajv.getSchema(`doc#/components/schemas/${name}`);
      if (!check || check(body)) return;
      const answer = await ada.request<{ code: number }>(method, fill(path), body);
      expect({ method, path, body, refused: isRefusal(answer.status) }).toMatchObject({ refused: true });
      if (answer.body.code === 50035) refused++;
    }),
    { numRuns: 400 },
  );
  // Most are refused for what is wrong with them, not because what they concern is not there.
  expect(refused).toBeGreaterThan(100);
}, 60_000);

const isRefusal = (status: number) => status >= 400 && status < 500;

test("what a day asks is checked against the schemas that describe it", async () => {
  await using server = await startTestServer();
  const { ada, guildId, channelId } = await startGuild(server);
  // The descriptions of what a day's work asks are held by asking: nothing here answers 500.
  expect((await ada.post(`/guilds/${guildId}/roles`, { name: "Described" })).status).toBe(200);
  expect((await ada.get(`/channels/${channelId}/messages?limit=5`)).status).toBe(200);
  const hook = await makeWebhook(ada, channelId);
  const said = await server.request("POST", `/webhooks/${hook.id}/${hook.token}?wait=true`, {
    content: "Hi",
  });
  expect(said.status).toBe(200);
});

test("forms of OAuth2, and what services send to webhooks, stand there as they are taken", async () => {
  await using server = await startTestServer();
  const document = await readDocument(server);
  const { paths, components } = document;
  for (const path of ["/oauth2/token", "/oauth2/token/revoke"]) {
    const { content = {} } = paths[path]?.post?.requestBody ?? {};
    // What the standard asks for comes first.
    expect(Object.keys(content)).toEqual(["application/x-www-form-urlencoded", "application/json"]);
  }
  const name = paths["/oauth2/token"]?.post?.requestBody?.content["application/json"]?.schema.$ref;
  expect(components.schemas[name?.split("/").at(-1) ?? ""]).toMatchObject({
    required: ["grant_type"],
    properties: { grant_type: { examples: expect.arrayContaining(["refresh_token"]) } },
  });

  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ ...document, $id: "doc" });
  const services = ["slack", "github", "gitlab", "forgejo", "sentry", "grafana", "alertmanager"];
  for (const service of services) {
    const [, item] = Object.entries(paths).find(([path]) => path.endsWith(`/${service}`)) ?? [];
    const { content = {} } = item?.post?.requestBody ?? {};
    expect(Object.keys(content)).toEqual(["application/json", "application/x-www-form-urlencoded"]);
    const schema = content["application/json"]?.schema.$ref ?? "";
    const sent = JSON.parse(
      readFileSync(new URL(`fixtures/webhooks/${service}.json`, import.meta.url), "utf8"),
    ) as Record<string, unknown>;
    expect(Object.keys(sent).length).toBeGreaterThan(0);
    const check = ajv.getSchema(`doc${schema}`);
    for (const [event, payload] of Object.entries(sent)) {
      expect([service, event, check?.(payload)]).toEqual([service, event, true]);
    }
    expect([service, check?.("text")]).toEqual([service, false]);
  }
  const [, github] = Object.entries(paths).find(([path]) => path.endsWith("/github")) ?? [];
  expect(github?.post?.parameters).toContainEqual({
    name: "X-GitHub-Event",
    in: "header",
    required: true,
    schema: expect.objectContaining({ examples: expect.arrayContaining(["push", "release"]) }),
  });
}, 30_000);

test("where an operator wants no document there is none", async () => {
  await using server = await startTestServer({ PALABRE_API_DOCS: "off" });
  expect((await server.request("GET", "/openapi.json")).status).toBe(404);
});

test("what Discord documents is named as its own document names it", () => {
  // `npm run conformance` writes the module.
  expect(OFFICIAL).toEqual(officialNames());
});
