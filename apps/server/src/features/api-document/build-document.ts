import { API_ERRORS } from "@palabre/protocol";
import type { z } from "zod";
import type { RouteDescription } from "../../http/describe-routes.ts";
import { GLOBAL_MAX } from "../../http/rate-limit.ts";
import { VERSION } from "../instance/about.ts";
import { type JsonSchema, propertiesOf, toJsonSchema } from "./json-schema.ts";
import { OFFICIAL } from "./official.ts";
import { officialType } from "./official-type.ts";
import type { Operation } from "./read-operations.ts";
import { tagOf, tagsOf } from "./tags.ts";

const DISCORD = "https://docs.discord.com/developers/reference";
const FORM = "application/x-www-form-urlencoded";
const WRITES = ["POST", "PUT", "PATCH"];

/** The OpenAPI 3.1 document of these operations. */
export function buildDocument(operations: readonly Operation[]): object {
  const schemas: Record<string, JsonSchema> = { ...SCHEMAS };
  const names = new Map<z.ZodType, string>();
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    const id = idOf(operation);
    const [, answers = {}] = OFFICIAL[addressOf(operation)] ?? [];
    for (const type of Object.values(answers)) Object.assign(schemas, officialType(type).components);
    for (const { body } of operation.descriptions) {
      if (!body || names.has(body)) continue;
      const name = nameOf(id, schemas);
      names.set(body, name);
      schemas[name] = toJsonSchema(body, `#/components/schemas/${name}`);
    }
    const item = paths[operation.path] ?? {};
    if (operation.outside) item.servers = [{ url: "/" }];
    item[operation.method.toLowerCase()] = toOperation(operation, id, names);
    paths[operation.path] = item;
  }
  return {
    openapi: "3.1.0",
    jsonSchemaDialect: "https://json-schema.org/draft/2020-12/schema",
    info: {
      title: "Palabre",
      version: VERSION,
      summary: "Discord's API v10, as this server speaks it.",
      description: INTRODUCTION,
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/api/v10" }],
    tags: tagsOf(operations),
    paths,
    components: { schemas, responses: RESPONSES, securitySchemes: SECURITY },
    "x-ratelimit-global": { max: GLOBAL_MAX, per: 1, by: "actor" },
  };
}

const INTRODUCTION = `Made from the routes that run here: paths, guards and limits are the router's own, bodies and queries those
that requests are checked against. The length of text is counted in code points after spaces around it are gone.
Numbers that are ids travel as strings.`;

function toOperation(operation: Operation, id: string, names: ReadonlyMap<z.ZodType, string>): object {
  const { method, path, limit, descriptions, scopes } = operation;
  const official = OFFICIAL[addressOf(operation)];
  const bodies = [...new Set(descriptions.flatMap(({ body }) => body ?? []))];
  const needs = [...new Set(descriptions.flatMap((one) => one.needs ?? []))];
  const does = descriptions.at(-1)?.does;
  const undescribed = descriptions.length === 0;
  return {
    operationId: id,
    summary: does ?? `${method} ${path}`,
    description: sentences(operation, needs, official?.[0]).join(" "),
    tags: [tagOf(operation)],
    parameters: parametersOf(operation),
    ...(bodies.length > 0 && {
      requestBody: {
        required: bodies.every((body) => !body.safeParse({}).success),
        content: contentOf(
          bodies.map((body) => ({ $ref: `#/components/schemas/${names.get(body)}` })),
          descriptions,
        ),
      },
    }),
    ...(undescribed && WRITES.includes(method) && { "x-undescribed": true }),
    responses: { ...answersOf(official?.[1]), "429": ref("RateLimited"), "4XX": ref("Refused") },
    security: securityOf(operation),
    ...(official && { externalDocs: { url: DISCORD, description: `${official[0]} in Discord's reference` } }),
    "x-for": operation.for,
    "x-discord": official ? { operationId: official[0] } : null,
    ...(needs.length > 0 && { "x-permissions": needs }),
    ...(scopes !== undefined && scopes.length > 0 && { "x-scopes": scopes }),
    ...(scopes === undefined && { "x-scopes": ["*"] }),
    ...(limit && { "x-ratelimit": { by: "actor", ...limit } }),
  };
}

const ref = (name: string) => ({ $ref: `#/components/responses/${name}` });

function sentences(operation: Operation, needs: readonly string[], official: string | undefined): string[] {
  const { limit } = operation;
  return [
    WHOM[operation.for],
    needs.length > 0 ? `Takes ${needs.join(", ")}, where it concerns a server.` : "",
    limit ? `${limit.max} requests in ${limit.per} seconds (${limit.bucket}).` : "",
    official ? `Discord documents it as ${official}.` : operation.outside ? "" : "Palabre's own.",
  ].filter(Boolean);
}

const WHOM: Record<Operation["for"], string> = {
  everybody: "Needs no log-in.",
  accounts: "For people and bots.",
  people: "For people only.",
  admins: "For those who run the instance.",
};

function parametersOf({ path, descriptions }: Operation): object[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => ({
    name,
    in: "path",
    required: true,
    schema: /(^|_)id$/.test(name) ? { $ref: "#/components/schemas/Snowflake" } : { type: "string" },
  }));
  const queries = new Set(descriptions.flatMap(({ query }) => query ?? []));
  const inQuery = new Map(
    [...queries].flatMap(propertiesOf).map((one) => [one.name, { ...one, in: "query" }] as const),
  );
  const inHeader = descriptions
    .flatMap(({ headers }) => headers ?? [])
    .map(({ name, isRequired, examples }) => ({
      name,
      in: "header",
      required: isRequired,
      schema: { type: "string", examples },
    }));
  return [...inPath, ...inQuery.values(), ...inHeader];
}

