import * as m from "../../paraglide/messages.js";
import { Select } from "../../ui/Select.tsx";
import { TextField } from "../../ui/TextField.tsx";
import type { Schema } from "./document.ts";
import { parts, typeText } from "./schema.ts";

/** Fields for what of a body is text, number or yes and no; lists and objects are written as JSON. */
export function BodyForm({
  schema,
  schemas,
  value,
  onChange,
}: {
  schema: Schema;
  schemas: Record<string, Schema>;
  value: unknown;
  onChange: (value: Record<string, unknown>) => void;
}) {
  const body = typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  const properties = Object.assign({}, ...parts(schema, schemas).parts.map((one) => one.properties ?? {}));
  const set = (name: string, to: unknown) => {
    const { [name]: _, ...rest } = body;
    onChange(to === undefined ? rest : { ...rest, [name]: to });
  };
  return (
    <div className="api-try-values">
      {Object.entries<Schema>(properties).map(([name, field]) => {
        const [kind = ""] = parts(field, schemas).parts.flatMap((one) => [one.type ?? "string"].flat());
        const now = body[name];
        if (kind === "boolean") {
          return (
            <Select
              key={name}
              label={name}
              size="sm"
              options={[
                { id: "absent", label: "—" },
                { id: "true", label: "true" },
                { id: "false", label: "false" },
              ]}
              value={now === true ? "true" : now === false ? "false" : "absent"}
              onChange={(to) => set(name, to === "absent" ? undefined : to === "true")}
            />
          );
        }
        const isPlain = kind === "string" || kind === "integer" || kind === "number";
        const shown = now === undefined ? "" : isPlain && typeof now === "string" ? now : JSON.stringify(now);
        return (
          <TextField
            key={name}
            label={name}
            size="sm"
            value={shown}
            placeholder={
              isPlain ? typeText(field, schemas) : m.api_try_as_json({ type: typeText(field, schemas) })
            }
            onChange={(text) => set(name, read(text, kind, isPlain))}
            autoComplete="off"
            autoCapitalize="none"
          />
        );
      })}
    </div>
  );
}

function read(text: string, kind: string, isPlain: boolean): unknown {
  if (text === "") return undefined;
  if (kind === "string") return text;
  if (isPlain) return Number.isNaN(Number(text)) ? text : Number(text);
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
