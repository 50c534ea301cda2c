import { expect, test } from "bun:test";
import { matches, type Operation } from "./document.ts";
import { curlSample, discordSample } from "./samples.ts";
import { exampleOf, fieldsOf, limitsOf, problemsOf, typeText } from "./schema.ts";

const operation = {
  method: "POST",
  path: "/channels/{channel_id}/messages",
  base: "/api/v10",
  summary: "Send a message",
  operationId: "create_message",
  tag: "messages",
  security: [{ Bot: [] }],
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
  };
  expect(curlSample(asked)).toContain(`-d '{"content":"it'\\''s"}'`);
  expect(discordSample(asked)).toContain('rest.post("/channels/1/messages", {');
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
