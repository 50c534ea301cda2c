import type { ApiDocument, Schema } from "./document.ts";

type Schemas = ApiDocument["components"]["schemas"];

/** Deep enough for embeds in messages; what lies deeper is told by its type alone. */
const DEEPEST = 4;

export function resolve(schema: Schema, schemas: Schemas): Schema {
  if (schema.$ref === undefined) return schema;
  const path = schema.$ref.replace("#/components/schemas/", "").split("/");
  let at: unknown = schemas;
  for (const part of path) at = (at as Record<string, unknown> | undefined)?.[part];
  return (at as Schema | undefined) ?? {};
}

/** What a body may be, one after the other. Of several that have a name it is their title. */
export function alternativesOf(schema: Schema, schemas: Schemas): Schema[] {
  const found = resolve(schema, schemas);
  return found.anyOf ?? [found];
}

/** What a value may be: the parts of a union without null, and whether null is one of them. */
export function parts(schema: Schema, schemas: Schemas): { parts: Schema[]; isNullable: boolean } {
  const found = resolve(schema, schemas);
  const union = found.anyOf ?? found.oneOf;
  if (union) {
    const inner = union.map((one) => parts(one, schemas));
    return {
      parts: inner.flatMap((one) => one.parts),
      isNullable: inner.some((one) => one.isNullable),
    };
  }
  const types = [found.type ?? []].flat();
  const rest = types.filter((type) => type !== "null");
  if (types.length > 0 && rest.length === 0) return { parts: [], isNullable: true };
  const one = rest.length === types.length ? found : { ...found, type: rest };
  return { parts: [one], isNullable: types.includes("null") };
}

/** `string`, `integer[]`, `"role" | 0`. */
export function typeText(schema: Schema, schemas: Schemas): string {
  const { parts: all, isNullable } = parts(schema, schemas);
  const words = all.map((one) => {
    if (one.format === "snowflake") return "snowflake";
    if (one.const !== undefined) return JSON.stringify(one.const);
    if (one.enum) return one.enum.map((value) => JSON.stringify(value)).join(" | ");
    if (one.type === "array" || one.items) return `${typeText(one.items ?? {}, schemas)}[]`;
    return [one.type ?? "any"].flat().join(" | ");
  });
  const text = [...new Set([...words, ...(isNullable ? ["null"] : [])])];
  const joined = text.join(" | ");
  return joined.length > 90 ? `${joined.slice(0, 88)}…` : joined;
}

/** `1–100`, `≤ 2000`, `≥ 1`, of length, value or number of entries. */
export function limitsOf(
  schema: Schema,
  schemas: Schemas,
): { of: "length" | "value" | "items"; text: string }[] {
  return parts(schema, schemas).parts.flatMap((one) => {
    const all = [
      { of: "length" as const, min: one.minLength, max: one.maxLength },
      { of: "value" as const, min: one.minimum, max: one.maximum },
      { of: "items" as const, min: one.minItems, max: one.maxItems },
    ];
    return all.flatMap(({ of, min, max }) => {
      const low = min !== undefined && Math.abs(min) < Number.MAX_SAFE_INTEGER ? min : undefined;
      const high = max !== undefined && max < Number.MAX_SAFE_INTEGER ? max : undefined;
      if (low === undefined && high === undefined) return [];
      if (low === undefined) return { of, text: `≤ ${high}` };
      return { of, text: high === undefined ? `≥ ${low}` : `${low}–${high}` };
    });
  });
}

interface FieldRow {
  name: string;
  path: string;
  depth: number;
  schema: Schema;
  isRequired: boolean;
}

/** The fields of a body, those within others below them. */
export function fieldsOf(schema: Schema, schemas: Schemas, depth = 0, at = ""): FieldRow[] {
  if (depth > DEEPEST) return [];
  const rows: FieldRow[] = [];
  const seen = new Set<string>();
  for (const one of parts(schema, schemas).parts) {
    if (one.items) {
      rows.push(...fieldsOf(one.items, schemas, depth, `${at}[]`));
      continue;
    }
    for (const [name, field] of Object.entries(one.properties ?? {})) {
      if (seen.has(name)) continue;
      seen.add(name);
      const path = at ? `${at}.${name}` : name;
      rows.push({ name, path, depth, schema: field, isRequired: one.required?.includes(name) ?? false });
      rows.push(...fieldsOf(field, schemas, depth + 1, path));
    }
  }
  return rows;
}

