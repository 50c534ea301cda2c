/** The API's document, as far as the page reads it. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  title?: string;
  description?: string;
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  examples?: unknown[];
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  pattern?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  "x-status"?: number;
}

interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required: boolean;
  schema: Schema;
}

interface Content {
  content?: Record<string, { schema: Schema; encoding?: Record<string, { contentType: string }> }>;
}

interface DocumentOperation {
  operationId: string;
  summary: string;
  tags: string[];
  parameters: Parameter[];
  requestBody?: Content & { required?: boolean };
  responses: Record<string, Content & { description?: string; $ref?: string }>;
  security: Record<string, string[]>[];
  "x-for": "everybody" | "accounts" | "people" | "admins";
  "x-discord": { operationId: string } | null;
  "x-permissions"?: string[];
  "x-scopes"?: string[];
  "x-ratelimit"?: { bucket: string; max: number; per: number; by: "actor" | "address" };
}

export interface ApiDocument {
  info: { version: string };
  paths: Record<string, Record<string, DocumentOperation | { url: string }[]>>;
  components: { schemas: Record<string, Schema> };
}

export interface Operation extends DocumentOperation {
  method: string;
  path: string;
  /** What stands before the path: `/api/v10`, or nothing. */
  base: string;
  tag: string;
}

export async function loadDocument(signal: AbortSignal): Promise<ApiDocument | "off"> {
  const response = await fetch("/api/v10/openapi.json", { signal, credentials: "omit" });
  if (response.status === 404) return "off";
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

export function operationsOf({ paths }: ApiDocument): Operation[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, one]) =>
      Array.isArray(one)
        ? []
        : {
            ...one,
            method: method.toUpperCase(),
            path,
            base: "servers" in item ? "" : "/api/v10",
            tag: one.tags[0] ?? "",
          },
    ),
  );
}

/** Every word of the search is in the name, the address or the tag. */
export function matches({ summary, path, method, operationId, tag }: Operation, search: string): boolean {
  const text = `${method} ${path} ${summary} ${operationId} ${tag}`.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** By tag, in the alphabet's order; within it as the server mounts them. */
export function byTag(operations: readonly Operation[]): [tag: string, operations: Operation[]][] {
  const groups = Map.groupBy(operations, ({ tag }) => tag);
  return [...groups].sort(([a], [b]) => a.localeCompare(b, "en"));
}

/** Whether it takes something away that nothing brings back. */
export const isDestructive = ({ method, path }: Operation): boolean =>
  method === "DELETE" || /delete|ban|prune|reset|revoke/.test(path);
