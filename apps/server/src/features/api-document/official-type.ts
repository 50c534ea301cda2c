import type { JsonSchema } from "./json-schema.ts";

/** A schema by its name in Discord's official API document, which is not repeated here. */
interface OfficialType {
  /** Undefined when the document leaves it open. */
  schema: JsonSchema | undefined;
  components: Record<string, JsonSchema>;
}

/** Reads `(A | B)[] | null`. */
export function officialType(type: string): OfficialType {
  const parts = alternatives(type);
  if (parts.length > 1) {
    const read = parts.map(officialType);
    return {
      schema: { anyOf: read.flatMap(({ schema }) => schema ?? []) },
      components: Object.assign({}, ...read.map(({ components }) => components)),
    };
  }
  if (type.endsWith("[]")) {
    const { schema, components } = officialType(type.slice(0, -2).replace(/^\((.*)\)$/, "$1"));
    return { schema: { type: "array", items: schema ?? {} }, components };
  }
  if (type === "null" || type === "string") return { schema: { type }, components: {} };
  if (!/^\w+$/.test(type) || type === "unknown") return { schema: undefined, components: {} };
  const component = { title: type, description: `${type} of Discord's official API document.` };
  return { schema: { $ref: `#/components/schemas/${type}` }, components: { [type]: component } };
}

/** The parts of a union; those within brackets belong together. */
function alternatives(type: string): string[] {
  const parts: string[] = [""];
  let depth = 0;
  for (const letter of type) {
    if (letter === "(") depth++;
    if (letter === ")") depth--;
    if (letter === "|" && depth === 0) parts.push("");
    else parts.push(`${parts.pop()}${letter}`);
  }
  return parts.map((part) => part.trim());
}