/** A body to begin with: what must be there, or else the first thing one would say. */
export function exampleOf(schema: Schema, schemas: Schemas, depth = 0): unknown {
  const [one] = parts(schema, schemas).parts;
  if (!one) return null;
  if (one.default !== undefined) return one.default;
  if (one.examples?.[0] !== undefined) return one.examples[0];
  if (one.const !== undefined) return one.const;
  if (one.enum) return one.enum[0];
  if (one.items) return depth > 2 ? [] : [exampleOf(one.items, schemas, depth + 1)];
  if (one.properties) {
    const names = Object.keys(one.properties);
    const required = names.filter((name) => one.required?.includes(name));
    const chosen =
      required.length > 0
        ? required
        : names.filter((name) => /^(content|name|title)$/.test(name)).slice(0, 1);
    return Object.fromEntries(
      chosen.map((name) => [name, exampleOf(one.properties?.[name] ?? {}, schemas, depth + 1)]),
    );
  }
  const type = [one.type ?? "string"].flat()[0];
  if (one.format === "snowflake") return "0";
  if (type === "integer" || type === "number")
    return one.minimum !== undefined && one.minimum > 0 ? one.minimum : 0;
  if (type === "boolean") return false;
  if (type === "object") return {};
  return "Hello";
}

export interface Problem {
  path: string;
  what: "required" | "type" | "length" | "value" | "items";
  /** The type or the limits that it should have. */
  wanted: string;
}

/** What the server would say of a body, as far as its schema tells. */
export function problemsOf(value: unknown, schema: Schema, schemas: Schemas, path = ""): Problem[] {
  const { parts: all, isNullable } = parts(schema, schemas);
  if (all.length === 0 && !isNullable) return [];
  if (value === null && isNullable) return [];
  const each = all.map((one) => problemsOfPart(value, one, schemas, path));
  if (each.some((one) => one.length === 0)) return [];
  // Of a union the part that comes closest: the deepest problem is the one that was meant.
  const type: Problem = { path, what: "type", wanted: typeText(schema, schemas) };
  return (
    each.find((one) => one.some((problem) => problem.path !== path || problem.what !== "type")) ?? [type]
  );
}

function problemsOfPart(value: unknown, schema: Schema, schemas: Schemas, path: string): Problem[] {
  const type: Problem[] = [{ path, what: "type", wanted: typeText(schema, schemas) }];
  if (schema.const !== undefined) return value === schema.const ? [] : type;
  if (schema.enum) return schema.enum.includes(value) ? [] : type;
  const types = [schema.type ?? []].flat();
  if (types.length > 0 && !types.some((one) => isOfType(value, one))) return type;
  const limits = limitsOf(schema, schemas);
  const outside = (of: Problem["what"], n: number, min = -Infinity, max = Infinity): Problem[] =>
    n < min || n > max ? [{ path, what: of, wanted: limits.find((one) => one.of === of)?.text ?? "" }] : [];
  if (typeof value === "string")
    return outside("length", [...value.trim()].length, schema.minLength, schema.maxLength);
  if (typeof value === "number") return outside("value", value, schema.minimum, schema.maximum);
  if (Array.isArray(value)) {
    const { items } = schema;
    return [
      ...outside("items", value.length, schema.minItems, schema.maxItems),
      ...(items ? value.flatMap((one, n) => problemsOf(one, items, schemas, `${path}[${n}]`)) : []),
    ];
  }
  if (typeof value !== "object" || value === null) return [];
  const at = (name: string) => (path ? `${path}.${name}` : name);
  const missing = (schema.required ?? [])
    .filter((name) => !Object.hasOwn(value, name))
    .map((name): Problem => ({ path: at(name), what: "required", wanted: "" }));
  const inside = Object.entries(value).flatMap(([name, one]) => {
    const field = schema.properties?.[name];
    return field ? problemsOf(one, field, schemas, at(name)) : [];
  });
  return [...missing, ...inside];
}

function isOfType(value: unknown, type: string): boolean {
  if (type === "integer") return Number.isInteger(value);
  if (type === "array") return Array.isArray(value);
  if (type === "null") return value === null;
  if (type === "object") return typeof value === "object" && value !== null && !Array.isArray(value);
  return typeof value === type;
}
