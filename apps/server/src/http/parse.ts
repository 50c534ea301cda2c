import { isSnowflake, LIMITS } from "@palabre/protocol";
import type { z } from "zod";
import { ApiError, fieldError, nestFieldErrors } from "../errors.ts";
import { holdDescription } from "./describe-routes.ts";
import type { Http } from "./env.ts";

type Issue = z.core.$ZodIssue;

/**
 * The JSON body, checked.
 * @throws ApiError payload_too_large, invalid_json, unsupported_media_type, or invalid_form_body naming each field
 */
export async function parseBody<S extends z.ZodType>(
  c: Http,
  schema: S,
  limit: number = LIMITS.jsonBody,
): Promise<z.output<S>> {
  return parsePart(c, "body", schema, await readJson(c, limit));
}

/** The JSON body as it came, of `limit` bytes at most; an empty one is `{}`. */
export async function readJson(c: Http, limit: number = LIMITS.jsonBody): Promise<unknown> {
  const type = c.req.header("content-type");
  const text = await readText(c.req.raw, limit);
  if (text === "") return {};
  if (text.length - imageLength(text) > LIMITS.jsonBody) throw new ApiError("payload_too_large");
  if (type && !/^(application\/json|text\/plain)\b/i.test(type)) throw new ApiError("unsupported_media_type");
  return parseJson(text);
}

/**
 * Length of the one image that makes a large body large. What else is in it may be no more than any body: ten megabytes
 * of small values would keep everybody waiting while they are parsed.
 */
function imageLength(text: string): number {
  if (text.length <= LIMITS.jsonBody) return 0;
  const start = text.indexOf('"data:image/');
  const end = start < 0 ? -1 : text.indexOf('"', start + 1);
  return end < 0 ? 0 : end - start;
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError("invalid_json");
  }
}

/** The query's parameters, checked; a repeated one counts once, its last value. */
export function parseQuery<S extends z.ZodType>(c: Http, schema: S): z.output<S> {
  return parsePart(c, "query", schema, c.req.query());
}

/** A body or query that was read by other means, from a form or with lists in it, checked as what describes it. */
export function parsePart<S extends z.ZodType>(
  c: Http,
  part: "query" | "body",
  schema: S,
  value: unknown,
): z.output<S> {
  holdDescription(c, part, schema);
  return parseValue(schema, value);
}

export function parseValue<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new ApiError(
    "invalid_form_body",
    nestFieldErrors(result.error.issues.slice(0, 50).map((issue) => [issue.path, describe(issue)])),
  );
}

/** A snowflake in the path. @throws ApiError invalid_form_body naming it */
export function parseId(c: Http, name: string): string {
  const id = c.req.param(name) ?? "";
  if (!isSnowflake(id))
    throw fieldError(name, "NUMBER_TYPE_COERCE", `Value "${id.slice(0, 40)}" is not snowflake.`);
  return id;
}

/** The body as text, of `limit` bytes at most. @throws ApiError payload_too_large */
export async function readText(request: Request, limit: number): Promise<string> {
  if (Number(request.headers.get("content-length") ?? 0) > limit) throw new ApiError("payload_too_large");
  if (!request.body) return "";
  if (request.headers.has("content-length")) return request.text();
  // A chunked body says no length beforehand: count while reading.
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.byteLength;
    if (size > limit) throw new ApiError("payload_too_large");
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function describe(issue: Issue): { code: string; message: string } {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined
        ? { code: "BASE_TYPE_REQUIRED", message: "This field is required" }
        : { code: "BASE_TYPE_INVALID", message: `Must be ${issue.expected}` };
    case "invalid_value":
      return {
        code: "BASE_TYPE_CHOICES",
        message: `Value must be one of ${issue.values.map(String).join(", ")}.`,
      };
    case "too_small":
    case "too_big":
      return { code: lengthCode(issue), message: issue.message };
    case "custom":
      return { code: issue.params?.code ?? "BASE_TYPE_INVALID", message: issue.message };
    default:
      return { code: "BASE_TYPE_INVALID", message: issue.message };
  }
}

function lengthCode(issue: { code: string; origin: string }): string {
  if (issue.origin === "string" || issue.origin === "array") return "BASE_TYPE_BAD_LENGTH";
  return issue.code === "too_small" ? "NUMBER_TYPE_MIN" : "NUMBER_TYPE_MAX";
}
