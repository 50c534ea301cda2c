import { expect, test } from "bun:test";
import { matches, type Operation } from "./document.ts";
import { encodingsOf } from "./encoding.ts";
import { curlSample, discordSample, fetchSample } from "./samples.ts";
import { alternativesOf, exampleOf, fieldsOf, limitsOf, problemsOf, typeText } from "./schema.ts";

const operation = {
  method: "POST",
  path: "/channels/{channel_id}/messages",
  base: "/api/v10",
  summary: "Send a message",
  operationId: "create_message",
  tag: "messages",
  security: [{ Bot: [] }],
  requestBody: { content: { "application/x-www-form-urlencoded": {}, "application/json": {} } },
} as unknown as Operation;

const body = {
  type: "object",
  required: ["name"],
  properties: {
    name: { type: "string", minLength: 1, maxLength: 5 },
    color: { anyOf: [{ type: "integer", minimum: 0, maximum: 9 }, { type: "null" }] },
    tags: {
      type: "array",
      maxItems: 2,
      items: { type: "object", properties: { id: { $ref: "#/components/schemas/Id" } } },
    },
  },
} as const;
const schemas = { Id: { type: ["string", "integer"], format: "snowflake" } };

test("a search finds an operation by words of its name, its address and its method", () => {
  expect(matches(operation, "send mess")).toBe(true);
  expect(matches(operation, "post channel")).toBe(true);
  expect(matches(operation, "delete channel")).toBe(false);
});

test("a sample quotes what a shell would take apart, and never holds a token", () => {
  const asked = {
    operation,
    origin: "https://chat.example",
    path: "/channels/1/messages",
    body: { content: "it's" },
    encoding: "json" as const,
    headers: {},
  };
  expect(curlSample(asked)).toContain(`-d '{"content":"it'\\''s"}'`);
  expect(discordSample(asked)).toContain('rest.post("/channels/1/messages", {');
});

test("a form is written as one, and a header that says what is sent stands beside it", () => {
  const asked = {
    operation: { ...operation, security: [] },
    origin: "https://chat.example",
    path: "/oauth2/token",
    body: { grant_type: "refresh_token", n: 5 },
    encoding: "form" as const,
    headers: {},
  };
  expect(curlSample(asked)).toEndWith(
    " \\\n  --data-urlencode 'grant_type=refresh_token' \\\n  --data-urlencode 'n=5'",
  );
  expect(fetchSample(asked)).toContain('body: new URLSearchParams({\n    "grant_type": "refresh_token",');
  expect(fetchSample(asked)).not.toContain("Content-Type");
  expect(discordSample(asked)).toContain("passThroughBody: true,\n  auth: false,");
  const hook = { ...asked, encoding: "payload" as const, headers: { "X-GitHub-Event": "push" } };
  expect(curlSample(hook)).toContain("-H 'X-GitHub-Event: push'");
  expect(curlSample(hook)).toContain(`--data-urlencode 'payload={"grant_type":"refresh_token","n":5}'`);
  expect(encodingsOf(operation)).toEqual(["form", "json"]);
});

test("of several bodies each has its name, and a field begins with what it may be", () => {
  const push = {
    title: "push",
    type: "object",
    required: ["ref"],
    properties: { ref: { examples: ["main"] } },
  };
  const all = { Hook: { anyOf: [push, { title: "ping", type: "object" }] } };
  const found = alternativesOf({ $ref: "#/components/schemas/Hook" }, all);
  expect(found.map(({ title }) => title)).toEqual(["push", "ping"]);
  expect(exampleOf(found[0] ?? {}, all)).toEqual({ ref: "main" });
});

test("a schema is told as fields with types and limits", () => {
  const rows = fieldsOf(body as never, schemas);
  expect(rows.map(({ path, isRequired }) => [path, isRequired])).toEqual([
    ["name", true],
    ["color", false],
    ["tags", false],
    ["tags[].id", false],
  ]);
  expect(typeText(body.properties.color as never, schemas)).toBe("integer | null");
  expect(typeText(body.properties.tags as never, schemas)).toBe("object[]");
  expect(limitsOf(body.properties.name as never, schemas)).toEqual([{ of: "length", text: "1–5" }]);
  expect(exampleOf(body as never, schemas)).toEqual({ name: "Hello" });
});

test("what the server would refuse is told before it is asked", () => {
  const problems = (value: unknown) =>
    problemsOf(value, body as never, schemas).map(({ path, what }) => `${path} ${what}`);
  expect(problems({ name: "ok", color: null, tags: [{ id: "1" }] })).toEqual([]);
  expect(problems({})).toEqual(["name required"]);
  expect(problems({ name: "too long" })).toEqual(["name length"]);
  expect(problems({ name: "ok", color: 10 })).toEqual(["color value"]);
  expect(problems({ name: "ok", color: "red" })).toEqual(["color type"]);
  expect(problems({ name: "ok", tags: [{ id: true }] })).toEqual(["tags[0].id type"]);
  expect(problems([])).toEqual([" type"]);
});