function contentOf(bodies: JsonSchema[], descriptions: readonly RouteDescription[]): object {
  const [first = {}] = bodies;
  const schema = bodies.length > 1 ? { anyOf: bodies } : first;
  const json = { "application/json": { schema } };
  const form = descriptions.find((one) => one.form)?.form;
  // What is meant to be a form is told as one first.
  if (form === "fields") return { [FORM]: { schema }, ...json };
  if (form === "payload") {
    return {
      ...json,
      [FORM]: {
        schema: { type: "object", properties: { payload: schema }, required: ["payload"] },
        encoding: { payload: { contentType: "application/json" } },
      },
    };
  }
  if (!descriptions.some(({ files }) => files)) return json;
  return {
    ...json,
    "multipart/form-data": {
      schema: {
        type: "object",
        properties: { payload_json: schema },
        patternProperties: {
          "^files\\[\\d+\\]$": { type: "string", contentMediaType: "application/octet-stream" },
        },
      },
      encoding: { payload_json: { contentType: "application/json" } },
    },
  };
}

function answersOf(official: Readonly<Record<number, string>> | undefined): Record<string, object> {
  const answers = Object.entries(official ?? {}).map(([status, type]) => {
    const { schema } = officialType(type);
    return [
      status,
      {
        description: status === "204" ? "Done; there is no body." : "As Discord documents it.",
        ...(schema && status !== "204" && { content: { "application/json": { schema } } }),
      },
    ];
  });
  if (answers.length === 0) answers.push(["2XX", { description: "Done." }]);
  return Object.fromEntries(answers);
}

function securityOf({ for: whom, scopes, outside }: Operation): object[] {
  if (whom === "everybody" || outside) return [];
  const people = [{ UserToken: [] }, { Cookie: [] }];
  if (whom !== "accounts") return people;
  const bearer = scopes === undefined ? [{ Bearer: [] }] : scopes.map((scope) => ({ Bearer: [scope] }));
  return [{ Bot: [] }, ...people, ...bearer];
}

/** As {@link OFFICIAL} names it: parameters have other names there. */
const addressOf = ({ method, path, outside }: Operation): string =>
  outside ? "" : `${method} ${path.replace(/\{\w+\}/g, "{}")}`;

function idOf(operation: Operation): string {
  const [official] = OFFICIAL[addressOf(operation)] ?? [];
  if (official) return official;
  const words = operation.path.replace(/[{}]/g, "").match(/[A-Za-z0-9]+/g) ?? [];
  return [operation.method.toLowerCase(), ...(operation.outside ? ["root"] : []), ...words].join("_");
}

/** A name for the body of this operation that no schema has yet. */
function nameOf(id: string, taken: Readonly<Record<string, unknown>>): string {
  const name = `${id.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase())}Body`;
  let free = name;
  for (let n = 2; free in taken; n++) free = `${name}${n}`;
  return free;
}

const RESPONSES = {
  Refused: {
    description: "Refused, and nothing was changed.",
    content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } },
  },
  RateLimited: {
    description: "One request too many. Wait `retry_after` seconds.",
    headers: {
      "Retry-After": { description: "Seconds, rounded up.", schema: { type: "integer" } },
      "X-RateLimit-Scope": { schema: { enum: ["user", "global", "shared"] } },
    },
    content: { "application/json": { schema: { $ref: "#/components/schemas/RateLimit" } } },
  },
};

const SECURITY = {
  Bot: {
    type: "apiKey",
    in: "header",
    name: "Authorization",
    description: "A bot's token, behind `Bot `.",
  },
  UserToken: {
    type: "apiKey",
    in: "header",
    name: "Authorization",
    description: "A person's token, as logging in answers it.",
  },
  Cookie: {
    type: "apiKey",
    in: "cookie",
    name: "palabre_session",
    description: "The web client's session. What changes something must come from the server's own pages.",
  },
  Bearer: {
    type: "http",
    scheme: "bearer",
    description: "An application that asks in somebody's name, with the scopes that were agreed to.",
  },
};

const SCHEMAS: Record<string, JsonSchema> = {
  Snowflake: {
    type: "string",
    format: "snowflake",
    description: "An id. Where it is oneself or the first answer that is meant, `@me` or `@original`.",
  },
  Error: {
    type: "object",
    required: ["code", "message"],
    properties: {
      code: { $ref: "#/components/schemas/ErrorCode" },
      message: { type: "string" },
      errors: {
        type: "object",
        description: "With 50035: the reasons by field, nested as the body is, in lists named `_errors`.",
      },
    },
  },
  ErrorCode: {
    type: "integer",
    anyOf: Object.entries(API_ERRORS).map(([title, [code, status, description]]) => ({
      const: code,
      title,
      description,
      "x-status": status,
    })),
  },
  RateLimit: {
    type: "object",
    required: ["message", "retry_after", "global"],
    properties: {
      message: { type: "string" },
      retry_after: { type: "number", description: "Seconds." },
      global: { type: "boolean" },
      code: { type: "integer" },
    },
  },
};
