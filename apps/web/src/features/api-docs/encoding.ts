import type { Operation } from "./document.ts";

/** How a body is sent as text: as JSON, as a form of its fields, or as a form with the JSON in its field `payload`. */
export type Encoding = "json" | "form" | "payload";

const FORM = "application/x-www-form-urlencoded";
export const MEDIA_TYPES: Record<Encoding, string> = {
  json: "application/json",
  form: FORM,
  payload: FORM,
};

/** What an operation takes; what it is meant to be sent as comes first. */
export function encodingsOf({ requestBody }: Operation): Encoding[] {
  return Object.entries(requestBody?.content ?? {}).flatMap(([type, { encoding }]) => {
    if (type === MEDIA_TYPES.json) return "json";
    if (type !== FORM) return [];
    return encoding?.payload ? "payload" : "form";
  });
}

/** The fields of a form. */
export function formOf(body: unknown, encoding: "form" | "payload"): [name: string, value: string][] {
  if (encoding === "payload") return [["payload", JSON.stringify(body)]];
  if (typeof body !== "object" || body === null) return [];
  return Object.entries(body).map(([name, value]) => [
    name,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
}
