import { z } from "zod";

export type JsonSchema = { [key: string]: unknown };

/**
 * A schema as JSON Schema 2020-12 says it: what may be sent, before it is changed into what is used.
 * @param at where in the document it will stand, for what it refers to within itself
 */
export function toJsonSchema(schema: z.ZodType, at = "#"): JsonSchema {
  const made: JsonSchema = z.toJSONSchema(schema, {
    io: "input",
    unrepresentable: "any",
    cycles: "ref",
    override: ({ jsonSchema }) => {
      // A number that stands for an id is a whole one, and "number" would invite 1.5.
      if (jsonSchema.format !== "snowflake") return;
      delete jsonSchema.anyOf;
      Object.assign(jsonSchema, { type: ["string", "integer"] });
    },
  }) as JsonSchema;
  delete made.$schema;
  return rebase(made, at) as JsonSchema;
}

function rebase(value: unknown, at: string): unknown {
  if (Array.isArray(value)) return value.map((one) => rebase(one, at));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      key === "$ref" && typeof one === "string" ? one.replace(/^#/, at) : rebase(one, at),
    ]),
  );
}

/** Properties of an object's schema, with whether each must be there. */
export function propertiesOf(schema: z.ZodType): { name: string; required: boolean; schema: JsonSchema }[] {
  const { properties = {}, required = [] } = toJsonSchema(schema) as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, one]) => ({
    name,
    required: required.includes(name),
    schema: one,
  }));
}
